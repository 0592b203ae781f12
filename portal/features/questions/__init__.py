"""Ask the mayor, a councillor or another office; the answer is public."""

from portal.features.questions import actions, demo, panels, queries
from portal.features.questions.acts import ACTS, THINGS
from portal.features.questions.jobs import JOBS
from portal.features.questions.models import ANSWER
from portal.features.questions.notices import NOTICES
from portal.features.questions.personal import export, forget
from portal.features.questions.views import pages
from portal.kernel.accounts.models import Role
from portal.kernel.aftercare import Service
from portal.kernel.feature import (
    Card,
    DeskLink,
    Feature,
    Indicator,
    NavItem,
    Panel,
    PersonalData,
    Searchable,
    TwoWayOption,
)
from portal.kernel.moderation.queue import Queue
from portal.kernel.words import lazy

feature = Feature(
    name="questions",
    address="pitanja",
    blueprint=pages,
    permissions={
        "questions.draft": frozenset({Role.CLERK, Role.OFFICIAL, Role.HEAD}),
        "questions.answer": frozenset({Role.OFFICIAL, Role.HEAD}),
        "questions.manage": frozenset({Role.MODERATOR}),
        "questions.enter": frozenset({Role.CLERK, Role.MODERATOR}),
    },
    nav=(NavItem(label=lazy("Questions and answers"), endpoint="portal.questions.index", place=10),),
    cards=(
        Card(
            title=lazy("Ask"),
            text=lazy("Ask the mayor, a councillor or an office. The answer is public."),
            endpoint="portal.questions.ask",
            icon="question",
            place=10,
        ),
        Card(
            title=lazy("Read the answers"),
            text=lazy("See what others asked and what they were told."),
            endpoint="portal.questions.index",
            icon="comment",
            place=20,
        ),
        Card(
            title=lazy("Meet your representatives"),
            text=lazy("Who answers, how often and how fast."),
            endpoint="portal.questions.offices",
            icon="person",
            place=30,
        ),
    ),
    panels=(
        Panel(
            title=lazy("Newest questions"),
            render=panels.newest,
            endpoint="portal.questions.index",
            link=lazy("All questions and answers"),
            place=10,
        ),
        Panel(
            title=lazy("How the municipality answers"),
            render=panels.record,
            endpoint="portal.questions.offices",
            link=lazy("By office"),
            place=20,
        ),
    ),
    desk=(
        DeskLink(
            label=lazy("Questions for my office"),
            endpoint="portal.questions.desk",
            permission="questions.draft",
            waiting=panels.waiting_for,
            place=20,
        ),
        DeskLink(
            label=lazy("Enter a question for a citizen"),
            endpoint="portal.questions.enter",
            permission="questions.enter",
            place=30,
        ),
    ),
    queues=(
        Queue(
            kind="question",
            label=lazy("Question"),
            entries=queries.entries,
            apply=actions.apply_decision,
            undo=actions.undo_decision,
        ),
        Queue(
            kind="question_link_answer",
            label=lazy("Answer by link"),
            entries=queries.link_entries,
            apply=actions.decide_link_answer,
        ),
    ),
    notices=NOTICES,
    jobs=JOBS,
    indicators=(
        Indicator(
            metric="submissions.assisted_share",
            definition=1,
            explain=lazy("Confirmed questions that a clerk typed in for a citizen, divided by all confirmed questions."),
            measure=panels.assisted_share,
            part=lazy("Questions"),
        ),
    ),
    services=(Service(name="questions.answer", title=lazy("Answer to a question")),),
    two_way=(
        TwoWayOption(name="ask_mayor", label=lazy("Ask the mayor"), used=panels.asked_mayor),
        TwoWayOption(name="ask_councillor", label=lazy("Ask a councillor"), used=panels.asked_councillor),
    ),
    searchables=(Searchable(kind="question", label=lazy("Question"), plural=lazy("Questions and answers"), is_official=False),),
    personal_data=PersonalData(export=export, forget=forget),
    demo=demo.run,
    visibility={ANSWER: queries.shows_answer},
    acts=ACTS,
    things=THINGS,
    feeds=((lazy("New questions and answers"), "portal.questions.feed"),),
)
