"""How a draft becomes passages with legal addresses, from its file and after each correction of a clerk."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from typing import Any

from portal.features.debates.law import numbering
from portal.features.debates.law.labels import label
from portal.features.debates.law.pieces import BODIES, HOLDS_NOTHING, LEVELS, Kind, Piece
from portal.features.debates.models import Passage, PassageKind
from portal.kernel import documents

__all__ = ["COUNTED", "HEADS", "Piece", "asides", "cut", "name", "parts", "text_key"]

HEADS = frozenset(
    {
        PassageKind.PART,
        PassageKind.CHAPTER,
        PassageKind.SECTION,
        PassageKind.HEADING,
        PassageKind.ARTICLE,
        PassageKind.ANNEX,
        PassageKind.RATIONALE,
    }
)
"""What only names what follows: what is split off from it is text."""
COUNTED = frozenset({PassageKind.PARAGRAPH, PassageKind.TABLE, PassageKind.INDENT})
"""What bears no number in the text and is counted by readers."""
BRACKETED = re.compile(r"\((\d{1,3})\)\s")
MOST_ASIDES, LONGEST_ASIDE = 300, 1000


def cut(document: documents.Document) -> Sequence[Piece]:
    """Return the pieces of a document that was read."""
    return numbering.split(document.blocks)


def asides(document: documents.Document, chosen: str = "") -> dict[str, Any]:
    """Return what writers left in a document, for the clerk: tracked changes, comments, what was not taken over."""
    changes = [
        {"kind": each.kind.value, "author": each.author, "at": each.at[:10], "text": each.text[:LONGEST_ASIDE]}
        for each in document.changes[:MOST_ASIDES]
    ]
    remarks = [
        {"author": each.author, "at": each.at[:10], "text": each.text[:LONGEST_ASIDE]} for each in document.remarks[:MOST_ASIDES]
    ]
    warnings = [each.value for each in document.warnings]
    return {"changes": changes, "remarks": remarks, "warnings": warnings, "chosen": chosen}


def text_key(heading: str, text: str) -> str:
    """Return what two passages share that say the same."""
    return hashlib.sha256(f"{heading}\n{text}".encode()).hexdigest()


def parts(text: str) -> list[str]:
    """Return the parts of a text between which an empty line stands."""
    return [part.strip() for part in re.split(r"\n[ \t]*\n", text.strip()) if part.strip()]


def name(passages: Sequence[Passage]) -> None:
    """Give each passage of an edition, in its order, its depth, its counted number, its article and its address."""
    pieces: list[Piece] = []
    held: list[int] = []
    counts: dict[tuple[int | None, Kind], int] = {}
    for place, passage in enumerate(passages):
        kind = Kind(passage.kind.value)
        level = LEVELS[kind]
        if kind is Kind.HEADING and any(pieces[holder].kind in {Kind.ANNEX, Kind.RATIONALE} for holder in held):
            level = LEVELS[Kind.PARAGRAPH] - 1
        while held and pieces[held[-1]].level >= level:
            held.pop()
        parent = held[-1] if held else None
        if passage.kind in COUNTED:
            passage.number = _counted(counts, parent if kind is Kind.INDENT else _body(pieces, held), kind, passage.text)
        pieces.append(Piece(kind, passage.number, passage.heading, passage.text, level, parent))
        if kind not in HOLDS_NOTHING:
            held.append(place)
        body = _body(pieces, [*held, place] if kind in BODIES else held)
        passage.level, passage.article = level, passages[body].line if body is not None else None
    for place, passage in enumerate(passages):
        passage.label, passage.label_en = label(pieces, place, "sr")[:200], label(pieces, place, "en")[:200]


def _body(pieces: Sequence[Piece], held: Iterable[int]) -> int | None:
    return next((place for place in reversed(list(held)) if pieces[place].kind in BODIES), None)


def _counted(counts: dict[tuple[int | None, Kind], int], holder: int | None, kind: Kind, text: str) -> str:
    printed = BRACKETED.match(text) if kind is Kind.PARAGRAPH else None
    counts[holder, kind] = int(printed[1]) if printed else counts.get((holder, kind), 0) + 1
    return str(counts[holder, kind])
