"""Ballots: made, drawn by citizens, taken for paper. Which code somebody drew is written nowhere."""

import secrets as random
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from portal.features.surveys import queries
from portal.features.surveys.actions import secrets
from portal.features.surveys.models import Ballot, Grant, Mode, PoolCode, Survey
from portal.features.surveys.refusals.answering import NoBallotsLeft, NotYours, SurveyOver
from portal.features.surveys.rules import codes
from portal.kernel.accounts.models import Person
from portal.kernel.db import dialect_of, inserting
from portal.kernel.refusals import NotFound

PLACE_BYTES = 16


def fill(db: Session, survey: Survey, count: int) -> None:
    """Put so many new codes into the pool, and their hashes where answers are checked. Two statements.

    Raises `KeyGone`: the opening makes the key before (`secrets.make`).
    """
    key = secrets.key(survey.id)
    made = [codes.new() for _ in range(count)]
    pool = [{"survey_id": survey.id, "place": random.token_hex(PLACE_BYTES), "sealed": secrets.seal(key, code)} for code in made]
    ballots = [{"survey_id": survey.id, "hash": codes.hashed(code), "mode": Mode.WEB, "digest": ""} for code in made]
    if made:
        db.execute(insert(PoolCode), sorted(pool, key=lambda row: str(row["place"])))
        db.execute(insert(Ballot), sorted(ballots, key=lambda row: str(row["hash"])))


def running(db: Session, survey_id: int) -> Survey:
    """Return a survey that is open now and stays so until the transaction ends. Raises `NotFound`, `SurveyOver`."""
    wanted = select(Survey).where(Survey.id == survey_id).with_for_update(read=True, of=Survey)
    survey = db.scalars(wanted.execution_options(populate_existing=True)).first()
    if survey is None:
        raise NotFound
    if not queries.is_running(survey):
        raise SurveyOver
    return survey


def draw(db: Session, survey_id: int, person: Person, nonce: str) -> str:
    """Exchange the right of somebody signed in for a code; see `exchange`."""
    return exchange(db, survey_id, _person(person), nonce)


def exchange(db: Session, survey_id: int, whose: str, nonce: str) -> str:
    """Exchange a right for a code drawn at random, once; the same page (its nonce) gets the same code again.

    `whose` names the right, like `person:7`; it is kept only under the survey's key. No audit line, no counter, no
    letter: nothing beside the grant tells of it. Raises `SurveyOver`, `NotYours`, `NoBallotsLeft`, `KeyGone`. Four
    statements, however large the pool is.
    """
    survey = running(db, survey_id)
    key = secrets.key(survey.id)
    mark = secrets.mark(key, whose)
    again = _drawn(db, survey.id, mark, key, nonce)
    if again is not None:
        return again
    place, code = _picked(db, survey.id, key, 1)[0]
    granting = inserting(dialect_of(db), Grant).on_conflict_do_nothing().returning(Grant.mark)
    sealed = secrets.seal(key, code, nonce=nonce)
    if db.scalar(granting, {"survey_id": survey.id, "mark": mark, "sealed": sealed}) is None:
        found = _drawn(db, survey.id, mark, key, nonce)
        assert found is not None
        return found
    db.execute(delete(PoolCode).where(PoolCode.survey_id == survey.id, PoolCode.place == place))
    return code


def has_drawn(db: Session, survey_id: int, person: Person) -> bool:
    """Tell whether somebody's right is used up. Raises `KeyGone` after closing: then nobody knows."""
    mark = secrets.mark(secrets.key(survey_id), _person(person))
    return db.get(Grant, (survey_id, mark)) is not None


def _person(person: Person) -> str:
    return f"person:{person.id}"


def take(db: Session, survey_id: int, count: int, mode: Mode) -> list[str]:
    """Take codes out of the pool for paper or the field; they are told once, to be printed, and kept nowhere.

    Raises `SurveyOver`, `NoBallotsLeft` where there are fewer, `KeyGone`.
    """
    survey = running(db, survey_id)
    taken = _picked(db, survey.id, secrets.key(survey.id), count)
    table: Any = PoolCode.__table__
    gone = delete(table).where(table.c.survey_id == survey.id, table.c.place == bindparam("of"))
    db.execute(gone, [{"of": place} for place, _code in taken])
    ballots: Any = Ballot.__table__
    handed = update(ballots).where(ballots.c.survey_id == survey.id, ballots.c.hash == bindparam("of")).values(mode=mode)
    db.execute(handed, [{"of": codes.hashed(code)} for _place, code in taken])
    return [code for _place, code in taken]


def _drawn(db: Session, survey_id: int, mark: str, key: bytes, nonce: str) -> str | None:
    """Return the code of somebody who drew one on this page, None for who drew none. Raises `NotYours`."""
    sealed = db.scalar(select(Grant.sealed).where(Grant.survey_id == survey_id, Grant.mark == mark))
    if sealed is None:
        return None
    code = secrets.unseal(key, sealed, nonce=nonce)
    if code is None:
        raise NotYours
    return code


def _picked(db: Session, survey_id: int, key: bytes, count: int) -> Sequence[tuple[str, str]]:
    """Return places and codes from a random place of the pool on, which lies in random order itself.

    On PostgreSQL what somebody else is drawing at the same moment is passed over.
    """
    wanted = select(PoolCode.place, PoolCode.sealed).where(PoolCode.survey_id == survey_id).order_by(PoolCode.place)
    wanted = wanted.limit(count).with_for_update(skip_locked=True)
    start = random.token_hex(PLACE_BYTES)
    rows = list(db.execute(wanted.where(PoolCode.place >= start)))
    if len(rows) < count:
        rows += db.execute(wanted.where(PoolCode.place < start).limit(count - len(rows)))
    found = [(place, code) for place, sealed in rows if (code := secrets.unseal(key, sealed)) is not None]
    if len(found) < count:
        raise NoBallotsLeft
    return found
