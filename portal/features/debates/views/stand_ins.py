"""Pages of the other half, until it is here."""

from portal.features.debates.views.blueprint import pages
from portal.kernel.access import ANYONE, allow


@pages.route("/")
@allow(ANYONE)
def index() -> str:
    """The list."""
    return ""


@pages.route("/<int:debate_id>/")
@allow(ANYONE)
def show(debate_id: int) -> str:
    """One debate."""
    return str(debate_id)


@pages.route("/<int:debate_id>/tekst/")
@allow(ANYONE)
def text(debate_id: int) -> str:
    """Its text."""
    return str(debate_id)
