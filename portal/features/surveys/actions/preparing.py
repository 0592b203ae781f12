"""What the working group does before a survey opens: begins it, writes what it is called, when it runs, for how many."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.features.surveys import queries
from portal.features.surveys.actions.shared import load, settle
from portal.features.surveys.models import SMALLEST, Draft, Series, SeriesKind, Stage, Survey
from portal.features.surveys.refusals.preparing import (
    ClosesTooEarly,
    FewBallots,
    FixedNow,
    ManyBallots,
    NotPreparing,
    TooSmall,
)
from portal.features.surveys.rules import starter
from portal.features.surveys.rules.checked import sound
from portal.features.surveys.rules.questionnaire import Said
from portal.kernel.accounts.models import Person
from portal.kernel.clock import local_date, now
from portal.kernel.jobs import enqueue
from portal.kernel.municipality.models import Settlement
from portal.kernel.refusals import NotFound

MOST_BALLOTS = 2_000_000
USUAL_BALLOTS = 5000
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the form of a survey says."""

    title_sr: str
    title_en: str = ""
    intro_sr: str = ""
    intro_en: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    population: int = 0
    ballots: int = USUAL_BALLOTS
    smallest: int = SMALLEST


def from_starter(db: Session, name: str, *, by: Person | None, kind: SeriesKind = SeriesKind.WAVES) -> Survey:
    """Begin a survey with one of our questionnaires (`rules/starter`), in the series of the same name, for this year."""
    ready = starter.starter(name, _settlements(db))
    series = series_of(db, name, ready.title, kind)
    year = local_date(now()).year
    title = Said(sr=f"{ready.title.sr} {year}.", en=f"{ready.title.en} {year}")
    return begun(db, series, title, ready.intro, ready.document, by, previous=last_of(db, series), act="prepare")


def empty(db: Session, title: Said, *, by: Person, series_id: int | None = None) -> Survey:
    """Begin a survey without questions: in a series that there is, or as the first of a new one. Raises `NotFound`."""
    series = db.get(Series, series_id) if series_id else series_of(db, f"s_{secrets.token_hex(4)}", title, SeriesKind.WAVES)
    if series is None:
        raise NotFound
    return begun(db, series, title, Said(), queries.EMPTY, by, previous=last_of(db, series), act="prepare")


def clone(db: Session, survey_id: int, *, by: Person) -> Survey:
    """Begin the next survey of a series in one step: what was asked last, under the same codes, for the new year.

    What is not said anew stays as it was, only days do not: a survey is opened for days that somebody chose. Raises
    `NotFound`.
    """
    before = load(db, survey_id)
    title = Said(sr=renewed(before.title_sr), en=renewed(before.title_en))
    intro, document = Said(sr=before.intro_sr, en=before.intro_en), queries.last_document(db, before)
    made = begun(db, before.series, title, intro, document, by, previous=before, act="clone")
    made.population, made.ballots, made.smallest = before.population, before.ballots, before.smallest
    db.flush()
    return made


def renewed(title: str) -> str:
    """Return a title for this year, or for the next one where it already says this year; nothing else changes."""
    years = [int(year) for year in YEAR.findall(title)]
    if not years:
        return title
    return YEAR.sub(str(max(years[-1] + 1, local_date(now()).year)), title)


def save(db: Session, survey_id: int, told: Told, *, by: Person, seen: int) -> Survey:
    """Save what a survey is called, when it runs, for how many.

    Once it is open, ballots can be added, the end can be moved and words be put right; the smallest number that is shown
    stays. Raises `NotFound`, `Stale`, `NotPreparing`, `ClosesTooEarly`, `TooSmall`, `FixedNow`, `FewBallots`,
    `ManyBallots`.
    """
    survey = load(db, survey_id, seen, mine=told.title_sr)
    if survey.stage not in {Stage.PREPARING, Stage.OPEN}:
        raise NotPreparing
    _check(survey, told)
    before = {name: getattr(survey, name) for name in vars(told)}
    for name, value in vars(told).items():
        setattr(survey, name, value)
    if survey.stage is Stage.OPEN:
        survey.opens_at = before["opens_at"]
        if survey.ballots > before["ballots"]:
            enqueue(db, "surveys.fill", {"survey": survey.id})
        if survey.closes_at != before["closes_at"]:
            enqueue(db, "surveys.close", {"survey": survey.id}, at=survey.closes_at)
    settle(db, survey, "save", by, **_different(before, survey))
    return survey


