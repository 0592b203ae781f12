"""What time does to remarks: expiry of what nobody confirmed, forgetting of what names an author."""

from datetime import timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from portal.features.debates.actions.remarking import CONFIRM_AFTER_END
from portal.features.debates.models import REMARK, Debate, Event, EventKind, Remark, RemarkState
from portal.kernel import audit
from portal.kernel.clock import now
from portal.kernel.follows.models import Follow
from portal.kernel.moderation import actions as moderation

KEEP_AUTHOR = timedelta(days=365)
"""How long after the report what names an author is kept (docs/operations/retention.md)."""
ENDED = (EventKind.REPORTED, EventKind.ABANDONED)
BATCH = 200


def expire_remarks(db: Session) -> None:
    """Forget remarks that nobody confirmed by the third day after the end, personal data with them; 500 at a time."""
    over = select(Debate.id).where(or_(Debate.closes_at <= now() - CONFIRM_AFTER_END, Debate.stage == "abandoned"))
    due = select(Remark).where(Remark.state == RemarkState.UNCONFIRMED, Remark.debate_id.in_(over)).limit(500)
    for remark in db.scalars(due):
        remark.state = RemarkState.EXPIRED
        empty(remark)
        audit.note(db, "debates.expire_remark", REMARK, remark.id, by=None)


def forget_authors(db: Session) -> int:
    """Empty what names an author, a year after the report; return how many remarks that were, at most `BATCH`.

    The register stays as the public reads it. What was blacked out goes from the original too, and what never became
    public loses its words. With an account, name and address wait until the account is deleted.
    """
    ended = select(Event.debate_id).where(Event.kind.in_(ENDED), Event.at <= now() - KEEP_AUTHOR)
    due = select(Remark).where(Remark.forgotten_at.is_(None), Remark.debate_id.in_(ended)).order_by(Remark.id)
    found = db.scalars(due.limit(BATCH)).all()
    for remark in found:
        remark.forgotten_at = now()
        remark.version += 1
        forget_words(db, remark)
        if remark.person_id is None:
            leave(db, remark)
        audit.note(db, "debates.forget", REMARK, remark.id, by=None)
    return len(found)


def forget_words(db: Session, remark: Remark) -> None:
    """Keep of a remark only what the public reads."""
    remark.text, remark.wording = remark.public_text, remark.public_wording
    moderation.forget(db, REMARK, remark.id)


def leave(db: Session, remark: Remark) -> None:
    """Take its author out of a remark: name and address go, and letters about it with them."""
    mine = Follow.kind == REMARK, Follow.subject_id == remark.id, Follow.email == remark.author_email
    db.execute(delete(Follow).where(*mine))
    remark.author_name = remark.author_email = ""
    remark.person_id = None
    if not remark.is_public:
        empty(remark)


def empty(remark: Remark) -> None:
    """Empty a remark that never became public; number, state and reason stay."""
    remark.text = remark.wording = remark.organisation = ""
    remark.author_name = remark.author_email = remark.shown_name = ""
