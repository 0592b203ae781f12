"""What the timetable does for questions."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.features.questions import actions
from portal.kernel.jobs import Job, enqueue
from portal.kernel.words import lazy


def _remind(db: Session, _payload: dict[str, Any]) -> None:
    actions.remind(db)


def _expire(db: Session, _payload: dict[str, Any]) -> None:
    actions.expire(db)


def _forget(db: Session, _payload: dict[str, Any]) -> None:
    if actions.forget_askers(db) == actions.BATCH:
        enqueue(db, "questions.forget")


def _tell_successors(db: Session, _payload: dict[str, Any]) -> None:
    actions.tell_successors(db)


def _count_anew(_db: Session, _payload: dict[str, Any]) -> dict[str, Any]:
    return {"wrong": actions.drift()}


def _mend(db: Session, payload: dict[str, Any]) -> None:
    actions.mend_figures(db, payload["wrong"])


JOBS = (
    Job(name="questions.remind", label=lazy("Reminders of deadlines"), handler=_remind, every=timedelta(minutes=15)),
    Job(name="questions.expire", label=lazy("Questions nobody confirmed"), handler=_expire, every=timedelta(hours=1)),
    Job(
        name="questions.hand_over",
        label=lazy("Questions left to a new holder"),
        handler=_tell_successors,
        every=timedelta(hours=1),
    ),
    Job(name="questions.forget", label=lazy("Names and addresses whose time is over"), handler=_forget, every=timedelta(days=1)),
    Job(
        name="questions.recount",
        label=lazy("Nightly recount of figures"),
        before=_count_anew,
        handler=_mend,
        every=timedelta(days=1),
    ),
)
