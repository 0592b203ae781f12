"""Surveys of citizens' satisfaction: one answer each, nobody can tell whose, and honest numbers."""

from portal.features.surveys.models import SURVEY
from portal.features.surveys.views import pages
from portal.kernel.feature import Feature
from portal.kernel.words import lazy

feature = Feature(
    name="surveys",
    address="ankete",
    blueprint=pages,
    things={SURVEY: lazy("Survey")},
)
