"""What the timetable does for questions."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.features.questions import actions
from portal.kernel.jobs import Job
from portal.kernel.words import lazy


def _remind(db: Session, _payload: dict[str, Any]) -> None:
    actions.remind(db)


def _expire(db: Session, _payload: dict[str, Any]) -> None:
    actions.expire(db)


JOBS = (
    Job(name="questions.remind", label=lazy("Reminders of deadlines"), handler=_remind, every=timedelta(minutes=15)),
    Job(name="questions.expire", label=lazy("Questions nobody confirmed"), handler=_expire, every=timedelta(hours=1)),
)
