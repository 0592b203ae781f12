"""A visitors' book: a whole feature of somebody else, as a package of its own would bring it.

Nothing in `portal/` knows of it; whoever writes a feature may begin by copying this folder (docs/door.md).
"""

from datetime import timedelta
from pathlib import Path

from portal.kernel.accounts.models import Role
from portal.kernel.aftercare import Service
from portal.kernel.comments.discussion import Discussion
from portal.kernel.feature import (
    ByMonth,
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
from portal.kernel.jobs import Job
from portal.kernel.moderation.queue import Queue
from portal.kernel.words import lazy
from tests.guest.guest_feature import actions, notices, queries, views
from tests.guest.guest_feature.commands import guest

FOLDER = Path(__file__).parent

feature = Feature(
    name="guest",
    address="knjiga-utisaka",
    blueprint=views.pages,
    programs=(views.programs,),
    permissions={"guest.count": frozenset({Role.CLERK})},
    nav=(NavItem(label=lazy("Visitors' book"), endpoint="portal.guest.index", place=90),),
    cards=(
        Card(
            title=lazy("Write in the visitors' book"),
            text=lazy("Say how you liked it here."),
            endpoint="portal.guest.write",
            icon="comment",
            place=90,
        ),
    ),
    panels=(
        Panel(
            title=lazy("From the visitors' book"),
            render=views.newest,
            endpoint="portal.guest.index",
            link=lazy("The whole book"),
            place=90,
        ),
    ),
    desk=(
        DeskLink(
            label=lazy("Count the visitors"),
            endpoint="portal.guest.count",
            permission="guest.count",
            waiting=lambda db, _person: queries.waiting(db),
        ),
    ),
    queues=(Queue(kind="guest_note", label=lazy("Visitor's note"), entries=queries.entries, apply=actions.apply),),
    discussions=(
        Discussion(kind="guest_note", address="utisci", label=lazy("Visitors' notes"), subjects=queries.subjects),
    ),
    notices={"guest.thanks": notices.thanks},
    jobs=(
        Job(
            name="guest.tidy",
            label=lazy("Tidy the visitors' book"),
            handler=lambda db, _payload: actions.tidy(db),
            every=timedelta(days=1),
        ),
    ),
    indicators=(
        Indicator(
            metric="opendata.datasets_machine_readable",
            definition=1,
            explain=lazy("Notes in the visitors' book that everybody can read."),
            measure=queries.published,
        ),
    ),
    by_month=(
        ByMonth(
            metric="opendata.datasets_machine_readable",
            caption=lazy("Visitors' notes by month"),
            columns=(("guest.public", lazy("Visitors' notes")),),
            explain=lazy("Notes in the visitors' book that everybody can read."),
        ),
    ),
    two_way=(TwoWayOption(name="news_comments", label=lazy("Visitors' book"), used=queries.written),),
    services=(Service(name="guest.visit", title=lazy("Visitors' book")),),
    asks_after=queries.asks_after,
    searchables=(Searchable(kind="guest_note", label=lazy("Visitor's note"), plural=lazy("Visitors' notes"), is_official=False),),
    personal_data=PersonalData(export=queries.export, forget=actions.forget),
    acts={"guest.write": lazy("Visitor's note")},
    things={"guest_note": lazy("Visitor's note")},
    visibility={"guest_note": queries.is_public},
    feeds=((lazy("New in the visitors' book"), "portal.guest.feed"),),
    seed=actions.seed,
    demo=actions.demo,
    commands=(guest,),
    migrations=FOLDER / "migrations",
    translations=FOLDER / "translations",
)
