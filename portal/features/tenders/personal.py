"""What calls keep about a person, and what is forgotten with the account."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.features.tenders.actions import exporting_members, forgetting, forgetting_applicants
from portal.kernel.accounts.models import Person


def export(db: Session, person: Person) -> Mapping[str, Any]:
    """Return what a person collected, asked, sent and did in commissions, as JSON would take it."""
    return {**forgetting.export(db, person), **forgetting_applicants.export(db, person), **exporting_members.export(db, person)}


def forget(db: Session, person: Person) -> None:
    """Take a person out of what they collected, asked and sent; acts of commissions and objections are kept by law."""
    forgetting.forget(db, person)
    forgetting_applicants.forget(db, person)
