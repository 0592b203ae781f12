"""What the timetable does for problems."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.features.problems import actions
from portal.kernel.jobs import Job, enqueue
from portal.kernel.words import lazy


def _escalate(db: Session, _payload: dict[str, Any]) -> None:
    actions.escalate(db)


def _end_pauses(db: Session, _payload: dict[str, Any]) -> None:
    actions.end_pauses(db)


def _freeze(db: Session, _payload: dict[str, Any]) -> None:
    actions.freeze_due(db)


def _count_anew(_db: Session, _payload: dict[str, Any]) -> dict[str, Any]:
    return {"wrong": actions.drift()}


def _mend(db: Session, payload: dict[str, Any]) -> None:
    actions.mend_figures(db, payload["wrong"])


def _forget(db: Session, _payload: dict[str, Any]) -> None:
    if actions.forget_reporters(db) == actions.BATCH:
        enqueue(db, "problems.forget")


def _tell_areas(db: Session, _payload: dict[str, Any]) -> None:
    actions.tell_areas(db)


JOBS = (
    Job(
        name="problems.areas",
        label=lazy("Letters about new reports of an area"),
        handler=_tell_areas,
        every=timedelta(hours=1),
    ),
    Job(
        name="problems.escalate",
        label=lazy("Warnings of deadlines of reports"),
        handler=_escalate,
        every=timedelta(minutes=15),
    ),
    Job(
        name="problems.pauses",
        label=lazy("Reports whose reporter did not reply"),
        handler=_end_pauses,
        every=timedelta(hours=1),
    ),
    Job(
        name="problems.forget",
        label=lazy("Names and addresses whose time is over"),
        handler=_forget,
        every=timedelta(days=1),
    ),
    Job(
        name="problems.recount",
        label=lazy("Nightly recount of reports and the map"),
        before=_count_anew,
        handler=_mend,
        every=timedelta(days=1),
    ),
    Job(name="problems.month", label=lazy("Monthly report of System 48"), handler=_freeze, every=timedelta(hours=1)),
)
"""Escalation in steps: see `actions.escalate`."""
