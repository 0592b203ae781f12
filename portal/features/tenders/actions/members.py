"""The commission of a call, as far as its publication needs it; helper K fills this in."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.tenders.models import Call, Member
from portal.kernel.words import LazyString, lazy

FEWEST = 2


def ready(db: Session, call: Call) -> Sequence[LazyString]:
    """Return what the commission still lacks before a sealed call can be published; empty when nothing."""
    members = db.scalars(select(Member).where(Member.call_id == call.id, Member.left_at.is_(None))).all()
    proven = [each for each in members if each.part.holds_key and each.recipient and each.tried_at is not None]
    return [] if len(proven) >= FEWEST else [lazy("at least two members of the commission must have tried their keys")]


def make_keys(db: Session, call: Call) -> None:
    """Make the keys to which applications are sealed, one per envelope; nothing until helper K's part is merged."""
