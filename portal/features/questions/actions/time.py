"""What time does to questions: reminders before and at a promise, expiry of what nobody confirmed."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.questions import queries
from portal.features.questions.actions.shared import people_of, tell_asker, tell_staff
from portal.features.questions.models import KIND, Question, State
from portal.kernel import audit, outbox, tickets
from portal.kernel.accounts.models import Grant, Person, Role
from portal.kernel.clock import now
from portal.kernel.municipality.queries import calendar, promise

REMIND_AFTER = timedelta(days=2)
EXPIRE_AFTER = timedelta(days=7)


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
            people = [*people_of(db, question.office, moment), *_heads(db)]
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


def _heads(db: Session) -> list[Person | str]:
    return list(db.scalars(select(Person).join(Grant).where(Grant.role == Role.HEAD, Person.disabled_at.is_(None))))
