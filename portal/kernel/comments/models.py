"""Nouns: a comment (коментар) under a thing of any feature, what it said before, and who reported it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Model

KIND = "comment"
SHOWN = "published_at IS NOT NULL"
SETTLED = "settled_at IS NOT NULL AND forgotten_at IS NULL"


class State(StrEnum):
    """Where a comment stands; only `published` is read and counted.

    What was public once and is no longer keeps its place: a sentence stands there instead of the words.
    """

    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    PUBLISHED = "published"
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Thread(Model):
    """The discussion under one thing; made with the first comment, or when somebody closes it before.

    `closed_at` is since when it is closed by hand, `closes_at` when it closes by itself.
    """

    __tablename__ = "portal_comment_thread"
    __table_args__ = (Index("ix_portal_comment_thread_subject", "kind", "subject_id", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closes_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)


class Comment(Model):
    """What somebody says under a thing, or in reply to what another one said there.

    Two levels are seen: a comment (`root_id` is its own id) and the replies under it, in the order in which they were
    written. `reply_to_id` is the comment that a reply answers, `quote` words of it. `text` is as its author wrote it
    last; `public_text` what is public, of `public_revision`, with black bars where something was redacted: a change
    that waits, or was refused, leaves it as it was. `mend_asked` says that a moderator returned the last revision.
    `voice_*` says for whom somebody of the municipality speaks. `reason_*` names why it is public no more. `marks`
    are what its form noticed, for the moderator. `before` is how it was before the last decision, as long as that can be
    undone.
    """

    __tablename__ = "portal_comment"
    __table_args__ = (
        Index(
            "ix_portal_comment_order", "thread_id", "root_id", "id", sqlite_where=text(SHOWN), postgresql_where=text(SHOWN)
        ),
        Index("ix_portal_comment_author", "author_key", "written_at"),
        Index("ix_portal_comment_person", "person_id", "id"),
        Index("ix_portal_comment_published", "published_at"),
        Index("ix_portal_comment_settled", "settled_at", sqlite_where=text(SETTLED), postgresql_where=text(SETTLED)),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    thread_id: Mapped[int] = mapped_column(ForeignKey("portal_comment_thread.id"))
    text: Mapped[str] = mapped_column(Text)
    author_name: Mapped[str] = mapped_column(String(200))
    author_email: Mapped[str] = mapped_column(String(254))
    author_key: Mapped[str] = mapped_column(String(64))
    shown_name: Mapped[str] = mapped_column(String(200))
    version_key: Mapped[str] = mapped_column(String(3))
    written_at: Mapped[datetime]
    root_id: Mapped[int | None] = mapped_column(ForeignKey("portal_comment.id"), default=None)
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("portal_comment.id"), default=None, index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    voice_sr: Mapped[str] = mapped_column(String(200), default="")
    voice_en: Mapped[str] = mapped_column(String(200), default="")
    quote: Mapped[str] = mapped_column(Text, default="")
    public_text: Mapped[str] = mapped_column(Text, default="")
    redacted: Mapped[bool] = mapped_column(default=False)
    state: Mapped[State] = mapped_column(default=State.UNCONFIRMED)
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    public_revision: Mapped[int] = mapped_column(default=0)
    mend_asked: Mapped[bool] = mapped_column(default=False)
    wants_replies: Mapped[bool] = mapped_column(default=False)
    edited_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    reason_sr: Mapped[str] = mapped_column(Text, default="")
    reason_en: Mapped[str] = mapped_column(Text, default="")
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    forgotten_at: Mapped[datetime | None] = mapped_column(default=None)
    marks: Mapped[list[Any]] = mapped_column(default_factory=list)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON, default=None)

    @property
    def is_public(self) -> bool:
        """Tell whether anybody may read its words."""
        return self.state is State.PUBLISHED

    @property
    def is_official(self) -> bool:
        """Tell whether the municipality says it, by one of its offices or units."""
        return bool(self.voice_sr)

    @property
    def has_author(self) -> bool:
        """Tell whether its author is still known: not a guest after a year, nor anybody whose account was deleted."""
        return bool(self.author_name)

    @property
    def has_waiting_change(self) -> bool:
        """Tell whether its author has changed words that are public, and the change is not."""
        return self.is_public and self.public_revision != self.revision

    @property
    def may_be_withdrawn(self) -> bool:
        """What waits, came back or is public is its author's to take back."""
        return self.state in {State.UNCONFIRMED, State.WAITING, State.RETURNED, State.PUBLISHED}


class Revision(Model):
    """What a comment said before its author changed it: for the moderators' eyes only."""

    __tablename__ = "portal_comment_revision"
    comment_id: Mapped[int] = mapped_column(ForeignKey("portal_comment.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class Wrong(StrEnum):
    """What a reader may say is wrong with a comment."""

    PERSONAL = "personal"
    INSULT = "insult"
    HATE = "hate"
    ADVERT = "advert"
    OFF_TOPIC = "off_topic"
    OTHER = "other"


class ReportState(StrEnum):
    """What became of a reader's report."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class Report(Model):
    """A reader's report of a comment: it asks a moderator to look, and hides nothing by itself.

    One for each reader and revision. `reporter_key` is a salted hash, so that a moderator can be told how often this
    reader was right before; `email` is where the outcome is told.
    """

    __tablename__ = "portal_comment_report"
    __table_args__ = (
        Index("ix_portal_comment_report_once", "comment_id", "revision", "reporter_key", unique=True),
        Index("ix_portal_comment_report_reporter", "reporter_key", "state"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    comment_id: Mapped[int] = mapped_column(ForeignKey("portal_comment.id"))
    revision: Mapped[int]
    wrong: Mapped[Wrong]
    reporter_key: Mapped[str] = mapped_column(String(64))
    version_key: Mapped[str] = mapped_column(String(3))
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None, index=True)
    state: Mapped[ReportState] = mapped_column(default=ReportState.OPEN)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)


class Figure(Model):
    """How many comments of a thread are public: kept in the transaction of the act that changes it."""

    __tablename__ = "portal_comment_figure"
    thread_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(default=0)
