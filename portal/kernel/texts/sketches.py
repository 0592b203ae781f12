"""What of a text is kept to find its near duplicates in bounded time, in whichever script it was written.

A text is a set of runs of three folded words. Of a set two things are kept: its 64 smallest numbers, which tell how
alike two texts are, and the smallest number in each of eight bins, by which texts that may be alike are found.
"""

from collections.abc import Sequence
from typing import Final

from portal.kernel.texts.similar import shingles, similarity

BINS: Final = 8
MARKS: Final = 64
ALIKE: Final = 0.5
"""From this share of common runs on two texts count as nearly the same."""
LONGEST: Final = 20_000
"""So many characters of a text are compared."""
FEWEST_WORDS: Final = 3


def marks_of(text: str) -> tuple[int, ...]:
    """Return the smallest numbers of a text, none for one that is too short to be compared. Cost: linear."""
    if len(text[:200].split()) < FEWEST_WORDS:
        return ()
    return tuple(sorted(_mixed(number) for number in shingles(text[:LONGEST], 3))[:MARKS])


def traces_of(marks: Sequence[int]) -> tuple[int, ...]:
    """Return the smallest number in each bin."""
    bins: dict[int, int] = {}
    for mark in marks:
        bins.setdefault(mark % BINS, mark)
    return tuple(bins.values())


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Return how alike two texts are by their smallest numbers: exactly for short ones, nearly for long ones."""
    if len(one) < MARKS and len(other) < MARKS:
        return similarity(frozenset(one), frozenset(other))
    smallest = frozenset(sorted({*one, *other})[:MARKS])
    return len(smallest.intersection(one).intersection(other)) / len(smallest)


def _mixed(number: int) -> int:
    """Spread a checksum over its bits, so that the smallest ones are chosen as if by lot."""
    number = ((number ^ (number >> 16)) * 0x45D9F3B) & 0xFFFFFFFF
    number = ((number ^ (number >> 16)) * 0x45D9F3B) & 0xFFFFFFFF
    return number ^ (number >> 16)
