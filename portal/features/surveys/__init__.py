"""Surveys of citizens' satisfaction: one answer each, nobody can tell whose, and honest numbers."""

from portal.features.surveys import commands, demo, panels
from portal.features.surveys.acts import ACTS, THINGS
from portal.features.surveys.indicators import INDICATORS
from portal.features.surveys.jobs import JOBS
from portal.features.surveys.views import pages
from portal.kernel.accounts.models import Role
from portal.kernel.feature import Card, DeskLink, Feature, NavItem
from portal.kernel.words import lazy

feature = Feature(
    name="surveys",
    address="ankete",
    blueprint=pages,
    permissions={
        "surveys.prepare": frozenset({Role.WORKING_GROUP}),
        "surveys.enter": frozenset({Role.CLERK, Role.WORKING_GROUP}),
    },
    nav=(NavItem(label=lazy("Surveys"), endpoint="portal.surveys.index", place=37),),
    cards=(
        Card(
            title=lazy("Fill in the survey"),
            text=lazy("Tell the municipality how satisfied you are; nobody can tell whose answer is whose"),
            endpoint="portal.surveys.index",
            icon="survey",
            place=60,
        ),
    ),
    desk=(
        DeskLink(
            label=lazy("Surveys: prepare, open and close"),
            endpoint="portal.surveys.staff",
            permission="surveys.prepare",
            waiting=panels.preparing,
            place=60,
        ),
        DeskLink(
            label=lazy("Surveys: forms on paper"),
            endpoint="portal.surveys.entry_surveys",
            permission="surveys.enter",
            place=61,
        ),
        DeskLink(
            label=lazy("Surveys: numbers"),
            endpoint="portal.surveys.statistics_list",
            permission="surveys.prepare",
            place=62,
        ),
    ),
    commands=(commands.surveys,),
    jobs=JOBS,
    asks_after=panels.asks_after,
    indicators=INDICATORS,
    demo=demo.run,
    acts=ACTS,
    things=THINGS,
)
