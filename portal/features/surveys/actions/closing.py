"""A survey closes: nobody answers any more, and what could lead from a person to an answer is destroyed."""

from sqlalchemy.orm import Session

from portal.features.surveys.actions import wiping
from portal.features.surveys.actions.shared import load, settle
from portal.features.surveys.models import Stage, Survey
from portal.features.surveys.refusals.preparing import NotOpen
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.jobs import enqueue


def close(db: Session, survey_id: int, *, by: Person, seen: int) -> Survey:
    """Close an open survey before its day. Raises `NotFound`, `Stale`, `NotOpen`."""
    survey = load(db, survey_id, seen)
    if survey.stage is not Stage.OPEN:
        raise NotOpen
    survey.closes_at = now()
    _close(db, survey, by)
    return survey


def close_if_due(db: Session, survey_id: int) -> None:
    """Close a survey whose end has come; one that was moved later, or is closed, is left alone. May run twice."""
    survey = load(db, survey_id)
    if survey.stage is Stage.OPEN and survey.closes_at is not None and survey.closes_at <= now():
        _close(db, survey, None)


def _close(db: Session, survey: Survey, by: Person | None) -> None:
    """Wipe the pool and the key in the transaction that closes; what the files still hold of them goes after the commit."""
    survey.stage = Stage.CLOSING
    wiping.wipe(db, survey)
    settle(db, survey, "close", by)
    enqueue(db, "surveys.compact", {"survey": survey.id})


def finish(db: Session, survey_id: int) -> None:
    """Say that a survey is closed for good: the files of the database were written anew before. May run twice."""
    survey = load(db, survey_id)
    if survey.stage is Stage.CLOSING:
        survey.stage, survey.closed_at = Stage.CLOSED, now()
        settle(db, survey, "finish", None)
