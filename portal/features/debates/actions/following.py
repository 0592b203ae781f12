"""Following a debate by e-mail: with an account, or with an address that was confirmed."""

from sqlalchemy.orm import Session

from portal.features.debates import queries
from portal.features.debates.actions.shared import about
from portal.features.debates.models import DEBATE
from portal.kernel.follows.actions import confirm, join
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotFound

TICKET = "debates.follow"


def follow(db: Session, debate_id: int, to: Recipient, *, confirmed: bool) -> None:
    """Hear what becomes of a debate; a guest's address is confirmed by a letter first. Raises `NotFound`."""
    debate = queries.get_public(db, debate_id)
    if debate is None:
        raise NotFound
    letter = "debates.confirm_follow"
    join(db, DEBATE, debate.id, to, confirmed=confirmed, ticket=TICKET, letter=letter, data=about(debate))


def confirm_follow(db: Session, follow_id: int) -> None:
    """Confirm a guest's address; twice is once."""
    confirm(db, follow_id)
