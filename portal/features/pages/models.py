"""Nouns: a standing page and the blocks it is made of; what the municipality lists of the world around its portal."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Model


class BlockKind(StrEnum):
    """A heading, a paragraph or a list of points."""

    HEADING = "h2"
    PARAGRAPH = "p"
    LIST = "ul"


@dataclass(frozen=True)
class Block:
    """A piece of a page: a heading and a paragraph are one line, a list has several."""

    kind: BlockKind
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page in Serbian and English, and the day somebody last checked that it is still true."""

    key: str
    title_sr: str
    title_en: str
    reviewed: date
    sr: tuple[Block, ...]
    en: tuple[Block, ...] = ()


class Shelf(StrEnum):
    """What is listed: electronic services, registers, promotional documents, events; the values stand in addresses."""

    SERVICE = "e-usluge"
    REGISTER = "registri"
    PROMOTION = "promocija"
    EVENT = "dogadjaji"


class Entry(Model):
    """One thing on a shelf, kept by editors.

    Every service, document and event leads somewhere or has a day. A register without an address is one that the
    municipality ought to publish and does not yet: it counts in the denominator of activity 2.3.1. `works` is what the
    last nightly look at the address found, None before the first. A banner is a service shown on the home page.
    """

    __tablename__ = "portal_pages_entry"
    __table_args__ = (Index("ix_portal_pages_entry_shelf_place", "shelf", "place"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    shelf: Mapped[Shelf]
    name_sr: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    text_sr: Mapped[str] = mapped_column(Text, default="")
    text_en: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(String(2048), default="")
    day: Mapped[date | None] = mapped_column(default=None)
    is_banner: Mapped[bool] = mapped_column(default=False)
    place: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    works: Mapped[bool | None] = mapped_column(default=None)
    looked_at: Mapped[datetime | None] = mapped_column(default=None)
