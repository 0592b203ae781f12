"""What a view and the layer before Flask say to each other about a page."""

from datetime import datetime, timedelta

from flask import g, request

from portal.kernel.accounts.session import current_person
from portal.kernel.clock import local_date, now, start_of_day

CARD = "portal.cache"
FRAME = "municipality"


class Card:
    """Laid into the WSGI environment by the layer, filled in when the view has answered; empty = do not keep."""

    __slots__ = ("tags", "until")

    def __init__(self) -> None:
        self.tags: tuple[str, ...] = ()
        self.until: datetime | None = None


def until(moment: datetime | None) -> None:
    """Say when this page changes by itself: a deadline, a scheduled item. The earliest moment said counts."""
    if moment is not None:
        known: datetime | None = g.get("portal_until")
        g.portal_until = moment if known is None else min(known, moment)


def own() -> None:
    """Say that this page holds something of one reader, such as the token of a form: it is kept for nobody."""
    g.portal_own = True


def tell() -> None:
    """Tell the layer what the finished page depends on; a page of a person, or one that said nothing, stays untold.

    The frame around every page shows the municipality's names, so its tag goes without saying. So does midnight in
    Belgrade: what is due today, how many working days somebody waits, what is late, all change then.
    """
    card: Card | None = request.environ.get(CARD)
    if card is not None and g.get("portal_tags") and not g.get("portal_own") and current_person() is None:
        until(start_of_day(local_date(now()) + timedelta(days=1)))
        card.tags = tuple(sorted({*g.portal_tags, FRAME}))
        card.until = g.portal_until
