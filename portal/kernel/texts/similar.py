"""Near duplicates: the same report sent twice, in whichever script, with a word changed."""

from collections.abc import Set as AbstractSet
from zlib import crc32

from portal.kernel.texts.folding import fold
from portal.kernel.texts.stemming import WORD


def shingles(text: str, size: int = 4) -> frozenset[int]:
    """Return the text as a set of numbers, one for each run of `size` folded words.

    The numbers are stable, so they may be stored. A text shorter than that is one run; one without words is
    the empty set. Cost: linear.
    """
    words = [fold(match.group()) for match in WORD.finditer(text)]
    size = max(1, size)
    count = max(1, len(words) - size + 1) if words else 0
    return frozenset(
        crc32(" ".join(words[place : place + size]).encode("utf-8", "replace")) for place in range(count)
    )


def similarity(one: AbstractSet[int], other: AbstractSet[int]) -> float:
    """Return the share of runs that two texts have in common, 0.0 to 1.0; nothing resembles an empty text."""
    if not one or not other:
        return 0.0
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)
