"""What is kept about a person, and what is forgotten with the account."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.features.questions import actions
from portal.features.questions.models import KIND, Question
from portal.kernel.accounts.models import Person
from portal.kernel.moderation import actions as moderation


def export(db: Session, person: Person) -> Mapping[str, Any]:
    """Return every question of a person, as JSON would take it."""
    return {
        "questions": [
            {
                "number": question.reference,
                "title": question.title,
                "text": question.text,
                "shown_name": question.shown_name,
                "state": str(question.state),
                "asked_at": question.asked_at.isoformat(),
                "published_at": question.published_at and question.published_at.isoformat(),
            }
            for question in db.scalars(select(Question).where(Question.person_id == person.id).order_by(Question.id))
        ]
    }


def forget(db: Session, person: Person) -> None:
    """Take the person out of their questions.

    What is public stays, under initials as shown, since the answer belongs to everybody; the full name and the
    address go. What was not public yet is withdrawn, and what never became public loses its text.
    """
    for question in db.scalars(select(Question).where(Question.person_id == person.id)):
        if question.may_be_withdrawn:
            actions.withdraw(db, question)
        if not question.is_public:
            question.title = question.text = question.shown_name = ""
            moderation.forget(db, KIND, question.id)
    db.flush()
    db.execute(
        update(Question)
        .where(Question.person_id == person.id)
        .values(asker_name="", asker_email="", person_id=None)
        .execution_options(synchronize_session=False)
    )
