"""What askers, offices and moderators want to know about questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import false, func, or_, select, text
from sqlalchemy.orm import Session

from portal.features.questions.models import (
    KIND,
    OPEN,
    Draft,
    DraftState,
    Question,
    State,
)
from portal.features.questions.queries.public import names
from portal.kernel import search
from portal.kernel.accounts.models import Person, Role
from portal.kernel.clock import local_date, now
from portal.kernel.follows.models import Follow
from portal.kernel.moderation.queue import Entry, Text
from portal.kernel.municipality.models import Office, Settlement, Term, Topic
from portal.kernel.municipality.queries import terms_of
from portal.kernel.words import lazy, shown_moment, version


def of_person(db: Session, person_id: int) -> Sequence[Question]:
    """Return what a person asked, newest first."""
    return db.scalars(select(Question).where(Question.person_id == person_id).order_by(Question.id.desc()).limit(200)).all()


def open_of_asker(db: Session, asker_key: str) -> int:
    """Count the asker's questions that wait for a moderator or for an answer."""
    return (
        db.scalar(
            select(func.count())
            .select_from(Question)
            .where(
                Question.asker_key == asker_key,
                Question.parent_id.is_(None),
                Question.state.in_([State.UNCONFIRMED, State.WAITING, State.RETURNED])
                | ((Question.state == State.PUBLISHED) & Question.first_answered_at.is_(None)),
            )
        )
        or 0
    )


def draft_of(db: Session, question_id: int) -> Draft | None:
    """Return the draft answer of a question."""
    return db.scalar(select(Draft).where(Draft.question_id == question_id))


def due_before(db: Session, moment: datetime) -> Sequence[Question]:
    """Return the open questions whose promise ends before a moment, the most urgent first."""
    return db.scalars(
        select(Question).where(text(OPEN), Question.answer_due_at < moment).order_by(Question.answer_due_at).limit(5000)
    ).all()


def offices_of(db: Session, person: Person) -> list[int]:
    """Return the offices a person answers or drafts for."""
    found = {term.office_id for term in terms_of(db, person.id) if _speaks(term, person)}
    scopes = {grant.scope for grant in person.grants if grant.role in {Role.CLERK, Role.OFFICIAL}}
    clerk_everywhere = any(grant.role is Role.CLERK and not grant.scope for grant in person.grants)
    wanted = select(Office.id) if clerk_everywhere else select(Office.id).where(Office.key.in_(scopes))
    return sorted(found | set(db.scalars(wanted)))


def _speaks(term: Term, person: Person) -> bool:
    day = local_date(now())
    return term.covers(day) and (term.person_id == person.id or term.absent_on(day))


def speaks_for(db: Session, person: Person) -> set[int]:
    """Return the offices a person may speak for today: as holder, or as deputy while the holder is away."""
    return {term.office_id for term in terms_of(db, person.id) if _speaks(term, person)}


@dataclass(frozen=True)
class Task:
    """A question as the office's page shows it."""

    question: Question
    draft: Draft | None
    late: bool
    due_today: bool

    @property
    def waits_for_approval(self) -> bool:
        """Tell whether the official has something to read."""
        return self.draft is not None and self.draft.state is DraftState.SUBMITTED


def tasks(db: Session, office_ids: Sequence[int]) -> list[Task]:
    """Return what offices owe, what ends first on top; three queries, at most 200 questions.

    What an earlier holder left is not among them until it is taken over.
    """
    questions = db.scalars(
        select(Question)
        .where(text(OPEN), Question.office_id.in_(office_ids), ~_left_before(db, office_ids))
        .order_by(Question.answer_due_at, Question.id)
        .limit(200)
    ).all()
    drafts = {
        draft.question_id: draft
        for draft in db.scalars(select(Draft).where(Draft.question_id.in_([question.id for question in questions])))
    }
    moment, today = now(), local_date(now())
    return [
        Task(
            question,
            drafts.get(question.id),
            question.is_late(moment),
            question.answer_due_at is not None
            and not question.is_late(moment)
            and local_date(question.answer_due_at - timedelta(seconds=1)) == today,
        )
        for question in questions
    ]


def offered(db: Session, office_ids: Sequence[int]) -> Sequence[Question]:
    """Return what earlier holders of offices left unanswered and nobody took over, what ends first on top; at most 200."""
    return db.scalars(_offered(db, office_ids).order_by(Question.answer_due_at, Question.id).limit(200)).all()


