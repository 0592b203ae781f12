"""What every module here knows about Serbian letters: tables, false digraphs, parts nobody may touch."""

import re
import unicodedata
from typing import Final


def words(listed: str) -> tuple[str, ...]:
    """Write a list of words as one sentence instead of a column of quotes."""
    return tuple(listed.split())


CYRILLIC: Final = "абвгдђежзијклљмнњопрстћуфхцчџш"
LATIN: Final = words("a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š")
CARRIER: Final = "\ue000"
"""Joins the text nodes of one page while they are converted: no wall for capitals, one for addresses."""

_PAIRS: Final = tuple(zip(CYRILLIC, LATIN, strict=True))

LOWER_TO_LATIN: Final[dict[str, str]] = {**dict(_PAIRS), "ѐ": "è", "ѝ": "ì"}
ONE_TO_ONE: Final[dict[int, str]] = str.maketrans(
    LOWER_TO_LATIN | {key.upper(): value.upper() for key, value in LOWER_TO_LATIN.items() if key not in "љњџ"}
)
"""Cyrillic to Latin by letter; capital Љ Њ Џ are missing because they need their neighbours."""

DIGRAPHS: Final[dict[str, str]] = {"lj": "љ", "nj": "њ", "dž": "џ"}
LATIN_TO_LOWER: Final[dict[str, str]] = {latin: cyrillic for cyrillic, latin in _PAIRS if len(latin) == 1} | {
    "è": "ѐ",
    "ì": "ѝ",
}
UNICODE_VARIANTS: Final = str.maketrans(
    dict(zip("ǄǅǆǇǈǉǊǋǌðÐ", words("DŽ Dž dž LJ Lj lj NJ Nj nj đ Đ"), strict=True))
)
"""Single code points for digraphs, and the Icelandic eth that people type for đ."""

# Each entry marks the place where two letters meet without being one letter (injekcija is и-н-ј, not и-њ).
# Source: all 95 such entries of hunspell-sr, serbian.md 2.2; tested by round trip over that dictionary.
_ANYWHERE: Final = words("in|jekc in|jekt in|jicir in|junkc kon|jug")
_AT_START: Final = words(
    "kon|juk kon|jun kon|jekt tan|jug van|jezi van|jedar an|jon nad|žive nad|živi nad|življ nad|živj "
    "nad|žet nad|žnje nad|župan nad|župni nad|žanr od|žali od|žalj od|žar od|žive od|življ od|živj pod|žanr "
    "pod|župan pod|žeć pred|žalb pred|želu pred|živo feld|žand šen|jang šen|jen and|žej"
)


def _break_pattern() -> re.Pattern[str]:
    """One lookup for both lists; the match ends where the break is."""
    stems = [rf"{head}(?={tail})" for head, tail in (entry.split("|") for entry in _ANYWHERE)]
    starts = [rf"{head}(?={tail})" for head, tail in (entry.split("|") for entry in _AT_START)]
    return re.compile(rf"(?:{'|'.join(stems)})|\b(?:{'|'.join(starts)})", re.IGNORECASE)


_BREAK: Final = _break_pattern()
_DIGRAPH: Final = re.compile("lj|nj|dž", re.IGNORECASE)

_ADDRESS_CHARACTER: Final = rf"[^\s<>\"„“”«»{CARRIER}]"
EMAIL: Final = r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}+(?:\.[\w-]{1,63}+){1,8}+"
WEB: Final = rf"(?:https?|ftp)://{_ADDRESS_CHARACTER}++"
_DOMAIN: Final = (
    rf"(?<![\w.-])(?:www\.{_ADDRESS_CHARACTER}++"
    rf"|[a-z0-9-]{{1,63}}+(?:\.[a-z0-9-]{{1,63}}+){{0,4}}\.[a-z]{{2,24}}+/{_ADDRESS_CHARACTER}++"
    rf"|[\w-]{{1,63}}+(?:\.[\w-]{{1,63}}+){{0,4}}?\.срб(?!\w)(?:/{_ADDRESS_CHARACTER}*+)?)"
)
_TAG: Final = r"</?[a-z](?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+>"
_PLACEHOLDER: Final = (
    r"%\([^()\s]{1,64}+\)[-#0 +]?[a-z]|\{\{[^{}\n]{0,64}+\}\}|\{%[^{}\n]{0,64}+%\}|\{[\w.!:\[\]]{0,64}+\}"
)
PROTECTED: Final = re.compile("|".join((_TAG, WEB, EMAIL, _DOMAIN, _PLACEHOLDER)), re.IGNORECASE)
"""Addresses, tags and placeholders. Every repetition is possessive or bounded: linear on any input."""

_TRIGGERS: Final = ("@", "/", "<", "{", "%(", "www.", "WWW.", "Www.", ".срб", ".СРБ")
_MARKS: Final = re.compile(r"[^\w\s\x00-\x7f]{9,}")


def may_hold_protected(text: str) -> bool:
    """Cheap question before the dear one: most sentences have no address, tag or placeholder at all."""
    return any(trigger in text for trigger in _TRIGGERS)


def break_digraphs(text: str) -> frozenset[int]:
    """Return the positions where a Latin digraph is only two letters that meet (in|jekcija)."""
    return frozenset(match.end() for match in _BREAK.finditer(text))


def join_digraphs(text: str) -> str:
    """Write lj, nj, dž as the one Cyrillic letter each stands for, and leave the accidental ones apart."""
    breaks = break_digraphs(text)

    def join(match: re.Match[str]) -> str:
        pair = match.group()
        if match.start() + 1 in breaks:
            return pair
        letter = DIGRAPHS[pair.lower()]
        return letter.upper() if pair[0].isupper() else letter

    return _DIGRAPH.sub(join, text)


def tame(text: str) -> str:
    """Drop combining marks beyond eight in a row.

    Unicode normalisation sorts such runs by insertion: 80 thousand marks on one letter took 5.6 seconds.
    No language needs more than a few; every caller of unicodedata.normalize() here asks this first.
    """
    return _MARKS.sub(_tame_run, text) if not text.isascii() else text


def _tame_run(match: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in match.group():
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= 8:
            kept.append(character)
    return "".join(kept)
