"""Nouns: a document as the search knows it."""

from datetime import datetime
from typing import Any
from zlib import crc32

from sqlalchemy import BigInteger, Connection, Index, Integer, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Model
from portal.kernel.search import schema

PER_SECOND = 65_536


class Document(Model):
    """One public thing: what is searched, where it stands, and what stands beside a hit.

    Its id tells the order of publication (see `place`), so that "newest first" and "the newest 2,000 hits" are read
    off the index itself, without a join or a sort. What is searched are the folded words, which carry exact hits,
    beginnings and phrases, and their stems, which carry every other form: `put` fills them in. The index follows this
    table by triggers (schema.py). What has an English text of its own gives it beside the Serbian one: either finds
    it, and readers see the one in their language.
    """

    __tablename__ = "portal_search_document"
    __table_args__ = (UniqueConstraint("kind", "subject_id"), Index(None, "kind", "id"))
    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False, init=False
    )
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    url_endpoint: Mapped[str] = mapped_column(String(100))
    url_values: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]
    topic: Mapped[str] = mapped_column(String(60), default="")
    office: Mapped[str] = mapped_column(String(60), default="")
    unit: Mapped[str] = mapped_column(String(60), default="")
    title_en: Mapped[str] = mapped_column(Text, default="")
    text_en: Mapped[str] = mapped_column(Text, default="")
    title_words: Mapped[str] = mapped_column(Text, init=False, default="")
    title_stems: Mapped[str] = mapped_column(Text, init=False, default="")
    words: Mapped[str] = mapped_column(Text, init=False, default="")
    stems: Mapped[str] = mapped_column(Text, init=False, default="")

    @property
    def place(self) -> int:
        """The first id this document would take: a later second is a greater id, whatever was put in first."""
        return (
            int(self.published_at.timestamp()) * PER_SECOND
            + crc32(f"{self.kind} {self.subject_id}".encode()) % PER_SECOND
        )


@event.listens_for(Document.__table__, "after_create")
def _create_index(_table: object, connection: Connection, **_: object) -> None:
    schema.create(connection)


@event.listens_for(Document.__table__, "before_drop")
def _drop_index(_table: object, connection: Connection, **_: object) -> None:
    schema.drop(connection)
