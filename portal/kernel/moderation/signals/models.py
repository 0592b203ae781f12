"""Nouns of what a machine notices: sketches of texts, domains seen, the rules and the list of words, reporters."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Model


class Sketch(Model):
    """A text as numbers that say nothing by themselves: enough to tell whether another one is nearly the same.

    Texts found alike share a `family`, the id of the first of them. Kept for thirty days.
    """

    __tablename__ = "portal_moderation_sketch"
    __table_args__ = (
        Index("ix_portal_moderation_sketch_subject", "kind", "subject_id"),
        Index("ix_portal_moderation_sketch_family", "family", "at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    author_key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(index=True)
    marks: Mapped[bytes] = mapped_column(LargeBinary)
    family: Mapped[int] = mapped_column(default=0)


class Trace(Model):
    """One of the few numbers by which texts that resemble a sketch are found."""

    __tablename__ = "portal_moderation_trace"
    value: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    sketch_id: Mapped[int] = mapped_column(
        ForeignKey("portal_moderation_sketch.id", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )


class Domain(Model):
    """A domain that somebody linked to, and since when the portal knows it."""

    __tablename__ = "portal_moderation_domain"
    name: Mapped[str] = mapped_column(String(253), primary_key=True)
    first_at: Mapped[datetime]


class Watch(Model):
    """What the machine looks for: the list of words and the numbers. Never changed, only followed by the next version."""

    __tablename__ = "portal_moderation_watch"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    words: Mapped[str] = mapped_column(Text)
    links: Mapped[int]
    per_hour: Mapped[int]
    network_per_hour: Mapped[int]
    seconds: Mapped[int]
    since: Mapped[datetime | None] = mapped_column(default=None)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)


class Reporter(Model):
    """How many reports of somebody were settled, and how many of them were right; known by a fingerprint only."""

    __tablename__ = "portal_moderation_reporter"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    settled: Mapped[int] = mapped_column(default=0)
    upheld: Mapped[int] = mapped_column(default=0)
