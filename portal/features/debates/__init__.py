"""Public debates on draft decisions: every remark numbered, answered with a reason, and the report writes itself."""

from portal.features.debates import actions, demo, panels, queries
from portal.features.debates.acts import ACTS, THINGS
from portal.features.debates.jobs import JOBS
from portal.features.debates.models import DEBATE, REMARK
from portal.features.debates.notices import NOTICES
from portal.features.debates.personal import export, forget
from portal.features.debates.views import pages
from portal.kernel.accounts.models import Role
from portal.kernel.feature import Card, DeskLink, Feature, Indicator, NavItem, Panel, PersonalData, Searchable, TwoWayOption
from portal.kernel.moderation.queue import Queue
from portal.kernel.municipality.serving import belongs
from portal.kernel.words import lazy

feature = Feature(
    name="debates",
    address="rasprave",
    blueprint=pages,
    permissions={
        "debates.prepare": frozenset({Role.CLERK, Role.OFFICIAL, Role.HEAD}),
        "debates.publish": frozenset({Role.OFFICIAL, Role.HEAD}),
        "debates.enter": frozenset({Role.CLERK, Role.MODERATOR}),
        "debates.answer": frozenset({Role.CLERK, Role.OFFICIAL, Role.HEAD}),
        "debates.sign": frozenset({Role.OFFICIAL, Role.HEAD}),
    },
    nav=(NavItem(label=lazy("Public debates"), endpoint="portal.debates.index", place=30),),
    cards=(
        Card(
            title=lazy("Say what you think of a draft"),
            text=lazy("Public debates: read the draft decision, remark on an article, read what became of it"),
            endpoint="portal.debates.index",
            icon="debate",
            place=30,
        ),
    ),
    panels=(
        Panel(
            title=lazy("Open public debates"),
            render=panels.running,
            endpoint="portal.debates.index",
            link=lazy("All public debates"),
            place=12,
        ),
    ),
    desk=(
        DeskLink(
            label=lazy("Public debates: prepare and publish"),
            endpoint="portal.debates.staff",
            permission="debates.prepare",
            waiting=panels.preparing,
            offered=belongs,
            place=30,
        ),
        DeskLink(
            label=lazy("Answer remarks"),
            endpoint="portal.debates.answers",
            permission="debates.answer",
            waiting=panels.waiting_for,
            offered=belongs,
            place=45,
        ),
        DeskLink(
            label=lazy("Enter a remark for a citizen"), endpoint="portal.debates.entries", permission="debates.enter", place=46
        ),
    ),
    queues=(
        Queue(
            kind=REMARK,
            label=lazy("Remark"),
            entries=queries.remark_entries,
            apply=actions.apply_decision,
            undo=actions.undo_decision,
            own_reasons=True,
        ),
    ),
    notices=NOTICES,
    jobs=JOBS,
    indicators=(
        Indicator(
            metric="debates.page_live",
            definition=1,
            explain=lazy(
                "The page of public debates is there in all three versions; beside it stand the number of debates, of open "
                "ones, of those with a report, and of published versions of drafts."
            ),
            measure=panels.page_live,
        ),
        Indicator(
            metric="submissions.assisted_share",
            definition=1,
            explain=lazy("Remarks in debates that a clerk typed in, divided by all remarks that entered a register."),
            measure=panels.assisted_share,
            part=lazy("Remarks in debates"),
        ),
    ),
    two_way=(TwoWayOption(name="debates", label=lazy("Electronic public debate"), used=queries.used),),
    searchables=(
        Searchable(kind=DEBATE, label=lazy("Public debate"), plural=lazy("Public debates")),
        Searchable(kind="debate_article", label=lazy("Article of a draft"), plural=lazy("Articles of drafts"), is_official=False),
    ),
    personal_data=PersonalData(export=export, forget=forget),
    feeds=((lazy("Public debates"), "portal.debates.feed"),),
    acts=ACTS,
    things=THINGS,
    visibility={DEBATE: queries.shows, REMARK: queries.shows_remark},
    seed=actions.seed,
    demo=demo.run,
)
