"""What the working group wants to know while it prepares; read only."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.surveys.models import Ballot, Draft, Questionnaire, Series, SeriesKind, Stage, Survey, Tally
from portal.features.surveys.rules.questionnaire import Kind, read

EMPTY: Mapping[str, Any] = {"format": 1, "sections": []}


def shelf_of(moment: datetime) -> int:
    """Return the place of a moment in the ascending order of a list: later is smaller."""
    return -int(moment.timestamp() * 1000)


def for_staff(db: Session) -> Sequence[Survey]:
    """Return all surveys that the working group prepares, changed last first; there is a handful a year."""
    wanted = select(Survey).join(Series).where(Series.kind == SeriesKind.WAVES)
    return db.scalars(wanted.order_by(Survey.desk, Survey.id)).all()


def in_preparation(db: Session) -> int:
    """Return how many surveys are being prepared."""
    return db.scalar(select(func.count()).select_from(Survey).where(Survey.stage == Stage.PREPARING)) or 0


def every_series(db: Session) -> Sequence[Series]:
    """Return all series that the working group prepares, the oldest first."""
    return db.scalars(select(Series).where(Series.kind == SeriesKind.WAVES).order_by(Series.id)).all()


def draft(db: Session, survey: Survey) -> Mapping[str, Any]:
    """Return the questionnaire as it is being made now."""
    found = db.get(Draft, (survey.id, survey.step))
    return found.document if found else EMPTY


def steps(db: Session, survey: Survey) -> tuple[bool, bool]:
    """Tell whether there is a step before the present one, and one that was undone."""
    rows = db.scalars(select(Draft.step).where(Draft.survey_id == survey.id)).all()
    return any(step < survey.step for step in rows), any(step > survey.step for step in rows)


def in_use(db: Session, survey: Survey) -> Questionnaire | None:
    """Return the version that people who begin now answer; nothing before the opening."""
    return db.get(Questionnaire, (survey.id, survey.number)) if survey.number else None


def versions(db: Session, survey_id: int) -> Sequence[Questionnaire]:
    """Return all published versions of a survey's questionnaire, the first one first."""
    wanted = select(Questionnaire).where(Questionnaire.survey_id == survey_id)
    return db.scalars(wanted.order_by(Questionnaire.number)).all()


def last_document(db: Session, survey: Survey) -> Mapping[str, Any]:
    """Return what was asked last in a survey, or, where it never opened, what is written of it."""
    used = in_use(db, survey)
    return used.document if used else draft(db, survey)


def before(db: Session, survey: Survey) -> Survey | None:
    """Return the survey of the series that this one follows."""
    return db.get(Survey, survey.previous_id) if survey.previous_id else None


def kinds(db: Session, series_id: int) -> Mapping[str, Kind]:
    """Return of what kind each code was whenever people were asked it in a series."""
    wanted = select(Questionnaire).join(Survey, Survey.id == Questionnaire.survey_id).where(Survey.series_id == series_id)
    found: dict[str, Kind] = {}
    for each in db.scalars(wanted.order_by(Questionnaire.survey_id, Questionnaire.number)):
        found.update({question.code: question.kind for question in read(each.document).questions.values()})
    return found


def ballots_made(db: Session, survey_id: int) -> int:
    """Return how many ballots a survey has; grows with their number."""
    return db.scalar(select(func.count()).select_from(Ballot).where(Ballot.survey_id == survey_id)) or 0


def has_unpublished(db: Session, survey: Survey) -> bool:
    """Tell whether the questionnaire was changed since people began to answer it."""
    used = in_use(db, survey)
    return used is not None and survey.stage is Stage.OPEN and used.document != draft(db, survey)


def answered(db: Session, survey_id: int) -> int:
    """Return how many answers there are."""
    return db.scalar(select(func.coalesce(func.sum(Tally.responses), 0)).where(Tally.survey_id == survey_id)) or 0
