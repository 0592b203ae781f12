"""What the worker and the timetable do for applications."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.features.tenders.actions import clearing
from portal.kernel.jobs import Job
from portal.kernel.words import lazy


def _remind(db: Session, _payload: dict[str, Any]) -> None:
    clearing.remind(db)


def _clear(db: Session, _payload: dict[str, Any]) -> None:
    clearing.clear(db)


JOBS: tuple[Job, ...] = (
    Job(
        name="tenders.remind",
        label=lazy("Reminders to unfinished applications"),
        handler=_remind,
        every=timedelta(minutes=30),
    ),
    Job(
        name="tenders.clear",
        label=lazy("Removing of applications that were never submitted or were taken back"),
        handler=_clear,
        every=timedelta(hours=12),
    ),
)
