"""Sort keys that are stored, because neither SQLite nor PostgreSQL "C" knows the two Serbian orders."""

import re
import unicodedata
from typing import Final

from portal.kernel.texts.folding import settle_lookalikes
from portal.kernel.texts.letters import CYRILLIC, LATIN_TO_LOWER, UNICODE_VARIANTS, join_digraphs, tame

# Both orders of the same letters, each written as its Cyrillic one; q w x y stand where Latin has them.
_LATIN_ORDER: Final = "абцчћдџђефгхијклљмнњопqрсштувwxyзж"
_CYRILLIC_ORDER: Final = CYRILLIC + "qwxy"
_WEIGHTS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefgh"
_AFTER_ALL: Final = "~"
_HEX: Final = str.maketrans("0123456789abcdef", "ABCDEFGHIJKLMNOP")

_TO_LETTERS: Final = str.maketrans(LATIN_TO_LOWER)
_NUMBER: Final = re.compile("[0-9]+")
_KNOWN: Final = re.compile(rf"[{CYRILLIC}qwxya-z0-9 ]*+")
_MARK: Final = re.compile(r"(?<![csz])[\u0300-\u036f]")


def sort_key_cyrillic(text: str) -> str:
    """Return the key by which a text stands in a Cyrillic list (А Б В Г Д Ђ Е Ж …).

    In: a title or name in either script. Out: printable ASCII whose plain comparison (SQLite BINARY,
    PostgreSQL "C") is the order of the dictionary: capitals, accents, quotes and other signs do not count,
    a shorter word comes first, numbers count as numbers (члан 2 before члан 10). Equal keys mean equal but
    for those; break ties by id. Cost: linear. Source: serbian.md 2.5.
    """
    return _key(text, _BY_CYRILLIC)


def sort_key_latin(text: str) -> str:
    """Return the key by which a text stands in a Latin list (A B C Č Ć D Dž Đ E … L Lj M N Nj O …).

    The same rules; lj, nj, dž are one letter, but not in in|jekcija and its like, for which ICU has no
    answer.
    """
    return _key(text, _BY_LATIN)


def _weights(order: str) -> dict[int, str]:
    return str.maketrans(dict(zip(order, _WEIGHTS, strict=True)))


_BY_CYRILLIC: Final = _weights(_CYRILLIC_ORDER)
_BY_LATIN: Final = _weights(_LATIN_ORDER)


def _key(text: str, weights: dict[int, str]) -> str:
    words = "".join(_letters(text)).split()
    return _NUMBER.sub(_counted, " ".join(words).translate(weights))


def _letters(text: str) -> str:
    """Write any text with the thirty letters (as Cyrillic small ones), q w x y, digits and blanks."""
    text = settle_lookalikes(text.translate(UNICODE_VARIANTS))
    text = unicodedata.normalize("NFC", _MARK.sub("", unicodedata.normalize("NFD", tame(text).lower())))
    letters = join_digraphs(text).translate(_TO_LETTERS)
    return letters if _KNOWN.fullmatch(letters) else "".join(map(_rare, letters))


def _rare(character: str) -> str:
    """Blanks and dashes part words, signs do not count, letters of other alphabets come after all of ours."""
    if _KNOWN.fullmatch(character):
        return character
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    if character.isspace() or unicodedata.category(character) == "Pd" or character in "/_":
        return " "
    plain = "".join(part for part in unicodedata.normalize("NFKD", character).lower() if part.isalpha())
    letters = plain.translate(_TO_LETTERS)
    if _KNOWN.fullmatch(letters):
        return letters
    return "".join(_AFTER_ALL + f"{ord(letter):06x}".translate(_HEX) for letter in letters)


def _counted(match: re.Match[str]) -> str:
    """Put the length of a number before it, so that 10 comes after 9 when compared as text."""
    digits = match.group().lstrip("0")[:99] or "0"
    return f"{len(digits):02d}{digits}"
