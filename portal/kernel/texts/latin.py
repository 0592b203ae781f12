"""Serbian Cyrillic shown in Latin: the derived version of every text that is stored once."""

import re
from collections.abc import Callable
from typing import Final

from portal.kernel.texts.letters import (
    CARRIER,
    LOWER_TO_LATIN,
    ONE_TO_ONE,
    PROTECTED,
    may_hold_protected,
)

_CAPITAL_DIGRAPH: Final = re.compile("[ЉЊЏ]")
_CYRILLIC: Final = re.compile("[\u0400-\u045f]")
_TRANSPARENT: Final = re.compile(rf"[\u0300-\u036f{CARRIER}]")
_GAP: Final = frozenset(" \u00a0-\u2011")


def to_latin(text: str) -> str:
    """Write Serbian Cyrillic in Latin letters; everything else stays as it is.

    In: plain text, or text with tags, which stay untouched (for whole HTML use html_to_latin). Out: the
    same text; already Latin parts, addresses (also инфо@ражањ.срб), placeholders such as %(име)s and {име},
    and letters of other Cyrillic alphabets unchanged. Љ Њ Џ become LJ or Lj by their neighbours, because
    software that looks at the letter alone prints RAŽANj. Cost: linear, over a million characters a second.
    Rules: serbian.md 2.1.
    """
    if text.isascii() or not _CYRILLIC.search(text):
        return text
    if not may_hold_protected(text):
        return _letters_to_latin(text)
    return around_protected(text, _letters_to_latin)


def around_protected(text: str, convert: Callable[[str], str]) -> str:
    """Convert the text between addresses, tags and placeholders, and leave those alone."""
    pieces: list[str] = []
    position = 0
    for match in PROTECTED.finditer(text):
        pieces.append(convert(text[position : match.start()]))
        pieces.append(match.group())
        position = match.end()
    pieces.append(convert(text[position:]))
    return "".join(pieces)


def _letters_to_latin(text: str) -> str:
    return _CAPITAL_DIGRAPH.sub(_capital_digraph, text).translate(ONE_TO_ONE)


def _capital_digraph(match: re.Match[str]) -> str:
    latin = LOWER_TO_LATIN[match.group().lower()]
    return latin.upper() if _stands_among_capitals(match.string, match.start()) else latin.title()


def _stands_among_capitals(text: str, place: int) -> bool:
    """Decide LJ (true) or Lj (false): by the next letter, else the one before, else the words on both sides.

    A lone letter is an initial (Љ. Петровић) unless its neighbours are capitals as well (О Б Р А З Л О Ж Е
    Њ Е).
    """
    for step in (1, -1):
        neighbour = _letter_beside(text, place, step)
        if neighbour:
            return neighbour.isupper()
    if text[place + 1 : place + 2] == ".":
        return False
    sides = [side for side in (_word_beside(text, place, -1), _word_beside(text, place, 1)) if side]
    return bool(sides) and all(side.isupper() for side in sides)


def _letter_beside(text: str, place: int, step: int) -> str:
    """Return the letter that touches this one, through accents and inline tags, or nothing."""
    for distance in range(1, 5):
        index = place + step * distance
        if not 0 <= index < len(text):
            return ""
        if not _TRANSPARENT.match(text[index]):
            return text[index] if text[index].isalpha() else ""
    return ""


def _word_beside(text: str, place: int, step: int) -> str:
    """Return the nearest two letters of the next word on one side, which is enough to see capitals."""
    index = place + step
    for _ in range(3):
        if 0 <= index < len(text) and (text[index] in _GAP or text[index] == CARRIER):
            index += step
    if not 0 <= index < len(text) or not text[index].isalpha():
        return ""
    second = index + step
    return text[index] + (text[second] if 0 <= second < len(text) and text[second].isalpha() else "")
