"""What discussions bring along: the rules of each section, where it has none yet."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import audit
from portal.kernel.clock import now
from portal.kernel.comments.rules import STARTER, named
from portal.kernel.municipality.models import Promise


def seed(db: Session, kinds: Iterable[str]) -> None:
    """Give each kind of thing that is discussed its first rules; those that are there stay as they are."""
    known = set(db.scalars(select(Promise.name)))
    missing = [named(kind) for kind in kinds if named(kind) not in known]
    db.add_all(Promise(name=name, version=1, rules=dict(STARTER), since=now()) for name in missing)
    if missing:
        audit.note(db, "comments.seed", "profile", "starter", by=None, number=len(missing))
