"""Nouns: news (вест), their categories, pictures, corrections and revisions, and the sources they are imported from."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Model

KIND = "news"
"""What pictures and files are attached to, and what the search knows."""
RELEASED = "state = 'released'"
PROPOSED = "proposed_at IS NOT NULL"
LONGEST_TITLE, LONGEST_LEAD, LONGEST_TEXT = 200, 500, 100_000


class State(StrEnum):
    """What editors have decided; `Shown` says what that means at a moment."""

    DRAFT = "draft"
    RELEASED = "released"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Shown(StrEnum):
    """What an item is at a moment: time makes of a released one a scheduled, a published and an expired one."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Category(Model):
    """What news are about; kept in the order in which readers choose."""

    __tablename__ = "portal_news_category"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    name_sr: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)


class Item(Model):
    """One piece of news.

    `written_…` is what the editor typed, `body_…` the sanitised HTML made of it when it was saved. Whether the public
    sees it is `state` and two moments: from `published_at` on, before `expires_at`. `shelf` orders the public list:
    minus the moment of publication in milliseconds, so that one ascending index pages it and what is scheduled lies
    before its beginning; `desk` orders the editors' list in the same way by the last change. `first_at` is when the
    public saw it first. `words` are its titles folded, for the editors' search. `state` EXPIRED is written by the
    worker after the fact: it takes old rows out of the index, nothing else.
    """

    __tablename__ = "portal_news_item"
    __table_args__ = (
        Index("ix_portal_news_item_shelf", "shelf", "id", sqlite_where=text(RELEASED), postgresql_where=text(RELEASED)),
        Index(
            "ix_portal_news_item_category_shelf",
            "category_id",
            "shelf",
            "id",
            sqlite_where=text(RELEASED),
            postgresql_where=text(RELEASED),
        ),
        Index("ix_portal_news_item_expires", "expires_at", sqlite_where=text(RELEASED), postgresql_where=text(RELEASED)),
        Index("ix_portal_news_item_pinned", "pinned_until", sqlite_where=text(RELEASED), postgresql_where=text(RELEASED)),
        Index("ix_portal_news_item_desk", "desk", "id"),
        Index("ix_portal_news_item_state_desk", "state", "desk", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    title_sr: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    category_id: Mapped[int] = mapped_column(ForeignKey("portal_news_category.id"))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    desk: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[str] = mapped_column(Text)
    lead_sr: Mapped[str] = mapped_column(String(LONGEST_LEAD), default="")
    written_sr: Mapped[str] = mapped_column(Text, default="")
    body_sr: Mapped[str] = mapped_column(Text, default="")
    title_en: Mapped[str] = mapped_column(String(LONGEST_TITLE), default="")
    lead_en: Mapped[str] = mapped_column(String(LONGEST_LEAD), default="")
    written_en: Mapped[str] = mapped_column(Text, default="")
    body_en: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None, index=True)
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    year: Mapped[int] = mapped_column(default=0)
    shelf: Mapped[int] = mapped_column(BigInteger, default=0)
    first_at: Mapped[datetime | None] = mapped_column(default=None)
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    pinned_until: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    reason_sr: Mapped[str] = mapped_column(String(500), default="")
    reason_en: Mapped[str] = mapped_column(String(500), default="")
    origin_url: Mapped[str] = mapped_column(String(2000), default="")
    origin_name: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)

    category: Mapped[Category] = relationship(init=False, lazy="select")
    corrections: Mapped[list["Correction"]] = relationship(
        lambda: Correction, init=False, order_by=lambda: Correction.id, lazy="select"
    )
    pictures: Mapped[list["Picture"]] = relationship(
        lambda: Picture, init=False, order_by=lambda: (Picture.place, Picture.id), lazy="select"
    )

    def shown(self, moment: datetime) -> Shown:
        """Return what it is at a moment."""
        if self.state is not State.RELEASED or self.published_at is None:
            return Shown(self.state)
        if self.expires_at is not None and self.expires_at <= moment:
            return Shown.EXPIRED
        return Shown.SCHEDULED if moment < self.published_at else Shown.PUBLISHED

    def is_public(self, moment: datetime) -> bool:
        """Tell whether anybody may read it at a moment."""
        return self.shown(moment) is Shown.PUBLISHED

    def was_public(self, moment: datetime) -> bool:
        """Tell whether the public has ever seen it."""
        return self.first_at is not None and self.first_at <= moment

    def is_pinned(self, moment: datetime) -> bool:
        """Tell whether it stands before all others."""
        return self.pinned_until is not None and moment < self.pinned_until

    @property
    def is_imported(self) -> bool:
        """Tell whether it came from a source."""
        return bool(self.origin_url)


