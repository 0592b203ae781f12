"""What surveys show on the desk."""

from sqlalchemy.orm import Session

from portal.features.surveys import queries
from portal.kernel.accounts.models import Person


def preparing(db: Session, _person: Person) -> int:
    """How many surveys are being prepared."""
    return queries.in_preparation(db)
