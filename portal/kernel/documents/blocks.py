"""What a document consists of for us: a row of blocks, and what its writers left between the lines."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from portal.kernel.words import LazyString, lazy


class Style(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE = "table"


class Reading(StrEnum):
    """Which text of a document with tracked changes is read: the new one or the old one."""

    ACCEPT = "accept"
    REJECT = "reject"


class Track(StrEnum):
    """What a tracked change did."""

    INSERTED = "inserted"
    DELETED = "deleted"


class Oddity(StrEnum):
    """What a document holds that is not taken over, so that a person looks."""

    PICTURES = "pictures"
    EMBEDDED = "embedded"
    NOTES = "notes"
    BOXES = "boxes"
    HEADERS = "headers"
    CUT = "cut"


SAYINGS: Final[dict[Oddity, LazyString]] = {
    Oddity.PICTURES: lazy("The document has pictures; only its text is taken."),
    Oddity.EMBEDDED: lazy("The document has other files inside; they are not taken."),
    Oddity.NOTES: lazy("The document has footnotes; they stand at the end of the text."),
    Oddity.BOXES: lazy("The document has text boxes; their text stands after the paragraph they belong to."),
    Oddity.HEADERS: lazy("What stands at the top and the bottom of every page is not taken."),
    Oddity.CUT: lazy("The document has more tracked changes or comments than are shown."),
}
"""What the clerk is told, by oddity."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A piece of a document in its order.

    `number` is what the program puts before a list item or a heading by itself ("1)", "–"); it is not in `text`.
    `level` counts from 1 for headings, from 0 for items. The text of a table is its rows, a tab between cells.
    """

    text: str
    style: Style = Style.PARAGRAPH
    level: int = 0
    number: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def shown(self) -> str:
        """The text with its number, as a reader of the document sees it."""
        return f"{self.number} {self.text}" if self.number else self.text


@dataclass(frozen=True, kw_only=True)
class Change:
    """A tracked change: who inserted or deleted what, when (as the file says it), in which block."""

    kind: Track
    author: str
    at: str
    text: str
    block: int


@dataclass(frozen=True, kw_only=True)
class Remark:
    """A comment between the lines: whose, when, and beside which block."""

    author: str
    at: str
    text: str
    block: int


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document as it was read; `changes` are all tracked ones, whichever reading was chosen."""

    blocks: tuple[Block, ...]
    changes: tuple[Change, ...] = ()
    remarks: tuple[Remark, ...] = ()
    warnings: tuple[Oddity, ...] = ()

    @property
    def text(self) -> str:
        """The whole text, a line for each block."""
        return "\n".join(block.shown for block in self.blocks)
