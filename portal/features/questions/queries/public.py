"""What the public may see of questions; `public()` alone decides it, for page, feed, search and export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, literal, select, text
from sqlalchemy.orm import Session, joinedload

from portal.features.questions.models import (
    OPEN,
    PUBLIC,
    Answer,
    Answered,
    Question,
    State,
)
from portal.kernel.clock import now, start_of_day
from portal.kernel.municipality import queries as municipality
from portal.kernel.municipality.models import Office, Settlement, Topic
from portal.kernel.municipality.queries import promise
from portal.kernel.paging import Page, Way, paged

PAGE = 20
COLUMNS = (
    Question.id,
    Question.shelf,
    Question.public_title,
    Question.public_text,
    Question.shown_name,
    Question.published_at,
    Question.answered,
    Question.answer_due_at,
    Question.first_answered_at,
    Question.answer_days,
    Question.same_count,
    Question.year,
    Question.number,
    Question.office_id,
    Question.topic_id,
    Question.settlement_id,
)


def public() -> Any:
    """The one rule of what the public may see: published questions that do not stand behind another one."""
    return select(*COLUMNS).where(text(PUBLIC))


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a reader asked the list for; empty means everything."""

    office_id: int | None = None
    topic_id: int | None = None
    settlement_id: int | None = None
    answered: str = ""
    since: date | None = None
    until: date | None = None


def listed(db: Session, wanted: Filter, way: Way | None = None, *, most: int = PAGE) -> Page[Row[Any]]:
    """Return a page of the public list, newest first: one query over one ascending index (`shelf`, `id`)."""
    found = public()
    for column, value in (
        (Question.office_id, wanted.office_id),
        (Question.topic_id, wanted.topic_id),
        (Question.settlement_id, wanted.settlement_id),
    ):
        if value is not None:
            found = found.where(column == value)
    if wanted.answered == "yes":
        found = found.where(Question.answered == Answered.ANSWERED)
    elif wanted.answered == "no":
        found = found.where(Question.answered != Answered.ANSWERED)
    if wanted.since:
        found = found.where(Question.shelf <= -int(start_of_day(wanted.since).timestamp() * 1000))
    if wanted.until:
        found = found.where(Question.shelf > -int(start_of_day(wanted.until + timedelta(days=1)).timestamp() * 1000))
    return paged(db, found, (Question.shelf, Question.id), way, most=most)


@dataclass(frozen=True)
class Names:
    """Offices, topics and settlements by id, for lists."""

    offices: Mapping[int, Office]
    topics: Mapping[int, Topic]
    settlements: Mapping[int, Settlement]


def names(db: Session) -> Names:
    """Load the few names that lists show, each kind in its order; three small queries."""
    return Names(
        {row.id: row for row in municipality.offices(db, terms=False)},
        {row.id: row for row in municipality.topics(db)},
        {row.id: row for row in municipality.settlements(db)},
    )


def get_public(db: Session, question_id: int) -> Question | None:
    """Return a question if the public may read it; a merged one too, so that its address leads on to the lead.

    What its page names comes with it in the same query.
    """
    office = joinedload(Question.office).lazyload(Office.terms)
    named = [joinedload(each) for each in (Question.topic, Question.settlement, Question.answer_promise)]
    found = db.get(Question, question_id, options=[office, *named])
    return found if found is not None and found.is_public else None


def shows_answer(db: Session, answer_id: int) -> bool:
    """Tell whether the public may read an answer: the question it belongs to is public and stands for itself."""
    wanted = select(Answer.id).join(Question, Question.id == Answer.question_id).where(text(PUBLIC), Answer.id == answer_id)
    return db.scalar(wanted) is not None


def children(db: Session, question: Question) -> Sequence[Question]:
    """Return the public follow-ups of a question."""
    return db.scalars(
        select(Question).where(Question.parent_id == question.id, Question.state == State.PUBLISHED).order_by(Question.id)
    ).all()


def by_reference(db: Session, year: int, number: int) -> Question | None:
    """Return a question by the number people quote."""
    return db.scalar(select(Question).where(Question.year == year, Question.number == number))


def promised(db: Session) -> dict[str, int]:
    """Return the numbers of the promises that hold now: working days of moderators and offices, open questions."""
    return {
        "moderation": int(promise(db, "moderation").rules["working_days"]),
        "answer": int(promise(db, "answer").rules["working_days"]),
        "open": int(promise(db, "limits").rules["open_questions_per_asker"]),
    }


def next_change(db: Session) -> datetime | None:
    """Return when a public page changes by itself next: the first promise that ends."""
    return db.scalar(
        select(func.min(Question.answer_due_at)).where(
            text(OPEN),
            Question.answer_due_at > literal(now(), type_=Question.answer_due_at.type),
        )
    )