def offered_count(db: Session, office_ids: Sequence[int]) -> int:
    """Count what earlier holders of offices left unanswered and nobody took over."""
    return db.scalar(select(func.count()).select_from(_offered(db, office_ids).subquery())) or 0


def is_offered(question: Question) -> bool:
    """Tell whether an open question waits for the holder of its office to take it over from an earlier one."""
    current, earlier = _succession(question.office)
    return question.is_open and question.term_id in earlier and question.taken_term_id != current


def _offered(db: Session, office_ids: Sequence[int]) -> Any:
    return select(Question).where(text(OPEN), Question.office_id.in_(office_ids), _left_before(db, office_ids))


def _left_before(db: Session, office_ids: Sequence[int]) -> Any:
    """Questions put to an earlier holder of one of the offices and not taken over by the one who holds it now."""
    found = []
    for office in db.scalars(select(Office).where(Office.id.in_(office_ids))):
        current, earlier = _succession(office)
        if earlier:
            found.append(func.coalesce(Question.term_id, 0).in_(earlier) & (func.coalesce(Question.taken_term_id, 0) != current))
    return or_(false(), *found)


def _succession(office: Office) -> tuple[int, list[int]]:
    """Return the term that runs now and the earlier ones of other people; none of both while the office is vacant."""
    current = office.term_on(local_date(now()))
    if current is None:
        return 0, []
    return current.id, [
        term.id
        for term in office.terms
        if term.began_on < current.began_on and (term.person_id is None or term.person_id != current.person_id)
    ]


def _named(thing: Office | Topic | Settlement) -> str:
    return thing.name_en if version().key == "en" and thing.name_en else thing.name_sr


def entries(db: Session, ids: Sequence[int]) -> dict[int, Entry]:
    """Return what the moderators' desk shows of questions; one query and the names."""
    known = names(db)
    found = {}
    for question in db.scalars(select(Question).where(Question.id.in_(ids))):
        office, topic = known.offices[question.office_id], known.topics.get(question.topic_id or 0)
        settlement = known.settlements.get(question.settlement_id or 0)
        found[question.id] = Entry(
            title=question.title,
            author=f"{question.asker_name} ({question.shown_name})",
            texts=(
                Text(name="title", label=lazy("Question"), value=question.title),
                Text(name="text", label=lazy("Details"), value=question.text),
            ),
            revision=question.revision,
            url="",
            facts=(
                (lazy("Office"), _named(office)),
                *(((lazy("Topic"), _named(topic)),) if topic else ()),
                *(((lazy("Settlement"), _named(settlement)),) if settlement else ()),
                (lazy("Sent"), shown_moment(question.asked_at)),
                *(((lazy("Number"), question.reference),) if question.number else ()),
            ),
            moves=(
                (lazy("Send to another office"), "portal.questions.reroute", {"question_id": question.id}),
                (lazy("Join to a question already asked"), "portal.questions.join_to", {"question_id": question.id}),
            ),
        )
    return found


def link_entries(db: Session, ids: Sequence[int]) -> dict[int, Entry]:
    """Return what the moderators' desk shows of answers that came by a one-time link."""
    found = {}
    for draft, question in db.execute(
        select(Draft, Question).join(Question, Question.id == Draft.question_id).where(Draft.id.in_(ids))
    ):
        found[draft.id] = Entry(
            title=question.public_title,
            author=_named(question.office),
            texts=(Text(name="text", label=lazy("Answer"), value=draft.text, redactable=False),),
            revision=draft.revision,
            url="",
            facts=((lazy("Question"), question.public_text), (lazy("Sent"), shown_moment(draft.at))),
        )
    return found


def like(db: Session, question: Question) -> list[Question]:
    """Return public questions that ask much the same, the likest first, for a moderator who thinks of merging."""
    hits = search.similar(db, KIND, f"{question.title} {question.text}", limit=6)
    order = {hit.subject_id: place for place, hit in enumerate(hits)}
    found = db.scalars(select(Question).where(Question.id.in_(order), Question.id != question.id))
    return sorted(found, key=lambda one: order[one.id])


def followed(db: Session, email: str) -> Sequence[Follow]:
    """Return what an address follows."""
    return db.scalars(select(Follow).where(Follow.kind == KIND, Follow.email == email)).all()
