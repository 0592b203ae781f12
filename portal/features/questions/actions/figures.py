"""The figures' counters: kept where a question changes, whatever verb changes it, and counted anew every night."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import case, false, func, select, text
from sqlalchemy.orm import Session

from portal.features.questions.models import PUBLIC, Counted, Figure, Question, State
from portal.kernel.clock import local_date
from portal.kernel.db import snapshot, touch
from portal.kernel.figures import Amounts, Drift, Figures, Key

ONE = (1,)
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


def counted_in(question: Mapping[str, Any]) -> Iterator[tuple[Key, Amounts]]:
    """Yield the rows of the figures in which a question counts, those of its office and those of all offices."""
    for what, value in _values(question):
        term = 0 if what in {Counted.REFUSED, Counted.REFUSED_ON} else question["term_id"] or 0
        yield (question["office_id"], str(what), term, value), ONE
        yield (0, str(what), 0, value), ONE


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


figures = Figures("questions", Question, Figure, PARTS, counted_in)


def drift() -> Drift:
    """Count the figures anew, while others go on, and return those that are wrong. Cost: a scan of the questions."""
    with snapshot() as db:
        return figures.drift(db, _groups(db))


def mend_figures(db: Session, wrong: Drift) -> None:
    """Put the figures right that were wrong; each is logged and audited."""
    if wrong:
        figures.mend(db, wrong)
        touch(db, "questions", "home")


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
