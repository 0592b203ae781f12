"""What a page of results shows of a text: the piece around the hit, and the words that were hit."""

from collections.abc import Callable, Iterator

from portal.kernel.texts.folding import fold
from portal.kernel.texts.stemming import WORD, query_keys, word_keys

_SHORTEST_PREFIX = 3


def highlight(text: str, query: str) -> list[tuple[str, bool]]:
    """Split the original text in runs; True marks the words that the query means.

    A word is meant when it shares a key with a word of the query, or begins (folded) with one of three
    letters or more. The runs joined are the text again, so a template escapes each and wraps the true ones.
    Cost: linear.
    """
    is_meant = _matcher(query)
    runs: list[tuple[str, bool]] = []
    position = 0
    for start, end in _hits(text, is_meant):
        if start > position:
            runs.append((text[position:start], False))
        runs.append((text[start:end], True))
        position = end
    if position < len(text):
        runs.append((text[position:], False))
    return runs


def excerpt(text: str, query: str, length: int = 200) -> str:
    """Return about `length` characters of the text around the first hit, cut between words.

    Without a hit it is the beginning. White space becomes single blanks, since it stands in one paragraph
    of a list; … marks a cut. Cost: linear.
    """
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    first = next(_hits(text, _matcher(query)), (0, 0))[0]
    start = max(0, min(first - length // 3, len(text) - length))
    if start:
        start = min(_next_word(text, start), first)
    end = min(len(text), start + length)
    if end < len(text):
        blank = text.rfind(" ", start, end + 1)
        end = blank if blank > first else end
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")


def _next_word(text: str, place: int) -> int:
    """Return the place itself when a word begins there, else the beginning of the next one."""
    if text[place - 1] == " ":
        return place
    blank = text.find(" ", place)
    return blank + 1 if blank >= 0 else place


def _hits(text: str, is_meant: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    return (match.span() for match in WORD.finditer(text) if is_meant(match.group()))


def _matcher(query: str) -> Callable[[str], bool]:
    keys = frozenset(key for alternatives in query_keys(query) for key in alternatives)
    prefixes = tuple({
        folded for match in WORD.finditer(query) if len(folded := fold(match.group())) >= _SHORTEST_PREFIX
    })  # fmt: skip

    def is_meant(word: str) -> bool:
        return not keys.isdisjoint(word_keys(word)) or fold(word).startswith(prefixes)

    return is_meant
