"""The figures' counters: kept where a question changes, whatever verb changes it, and counted anew every night."""

import logging
from collections import Counter as Numbers
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import case, event, false, func, inspect, select, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session, object_session

from portal.features.questions import queries
from portal.features.questions.models import PUBLIC, Counted, Figure, Question, State
from portal.kernel import audit
from portal.kernel.clock import local_date
from portal.kernel.db import Last, at_the_end, touch

log = logging.getLogger("portal.questions")

Key = tuple[int, int, str, int]
"""Office, term, what, value: the row of a figure."""
PARTS = (
    "state",
    "merged_into_id",
    "office_id",
    "term_id",
    "answered",
    "published_on",
    "answer_days",
    "moderation_days",
    "first_answered_at",
    "answer_due_at",
    "asked_at",
)
"""What of a question the figures look at."""
AT_ONCE = 1000


def counted_in(question: Mapping[str, Any]) -> Iterator[Key]:
    """Yield the rows of the figures in which a question counts, those of its office and those of all offices."""
    for what, value in _values(question):
        term = 0 if what in {Counted.REFUSED, Counted.REFUSED_ON} else question["term_id"] or 0
        yield question["office_id"], term, what, value
        yield 0, 0, what, value


def _values(question: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    if question["state"] == State.REFUSED:
        yield Counted.REFUSED, 0
        yield Counted.REFUSED_ON, local_date(question["asked_at"]).toordinal()
    if question["state"] != State.PUBLISHED or question["merged_into_id"] is not None:
        return
    yield question["answered"], 0
    if question["moderation_days"] is not None:
        yield Counted.MODERATION_DAYS, question["moderation_days"]
    answered_at, due = question["first_answered_at"], question["answer_due_at"]
    if answered_at is None and question["published_on"] is not None:
        yield Counted.OPEN, question["published_on"].toordinal()
    if answered_at is not None and question["answer_days"] is not None:
        yield Counted.ANSWER_DAYS, question["answer_days"]
    if answered_at is not None and due is not None and answered_at < due:
        yield Counted.IN_TIME, 0


@event.listens_for(Question, "after_insert")
def _added(_mapper: Any, _connection: Any, question: Question) -> None:
    _move(question, None, _now(question))


@event.listens_for(Question, "after_update")
def _changed(_mapper: Any, _connection: Any, question: Question) -> None:
    if _differs(question):
        _move(question, _before(question), _now(question))


@event.listens_for(Question, "after_delete")
def _removed(_mapper: Any, _connection: Any, question: Question) -> None:
    _move(question, _before(question), None)


def _differs(question: Question) -> bool:
    attributes = inspect(question).attrs
    return any(attributes[name].history.has_changes() for name in PARTS)


def _now(question: Question) -> Mapping[str, Any]:
    return {name: getattr(question, name) for name in PARTS}


def _before(question: Question) -> Mapping[str, Any]:
    attributes = inspect(question).attrs
    histories = {name: attributes[name].history for name in PARTS}
    return {name: past.deleted[0] if past.deleted else getattr(question, name) for name, past in histories.items()}


def _move(question: Question, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> None:
    """Count a question no more where it was and from now on where it is, at the end of the transaction."""
    db = object_session(question)
    moves: Numbers[Key] = Numbers()
    moves.update(counted_in(after) if after else ())
    moves.subtract(counted_in(before) if before else ())
    if db is not None and any(moves.values()):
        at_the_end(db, Last.COUNTERS, moves, _write)


def _write(db: Session, moves: Sequence[Numbers[Key]]) -> None:
    sums: Numbers[Key] = Numbers()
    for each in moves:
        sums.update(each)  # adds, as `+=` does, and keeps what is negative
    _add(db, sums)


def _add(db: Session, sums: Mapping[Key, int]) -> None:
    """Add numbers to figures: one statement for a thousand rows, in one order for all writers."""
    insert = postgresql_insert if db.get_bind().dialect.name == "postgresql" else sqlite_insert
    rows = [
        {"office_id": office, "term_id": term, "what": str(what), "value": value, "number": number}
        for (office, term, what, value), number in sorted(sums.items())
        if number
    ]
    for start in range(0, len(rows), AT_ONCE):
        wanted = insert(Figure).values(rows[start : start + AT_ONCE])
        key = [Figure.office_id, Figure.term_id, Figure.what, Figure.value]
        more = Figure.number + wanted.excluded.number
        db.execute(wanted.on_conflict_do_update(index_elements=key, set_={"number": more}))


def recount(db: Session) -> int:
    """Count the figures anew and mend those that were wrong; each is logged and audited. Returns how many they were.

    Nobody changes a figure meanwhile: who is about to waits. Cost: a scan of the questions.
    """
    queries.hold_figures(db)
    right = _counted_anew(db)
    kept = {(row.office_id, row.term_id, row.what, row.value): row.number for row in db.scalars(select(Figure))}
    drift = {key: right[key] - kept.get(key, 0) for key in {*right, *kept} if right[key] != kept.get(key, 0)}
    _add(db, drift)
    for (office, term, what, value), number in sorted(drift.items()):
        name = f"{office}.{term}.{what}.{value}"
        was = kept.get((office, term, what, value), 0)
        log.warning("the figure %s said %s, the questions say %s: mended", name, was, was + number)
        audit.note(db, "questions.recount", "figure", name, by=None, was=was, right=was + number)
    if drift:
        touch(db, "questions", "home")
    return len(drift)


def _counted_anew(db: Session) -> Numbers[Key]:
    found: Numbers[Key] = Numbers()
    for row, number in _groups(db):
        for key in counted_in(row):
            found[key] += number
    return found


def _groups(db: Session) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Yield the questions that count, grouped by what of them counts: a moment stands for all that are alike."""
    unanswered = Question.first_answered_at.is_(None)
    in_time = func.coalesce(Question.first_answered_at < Question.answer_due_at, false())
    same = (Question.office_id, Question.term_id, Question.answered, Question.answer_days, Question.moderation_days)
    since = case((unanswered, Question.published_on)).label("since")
    answer = case((unanswered, "none"), (in_time, "in time"), else_="late").label("answer")
    wanted = select(*same, since, answer, func.count().label("number")).where(text(PUBLIC))
    for row in db.execute(wanted.group_by(*same, "since", "answer")):
        answered_at, due = MOMENTS[row.answer]
        yield (
            {
                **row._mapping,
                "state": State.PUBLISHED,
                "merged_into_id": None,
                "published_on": row.since,
                "first_answered_at": answered_at,
                "answer_due_at": due,
            },
            row.number,
        )
    for office, asked_at in db.execute(select(Question.office_id, Question.asked_at).where(Question.state == State.REFUSED)):
        yield {"state": State.REFUSED, "merged_into_id": None, "office_id": office, "asked_at": asked_at}, 1


MOMENTS = {"none": (None, None), "in time": (0, 1), "late": (1, 0)}
"""An answer and its promise, in moments that stand for all that are alike."""
