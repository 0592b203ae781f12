"""What several verbs of discussions need."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import outbox
from portal.kernel.clock import now
from portal.kernel.codes import code_of
from portal.kernel.comments.discussion import discussion
from portal.kernel.comments.models import KIND, Comment, State, Thread
from portal.kernel.comments.queries import thread_of
from portal.kernel.db import touch
from portal.kernel.follows.actions import followers
from portal.kernel.follows.models import Follow
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation import signals
from portal.kernel.municipality.queries import calendar, promise
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotFound


def load(db: Session, comment_id: int) -> Comment:
    """Load a comment inside the writing transaction. Raises `NotFound`."""
    found = db.get(Comment, comment_id)
    if found is None:
        raise NotFound
    return found


def thread(db: Session, kind: str, subject_id: int) -> Thread:
    """Return the discussion of a thing, made at its first use."""
    found = thread_of(db, kind, subject_id)
    if found is None:
        found = Thread(kind=kind, subject_id=subject_id)
        db.add(found)
        db.flush()
    return found


def changed_in(db: Session, thread: Thread) -> None:
    """Let cached pages know that a discussion has changed: those of its thing, and lists that count comments."""
    found = discussion(thread.kind).subjects(db, [thread.subject_id]).get(thread.subject_id)
    touch(db, f"comments.{thread.kind}", f"comments.{thread.kind}.{thread.subject_id}", *([found.tag] if found else []))


def enter(db: Session, comment: Comment, *, on_report: bool = False) -> None:
    """Put the present revision of a comment before the moderators; an earlier one waits no more."""
    moderation.withdraw(db, KIND, comment.id)
    working_days = int(promise(db, "moderation").rules["working_days"])
    moderation.enter(
        db,
        KIND,
        comment.id,
        revision=comment.revision,
        due_at=calendar(db).due(now(), working_days),
        author_id=comment.person_id,
        author_key=comment.author_key,
        signals=signals.noticed(
            db, kind=KIND, subject_id=comment.id, text=comment.text, author_key=comment.author_key, marks=comment.marks
        ),
        on_report=on_report,
        was_public=comment.is_public,
    )


def make_public(db: Session, comment: Comment, words: str, *, redacted: bool = False) -> None:
    """Show a comment with these words, where it stood before or for the first time; then its followers hear of it."""
    moment, first = now(), comment.published_at is None
    if not first and comment.public_revision != comment.revision:
        comment.edited_at = moment
    comment.state, comment.public_text, comment.redacted = State.PUBLISHED, words, redacted
    comment.published_at, comment.settled_at = comment.published_at or moment, moment
    comment.public_revision, comment.mend_asked = comment.revision, False
    comment.ended_at, comment.reason_sr, comment.reason_en = None, "", ""
    changed_in(db, db.get_one(Thread, comment.thread_id))
    if first:
        _tell_followers(db, comment)


def _tell_followers(db: Session, comment: Comment) -> None:
    """Write to those who wait for replies to the comment that is answered, or to the one it stands under."""
    about = {comment.reply_to_id, comment.root_id} - {None, comment.id}
    heard = {comment.author_email}
    for subject_id in sorted(about, key=lambda id: id or 0, reverse=True):
        for follow in followers(db, KIND, subject_id or 0):
            if follow.email not in heard:
                heard.add(follow.email)
                _tell_follower(db, comment, follow)


def _tell_follower(db: Session, comment: Comment, follow: Follow) -> None:
    outbox.post(
        db,
        "comments.reply",
        Recipient(follow.email, follow.version_key, follow.person_id),
        {**about(db, comment), "unfollow": follow.token, "name": comment.voice_sr or comment.shown_name},
        about=(KIND, comment.id),
        key=f"comments.reply:{comment.id}:{follow.id}",
    )


def tell_author(db: Session, comment: Comment, kind: str, *, key: str | None = None, **data: object) -> None:
    """Write to the author of a comment; nobody, where the address is no longer known."""
    if comment.author_email:
        to = Recipient(comment.author_email, comment.version_key, comment.person_id)
        outbox.post(db, f"comments.{kind}", to, {**about(db, comment), **data}, about=(KIND, comment.id), key=key)


def tell_of_rule(db: Session, comment_id: int, kind: str, data: Mapping[str, Any]) -> None:
    """Write to the author of a comment about a rule for them."""
    tell_author(db, db.get_one(Comment, comment_id), kind, key=f"comments.{kind}:{data['rule']}", **data)


def about(db: Session, comment: Comment) -> dict[str, Any]:
    """Return what a letter about a comment needs."""
    held = db.get_one(Thread, comment.thread_id)
    found = discussion(held.kind).subjects(db, [held.subject_id]).get(held.subject_id)
    return {
        "id": comment.id,
        "code": code_of(KIND, comment.id),
        "text": comment.public_text or comment.text,
        "title_sr": found.title_sr if found else "",
        "title_en": found.title_en if found else "",
    }
