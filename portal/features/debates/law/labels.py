"""What a piece is called when people speak of it: "Члан 7, став 2, тачка 1)"."""

from collections.abc import Sequence
from typing import Final, Literal

from portal.features.debates.law.counting import ordinal
from portal.features.debates.law.pieces import Kind, Piece
from portal.kernel.texts import to_latin

Language = Literal["sr", "lat", "en"]

SERBIAN: Final[dict[Kind, str]] = {
    Kind.PART: "део",
    Kind.CHAPTER: "глава",
    Kind.SECTION: "одељак",
    Kind.ARTICLE: "члан",
    Kind.PARAGRAPH: "став",
    Kind.POINT: "тачка",
    Kind.SUBPOINT: "подтачка",
    Kind.INDENT: "алинеја",
    Kind.TABLE: "табела",
    Kind.ANNEX: "прилог",
    Kind.PREAMBLE: "уводни део",
    Kind.HEADING: "наслов",
    Kind.SIGNATURE: "потпис",
    Kind.RATIONALE: "образложење",
}
ENGLISH: Final[dict[Kind, str]] = {
    Kind.PART: "part",
    Kind.CHAPTER: "chapter",
    Kind.SECTION: "section",
    Kind.ARTICLE: "article",
    Kind.PARAGRAPH: "paragraph",
    Kind.POINT: "point",
    Kind.SUBPOINT: "subpoint",
    Kind.INDENT: "indent",
    Kind.TABLE: "table",
    Kind.ANNEX: "annex",
    Kind.PREAMBLE: "preamble",
    Kind.HEADING: "heading",
    Kind.SIGNATURE: "signature",
    Kind.RATIONALE: "rationale",
}
COUNTED_IN: Final = frozenset({Kind.ARTICLE, Kind.ANNEX, Kind.RATIONALE, Kind.PARAGRAPH, Kind.POINT, Kind.SUBPOINT})
"""What a piece inside it is called by; chapters are not said before an article, whose number is unique."""


def label(pieces: Sequence[Piece], index: int, language: Language | str = "sr") -> str:
    """Return the name of a piece: in Serbian Cyrillic ("sr"), in Latin ("lat") or in English ("en").

    Within an article, an annex or the rationale it says the whole way there; a heading is called by its words.
    """
    names = ENGLISH if language == "en" else SERBIAN
    way = [_called(pieces[index], names)]
    place = pieces[index].parent
    while place is not None:
        if pieces[place].kind in COUNTED_IN:
            way.append(_called(pieces[place], names))
        place = pieces[place].parent
    text = ", ".join(reversed(way))
    text = text[:1].upper() + text[1:]
    return to_latin(text) if language == "lat" else text


def _called(piece: Piece, names: dict[Kind, str]) -> str:
    name = names[piece.kind]
    if piece.kind is Kind.HEADING:
        return f"{name} „{piece.heading}“" if names is SERBIAN else f"{name} “{piece.heading}”"
    number = piece.number.rstrip(".")
    if ordinal(number):
        number = str(ordinal(number)) if names is ENGLISH else number.lower()
    elif names is ENGLISH:
        number = to_latin(number)
    return f"{name} {number}" if number else name
