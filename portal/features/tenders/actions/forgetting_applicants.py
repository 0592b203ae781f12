"""What of a person's applications is given out on demand, and what is forgotten with the account."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from portal.features.tenders.actions.submitting import REHEARSAL
from portal.features.tenders.models import Application, ApplicationState, Attempt, Enclosure, Submission
from portal.features.tenders.queries.applications import attempts_of, submissions_of
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now


def export(db: Session, person: Person) -> Mapping[str, Any]:
    """Return a person's applications, with every receipt. What lies in the files only the commission opens."""
    mine = or_(Application.party == f"p{person.id}", Application.made_by_id == person.id)
    found = db.scalars(select(Application).where(mine).order_by(Application.id))
    return {
        "applications": [
            {
                "call": each.call_id,
                "lot": each.lot,
                "party": each.party,
                "begun_at": each.made_at.isoformat(),
                "state": each.state.value,
                "submissions": [_said(one) for one in submissions_of(db, each.id)],
                "tries": [{"at": one.at.isoformat(), "why": one.why, "receipt": one.receipt} for one in attempts_of(db, each.id)],
            }
            for each in found
        ]
    }


def _said(one: Submission) -> dict[str, Any]:
    withdrawn = one.withdrawn_at.isoformat() if one.withdrawn_at else ""
    return {"at": one.at.isoformat(), "withdrawn_at": withdrawn, "receipt": one.receipt, "withdrawal": one.withdrawal}


def forget(db: Session, person: Person) -> None:
    """Take a person out of applications; rehearsals, and what was prepared for themself and never submitted, go too.

    What was submitted stays sealed until the time to keep it is over: others compete with it. Files that were never
    submitted are taken away with the uploads.
    """
    begun = select(Application.id).where(Application.party == f"p{person.id}")
    db.execute(delete(Attempt).where(Attempt.application_id.in_(begun), Attempt.why == REHEARSAL))
    unsent = begun.where(Application.state == ApplicationState.PREPARING)
    db.execute(update(Enclosure).where(Enclosure.application_id.in_(unsent)).values(removed_at=now()))
    held: tuple[tuple[Any, Any], ...] = (
        (Application, Application.made_by_id),
        (Submission, Submission.by_id),
        (Attempt, Attempt.by_id),
    )
    for model, column in held:
        db.execute(
            update(model).where(column == person.id).values({column.key: None}).execution_options(synchronize_session=False)
        )
