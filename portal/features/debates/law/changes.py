"""What changed between two wordings, word by word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from portal.features.debates.law.rising import rising
from portal.kernel.texts import clean_line, script_of, to_latin

_WORD: Final = re.compile(r"\w+|[^\w\s]")
_LARGEST_TABLE: Final = 40_000
"""So many pairs of words are compared one by one; larger gaps without a common landmark are replaced as a whole."""
_RUNS: Final = (1, 2, 4)
"""Landmarks are words, then runs of words, that stand once in either text."""


class How(StrEnum):
    """What became of some words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Part:
    """Words that stayed, came or went, with the white space before them."""

    how: How
    text: str


@dataclass(frozen=True)
class _Word:
    text: str
    gap: str


def words(old: str, new: str, *, across_scripts: bool = False) -> tuple[Part, ...]:
    """Return how `old` becomes `new`.

    The parts that are same or removed, joined, are `old`; same or added, joined, are `new`, with all white space.
    Letters of the two scripts differ, even where they look alike. `across_scripts`: where the new wording was typed in
    Latin and the old one is Cyrillic, the old one is shown in Latin, so that words are compared and not letters.
    Cost: linear in landmarks, quadratic only within gaps of two hundred words; a second for 20,000 words.
    """
    if across_scripts:
        old = in_script_of(new, old)
    if old == new:
        return (Part(How.SAME, old),) if old else ()
    one, tail_of_one = _words(old)
    other, tail_of_other = _words(new)
    writer = _Writer()
    place_one = place_other = 0
    for at_one, at_other in [*_common([w.text for w in one], [w.text for w in other]), (len(one), len(other))]:
        removed = "".join(w.gap + w.text for w in one[place_one:at_one])
        added = "".join(w.gap + w.text for w in other[place_other:at_other])
        gap_one, text = (one[at_one].gap, one[at_one].text) if at_one < len(one) else (tail_of_one, "")
        gap_other = other[at_other].gap if at_other < len(other) else tail_of_other
        writer.write(removed, added, gap_one, gap_other, text)
        place_one, place_other = at_one + 1, at_other + 1
    return tuple(writer.parts)


def is_empty(old: str, new: str) -> bool:
    """Tell whether a proposed wording changes nothing: the same but for white space and the script it was typed in."""
    one, other = clean_line(old), clean_line(new)
    return one == other or to_latin(one) == to_latin(other)


def in_script_of(model: str, text: str) -> str:
    """Return a Cyrillic text in Latin where the model is in Latin; else as it is."""
    return to_latin(text) if script_of(model) == "sr-Latn" and script_of(text) == "sr-Cyrl" else text


def share_kept(parts: Sequence[Part]) -> float:
    """Return which part of both wordings is the same, 0.0 to 1.0, by letters."""
    same = sum(len(part.text) for part in parts if part.how is How.SAME)
    other = sum(len(part.text) for part in parts if part.how is not How.SAME)
    return 2 * same / (2 * same + other) if same or other else 1.0


def _words(text: str) -> tuple[list[_Word], str]:
    """Split in words with the white space before each; the second is what follows the last."""
    found: list[_Word] = []
    place = 0
    for match in _WORD.finditer(text):
        found.append(_Word(match.group(), text[place : match.start()]))
        place = match.end()
    return found, text[place:]


class _Writer:
    def __init__(self) -> None:
        self.parts: list[Part] = []

    def write(self, removed: str, added: str, gap_before: str, gap_after: str, same: str) -> None:
        """Write what went and came before a word that stayed, then that word."""
        if removed and added:
            gap = _common_start(removed, added)
            self._add(How.SAME, gap)
            removed, added = removed[len(gap) :], added[len(gap) :]
        if gap_before == gap_after:
            self._add(How.REMOVED, removed)
            self._add(How.ADDED, added)
            self._add(How.SAME, gap_before + same)
        else:
            self._add(How.REMOVED, removed + gap_before)
            self._add(How.ADDED, added + gap_after)
            self._add(How.SAME, same)

    def _add(self, how: How, text: str) -> None:
        if not text:
            return
        if self.parts and self.parts[-1].how is how:
            text = self.parts.pop().text + text
        self.parts.append(Part(how, text))


def _common_start(one: str, other: str) -> str:
    """The white space that two texts begin with."""
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length] and one[length].isspace():
        length += 1
    return one[:length]


def _common(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Return the places of words that stay, in order: landmarks first, the gaps between them word by word."""
    waiting = [(0, len(one), 0, len(other))]
    while waiting:
        a, b, c, d = waiting.pop()
        while a < b and c < d and one[a] == other[c]:
            yield a, c
            a, c = a + 1, c + 1
        tail = 0
        while a < b - tail and c < d - tail and one[b - tail - 1] == other[d - tail - 1]:
            tail += 1
        if tail:
            waiting.append((b - tail, b, d - tail, d))
            b, d = b - tail, d - tail
        if a == b or c == d:
            continue
        if (b - a) * (d - c) <= _LARGEST_TABLE:
            yield from _by_table(one, other, a, b, c, d)
            continue
        landmarks = next(filter(None, (_landmarks(one, other, a, b, c, d, run) for run in _RUNS)), None)
        if landmarks:
            starts = [(a, c), *landmarks]
            waiting += reversed([(x, to[0], y, to[1]) for (x, y), to in zip(starts, [*landmarks, (b, d)], strict=True)])


def _landmarks(one: Sequence[str], other: Sequence[str], a: int, b: int, c: int, d: int, run: int) -> list[tuple[int, int]]:
    """Find runs of words that stand once in both gaps, as many as keep their order."""
    first = _unique(one, a, b, run)
    second = _unique(other, c, d, run)
    return rising([(place, second[key]) for key, place in first.items() if key in second])


def _unique(text: Sequence[str], start: int, end: int, run: int) -> dict[tuple[str, ...], int]:
    runs = [tuple(text[place : place + run]) for place in range(start, end - run + 1)]
    counts = Counter(runs)
    return {key: start + offset for offset, key in enumerate(runs) if counts[key] == 1}


def _by_table(one: Sequence[str], other: Sequence[str], a: int, b: int, c: int, d: int) -> Iterator[tuple[int, int]]:
    """The longest common row of words of a small gap."""
    width = d - c + 1
    rows = [[0] * width for _ in range(b - a + 1)]
    for i in range(b - a - 1, -1, -1):
        row, below, word = rows[i], rows[i + 1], one[a + i]
        for j in range(width - 2, -1, -1):
            row[j] = below[j + 1] + 1 if word == other[c + j] else max(below[j], row[j + 1])
    i = j = 0
    while i < b - a and j < d - c:
        if one[a + i] == other[c + j]:
            yield a + i, c + j
            i, j = i + 1, j + 1
        elif rows[i + 1][j] >= rows[i][j + 1]:
            i += 1
        else:
            j += 1
