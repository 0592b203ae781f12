"""A survey opens: its questionnaire becomes fixed, its key and its ballots are made, and on its day people can answer."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.features.surveys import queries
from portal.features.surveys.actions import drawing, secrets
from portal.features.surveys.actions.preparing import MOST_BALLOTS
from portal.features.surveys.actions.shared import load, publish_version, settle
from portal.features.surveys.models import SMALLEST, Ballot, PoolCode, Questionnaire, Stage, Survey
from portal.features.surveys.refusals.preparing import NothingChanged, NotOpen, NotOpening, NotPreparing, NotReady
from portal.features.surveys.rules.checked import checked, looked_at
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.jobs import enqueue
from portal.kernel.words import LazyString, lazy

BATCH = 2000
"""Ballots made in one transaction, so that answers do not wait long: measured, 5000 took 0.2 to 0.35 s."""


def missing(db: Session, survey: Survey) -> Sequence[LazyString | str]:
    """Return what a survey lacks before it can open, the faults of its questionnaire included."""
    found: list[LazyString | str] = []
    if survey.closes_at is None or survey.closes_at <= max(now(), survey.opens_at or now()):
        found.append(lazy("the day on which it closes, still to come"))
    if not 1 <= survey.ballots <= MOST_BALLOTS:
        found.append(lazy("how many ballots are made"))
    if survey.smallest < SMALLEST:
        found.append(lazy("the smallest number that is shown"))
    faults = looked_at(queries.draft(db, survey), queries.kinds(db, survey.series_id))[1]
    return [*found, *(str(fault) for fault in faults)]


def begin(db: Session, survey_id: int, *, by: Person | None, seen: int | None = None) -> Survey:
    """Open a survey: the draft becomes questionnaire 1, its digest enters the audit chain, and its ballots are made.

    People can answer as soon as all ballots are there, and not before its day. Raises `NotFound`, `Stale`,
    `NotPreparing`, `NotReady`.
    """
    survey = load(db, survey_id, seen)
    if survey.stage is not Stage.PREPARING:
        raise NotPreparing
    lacks = missing(db, survey)
    if lacks:
        raise NotReady(missing="; ".join(str(each) for each in lacks))
    document = checked(queries.draft(db, survey), queries.kinds(db, survey.series_id))
    made = publish_version(db, survey, document, by)
    survey.stage = Stage.OPENING
    settle(db, survey, "begin", by, number=made.number, digest=made.digest, smallest=survey.smallest)
    enqueue(db, "surveys.fill", {"survey": survey.id})
    return survey


def call_off(db: Session, survey_id: int, *, by: Person, seen: int) -> Survey:
    """Take an opening back while nobody could answer yet: ballots and key are destroyed, and it is prepared again.

    Raises `NotFound`, `Stale`, `NotOpening`.
    """
    survey = load(db, survey_id, seen)
    if survey.stage is not Stage.OPENING:
        raise NotOpening
    for table in (PoolCode, Ballot, Questionnaire):
        db.execute(delete(table).where(table.survey_id == survey.id))
    survey.stage, survey.number = Stage.PREPARING, 0
    settle(db, survey, "call_off", by)
    secrets.destroy(survey.id)
    return survey


def fill(db: Session, survey_id: int) -> None:
    """Make a batch of the ballots that are missing, then promise the next one; with all of them, open on the day.

    May run twice, and beside itself. Raises `KeyGone` where a survey has ballots and its key is not here.
    """
    survey = load(db, survey_id)
    if survey.stage not in {Stage.OPENING, Stage.OPEN}:
        return
    made = queries.ballots_made(db, survey.id)
    lacking = survey.ballots - made
    if lacking > 0:
        if not made and survey.stage is Stage.OPENING:
            secrets.make(survey.id)
        drawing.fill(db, survey, min(BATCH, lacking))
    if lacking > BATCH:
        enqueue(db, "surveys.fill", {"survey": survey.id})
    elif survey.stage is Stage.OPENING:
        _open(db, survey)


def _open(db: Session, survey: Survey) -> None:
    moment = now()
    if survey.opens_at is not None and survey.opens_at > moment:
        enqueue(db, "surveys.fill", {"survey": survey.id}, at=survey.opens_at)
        return
    survey.stage, survey.opened_at, survey.shelf = Stage.OPEN, moment, queries.shelf_of(moment)
    settle(db, survey, "open", None, number=survey.number)
    enqueue(db, "surveys.close", {"survey": survey.id}, at=survey.closes_at)


def revise(db: Session, survey_id: int, *, by: Person, seen: int) -> Survey:
    """Make the draft the version that people who begin from now on answer; who began before finishes on theirs.

    Raises `NotFound`, `Stale`, `NotOpen`, `NothingChanged`, `FaultyQuestionnaire`.
    """
    survey = load(db, survey_id, seen)
    if survey.stage is not Stage.OPEN:
        raise NotOpen
    document = checked(queries.draft(db, survey), queries.kinds(db, survey.series_id))
    used = queries.in_use(db, survey)
    if used is not None and used.document == document:
        raise NothingChanged
    made = publish_version(db, survey, document, by)
    settle(db, survey, "revise", by, number=made.number, digest=made.digest)
    return survey
