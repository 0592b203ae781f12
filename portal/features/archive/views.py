"""The search page."""

from flask import Blueprint, current_app, render_template, request

from portal.features.archive.queries import Wish, look
from portal.kernel.access import ANYONE, allow
from portal.kernel.db import session
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
    return render_template(
        "portal/archive/index.html",
        wish=wish,
        found=look(session(), wish),
        searchables=searchables(),
        cards=cards(),
        endpoints=current_app.view_functions,
        marked=marked,
    )


def searchables() -> dict[str, Searchable]:
    """What the features put in the search, by kind."""
    return {thing.kind: thing for feature in current_app.extensions["portal"].features for thing in feature.searchables}


def cards() -> list[Card]:
    """What a reader can do who found nothing: what the features offer on the home page."""
    offered = (card for feature in current_app.extensions["portal"].features for card in feature.cards)
    return sorted(offered, key=lambda card: card.place)
