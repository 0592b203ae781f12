"""The rule for deadlines: the moment of an act is read once, after its turn has come, and never runs backwards.

In time means `moment < deadline`. Who asks for the moment holds a lock until the transaction ends, so the order in
which acts are committed is the order of their moments, whatever the threads, processes and clocks of the machine do.
"""

from datetime import UTC, datetime

from sqlalchemy import String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel.clock import now
from portal.kernel.db import Model, dialect_of, inserting

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class LastMoment(Model):
    """The last moment given under a name; its row is the lock of all who ask under it."""

    __tablename__ = "portal_moment"
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    at: Mapped[datetime]


def moment_of(db: Session, name: str) -> datetime:
    """Return the moment of the act that this transaction is, and record it: equal to the last one or later.

    Call it once and first: who comes later waits here until this transaction ends (on SQLite `work()` has made all
    wait already). Where the clock was set back, it stands still until the time has passed again. Raises
    `RuntimeError` outside `work()`, where nothing would be held.
    """
    if not db.info.get("portal_work"):
        raise RuntimeError("the moment of an act is read inside work(), which holds the lock until the commit")
    db.execute(inserting(dialect_of(db), LastMoment).on_conflict_do_nothing(), {"name": name, "at": LONG_AGO})
    last = db.scalars(select(LastMoment.at).where(LastMoment.name == name).with_for_update()).one()
    moment = max(now(), last)
    db.execute(update(LastMoment).where(LastMoment.name == name).values(at=moment))
    return moment
