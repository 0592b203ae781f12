"""What becomes public of a debate (a stand-in until the other half is here)."""

from typing import Any

from sqlalchemy.orm import Session

from portal.features.debates.models import Debate, Event, EventKind, Stage
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import touch


def settle_report(db: Session, debate_id: int, *, by: Person, **details: Any) -> Debate:
    """Write down that the report is public."""
    debate, moment = db.get_one(Debate, debate_id), now()
    debate.stage, debate.reported_at = Stage.REPORTED, moment
    debate.version += 1
    db.add(Event(debate_id=debate.id, kind=EventKind.REPORTED, at=moment, by_id=by.id, details=details))
    touch(db, "debates", f"debate.{debate.id}")
    return debate
