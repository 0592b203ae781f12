"""Stand-ins for the two pages of remarks that the pages of debates lead to; they go when the real ones come."""

from portal.features.debates.views.blueprint import pages
from portal.features.debates.views.shared import the_public
from portal.kernel.access import ANYONE, allow
from portal.kernel.refusals import NotFound


@pages.route("/<int:debate_id>/primedba/")
@allow(ANYONE)
def remark_on(debate_id: int) -> str:
    """The form of a remark."""
    the_public(debate_id)
    raise NotFound


@pages.route("/<int:debate_id>/primedbe/")
@allow(ANYONE)
def remarks(debate_id: int) -> str:
    """The remarks of a debate."""
    the_public(debate_id)
    raise NotFound
