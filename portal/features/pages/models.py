"""Nouns: a standing page and the blocks it is made of."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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
