"""What an author does: write, reply, confirm, change, withdraw, appeal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.kernel import audit, tickets
from portal.kernel.accounts.models import Person
from portal.kernel.authors import ShownAs, shown_name
from portal.kernel.clock import now
from portal.kernel.codes import fingerprint
from portal.kernel.comments import rules as limits
from portal.kernel.comments.actions.shared import changed_in, enter, load, make_public, tell_author, thread
from portal.kernel.comments.discussion import subject
from portal.kernel.comments.models import KIND, Comment, Revision, State, Thread
from portal.kernel.comments.queries import voices
from portal.kernel.comments.refusals import (
    GuestsMayNot,
    NotEditable,
    NothingToAnswer,
    NotTheirWords,
    NotWithdrawable,
    NotYourVoice,
    SaidAlready,
    TooManyComments,
)
from portal.kernel.follows.actions import follow
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation import signals
from portal.kernel.moderation.models import Item
from portal.kernel.moderation.queries import item_of
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import Stale

CONFIRM_WITHIN = timedelta(days=7)
HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Written:
    """What the form of a comment says. `voice` is the key of the office or unit for which somebody speaks.

    `marks` are what the form noticed about how it was filled in; `network` is where it came from, only counted.
    """

    text: str
    name: str
    email: str
    shown_as: ShownAs = ShownAs.INITIALS
    version_key: str = "sr"
    quote: str = ""
    voice: str = ""
    wants_replies: bool = False
    marks: Sequence[str] = ()
    network: str = ""


def write(
    db: Session, kind: str, subject_id: int, written: Written, *, by: Person | None, reply_to: int | None = None
) -> Comment:
    """Take a comment, or a reply to one.

    A guest's waits for the confirmation of the address. What the municipality says by one of its offices is public at
    once; all else as the rules of the section say, and is read by a moderator before or afterwards. Raises `Closed`,
    `ClosedAtNight`, `ElectionSilence`, `GuestsMayNot`, `NothingToAnswer`, `NotTheirWords`, `NotYourVoice`,
    `TooManyComments`, `SaidAlready`.
    """
    about, held, rules = subject(db, kind, subject_id), thread(db, kind, subject_id), limits.rules_of(db, kind)
    limits.respect(rules, held, about)
    if by is None and not rules["guests"]:
        raise GuestsMayNot
    answered = _answered(db, held, reply_to, written.quote)
    email = written.email.strip().lower()
    comment = Comment(
        thread_id=held.id,
        text=written.text,
        author_name=written.name,
        author_email=email,
        author_key=fingerprint(email),
        shown_name=shown_name(written.name, written.shown_as),
        version_key=written.version_key,
        written_at=now(),
        root_id=answered.root_id if answered else None,
        reply_to_id=reply_to,
        person_id=by.id if by else None,
        quote=written.quote,
        wants_replies=written.wants_replies,
        marks=[*written.marks, *signals.busy_network(db, written.network)],
    )
    _speak(db, comment, written.voice, by)
    _respect_rate(db, comment, int(rules["comments_per_hour"]))
    db.add(comment)
    db.flush()
    comment.root_id = comment.root_id or comment.id
    audit.note(db, "comments.write", KIND, comment.id, by=comment.person_id, author=comment.author_key[:16], under=kind)
    if by is None:
        token = tickets.make(db, "comments.confirm", lasts=CONFIRM_WITHIN, subject_kind=KIND, subject_id=comment.id)
        tell_author(db, comment, "confirm", token=token)
    else:
        take(db, comment)
    return comment


def confirm(db: Session, comment: Comment) -> None:
    """Take a guest's comment whose address works; a second press changes nothing."""
    if comment.state is State.UNCONFIRMED:
        audit.note(db, "comments.confirm", KIND, comment.id, by=None)
        take(db, comment)


def take(db: Session, comment: Comment) -> None:
    """Publish a comment or let it wait, as the rules say of its author, and put it before the moderators."""
    held = db.get_one(Thread, comment.thread_id)
    if comment.wants_replies:
        to = Recipient(comment.author_email, comment.version_key, comment.person_id)
        follow(db, KIND, comment.id, to, confirmed=True)
    if comment.is_official:
        make_public(db, comment, comment.text)
        return
    comment.state = State.WAITING
    if not limits.is_read_first(db, limits.rules_of(db, held.kind), comment.author_key):
        make_public(db, comment, comment.text)
    enter(db, comment)


