"""What the worker does for surveys."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.features.surveys.actions import caring, closing, opening, recounting, wiping
from portal.kernel.db import snapshot
from portal.kernel.jobs import Job
from portal.kernel.words import lazy


def _fill(db: Session, payload: dict[str, Any]) -> None:
    opening.fill(db, payload["survey"])


def _close(db: Session, payload: dict[str, Any]) -> None:
    closing.close_if_due(db, payload["survey"])


def _compact(_db: Session, _payload: dict[str, Any]) -> dict[str, Any]:
    wiping.compact()
    return {}


def _finish(db: Session, payload: dict[str, Any]) -> None:
    closing.finish(db, payload["survey"])


def _after(db: Session, _payload: dict[str, Any]) -> None:
    caring.keep_running(db)


def _look(_db: Session, _payload: dict[str, Any]) -> dict[str, Any]:
    with snapshot() as db:
        return {"wrong": list(recounting.wrong(db))}


def _mend(db: Session, payload: dict[str, Any]) -> None:
    for survey_id in payload["wrong"]:
        recounting.mend(db, survey_id)


JOBS: tuple[Job, ...] = (
    Job(name="surveys.fill", label=lazy("Ballots of a survey, and its opening"), handler=_fill),
    Job(name="surveys.close", label=lazy("Closing of a survey"), handler=_close),
    Job(name="surveys.compact", label=lazy("Wiping of traces after a survey"), handler=_finish, before=_compact),
    Job(name="surveys.after", label=lazy("Surveys after a service: this quarter's"), handler=_after, every=timedelta(days=1)),
    Job(name="surveys.recount", label=lazy("Nightly recount of surveys"), before=_look, handler=_mend, every=timedelta(days=1)),
)
