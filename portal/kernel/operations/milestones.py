"""When the last backup was made, and when one was last brought back to try it."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel.clock import now
from portal.kernel.db import Model, touch

BACKUP, RESTORE_TESTED = "backup", "restore_tested"


class Milestone(Model):
    """The last time that something of the operation succeeded."""

    __tablename__ = "portal_milestone"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime]


def note(db: Session, name: str) -> None:
    """Note that something succeeded now."""
    db.merge(Milestone(name=name, at=now()))
    touch(db, "plan")


def last(db: Session, name: str) -> datetime | None:
    """Return when something succeeded last; None where it never did."""
    found = db.get(Milestone, name)
    return found.at if found else None
