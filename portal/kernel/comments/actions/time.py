"""What time does to comments: expiry of what nobody confirmed, forgetting of what names a guest."""

from datetime import timedelta

from sqlalchemy import delete, or_, select, text, update
from sqlalchemy.orm import Session

from portal.kernel import audit
from portal.kernel.clock import now
from portal.kernel.comments.models import KIND, SETTLED, Comment, Report, ReportState, Revision, State
from portal.kernel.follows.models import Follow
from portal.kernel.moderation import actions as moderation

EXPIRE_AFTER = timedelta(days=7)
KEEP_AUTHOR = timedelta(days=365)
"""How long after a decision what names a guest is kept (docs/operations/retention.md)."""
BATCH = 200


def expire(db: Session) -> None:
    """Forget comments that nobody confirmed within a week, personal data with them; at most 500 at a time."""
    due = Comment.state == State.UNCONFIRMED, Comment.written_at <= now() - EXPIRE_AFTER
    for comment in db.scalars(select(Comment).where(*due).limit(500)):
        comment.state = State.EXPIRED
        _empty(comment)
        audit.note(db, "comments.expire", KIND, comment.id, by=None)


def forget_guests(db: Session) -> int:
    """Empty what names a guest, a year after the decision; return how many comments that were, at most `BATCH`.

    A public comment keeps the name as shown and loses address, full name, earlier revisions and what a moderator
    blacked out; any other one loses its words as well. With an account this waits until the account is deleted,
    blacked-out words aside.
    """
    moment = now()
    due = select(Comment).where(
        text(SETTLED),
        Comment.settled_at <= moment - KEEP_AUTHOR,
        or_(Comment.person_id.is_(None), Comment.state == State.PUBLISHED),
    )
    found = db.scalars(due.order_by(Comment.settled_at, Comment.id).limit(BATCH)).all()
    for comment in found:
        comment.forgotten_at = moment
        comment.version += 1
        forget_words(db, comment)
        if comment.person_id is None:
            leave(db, comment)
        audit.note(db, "comments.forget", KIND, comment.id, by=None)
    return len(found)


def forget_words(db: Session, comment: Comment) -> None:
    """Keep of a comment only what the public reads."""
    comment.text, comment.before = comment.public_text if comment.is_public else "", None
    db.execute(delete(Revision).where(Revision.comment_id == comment.id))
    moderation.forget(db, KIND, comment.id)


def leave(db: Session, comment: Comment) -> None:
    """Take its author out of a comment: name and address go, and letters about replies with them."""
    mine = Follow.kind == KIND, Follow.subject_id == comment.id, Follow.email == comment.author_email
    db.execute(delete(Follow).where(*mine))
    comment.author_name = comment.author_email = ""
    comment.person_id = None
    if not comment.is_public:
        _empty(comment)


def forget_readers(db: Session) -> None:
    """Empty addresses and words of readers' reports a year after they were decided."""
    over = Report.state != ReportState.OPEN, Report.decided_at <= now() - KEEP_AUTHOR, Report.email != ""
    db.execute(update(Report).where(*over).values(email="", words="", person_id=None))


def _empty(comment: Comment) -> None:
    comment.text = comment.public_text = comment.quote = ""
    comment.author_name = comment.author_email = comment.shown_name = ""
