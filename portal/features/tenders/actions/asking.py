"""Questions on a call (захтев за појашњење): asked until a minute, answered for everybody; nobody learns who asked."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.tenders import queries
from portal.features.tenders.actions.opening import lock_of
from portal.features.tenders.actions.shared import happened, in_both, load, settle
from portal.features.tenders.models import CALL, CALL_QUESTION, Call, CallQuestion, ChangeKind, Phase, QuestionState
from portal.features.tenders.refusals.calls import (
    AlreadySettled,
    AskedTooLate,
    AskerNamed,
    NotAskable,
    ReasonNeeded,
    TooManyQuestions,
)
from portal.kernel import audit, outbox
from portal.kernel.accounts.models import Person
from portal.kernel.clock import ZONE, now
from portal.kernel.moments import moment_of
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotFound, Stale
from portal.kernel.texts import personal_data
from portal.kernel.words import gettext as _
from portal.kernel.words import shown_moment

MOST_WAITING = 10


def ask(db: Session, call_id: int, text: str, *, by: Person, arrived: datetime | None = None) -> CallQuestion:
    """Ask about a call. The moment that decides is that of this transaction, as for applications.

    `arrived` is when the request came. The audit line names nobody.

    Raises `NotFound`, `NotAskable`, `AskedTooLate` with the moments, `TooManyQuestions`.
    """
    moment = moment_of(db, lock_of(call_id))
    call = load(db, call_id, by=None)
    if not call.is_public:
        raise NotFound
    if call.ask_by is None or call.phase(moment) not in {Phase.OPEN, Phase.CLOSED}:
        raise NotAskable
    if not call.takes_questions(moment):
        raise _late(call.ask_by, moment, arrived or moment)
    waiting = select(func.count()).select_from(CallQuestion).where(
        CallQuestion.call_id == call.id, CallQuestion.person_id == by.id, CallQuestion.state == QuestionState.WAITING
    )
    if (db.scalar(waiting) or 0) >= MOST_WAITING:
        raise TooManyQuestions(field="text", most=MOST_WAITING)
    question = CallQuestion(call_id=call.id, person_id=by.id, text=text, asked_at=moment)
    db.add(question)
    db.flush()
    audit.note(db, "tenders.ask", CALL_QUESTION, question.id, by=None)
    return question


def _late(until: datetime, moment: datetime, arrived: datetime) -> AskedTooLate:
    def to_the_second(at: datetime) -> str:
        return f"{shown_moment(at)}:{at.astimezone(ZONE):%S}"

    refusal = AskedTooLate(
        field="text", until=shown_moment(until), now=to_the_second(moment), arrived=to_the_second(arrived)
    )
    refusal.facts = {"until": until.isoformat(), "moment": moment.isoformat(), "arrived": arrived.isoformat()}
    return refusal


def note_late(db: Session, call_id: int, text: str, refusal: AskedTooLate) -> None:
    """Write down in a transaction of its own that a question was refused: moments and the text's fingerprint, no name.

    With the text, which they keep, somebody can prove later what was refused when.
    """
    digest = sha256(text.encode()).hexdigest()
    audit.note(db, "tenders.ask_refused", CALL, call_id, by=None, digest=digest, **refusal.facts)


def answer(
    db: Session, question_id: int, *, public_text: str, answer_sr: str, answer_en: str = "", by: Person, seen: int
) -> CallQuestion:
    """Answer a question: it gets its number and becomes part of the documentation, without what tells who asked.

    Raises `NotFound`, `OtherUnit`, `Stale`, `AlreadySettled`, `AskerNamed`.
    """
    question, call = _load(db, question_id, by=by, seen=seen)
    found = personal_data(public_text)
    if found:
        raise AskerNamed(field="public_text", what=", ".join(public_text[each.start : each.end] for each in found))
    last = select(func.max(CallQuestion.number)).where(CallQuestion.call_id == call.id)
    question.number = (db.scalar(last) or 0) + 1
    question.state, question.public_text = QuestionState.ANSWERED, public_text
    question.answer_sr, question.answer_en = answer_sr, answer_en
    question.answered_at, question.answered_by_id = now(), by.id
    question.version += 1
    number = question.number
    said = in_both(lambda: _("Question %(number)s was answered.", number=number))
    change = happened(db, call, ChangeKind.ANSWER, by, details={"question": number}, **said)
    question.change_id = change.id
    db.flush()
    settle(db, call, "answer", by, question=number)
    return question


def decline(db: Session, question_id: int, *, reason: str, by: Person, seen: int) -> CallQuestion:
    """Do not answer a question, with a reason that its asker alone reads.

    Raises `NotFound`, `OtherUnit`, `Stale`, `AlreadySettled`, `ReasonNeeded`.
    """
    question, call = _load(db, question_id, by=by, seen=seen)
    if not reason:
        raise ReasonNeeded(field="reason")
    question.state, question.answer_sr = QuestionState.DECLINED, reason
    question.answered_at, question.answered_by_id = now(), by.id
    question.version += 1
    db.flush()
    audit.note(db, "tenders.decline", CALL_QUESTION, question.id, by=by.id)
    asker = db.get(Person, question.person_id) if question.person_id else None
    if asker is not None:
        # neither the letter's kind nor its thing tells that it is about a question: bounced letters are seen by staff
        data = {"id": call.id, "title_sr": call.title_sr, "title_en": call.title_en}
        outbox.post(db, "tenders.news", Recipient.of(asker), data, key=f"tenders.news:{question.id}:{question.version}")
    return question


def _load(db: Session, question_id: int, *, by: Person, seen: int) -> tuple[CallQuestion, Call]:
    found = db.get(CallQuestion, question_id)
    if found is None:
        raise NotFound
    call = load(db, found.call_id, by=by)
    question = db.get_one(CallQuestion, question_id, populate_existing=True, with_for_update=True)
    if question.version != seen:
        raise Stale(theirs=question.public_text)
    if question.state is not QuestionState.WAITING:
        raise AlreadySettled
    return question, call


def own(db: Session, question_id: int, person: Person) -> CallQuestion | None:
    """Return a question of one's own."""
    return next((each for each in queries.own_questions(db, person.id) if each.id == question_id), None)
