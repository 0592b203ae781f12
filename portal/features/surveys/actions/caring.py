"""After a service: a survey of two questions for each quarter opens by itself, and who was served answers it once."""

from datetime import timedelta

from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.surveys import queries
from portal.features.surveys.actions import drawing, opening, preparing
from portal.features.surveys.models import SURVEY, PoolCode, Series, SeriesKind, Stage, Survey
from portal.features.surveys.rules import starter
from portal.features.surveys.rules.quarters import Quarter, quarter_of
from portal.features.surveys.rules.questionnaire import Said
from portal.kernel import aftercare, audit
from portal.kernel.accounts.models import Person
from portal.kernel.aftercare import Service
from portal.kernel.clock import local_date, now, start_of_day
from portal.kernel.codes import fingerprint
from portal.kernel.jobs import enqueue
from portal.kernel.refusals import NotFound
from portal.kernel.settings import setting
from portal.kernel.words import speaking

BALLOTS = 1000
"""Ballots at the opening; every day, when fewer than half are left, as many again."""
LATE = timedelta(days=21)
"""So long after its quarter a survey still takes answers: letters are read late."""


def keep_running(db: Session) -> None:
    """Open the survey of this quarter after every service that is asked about, and add ballots. May run twice."""
    for service in aftercare.services():
        series = _series(db, service)
        if series.is_on:
            _open(db, series)
    for survey in db.scalars(select(Survey).join(Series).where(Series.kind == SeriesKind.SERVICE, Survey.stage == Stage.OPEN)):
        left = db.scalar(select(func.count()).select_from(PoolCode).where(PoolCode.survey_id == survey.id)) or 0
        if 2 * left < BALLOTS:
            survey.ballots += BALLOTS
            enqueue(db, "surveys.fill", {"survey": survey.id})


def turn(db: Session, name: str, *, on: bool, by: Person) -> Series:
    """Ask after a service from now on, or no longer; what is open runs to its end. Raises `NotFound`."""
    service = next((each for each in aftercare.services() if each.name == name), None)
    if service is None:
        raise NotFound
    series = _series(db, service)
    if series.is_on != on:
        series.is_on = on
        audit.note(db, f"surveys.after_{'on' if on else 'off'}", SURVEY, series.id, by=by.id, service=name)
    if on:
        _open(db, series)
    return series


def token_of(survey_id: int, occasion: str) -> str:
    """Return what lets one person answer one survey, to be put into an address: signed, and it names nobody."""
    return _signer().dumps([survey_id, fingerprint(f"after:{occasion}")[:32]])


def survey_of(token: str) -> int:
    """Return the survey that a token is for. Raises `NotFound` for one that we did not make."""
    try:
        survey_id, _digest = _signer().loads(token)
    except (BadData, ValueError):
        raise NotFound from None
    return int(survey_id)


def draw(db: Session, token: str) -> str:
    """Exchange the right in a letter for a code; the same letter always gets the same one, so it can be opened again.

    Raises `NotFound`, `SurveyOver`, `NoBallotsLeft`, `KeyGone`.
    """
    return drawing.exchange(db, survey_of(token), f"after:{token}", token)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(setting("SECRET_KEY")), salt="portal-after")


def _series(db: Session, service: Service) -> Series:
    with speaking("sr"):
        sr = str(service.title)
    with speaking("en"):
        en = str(service.title)
    return preparing.series_of(db, f"after.{service.name}", Said(sr=sr, en=en), SeriesKind.SERVICE)


def _open(db: Session, series: Series) -> None:
    quarter = quarter_of(local_date(now()))
    starts = start_of_day(quarter.starts_on)
    if db.scalar(select(Survey.id).where(Survey.series_id == series.id, Survey.opens_at == starts)) is not None:
        return
    ready, before = starter.starter(starter.SERVICE, []), preparing.last_of(db, series)
    document = queries.last_document(db, before) if before else ready.document
    made = preparing.begun(db, series, _title(series, quarter), ready.intro, document, None, previous=before, act="prepare")
    made.opens_at, made.closes_at, made.ballots = starts, start_of_day(quarter.following.starts_on) + LATE, BALLOTS
    db.flush()
    opening.begin(db, made.id, by=None)


def _title(series: Series, quarter: Quarter) -> Said:
    return Said(
        sr=f"{series.title_sr}: задовољство, {quarter.number}. тромесечје {quarter.year}.",
        en=f"{series.title_en}: satisfaction, quarter {quarter.number} of {quarter.year}",
    )
