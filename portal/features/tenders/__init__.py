"""Public calls: documentation collected by log-in, applications sent sealed, opened by two, and a receipt for the minute."""

from portal.features.tenders import commands, demo, panels, queries
from portal.features.tenders.acts import ACTS, THINGS
from portal.features.tenders.jobs import JOBS
from portal.features.tenders.models import CALL
from portal.features.tenders.notices import NOTICES
from portal.features.tenders.personal import export, forget
from portal.features.tenders.queries import tasks
from portal.features.tenders.views import pages
from portal.kernel.accounts.models import Role
from portal.kernel.feature import Card, DeskLink, Feature, Indicator, NavItem, Panel, PersonalData, Searchable, TwoWayOption
from portal.kernel.municipality.serving import belongs
from portal.kernel.words import lazy

feature = Feature(
    name="tenders",
    address="konkursi",
    blueprint=pages,
    permissions={
        "tenders.prepare": frozenset({Role.CLERK, Role.OFFICIAL, Role.HEAD}),
        "tenders.publish": frozenset({Role.OFFICIAL, Role.HEAD}),
        "tenders.open": frozenset({Role.COMMISSION}),
    },
    nav=(NavItem(label=lazy("Public calls"), endpoint="portal.tenders.index", place=35),),
    cards=(
        Card(
            title=lazy("Collect competition documents"),
            text=lazy("Public calls: take the documentation, ask, send your application and keep a receipt"),
            endpoint="portal.tenders.index",
            icon="call",
            place=40,
        ),
    ),
    panels=(
        Panel(
            title=lazy("Open public calls"),
            render=panels.running,
            endpoint="portal.tenders.index",
            link=lazy("All public calls"),
            place=14,
        ),
    ),
    desk=(
        DeskLink(
            label=lazy("Public calls: prepare and publish"),
            endpoint="portal.tenders.staff",
            permission="tenders.prepare",
            waiting=panels.preparing,
            offered=belongs,
            place=48,
        ),
        DeskLink(
            label=lazy("My commissions: keys and openings"),
            endpoint="portal.tenders.commission",
            permission="tenders.open",
            waiting=tasks.waiting,
            place=49,
        ),
    ),
    commands=(commands.tenders,),
    notices=NOTICES,
    jobs=JOBS,
    indicators=(
        Indicator(
            metric="auth.logins_by_method",
            definition=1,
            explain=lazy(
                "Applications of the last 30 days that were sent by people who signed in, divided by all; those of calls not "
                "opened yet are not counted. Nobody applies without signing in, so it is all of them. Beside it stand sign-ins "
                "by method, documents collected and by how many organisations. The portal knows only a password, and a "
                "password with a second factor: there is no sign-in by certificate or eID."
            ),
            measure=panels.sign_ins,
        ),
    ),
    by_month=panels.BY_MONTH,
    two_way=(TwoWayOption(name="tender_documents", label=lazy("Competition documents by log-in"), used=queries.used),),
    searchables=(Searchable(kind=CALL, label=lazy("Public call"), plural=lazy("Public calls")),),
    personal_data=PersonalData(export=export, forget=forget),
    feeds=((lazy("Public calls"), "portal.tenders.feed"),),
    acts=ACTS,
    things=THINGS,
    visibility={CALL: queries.shows},
    demo=demo.run,
)
