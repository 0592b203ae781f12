"""What the timetable does for discussions."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel.comments import figures
from portal.kernel.comments.actions import time
from portal.kernel.jobs import Job, enqueue
from portal.kernel.words import lazy

DAY = timedelta(days=1)


def _expire(db: Session, _payload: dict[str, Any]) -> None:
    time.expire(db)


def _forget(db: Session, _payload: dict[str, Any]) -> None:
    time.forget_readers(db)
    if time.forget_guests(db) == time.BATCH:
        enqueue(db, "comments.forget")


def _count_anew(_db: Session, _payload: dict[str, Any]) -> dict[str, Any]:
    return {"wrong": figures.drift()}


def _mend(db: Session, payload: dict[str, Any]) -> None:
    figures.mend(db, payload["wrong"])


COMMENT_JOBS: tuple[Job, ...] = (
    Job(name="comments.expire", label=lazy("Comments nobody confirmed"), handler=_expire, every=timedelta(hours=1)),
    Job(name="comments.forget", label=lazy("Names and addresses under comments whose time is over"), handler=_forget, every=DAY),
    Job(
        name="comments.recount",
        label=lazy("Nightly recount of comments"),
        before=_count_anew,
        handler=_mend,
        every=DAY,
    ),
)
