"""The nouns of a legal text: its pieces, from part to indent, and what holds what."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a piece is; in Serbian drafting: део, глава, одељак, члан, став, тачка, подтачка, алинеја, прилог."""

    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    POINT = "point"
    SUBPOINT = "subpoint"
    INDENT = "indent"
    TABLE = "table"
    ANNEX = "annex"
    PREAMBLE = "preamble"
    HEADING = "heading"
    SIGNATURE = "signature"
    RATIONALE = "rationale"


LEVELS: Final[dict[Kind, int]] = {
    Kind.PREAMBLE: 1,
    Kind.SIGNATURE: 1,
    Kind.ANNEX: 1,
    Kind.RATIONALE: 1,
    Kind.PART: 1,
    Kind.CHAPTER: 2,
    Kind.SECTION: 3,
    Kind.HEADING: 4,
    Kind.ARTICLE: 5,
    Kind.PARAGRAPH: 6,
    Kind.TABLE: 6,
    Kind.POINT: 7,
    Kind.SUBPOINT: 8,
    Kind.INDENT: 9,
}
"""How deep a kind stands: a piece belongs to the nearest one before it that stands less deep."""

HOLDS_NOTHING: Final = frozenset({Kind.PREAMBLE, Kind.SIGNATURE, Kind.INDENT, Kind.TABLE})
BODIES: Final = frozenset({Kind.ARTICLE, Kind.ANNEX, Kind.RATIONALE})
"""What paragraphs are counted in."""


@dataclass(frozen=True)
class Piece:
    """A piece of a legal text in its order.

    `text` is everything the document says here, the number and the heading of the piece included, so that the texts
    of all pieces joined are the document; `number` and `heading` repeat what of it names the piece. A paragraph (став)
    has the number it is counted by. `parent` is the index of the piece that holds it.
    """

    kind: Kind
    number: str = ""
    heading: str = ""
    text: str = ""
    level: int = 0
    parent: int | None = None
