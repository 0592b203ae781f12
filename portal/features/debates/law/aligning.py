"""Two versions of a text laid side by side: what became of each passage. A first version, exact texts only."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class How(StrEnum):
    """What became of a passage."""

    SAME = "same"
    MOVED = "moved"
    EDITED = "edited"
    NEW = "new"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True)
class Passage:
    """A piece of one version: its key, kind, label and text."""

    key: Hashable
    kind: str
    label: str
    text: str


@dataclass(frozen=True)
class Match:
    """Where a passage of the new version (by its place in it) comes from; a doubtful one names the likeliest."""

    new: int
    old: Hashable | None
    how: How
    likeness: float = 0.0
    others: tuple[Hashable, ...] = ()


@dataclass(frozen=True)
class Alignment:
    """What became of all: one match for each new passage, and the old keys without a successor."""

    matches: tuple[Match, ...]
    lost: tuple[Hashable, ...]


def align(old: Sequence[Passage], new: Sequence[Passage]) -> Alignment:
    """Lay two versions side by side."""
    olds, news = Counter(p.text for p in old), Counter(p.text for p in new)
    keys = {p.text: p.key for p in old}
    matches = tuple(
        Match(place, keys[p.text], How.SAME, 1.0) if olds[p.text] == 1 == news[p.text] else Match(place, None, How.NEW)
        for place, p in enumerate(new)
    )
    taken = {match.old for match in matches}
    return Alignment(matches, tuple(p.key for p in old if p.key not in taken))