def may_be_edited(db: Session, comment: Comment, moment: datetime) -> bool:
    """Tell whether its author may change a comment: for some minutes, or because a moderator returned it."""
    if comment.mend_asked:
        return True
    rules = limits.rules_of(db, db.get_one(Thread, comment.thread_id).kind)
    in_time = moment < comment.written_at + timedelta(minutes=int(rules["edit_minutes"]))
    return in_time and comment.state in {State.WAITING, State.PUBLISHED}


def edit(db: Session, comment: Comment, text: str, *, seen: int, marks: Sequence[str] = ()) -> None:
    """Change one's comment. The change passes the moderators like a new comment; what was said before is kept.

    Until then the public reads what it has read so far, where a moderator reads first. Raises `NotEditable`, and
    `Stale` for the slower one of two windows.
    """
    if not may_be_edited(db, comment, now()):
        raise NotEditable
    if comment.revision != seen:
        raise Stale(mine=text, theirs=comment.text)
    db.add(Revision(comment_id=comment.id, revision=comment.revision, text=comment.text, at=now()))
    comment.text, comment.mend_asked, comment.marks = text, False, list(marks)
    comment.revision += 1
    comment.version += 1
    audit.note(db, "comments.edit", KIND, comment.id, by=comment.person_id, revision=comment.revision)
    if comment.is_official:
        make_public(db, comment, text)
        return
    rules = limits.rules_of(db, db.get_one(Thread, comment.thread_id).kind)
    read_first = comment.redacted or limits.is_read_first(db, rules, comment.author_key)
    if comment.is_public and not read_first:
        make_public(db, comment, text)
    elif not comment.is_public:
        comment.state = State.WAITING
    enter(db, comment)


def withdraw(db: Session, comment: Comment) -> None:
    """Take one's comment back; where others have answered it, a sentence keeps its place. Raises `NotWithdrawable`."""
    if not comment.may_be_withdrawn:
        raise NotWithdrawable
    moderation.withdraw(db, KIND, comment.id)
    comment.state, comment.ended_at, comment.settled_at, comment.mend_asked = State.WITHDRAWN, now(), now(), False
    comment.version += 1
    others = or_(Comment.reply_to_id == comment.id, Comment.root_id == comment.id)
    answered = select(Comment.id).where(others, Comment.id != comment.id, Comment.published_at.is_not(None)).limit(1)
    if comment.published_at is not None:
        comment.published_at = comment.published_at if db.scalar(answered) else None
        changed_in(db, db.get_one(Thread, comment.thread_id))
    audit.note(db, "comments.withdraw", KIND, comment.id, by=comment.person_id)


def appeal(db: Session, comment: Comment, why: str) -> Item:
    """Ask another moderator to look at a refusal. Raises `NotAppealable`, `AppealTooLate`."""
    item = item_of(db, KIND, comment.id)
    if item is None or not comment.has_author:
        raise moderation.NotAppealable
    appealed = moderation.appeal(db, item.id, why, by=comment.person_id)
    comment.settled_at = None
    tell_author(db, comment, "appealed")
    return appealed


def _answered(db: Session, held: Thread, reply_to: int | None, quote: str) -> Comment | None:
    """Return the comment that is answered. Raises `NothingToAnswer`, `NotTheirWords`."""
    if reply_to is None:
        if quote:
            raise NotTheirWords(field="quote")
        return None
    answered = load(db, reply_to)
    if answered.thread_id != held.id or not answered.is_public:
        raise NothingToAnswer
    if quote not in answered.public_text:
        raise NotTheirWords(field="quote")
    return answered


def _speak(db: Session, comment: Comment, key: str, by: Person | None) -> None:
    if not key:
        return
    voice = next((voice for voice in (voices(db, by) if by else ()) if voice.key == key), None)
    if voice is None:
        raise NotYourVoice
    comment.voice_sr, comment.voice_en = voice.name_sr, voice.name_en


def _respect_rate(db: Session, comment: Comment, most: int) -> None:
    theirs = Comment.author_key == comment.author_key
    lately = select(func.count()).select_from(Comment).where(theirs, Comment.written_at > comment.written_at - HOUR)
    if not comment.is_official and (db.scalar(lately) or 0) >= most:
        raise TooManyComments(most=most)
    alive = Comment.state.in_([State.UNCONFIRMED, State.WAITING, State.PUBLISHED])
    same = select(Comment.id).where(theirs, alive, Comment.thread_id == comment.thread_id, Comment.text == comment.text)
    if db.scalar(same.limit(1)):
        raise SaidAlready(field="text")
