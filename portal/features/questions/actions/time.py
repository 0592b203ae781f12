"""What time does to questions: reminders before and at a promise, expiry of what nobody confirmed."""

from datetime import timedelta

from sqlalchemy import delete, or_, select, text
from sqlalchemy.orm import Session

from portal.features.questions import queries
from portal.features.questions.actions.shared import heads, people_of, tell_asker, tell_staff
from portal.features.questions.models import KIND, SETTLED, Question, State
from portal.kernel import audit, outbox, tickets
from portal.kernel.clock import now
from portal.kernel.follows.models import Follow
from portal.kernel.moderation import actions as moderation
from portal.kernel.municipality.queries import calendar, promise

REMIND_AFTER = timedelta(days=2)
EXPIRE_AFTER = timedelta(days=7)
KEEP_ASKER = timedelta(days=365)
"""How long after the end of a question what names its asker is kept (docs/operations/retention.md)."""
BATCH = 200


def remind(db: Session) -> None:
    """Write to offices before a promise ends and, at its end, to the office and the head of administration.

    Each reminder has a key, so running twice writes once. Cost: the open questions of the days ahead.
    """
    rules = promise(db, "reminders").rules
    working, moment = calendar(db), now()
    for question in queries.due_before(db, moment + timedelta(days=14)):
        assert question.answer_due_at is not None
        due = question.answer_due_at.isoformat()
        for days in rules["before_days"]:
            if working.before(question.answer_due_at, int(days)) <= moment < question.answer_due_at:
                key = f"questions.reminder:{question.id}:{due}:{days}"
                tell_staff(db, people_of(db, question.office, moment), question, "reminder", key=key, due=due)
        if rules["at_deadline"] and moment >= question.answer_due_at:
            people = [*people_of(db, question.office, moment), *heads(db)]
            tell_staff(db, people, question, "overdue", key=f"questions.overdue:{question.id}:{due}", due=due)


def expire(db: Session) -> None:
    """Remind once of an unconfirmed question, and forget it after seven days, personal data with it."""
    moment = now()
    for question in db.scalars(
        select(Question).where(Question.state == State.UNCONFIRMED, Question.asked_at <= moment - REMIND_AFTER).limit(500)
    ):
        if question.asked_at <= moment - EXPIRE_AFTER:
            question.state = State.EXPIRED
            question.title = question.text = question.asker_name = question.asker_email = question.shown_name = ""
            audit.note(db, "questions.expire", KIND, question.id, by=None)
            continue
        key = f"questions.confirm_again:{question.id}"
        if outbox.is_posted(db, key):
            continue
        token = tickets.make(
            db, "questions.confirm", lasts=question.asked_at + EXPIRE_AFTER - moment, subject_kind=KIND, subject_id=question.id
        )
        tell_asker(db, question, "confirm_again", key=key, token=token)


def forget_askers(db: Session) -> int:
    """Empty what names a guest, a year after a question was answered, refused, returned or withdrawn.

    A public question keeps the name as shown and loses full name, address, the asker's own following and what a
    moderator blacked out; one that never became public loses its text as well. With an account all this waits until
    the account is deleted, blacked-out words aside. Returns how many questions that were, at most `BATCH`, the oldest
    first; one that was forgotten is not touched again.
    """
    moment = now()
    due = select(Question).where(
        text(SETTLED),
        Question.settled_at <= moment - KEEP_ASKER,
        or_(Question.person_id.is_(None), Question.state == State.PUBLISHED),
    )
    found = db.scalars(due.order_by(Question.settled_at, Question.id).limit(BATCH)).all()
    for question in found:
        question.forgotten_at = moment
        question.version += 1
        if question.is_public:
            question.title, question.text = question.public_title, question.public_text
        if question.person_id is None:
            _forget_guest(db, question)
        moderation.forget(db, KIND, question.id)
        audit.note(db, "questions.forget", KIND, question.id, by=None)
    return len(found)


def _forget_guest(db: Session, question: Question) -> None:
    """Take the guest out of a question: an address that follows other things goes on following them."""
    if question.asker_email:
        here = or_(Follow.subject_id == question.id, Follow.via_id == question.id)
        db.execute(delete(Follow).where(Follow.kind == KIND, Follow.email == question.asker_email, here))
    question.asker_name = question.asker_email = ""
    if not question.is_public:
        question.title = question.text = question.shown_name = ""
        question.state = State.EXPIRED if question.state is State.RETURNED else question.state