def _check(survey: Survey, told: Told) -> None:
    is_open = survey.stage is Stage.OPEN
    if told.smallest < SMALLEST:
        raise TooSmall("smallest", smallest=SMALLEST)
    if is_open and told.smallest != survey.smallest:
        raise FixedNow("smallest")
    if not 1 <= told.ballots <= MOST_BALLOTS:
        raise ManyBallots("ballots", most=MOST_BALLOTS)
    if is_open and told.ballots < survey.ballots:
        raise FewBallots("ballots", made=survey.ballots)
    begins = now() if is_open or told.opens_at is None else told.opens_at
    if told.closes_at is None and is_open:
        raise ClosesTooEarly("closes_on")
    if told.closes_at is not None and told.closes_at <= max(begins, now()):
        raise ClosesTooEarly("closes_on")


def _different(before: Mapping[str, Any], survey: Survey) -> dict[str, str]:
    return {f"was_{name}": str(was) for name, was in before.items() if was != getattr(survey, name)}


def drop(db: Session, survey_id: int, *, by: Person, seen: int) -> None:
    """Delete a survey that never opened, with all steps of its making. Raises `NotFound`, `Stale`, `NotPreparing`."""
    survey = load(db, survey_id, seen)
    if survey.stage is not Stage.PREPARING or survey.number:
        raise NotPreparing
    follows = db.scalars(select(Survey).where(Survey.previous_id == survey.id)).all()
    for each in follows:
        each.previous_id = survey.previous_id
    settle(db, survey, "drop", by)
    db.execute(delete(Draft).where(Draft.survey_id == survey.id))
    db.delete(survey)
    db.flush()




def begun(
    db: Session,
    series: Series,
    title: Said,
    intro: Said,
    document: Mapping[str, Any],
    by: Person | None,
    *,
    previous: Survey | None,
    act: str,
) -> Survey:
    """Begin a survey of a series with a questionnaire, its first step."""
    survey = Survey(
        series_id=series.id,
        title_sr=title.sr,
        title_en=title.en,
        intro_sr=intro.sr,
        intro_en=intro.en,
        made_at=now(),
        made_by_id=by.id if by else None,
        ballots=USUAL_BALLOTS,
        previous_id=previous.id if previous else None,
        step=1,
    )
    db.add(survey)
    db.flush()
    tidy = sound(document, queries.kinds(db, series.id))
    db.add(Draft(survey_id=survey.id, step=1, document=tidy, made_at=now(), made_by_id=survey.made_by_id))
    settle(db, survey, act, by, **({"previous": previous.id} if previous else {}))
    return survey


def series_of(db: Session, key: str, title: Said, kind: SeriesKind) -> Series:
    """Return the series of a key; the first time it is made."""
    found = db.scalars(select(Series).where(Series.key == key)).first()
    if found is None:
        found = Series(key=key, kind=kind, title_sr=title.sr, title_en=title.en)
        db.add(found)
        db.flush()
    return found


def last_of(db: Session, series: Series) -> Survey | None:
    """Return the survey of a series that people were asked last."""
    opened = select(Survey).where(Survey.series_id == series.id, Survey.number > 0)
    return db.scalars(opened.order_by(Survey.id.desc()).limit(1)).first()


def _settlements(db: Session) -> list[Said]:
    rows = db.scalars(select(Settlement).order_by(Settlement.sort_cyrillic, Settlement.id))
    return [Said(sr=row.name_sr, en=row.name_en) for row in rows]
