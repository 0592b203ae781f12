"""What the public sees of debates: one query decides it for pages, calendar, feed, search and report."""

from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session

from portal.features.debates.models import PUBLIC, Debate


def public() -> Select[Debate]:
    """Return the select of the debates that anybody may read."""
    return select(Debate).where(text(PUBLIC))


def shows(db: Session, debate_id: int) -> bool:
    """Tell whether the public may see a debate, and with it what is attached to it."""
    return db.scalar(public().with_only_columns(Debate.id).where(Debate.id == debate_id)) is not None
