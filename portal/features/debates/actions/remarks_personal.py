"""What remarks keep about a person, and what is forgotten with the account."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.debates.actions.remarking import withdraw
from portal.features.debates.actions.remarks_time import forget_words, leave
from portal.features.debates.models import Remark
from portal.kernel.accounts.models import Person


def export_remarks(db: Session, person: Person) -> list[dict[str, Any]]:
    """Return every remark of a person, as JSON would take it."""
    return [
        {
            "debate": remark.debate_id,
            "number": remark.number,
            "text": remark.text,
            "wording": remark.wording,
            "organisation": remark.organisation,
            "shown_name": remark.shown_name,
            "state": str(remark.state),
            "disposition": remark.disposition and str(remark.disposition),
            "made_at": remark.made_at.isoformat(),
        }
        for remark in db.scalars(select(Remark).where(Remark.person_id == person.id).order_by(Remark.id))
    ]


def forget_author(db: Session, person: Person) -> None:
    """Take a person out of the registers: what is public stays under the name as shown, the rest is withdrawn."""
    for remark in db.scalars(select(Remark).where(Remark.person_id == person.id)):
        if remark.may_be_withdrawn:
            withdraw(db, remark)
        forget_words(db, remark)
        leave(db, remark)
