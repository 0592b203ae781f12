"""How many comments a discussion has: kept where a comment changes, and counted anew at night."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.comments.models import Comment, Figure, State
from portal.kernel.db import snapshot, touch
from portal.kernel.figures import Amounts, Drift, Figures, Key


def counted_in(comment: Mapping[str, Any]) -> Iterator[tuple[Key, Amounts]]:
    """Yield the discussion in which a comment counts: only if anybody may read it."""
    if comment["state"] == State.PUBLISHED:
        yield (comment["thread_id"],), (1,)


kept = Figures("comments", Comment, Figure, ("thread_id", "state"), counted_in)


def drift() -> Drift:
    """Count the comments anew, while others go on, and return the counts that are wrong. Cost: a scan of the comments."""
    with snapshot() as db:
        rows = db.execute(select(Comment.thread_id, Comment.state, func.count()).group_by(Comment.thread_id, Comment.state))
        return kept.drift(db, (({"thread_id": thread, "state": state}, number) for thread, state, number in rows))


def mend(db: Session, wrong: Drift) -> None:
    """Put the counts right that were wrong; each is logged and audited."""
    if wrong:
        kept.mend(db, wrong)
        touch(db, "home")
