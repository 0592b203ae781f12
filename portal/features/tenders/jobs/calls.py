"""What the worker and the timetable do for calls."""

from typing import Any

from sqlalchemy.orm import Session

from portal.features.tenders.actions import searching, telling
from portal.kernel.jobs import Job
from portal.kernel.words import lazy


def _tell(db: Session, payload: dict[str, Any]) -> None:
    telling.tell(db, payload["change"], payload.get("after", 0))


def _index(db: Session, payload: dict[str, Any]) -> None:
    searching.index(db, payload["call"])


JOBS: tuple[Job, ...] = (
    Job(name="tenders.tell", label=lazy("Letters about changes of public calls"), handler=_tell),
    Job(name="tenders.index", label=lazy("Search of public calls"), handler=_index),
)
