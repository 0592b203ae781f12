"""What staff does to a whole discussion: close it by hand, give it a last day, open it again."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now, start_of_day
from portal.kernel.comments.actions.shared import changed_in, thread
from portal.kernel.comments.discussion import subject
from portal.kernel.comments.models import Thread
from portal.kernel.comments.refusals import NoDay


def close(db: Session, kind: str, subject_id: int, *, by: Person, last_day: date | None = None) -> Thread:
    """Close a discussion now, or at the end of its last day; what was said stays. Raises `NotFound`, `NoDay`."""
    subject(db, kind, subject_id)
    held, moment = thread(db, kind, subject_id), now()
    if last_day is None:
        held.closed_at, held.closes_at = moment, None
    else:
        closes_at = start_of_day(last_day + timedelta(days=1))
        if closes_at <= moment:
            raise NoDay(field="last_day")
        held.closed_at, held.closes_at = None, closes_at
    return _changed(db, held, "comments.close", by, last_day=last_day.isoformat() if last_day else "")


def reopen(db: Session, kind: str, subject_id: int, *, by: Person) -> Thread:
    """Open a discussion again. Raises `NotFound`."""
    subject(db, kind, subject_id)
    held = thread(db, kind, subject_id)
    held.closed_at = held.closes_at = None
    return _changed(db, held, "comments.reopen", by)


def _changed(db: Session, held: Thread, act: str, by: Person, **details: str) -> Thread:
    held.version += 1
    changed_in(db, held)
    audit.note(db, act, held.kind, held.subject_id, by=by.id, **details)
    return held
