"""Which surveys there are."""

from collections.abc import Sequence

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.features.surveys.models import PUBLIC, Survey


def public(db: Session) -> Sequence[Survey]:
    """Return the surveys that were ever opened, the newest first; there is a handful a year."""
    return db.scalars(select(Survey).where(text(PUBLIC)).order_by(Survey.shelf, Survey.id)).all()
