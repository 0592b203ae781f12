"""Answers taken, each once. Nothing here knows who answers, and nothing that is written tells when or after whom."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from portal.features.surveys.actions.drawing import running
from portal.features.surveys.models import Ballot, Day, Mode, Questionnaire, Response, Survey, Tally, TextAnswer, TextState
from portal.features.surveys.refusals.answering import AnsweredBefore, CodeMistyped, NoSuchBallot, NotThisVersion
from portal.features.surveys.rules import codes, sums
from portal.features.surveys.rules.answers import Checked
from portal.features.surveys.rules.layout import Layout
from portal.features.surveys.rules.questionnaire import Questionnaire as Document
from portal.features.surveys.rules.questionnaire import read
from portal.kernel.clock import local_date, now
from portal.kernel.db import dialect_of, inserting, run

MOST_KNOWN = 20
DOCUMENTS: dict[str, tuple[Document, Layout]] = {}
"""Questionnaires that this process has parsed, by their digest, the newest last."""
SHARDS = 16
"""Rows of sums that writers on PostgreSQL share out among themselves; SQLite has one writer at a time."""
BALLOTS: Any = Ballot.__table__
OF_CODE = select(BALLOTS.c.mode, BALLOTS.c.digest).where(
    BALLOTS.c.survey_id == bindparam("of_survey"), BALLOTS.c.hash == bindparam("of_hash")
)
SPENT = (
    update(BALLOTS)
    .where(BALLOTS.c.survey_id == bindparam("of_survey"), BALLOTS.c.hash == bindparam("of_hash"), BALLOTS.c.digest == "")
    .values(digest=bindparam("now"))
)
TALLIES: Any = Tally.__table__
MINE = (TALLIES.c.survey_id == bindparam("of_survey")) & (TALLIES.c.number == bindparam("of_number"))
MINE &= (TALLIES.c.mode == bindparam("of_mode")) & (TALLIES.c.shard == bindparam("of_shard"))
SUMS = select(TALLIES.c.responses, TALLIES.c.counts, TALLIES.c["values"].label("given")).where(MINE).with_for_update()
SUMMED = update(TALLIES).where(MINE).values(responses=bindparam("n"), counts=bindparam("c"), values=bindparam("v"))


def document(db: Session, survey_id: int, number: int) -> tuple[Document, Layout]:
    """Return a published version of the questionnaire; a process parses each once. Raises `NotThisVersion`."""
    theirs = Questionnaire.survey_id == survey_id, Questionnaire.number == number
    digest = db.scalar(select(Questionnaire.digest).where(*theirs))
    if digest is None:
        raise NotThisVersion
    known = DOCUMENTS.get(digest)
    if known is None:
        found = read(db.scalars(select(Questionnaire.document).where(*theirs)).one())
        known = DOCUMENTS[digest] = found, Layout(found)
        while len(DOCUMENTS) > MOST_KNOWN:
            DOCUMENTS.pop(next(iter(DOCUMENTS)))
    return known


def answer(db: Session, survey_id: int, typed: str, number: int, checked: Checked, *, mode: Mode | None = None) -> bool:
    """Take the answers of a ballot; tell whether they were new (False: the same ones had been received before).

    `typed` is the code as somebody wrote it; `checked` must have no faults. The mode is the ballot's, or that of the entry
    screen. In one transaction: the ballot is spent, the response lies under a random name, its texts lie apart under
    others, sums and the day are counted. Raises `CodeMistyped`, `NoSuchBallot`, `AnsweredBefore`, `SurveyOver`,
    `NotThisVersion`. Some eight statements for each response, one more where there are texts.
    """
    assert not checked.faults
    survey = running(db, survey_id)
    code = codes.read(typed)
    if code is None:
        raise CodeMistyped(field="code")
    questionnaire, layout = document(db, survey_id, number)
    place = {"of_survey": survey_id, "of_hash": codes.hashed(code)}
    ballot = run(db, OF_CODE, place).first()
    if ballot is None:
        raise NoSuchBallot(field="code")
    digest = digest_of(code, number, checked.answers)
    if run(db, SPENT, {**place, "now": digest}).rowcount != 1:
        first = run(db, OF_CODE, place).one()
        if first.digest == digest:
            return False
        raise AnsweredBefore
    _store(db, survey, number, questionnaire, layout, mode or ballot.mode, checked)
    return True


def _store(
    db: Session, survey: Survey, number: int, questionnaire: Document, layout: Layout, mode: Mode, checked: Checked
) -> None:
    kinds = {code: questionnaire.questions[code].kind for code in checked.answers}
    numbers = layout.numbers(checked.answers, checked.asked)
    packed = layout.pack(checked.answers, checked.asked)
    row = {"survey_id": survey.id, "id": secrets.token_hex(16), "number": number, "mode": mode}
    run(db, _inserting(Response), {**row, "packed": packed, "numbers": numbers})
    texts = [
        {
            "survey_id": survey.id,
            "id": secrets.token_hex(16),
            "code": code,
            "mode": mode,
            "text": checked.answers[code],
            "state": TextState.WAITING,
            "shown": "",
            "version": 1,
        }
        for code, kind in kinds.items()
        if kind.is_text
    ]
    if texts:
        run(db, _inserting(TextAnswer), texts)
    _count(db, survey.id, number, mode, layout, packed, numbers)
    run(db, _one_more_day(dialect_of(db)), {"survey_id": survey.id, "day": local_date(now()), "responses": 1})


def _count(db: Session, survey_id: int, number: int, mode: Mode, layout: Layout, packed: str, numbers: Mapping[str, Any]) -> None:
    """Add a response to the sums of a shard, whose row is made at need."""
    shard = secrets.randbelow(SHARDS) if dialect_of(db) == "postgresql" else 0
    place = {"of_survey": survey_id, "of_number": number, "of_mode": mode, "of_shard": shard}
    row = run(db, SUMS, place).first()
    if row is None:
        fresh = {"survey_id": survey_id, "number": number, "mode": mode, "shard": shard}
        made = inserting(dialect_of(db), Tally).on_conflict_do_nothing()
        run(db, made, {**fresh, "responses": 0, "counts": {}, "values": {}})
        row = run(db, SUMS, place).one()
    counts, values = row.counts, row.given
    sums.add(counts, values, layout, packed, numbers)
    run(db, SUMMED, {**place, "n": row.responses + 1, "c": counts, "v": values})


def digest_of(code: str, number: int, answers: Mapping[str, Any]) -> str:
    """Return by what the same answers are known when they come twice; the code in it keeps all others from trying."""
    line = json.dumps([code, number, answers], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(line.encode("utf-8", "replace")).hexdigest()


@lru_cache
def _inserting(table: Any) -> Any:
    return insert(table.__table__)


@lru_cache
def _one_more_day(dialect: str) -> Any:
    wanted = inserting(dialect, Day)
    return wanted.on_conflict_do_update(index_elements=["survey_id", "day"], set_={"responses": Day.responses + 1})
