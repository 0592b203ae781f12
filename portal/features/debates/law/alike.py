"""Remarks that say nearly the same, in either script, so that one answer may serve them all."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Final, TypeVar

from portal.kernel.texts import fold
from portal.kernel.texts.sketches import ALIKE, likeness, marks_of, traces_of
from portal.kernel.texts.stemming import WORD

NEWEST: Final = 20
"""A text is compared with so many of the latest groups that share a trace with it; copies of one text are one."""

Key = TypeVar("Key", bound=Hashable)


def groups(texts: Mapping[Key, str] | Iterable[tuple[Key, str]], *, alike: float = ALIKE) -> tuple[tuple[Key, ...], ...]:
    """Return the keys of texts that are nearly the same, two or more to a group, in the order they came.

    A text joins the group whose first text it resembles most, so that a chain of small changes does not end in one
    group. Texts of less than three words are grouped only with their equals. Cost: linear, ten thousand remarks in
    some seconds.
    """
    pairs = texts.items() if isinstance(texts, Mapping) else texts
    members: list[list[Key]] = []
    marks_of_group: list[tuple[int, ...]] = []
    by_words: dict[str, int] = {}
    by_trace: defaultdict[int, list[int]] = defaultdict(list)
    for key, text in pairs:
        words = " ".join(fold(match.group()) for match in WORD.finditer(text))
        if not words:
            continue
        place = by_words.get(words)
        if place is None:
            marks = marks_of(text)
            place = _nearest(marks, marks_of_group, by_trace, alike)
            if place is None:
                place = len(members)
                members.append([])
                marks_of_group.append(marks)
                for trace in traces_of(marks):
                    by_trace[trace].append(place)
            by_words[words] = place
        members[place].append(key)
    return tuple(tuple(keys) for keys in members if len(keys) > 1)


def _nearest(
    marks: tuple[int, ...], marks_of_group: list[tuple[int, ...]], by_trace: Mapping[int, list[int]], alike: float
) -> int | None:
    near = {place for trace in traces_of(marks) for place in by_trace.get(trace, ())[-NEWEST:]}
    best = max(((likeness(marks, marks_of_group[place]), -place) for place in near), default=(0.0, 0))
    return -best[1] if best[0] >= alike else None
