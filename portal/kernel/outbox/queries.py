"""What staff want to know about letters; read only."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.outbox.models import Notice, NoticeState

PAGE = 50


def stuck(db: Session, after: int | None = None) -> Sequence[Notice]:
    """Return letters that came back or keep failing, newest first, by pages of fifty after an id."""
    wanted = select(Notice).where(
        (Notice.state == NoticeState.BOUNCED) | ((Notice.state == NoticeState.WAITING) & (Notice.tries > 2))
    )
    if after is not None:
        wanted = wanted.where(Notice.id < after)
    return db.scalars(wanted.order_by(Notice.id.desc()).limit(PAGE)).all()


def came_back(db: Session, about_kind: str, about_id: int) -> bool:
    """Tell whether a letter about a thing came back from its address."""
    return (
        db.scalar(
            select(Notice.id)
            .where(Notice.about_kind == about_kind, Notice.about_id == about_id, Notice.state == NoticeState.BOUNCED)
            .limit(1)
        )
        is not None
    )
