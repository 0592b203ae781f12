"""What the worker does for uploads: takes away bytes nobody needs, and what was not finished in time."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel.jobs import Job
from portal.kernel.uploads import actions, keeping
from portal.kernel.words import lazy


def remove(_db: Session, payload: dict[str, Any]) -> None:
    """Take the bytes of an upload away that is gone."""
    keeping.remove(payload["key"])


def find(db: Session, _payload: dict[str, Any]) -> dict[str, Any]:
    """Walk the folder for bytes without a row, without the lock."""
    return {"orphans": keeping.orphans(db)}


def sweep(db: Session, payload: dict[str, Any]) -> None:
    """Let go what was not finished in time, and bytes that a process which died has left."""
    actions.expire(db)
    actions.forget_gone(db)
    for key in payload["orphans"]:
        keeping.remove(key)


UPLOAD_JOBS: tuple[Job, ...] = (
    Job(name="uploads.remove", label=lazy("Removing of sealed files that were taken away"), handler=remove),
    Job(
        name="uploads.sweep",
        label=lazy("Removing of sealed files that were never finished"),
        before=find,
        handler=sweep,
        every=timedelta(hours=1),
    ),
)
