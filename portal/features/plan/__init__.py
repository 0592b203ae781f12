"""The municipal action plan: what was promised, how far it is, and the numbers that compute themselves."""

from portal.features.plan import actions, demo, panels, queries
from portal.features.plan.indicators import INDICATORS
from portal.features.plan.jobs import JOBS
from portal.features.plan.views import pages
from portal.kernel.accounts.models import Role
from portal.kernel.clock import now
from portal.kernel.feature import Card, DeskLink, Feature, NavItem, Panel, Searchable
from portal.kernel.words import lazy

feature = Feature(
    name="plan",
    address="plan",
    blueprint=pages,
    permissions={"plan.evidence": frozenset({Role.WORKING_GROUP, Role.ADMINISTRATOR})},
    nav=(NavItem(label=lazy("Plan"), endpoint="portal.plan.index", place=60),),
    cards=(
        Card(
            title=lazy("Follow the plan"),
            text=lazy("What the municipality has promised, by when, and how far it is"),
            endpoint="portal.plan.index",
            icon="plan",
            place=60,
        ),
    ),
    panels=(
        Panel(
            title=lazy("How far is the plan"),
            render=panels.progress,
            endpoint="portal.plan.index",
            link=lazy("See the whole plan"),
            place=60,
        ),
    ),
    desk=(
        DeskLink(
            label=lazy("Action plan: overdue without a report"),
            endpoint="portal.plan.index",
            permission="plan.evidence",
            waiting=lambda db, _person: queries.unreported(db, queries.today(now())),
            place=60,
        ),
    ),
    jobs=JOBS,
    indicators=INDICATORS,
    seed=actions.seed,
    searchables=(Searchable(kind="plan", label=lazy("Activity of the plan"), plural=lazy("Action plan")),),
    demo=demo.fill,
    acts={"plan.load": lazy("Plan loaded"), "plan.report": lazy("Activity of the plan reported on")},
    things={"plan": lazy("Plan"), "activity": lazy("Activity of the plan")},
)
