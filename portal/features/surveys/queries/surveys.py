"""Which surveys there are."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.features.surveys.models import PUBLIC, Questionnaire, Series, SeriesKind, Stage, Survey
from portal.features.surveys.refusals.answering import NotThisVersion
from portal.features.surveys.rules.questionnaire import Questionnaire as Document
from portal.features.surveys.rules.questionnaire import read
from portal.kernel.clock import now
from portal.kernel.refusals import NotFound


def public(db: Session, kind: SeriesKind = SeriesKind.WAVES) -> Sequence[Survey]:
    """Return the surveys that were ever opened, the newest first; there is a handful a year."""
    wanted = select(Survey).join(Series).where(Series.kind == kind, text(PUBLIC)).order_by(Survey.shelf, Survey.id)
    return db.scalars(wanted).all()


def get_public(db: Session, survey_id: int) -> Survey:
    """Return a survey that was ever opened. Raises `NotFound`."""
    found = db.scalars(select(Survey).where(Survey.id == survey_id, text(PUBLIC))).first()
    if found is None:
        raise NotFound
    return found


def is_running(survey: Survey, moment: datetime | None = None) -> bool:
    """Tell whether a survey takes answers at a moment (now)."""
    return survey.stage is Stage.OPEN and (survey.closes_at is None or (moment or now()) < survey.closes_at)


def questionnaire(db: Session, survey_id: int, number: int) -> Document:
    """Return a published version of the questionnaire. Raises `NotThisVersion`."""
    wanted = select(Questionnaire.document).where(Questionnaire.survey_id == survey_id, Questionnaire.number == number)
    document = db.scalar(wanted)
    if document is None or number < 1:
        raise NotThisVersion
    return read(document)
