"""News of the municipality: written in three versions, scheduled, corrected in public, imported from feeds."""

from portal.features.news import actions, commands, demo, panels, queries
from portal.features.news.acts import ACTS, THINGS
from portal.features.news.jobs import JOBS
from portal.features.news.models import KIND
from portal.features.news.personal import export, forget
from portal.features.news.views import pages
from portal.kernel.accounts.models import Role
from portal.kernel.comments.discussion import Discussion
from portal.kernel.feature import Card, DeskLink, Feature, NavItem, Panel, PersonalData, Searchable, TwoWayOption
from portal.kernel.words import lazy

feature = Feature(
    name="news",
    address="vesti",
    blueprint=pages,
    permissions={
        "news.edit": frozenset({Role.EDITOR}),
        "news.settings": frozenset({Role.EDITOR, Role.ADMINISTRATOR}),
    },
    nav=(NavItem(label=lazy("Municipal news"), endpoint="portal.news.index", place=40),),
    cards=(
        Card(
            title=lazy("Read and comment"),
            text=lazy("News of the municipality: works, notices, events, decisions."),
            endpoint="portal.news.index",
            icon="news",
            place=50,
        ),
    ),
    panels=(
        Panel(
            title=lazy("Municipal news"),
            render=panels.newest,
            endpoint="portal.news.index",
            link=lazy("All news"),
            place=15,
        ),
    ),
    desk=(
        DeskLink(
            label=lazy("Municipal news"),
            endpoint="portal.news.desk",
            permission="news.edit",
            waiting=panels.waiting_for,
            place=40,
        ),
        DeskLink(
            label=lazy("Categories and sources of news"),
            endpoint="portal.news.sources",
            permission="news.settings",
            place=45,
        ),
    ),
    discussions=(Discussion(kind=KIND, address="vesti", label=lazy("Municipal news"), subjects=queries.subjects),),
    two_way=(TwoWayOption(name="news_comments", label=lazy("Comments below news"), used=queries.commented),),
    jobs=JOBS,
    searchables=(Searchable(kind=KIND, label=lazy("News item"), plural=lazy("Municipal news")),),
    personal_data=PersonalData(export=export, forget=forget),
    feeds=((lazy("Municipal news"), "portal.news.feed"),),
    commands=(commands.news,),
    acts=ACTS,
    things=THINGS,
    visibility={KIND: queries.shows},
    seed=actions.seed,
    demo=demo.run,
)
