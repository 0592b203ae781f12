"""What of a person's calls is given out on demand, and what is forgotten with the account."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.features.tenders import queries
from portal.features.tenders.models import Call, CallQuestion, Change, ChangeRead, Collection, Interest
from portal.kernel.accounts.models import Person


def export(db: Session, person: Person) -> Mapping[str, Any]:
    """Return what a person collected, meant, read, asked and prepared, as JSON would take it."""
    collections = db.scalars(select(Collection).where(Collection.person_id == person.id).order_by(Collection.id))
    interests = db.scalars(select(Interest).where(Interest.person_id == person.id).order_by(Interest.id))
    reads = db.scalars(select(ChangeRead).where(ChangeRead.person_id == person.id).order_by(ChangeRead.id))
    calls = db.scalars(select(Call).where(Call.made_by_id == person.id).order_by(Call.id))
    return {
        "call_collections": [
            {
                "call": each.call_id,
                "version": each.version_id,
                "party": each.party,
                "at": each.at.isoformat(),
                "times": each.times,
            }
            for each in collections
        ],
        "call_intentions": [{"call": each.call_id, "party": each.party, "at": each.at.isoformat()} for each in interests],
        "call_changes_read": [{"change": each.change_id, "at": each.at.isoformat()} for each in reads],
        "call_questions": [
            {"call": each.call_id, "text": each.text, "asked_at": each.asked_at.isoformat(), "state": each.state.value}
            for each in queries.own_questions(db, person.id)
        ],
        "calls_prepared": [{"id": each.id, "title": each.title_sr, "begun_at": each.made_at.isoformat()} for each in calls],
    }


def forget(db: Session, person: Person) -> None:
    """Take a person out of registers, intentions and questions; questions stay, from nobody.

    Lines of the register go with the person: how often each month documents were collected is counted apart.
    """
    for table in (Collection, Interest, ChangeRead):
        db.execute(delete(table).where(table.person_id == person.id))
    held: tuple[tuple[Any, Any], ...] = (
        (CallQuestion, CallQuestion.person_id),
        (CallQuestion, CallQuestion.answered_by_id),
        (Call, Call.made_by_id),
        (Change, Change.by_id),
    )
    for model, column in held:
        db.execute(
            update(model).where(column == person.id).values({column.key: None}).execution_options(synchronize_session=False)
        )
