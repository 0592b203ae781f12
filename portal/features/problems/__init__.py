"""Report a communal problem; System 48 sees to it that it is answered in time."""

from portal.features.problems import actions, demo, panels, queries
from portal.features.problems.acts import ACTS, THINGS
from portal.features.problems.commands import problems
from portal.features.problems.indicators import INDICATORS
from portal.features.problems.jobs import JOBS
from portal.features.problems.models import KIND, UPDATE
from portal.features.problems.notices import NOTICES
from portal.features.problems.personal import export, forget
from portal.features.problems.programs import programs
from portal.features.problems.views import pages
from portal.kernel.accounts.models import Role
from portal.kernel.aftercare import Service
from portal.kernel.feature import Card, DeskLink, Feature, NavItem, Panel, PersonalData, Searchable, TwoWayOption
from portal.kernel.moderation.queue import Queue
from portal.kernel.words import lazy

feature = Feature(
    name="problems",
    address="problemi",
    blueprint=pages,
    programs=(programs,),
    permissions={
        "problems.handle": frozenset({Role.CLERK, Role.OFFICIAL, Role.HEAD, Role.MODERATOR}),
        "problems.enter": frozenset({Role.CLERK, Role.MODERATOR}),
        "problems.report": frozenset({Role.HEAD, Role.WORKING_GROUP, Role.ADMINISTRATOR}),
        "problems.settings": frozenset({Role.ADMINISTRATOR}),
    },
    desk=(
        DeskLink(
            label=lazy("Reports of my units"),
            endpoint="portal.problems.desk",
            permission="problems.handle",
            waiting=queries.waiting_for,
            place=10,
        ),
        DeskLink(
            label=lazy("Enter a report for a citizen"),
            endpoint="portal.problems.enter",
            permission="problems.enter",
            place=31,
        ),
        DeskLink(
            label=lazy("Monthly reports of System 48"),
            endpoint="portal.problems.months",
            permission="problems.report",
            place=32,
        ),
        DeskLink(
            label=lazy("Settings of reports"),
            endpoint="portal.problems.settings",
            permission="problems.settings",
            place=80,
        ),
    ),
    nav=(NavItem(label=lazy("Problems"), endpoint="portal.problems.index", place=15),),
    cards=(
        Card(
            title=lazy("Report a problem"),
            text=lazy("A hole in the road, a lamp that is out, water, waste. You get an answer in time, without an account."),
            endpoint="portal.problems.report",
            icon="problem",
            place=15,
        ),
    ),
    panels=(
        Panel(
            title=lazy("Problems in the municipality"),
            render=panels.newest,
            endpoint="portal.problems.index",
            link=lazy("All reports"),
            place=15,
        ),
    ),
    queues=(
        Queue(
            kind=KIND,
            label=lazy("Report"),
            entries=queries.entries,
            apply=actions.apply_decision,
            undo=actions.undo_decision,
        ),
    ),
    notices=NOTICES,
    jobs=JOBS,
    indicators=INDICATORS,
    searchables=(
        Searchable(kind=KIND, label=lazy("Report of a problem"), plural=lazy("Reports of problems"), is_official=False),
    ),
    services=(Service(name="problems.solve", title=lazy("Solved problem")),),
    two_way=(TwoWayOption(name="problem_reports", label=lazy("Report a problem"), used=panels.reported),),
    personal_data=PersonalData(export=export, forget=forget),
    feeds=((lazy("New reports of problems"), "portal.problems.feed"),),
    visibility={KIND: queries.shows, UPDATE: queries.shows_update},
    seed=actions.seed,
    demo=demo.run,
    commands=(problems,),
    acts=ACTS,
    things=THINGS,
)
