"""What calls keep about a person, and what is forgotten with the account."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.features.tenders.actions import forgetting
from portal.kernel.accounts.models import Person


def export(db: Session, person: Person) -> Mapping[str, Any]:
    """Return what a person collected, asked and sent, as JSON would take it."""
    return {**forgetting.export(db, person)}


def forget(db: Session, person: Person) -> None:
    """Take a person out of what they collected and asked."""
    forgetting.forget(db, person)
