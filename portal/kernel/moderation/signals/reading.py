"""What a text shows by itself: links, disguised letters, listed words. Pure functions, each in linear time."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from portal.kernel.texts import fold

MOST_READ: Final = 100_000
"""So many characters of a text are read; what comes after them a moderator sees anyway."""
MOST_DOMAINS: Final = 50

_LINK: Final = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"„“”«»]++", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]++")
_SPACED: Final = re.compile(r"(?<!\w)\w(?!\w)(?:[ .*_-]{1,2}\w(?!\w)){3,}+")
_STRETCHED: Final = re.compile(r"(\w)\1{2,}+")

_PAIRS: Final = (
    "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX αa εe ιi κk νv οo ρp τt υu χx ϳj "
    "ѕs іi ԁd һh ԛq ԝw ЅS ІI ԌG ԚQ ԜW ͼc օo ոn սu հh ցg ᎪA ᏴB ᏟC ᎬE ᎻH ᎫJ ᏦK ᎷM ᏢP ᎡR ᏚS ᎢT ᏙV ᏃZ"
)
_DISGUISED: Final = {pair[0]: pair[1] for pair in _PAIRS.split()}
_SERBIAN_IN_ANOTHER_DRESS: Final = str.maketrans(_DISGUISED)
_ODD: Final = re.compile(
    "[" + "".join(_DISGUISED) + "\uff21-\uff3a\uff41-\uff5a\u2460-\u24ff\U0001d400-\U0001d7ff\U0001f130-\U0001f189]"
)
_PLAIN: Final = re.compile("[A-Za-zČĆŠŽĐčćšžđ\u0400-\u045f]")
_ODD_WORD: Final = re.compile(r"[^\s.,;:!?()\"„“”]++")


def links_of(text: str) -> list[str]:
    """Return the web addresses in a text, in their order."""
    return _LINK.findall(text[:MOST_READ])


def domains_of(links: Iterable[str]) -> list[str]:
    """Return the domains that addresses lead to, each once, the first fifty."""
    found: dict[str, None] = {}
    for link in links:
        if len(found) == MOST_DOMAINS:
            break
        if name := _domain(link):
            found[name] = None
    return list(found)


def _domain(link: str) -> str:
    try:
        host = urlsplit(link if "//" in link else f"//{link}").hostname or ""
        name = host.rstrip(".").encode("idna").decode() if not host.isascii() else host.rstrip(".")
    except ValueError:
        return ""
    name = name.removeprefix("www.").lower()
    return name if "." in name and len(name) <= 253 else ""


def disguised_words(text: str, most: int = 5) -> list[str]:
    """Return words with letters that only look like ours (Greek, Cherokee, mathematical), each once.

    A word wholly in another alphabet is that alphabet's; mathematical and circled letters are always a disguise.
    """
    text = text[:MOST_READ]
    if text.isascii() or not _ODD.search(text):
        return []
    words = dict.fromkeys(word for word in _ODD_WORD.findall(text) if _ODD.search(word) and _is_disguise(word))
    return [word[:60] for word in list(words)[:most]]


def _is_disguise(word: str) -> bool:
    return bool(_PLAIN.search(word)) or any(ord(letter) > 0xFF00 for letter in word)


@dataclass(frozen=True)
class Wanted:
    """A list of words, ready to be looked for: whole words, beginnings, and how long the beginnings are."""

    whole: frozenset[str]
    beginnings: frozenset[str]
    lengths: tuple[int, ...]


@lru_cache(maxsize=8)
def wanted(listed: str) -> Wanted:
    """Read a list, one word a line; with an asterisk at its end it means all words that begin so."""
    lines = [line.strip() for line in listed.splitlines()]
    beginnings = frozenset(filter(None, (_plainly(line[:-1]) for line in lines if line.endswith("*"))))
    whole = frozenset(filter(None, (_plainly(line) for line in lines if not line.endswith("*"))))
    return Wanted(whole, beginnings, tuple(sorted({len(each) for each in beginnings})))


def listed_words(text: str, listed: str, most: int = 5) -> list[str]:
    """Return the words of a text that are in a list, as they are written, each once.

    Both are folded: script, diacritics, look-alike letters, stretched letters (глууупо) and letters with blanks
    between them (г л у п о) hide nothing. No expressions of anybody's are run: a word is looked up whole and by each
    length that the list's beginnings have. Cost: linear in the text, whatever the length of the list.
    """
    looked_for = wanted(listed)
    if not looked_for.whole and not looked_for.beginnings:
        return []
    text = text[:MOST_READ]
    found: dict[str, None] = {}
    for written in [*_WORD.findall(text), *_SPACED.findall(text)]:
        if len(found) == most:
            break
        if _is_wanted(_plainly(written), looked_for):
            found[written[:60]] = None
    return list(found)


def _is_wanted(word: str, looked_for: Wanted) -> bool:
    forms = {word, _STRETCHED.sub(r"\1", word)} if _STRETCHED.search(word) else {word}
    return any(
        form in looked_for.whole or any(form[:length] in looked_for.beginnings for length in looked_for.lengths)
        for form in forms
    )


def _plainly(word: str) -> str:
    return "".join(_WORD.findall(fold(word.translate(_SERBIAN_IN_ANOTHER_DRESS))))


def shortened(words: Sequence[str], most: int = 3) -> str:
    """Write the first few of many, with how many more there are."""
    rest = len(words) - most
    return ", ".join(words[:most]) + (f" (+{rest})" if rest > 0 else "")
