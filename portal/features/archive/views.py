"""The search page."""

from collections.abc import Mapping

from flask import Blueprint, current_app, render_template, request

from portal.features.archive.actions import keep
from portal.features.archive.queries import Wish, look
from portal.features.archive.rules import timing
from portal.kernel.access import ANYONE, allow
from portal.kernel.db import session, work
from portal.kernel.feature import Card, Searchable
from portal.kernel.search.marks import marked
from portal.kernel.site.shown import depends

pages = Blueprint("archive", __name__)


@pages.route("/")
@allow(ANYONE)
def index() -> str:
    """Find what was published by its words, best or newest first; without words, from the top."""
    depends("search")
    wish = Wish.read(request.args)
    found, took = timing.timed(lambda: look(session(), wish))
    if wish.words:
        timing.noted(took, is_empty=not found.hits.count)
        _keep(timing.due())
    return render_template(
        "portal/archive/index.html",
        wish=wish,
        found=found,
        searchables=searchables(),
        cards=cards(),
        endpoints=current_app.view_functions,
        marked=marked,
    )


def _keep(gathered: Mapping[str, int]) -> None:
    """Add what was gathered in a minute to the counters; most searches have nothing to add."""
    if gathered:
        with work() as db:
            keep(db, gathered)


def searchables() -> dict[str, Searchable]:
    """What the features put in the search, by kind."""
    return {thing.kind: thing for feature in current_app.extensions["portal"].features for thing in feature.searchables}


def cards() -> list[Card]:
    """What a reader can do who found nothing: what the features offer on the home page."""
    offered = (card for feature in current_app.extensions["portal"].features for card in feature.cards)
    return sorted(offered, key=lambda card: card.place)
