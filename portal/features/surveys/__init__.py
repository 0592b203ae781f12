"""Surveys of citizens' satisfaction: one answer each, nobody can tell whose, and honest numbers."""

from portal.features.surveys.acts import ACTS, THINGS
from portal.features.surveys.jobs import JOBS
from portal.features.surveys.views import pages
from portal.kernel.feature import Feature

feature = Feature(
    name="surveys",
    address="ankete",
    blueprint=pages,
    jobs=JOBS,
    acts=ACTS,
    things=THINGS,
)
