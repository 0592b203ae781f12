"""One spelling for all the ways people type a Serbian word, so that a search finds it."""

import re
import unicodedata
from typing import Final

from portal.kernel.texts.letters import CYRILLIC, LATIN, tame

_PLAIN: Final = str.maketrans("čćšžđðè", "ccszdde")
_CYRILLIC: Final = {key: value.translate(_PLAIN) for key, value in zip(CYRILLIC, LATIN, strict=True)}
_COMMON: Final = str.maketrans(
    {**_CYRILLIC, **{key.upper(): value for key, value in _CYRILLIC.items()}}
    | dict(zip("čćšžđðČĆŠŽĐÐ", "ccszddccszdd", strict=True))
    | dict(zip("„“”’–—", '"""\'--', strict=True))
    | {"…": "..."}
)
_UNSEEN: Final = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_DJ: Final = re.compile("dj+")

_CYRILLIC_CLASS: Final = "\u0400-\u045f"
_LATIN_CLASS: Final = "a-zA-ZčćšžđČĆŠŽĐ"
_WORD: Final = re.compile(rf"[{_CYRILLIC_CLASS}{_LATIN_CLASS}]++")
_MEETING: Final = re.compile(rf"[{_CYRILLIC_CLASS}][{_LATIN_CLASS}]|[{_LATIN_CLASS}][{_CYRILLIC_CLASS}]")
_ALIKE_CYRILLIC: Final = "АВЕЈКМНОРСТХаеојрсхукмт"
_ALIKE_LATIN: Final = "ABEJKMHOPCTXaeojpcxykmt"
_AS_CYRILLIC: Final = str.maketrans(_ALIKE_LATIN, _ALIKE_CYRILLIC)
_AS_LATIN: Final = str.maketrans(_ALIKE_CYRILLIC, _ALIKE_LATIN)
_SURE_CYRILLIC: Final = re.compile(rf"(?![{_ALIKE_CYRILLIC}])[{_CYRILLIC_CLASS}]")
_SURE_LATIN: Final = re.compile(rf"(?![{_ALIKE_LATIN}])[{_LATIN_CLASS}]")


def fold(text: str) -> str:
    """Return the spelling under which the text is stored for search: lower-case Latin without diacritics.

    грађани, građani, gradjani, gradani, GRAĐANI and graðani all become gradani; a Latin letter that hides
    in a Cyrillic word (or the reverse) is read as what it looks like. đ and dj both become d: it joins деца
    with дјеца and costs a few wanted differences (вода, вођа), so rank exact words first. Lengths change;
    marking hits in the original is the task of highlight(). fold(fold(x)) == fold(x). Cost: linear, about
    two million characters a second. Source: serbian.md 2.3.
    """
    if not text.isascii():
        text = settle_lookalikes(_UNSEEN.sub("", text)).translate(_COMMON)
        if not text.isascii():
            text = _rare_letters(text)
    return _DJ.sub("d", text.lower())


def settle_lookalikes(text: str) -> str:
    """Give words of mixed letters one script, when the letters of the other one only look like it."""
    return _WORD.sub(_settle, text) if _MEETING.search(text) else text


def _settle(match: re.Match[str]) -> str:
    word = match.group()
    if not _MEETING.search(word):
        return word
    cyrillic, latin = _SURE_CYRILLIC.search(word), _SURE_LATIN.search(word)
    if cyrillic and not latin:
        return word.translate(_AS_CYRILLIC)
    if latin and not cyrillic:
        return word.translate(_AS_LATIN)
    return word


def _rare_letters(text: str) -> str:
    """Decomposed, accented and foreign letters: slower, and seldom needed."""
    plain = unicodedata.normalize("NFKD", tame(text)).casefold()
    plain = unicodedata.normalize("NFKD", plain)
    bare = "".join(character for character in plain if not unicodedata.category(character).startswith("M"))
    return bare.translate(_COMMON)