class Revision(Model):
    """What an item said before a correction: kept for the editors, never changed."""

    __tablename__ = "portal_news_revision"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("portal_news_item.id"), index=True)
    at: Mapped[datetime]
    title_sr: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    lead_sr: Mapped[str] = mapped_column(String(LONGEST_LEAD))
    body_sr: Mapped[str] = mapped_column(Text)
    title_en: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    lead_en: Mapped[str] = mapped_column(String(LONGEST_LEAD))
    body_en: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None, index=True)


class Correction(Model):
    """A public note, with its day, that says what was corrected in an item; `revision_id` is what it said before."""

    __tablename__ = "portal_news_correction"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("portal_news_item.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("portal_news_revision.id"))
    at: Mapped[datetime]
    note_sr: Mapped[str] = mapped_column(String(500))
    note_en: Mapped[str] = mapped_column(String(500), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None, index=True)


class Picture(Model):
    """What is said about a photo of an item: what it shows in two languages, or that it shows nothing one must know."""

    __tablename__ = "portal_news_picture"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("portal_news_item.id"), index=True)
    photo_id: Mapped[int] = mapped_column(unique=True)
    shows_sr: Mapped[str] = mapped_column(String(300), default="")
    shows_en: Mapped[str] = mapped_column(String(300), default="")
    decorative: Mapped[bool] = mapped_column(default=False)
    credit: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)


class Fetched(StrEnum):
    """How the last import from a source ended."""

    NEVER = "never"
    ORDERED = "ordered"
    DONE = "done"
    SAME = "same"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    TOO_LARGE = "too_large"
    NO_FEED = "no_feed"


class Source(Model):
    """A feed that news are imported from, and how its last import ended."""

    __tablename__ = "portal_news_source"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(2000))
    category_id: Mapped[int] = mapped_column(ForeignKey("portal_news_category.id"))
    hours: Mapped[int] = mapped_column(default=6)
    active: Mapped[bool] = mapped_column(default=True)
    publishes: Mapped[bool] = mapped_column(default=False)
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    last_at: Mapped[datetime | None] = mapped_column(default=None)
    last: Mapped[Fetched] = mapped_column(default=Fetched.NEVER)
    last_new: Mapped[int] = mapped_column(default=0)
    last_changed: Mapped[int] = mapped_column(default=0)
    last_left: Mapped[int] = mapped_column(default=0)
    etag: Mapped[str] = mapped_column(String(300), default="")
    modified: Mapped[str] = mapped_column(String(100), default="")
    version: Mapped[int] = mapped_column(default=1)
    category: Mapped[Category] = relationship(init=False, lazy="select", repr=False)


class Entry(Model):
    """What is known of one entry of a source, so that none is taken in twice.

    `key` is the hash of its own id, else of its link; `link_key` that of the link; `digest` that of its words. Without
    `item_id` an editor has deleted the item, and it does not come back. `proposed` is what the source says now, where
    that is not what it said before: an editor takes it over or leaves it.
    """

    __tablename__ = "portal_news_entry"
    __table_args__ = (
        Index("ix_portal_news_entry_source_key", "source_id", "key", unique=True),
        Index("ix_portal_news_entry_source_link", "source_id", "link_key"),
        Index("ix_portal_news_entry_proposed", "proposed_at", sqlite_where=text(PROPOSED), postgresql_where=text(PROPOSED)),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    source_id: Mapped[int] = mapped_column(ForeignKey("portal_news_source.id"))
    key: Mapped[str] = mapped_column(String(64))
    link_key: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("portal_news_item.id"), default=None, index=True)
    proposed_at: Mapped[datetime | None] = mapped_column(default=None)
    proposed: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    version: Mapped[int] = mapped_column(default=1)


class Figure(Model):
    """How many released items a category has from a year; category 0 is all of them."""

    __tablename__ = "portal_news_figure"
    category_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(default=0)
