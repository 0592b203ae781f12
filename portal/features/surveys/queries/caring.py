"""What people said after a service, quarter by quarter; read only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.features.surveys.models import PUBLIC, Series, SeriesKind, Survey
from portal.features.surveys.queries import statistics, surveys
from portal.features.surveys.rules.intervals import Interval

SATISFIED = "satisfied"
"""The question of the small questionnaire (starter/survey_service.yaml) whose mean is followed."""
SHOWN = 8


@dataclass(frozen=True)
class Quarterly:
    """One quarter: how many answered, and how satisfied they are from 1 to 5; None below two answers."""

    survey: Survey
    responses: int
    mean: Interval | None


def series_after(db: Session) -> Mapping[str, Series]:
    """Return the series after services by the names of the services."""
    found = db.scalars(select(Series).where(Series.kind == SeriesKind.SERVICE).order_by(Series.id))
    return {each.key.removeprefix("after."): each for each in found}


def quarters(db: Session, series: Series) -> Sequence[Quarterly]:
    """Return the last quarters of a series, the newest first; three queries for each."""
    wanted = select(Survey).where(Survey.series_id == series.id, text(PUBLIC)).order_by(Survey.opens_at.desc()).limit(SHOWN)
    return [_quarterly(db, survey) for survey in db.scalars(wanted).all()]


def asking(db: Session, service: str) -> Survey | None:
    """Return the survey that whoever is served now is asked; None where nobody is."""
    wanted = select(Survey).join(Series).where(Series.key == f"after.{service}", Series.is_on, text(PUBLIC))
    found = db.scalars(wanted.order_by(Survey.opens_at.desc()).limit(1)).first()
    return found if found is not None and surveys.is_running(found) else None


def _quarterly(db: Session, survey: Survey) -> Quarterly:
    found = statistics.of_survey(db, survey)
    counted = found.questions.get(SATISFIED)
    return Quarterly(survey, found.responses, counted.mean if counted else None)
