"""Two versions of a text laid side by side: what became of each passage, and where nobody can tell without looking.

Both versions are aligned as a whole before any passage is judged. What is unlike everything else is found first,
wherever it stands; it fixes the gaps in which the rest is compared. A repeated sentence is matched only where its
neighbours say which one it is. Else it is doubtful, and the clerk decides: a remark in a wrong place is worse than a
question.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from portal.features.debates.law.likeness import Likeness, Passage
from portal.features.debates.law.rising import rising

__all__ = ["Alignment", "How", "Match", "Passage", "align"]

SURE: Final = 0.6
SURE_ELSEWHERE: Final = 0.75
"""How alike a passage must be to what it comes from: in its place, and far from it."""
MARGIN: Final = 0.15
"""So much less alike the second best must be."""
IN_PLACE: Final = 0.6
MARGIN_IN_GAP: Final = 0.1
ALONE_IN_PLACE: Final = 0.5
MARGIN_IN_PLACE: Final = 0.2
LOOKALIKE: Final = 0.7
WORTH_A_LOOK: Final = 0.4
LONG: Final = 15
"""From so many words on a passage may have moved alone."""
MOST_OTHERS: Final = 5


class How(StrEnum):
    """What became of a passage."""

    SAME = "same"
    MOVED = "moved"
    EDITED = "edited"
    NEW = "new"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True)
class Match:
    """Where a passage of the new version (by its place in it) comes from.

    A moved one may be edited as well; its likeness tells. A doubtful one names the likeliest, and `others`.
    """

    new: int
    old: Hashable | None
    how: How
    likeness: float = 0.0
    others: tuple[Hashable, ...] = ()


@dataclass(frozen=True)
class Alignment:
    """What became of all: one match for each new passage in its order, and the old keys that none of them names."""

    matches: tuple[Match, ...]
    lost: tuple[Hashable, ...]


def align(old: Sequence[Passage], new: Sequence[Passage]) -> Alignment:
    """Lay two versions side by side. Cost: about a second for 400 passages; a job, not for a request."""
    return _Aligner(old, new).run()


class _Aligner:
    def __init__(self, old: Sequence[Passage], new: Sequence[Passage]) -> None:
        self.old, self.new = old, new
        self.alike = Likeness(old, new)
        self.to_old: dict[int, int] = {}
        self.to_new: dict[int, int] = {}
        self.spread = Counter(map(self._identity, [*old, *new]))
        self.stood = frozenset(map(self._identity, old))
        self.anchors: list[tuple[int, int]] = []

    def run(self) -> Alignment:
        self._link_unmistakable()
        self._set_anchors()
        while self._link_in_gaps() or self._link_neighbours():
            self._set_anchors()
        return self._told()

    def _link(self, old: int, new: int) -> None:
        self.to_old[new], self.to_new[old] = old, new

    def _link_unmistakable(self) -> None:
        """Link passages that are each other's only likeness, wherever they stand."""
        of_old, of_new = self.alike.candidates()
        for new, candidates in enumerate(of_new):
            if not candidates:
                continue
            old = candidates[0]
            best = self.alike.of(old, new)
            if best < SURE or of_old[old][0] != new:
                continue
            second = max(
                self.alike.of(candidates[1], new) if len(candidates) > 1 else 0.0,
                self.alike.of(old, of_old[old][1]) if len(of_old[old]) > 1 else 0.0,
            )
            if second < best - MARGIN:
                self._link(old, new)

    def _set_anchors(self) -> None:
        """Take as anchors the longest row of links that keeps the order; the others have moved, if they are sure."""
        links = sorted((old, new) for new, old in self.to_old.items())
        self.anchors = rising(links)
        for old, new in set(links) - set(self.anchors):
            if self.alike.of(old, new) < SURE_ELSEWHERE or not (self._moved_along(old, new) or self.alike.length(new) >= LONG):
                del self.to_old[new], self.to_new[old]

    def _moved_along(self, old: int, new: int) -> bool:
        """Tell whether a neighbour went the same way: a short sentence that moves alone may be another one alike."""
        return self.to_old.get(new - 1, -2) == old - 1 or self.to_old.get(new + 1, -2) == old + 1

    def _gaps(self) -> Iterator[tuple[list[int], list[int]]]:
        """The free passages between two anchors, old and new."""
        before = (-1, -1)
        for anchor in [*self.anchors, (len(self.old), len(self.new))]:
            olds = [place for place in range(before[0] + 1, anchor[0]) if place not in self.to_new]
            news = [place for place in range(before[1] + 1, anchor[1]) if place not in self.to_old]
            if olds and news:
                yield olds, news
            before = anchor

    def _link_in_gaps(self) -> bool:
        """Link what a gap leaves no choice about: equal texts in equal number, then each other's best by far."""
        links: list[tuple[int, int]] = []
        for olds, news in self._gaps():
            equal = list(self._equal_in(olds, news))
            links += self._filled(olds, news) or equal or self._best_in(olds, news)
        for old, new in links:
            self._link(old, new)
        return bool(links)

    def _filled(self, olds: list[int], news: list[int]) -> list[tuple[int, int]]:
        """A gap with as many new passages as old ones, each most like the one in its turn, is filled in order."""
        if len(olds) != len(news) or olds[-1] - olds[0] != len(olds) - 1 or news[-1] - news[0] != len(news) - 1:
            return []
        pairs = list(zip(olds, news, strict=True))
        return pairs if all(self._fits(old, new, olds, news) for old, new in pairs) else []

    def _fits(self, old: int, new: int, olds: list[int], news: list[int]) -> bool:
        own = self.alike.of(old, new)
        rivals = [self.alike.of(other, new) for other in olds if other != old]
        rivals += [self.alike.of(old, other) for other in news if other != new]
        if own < IN_PLACE or max(rivals, default=0.0) > own - MARGIN_IN_GAP or self._became_another(old, new):
            return False
        return all(place == old for place, _ in self._beside(new))

    def _became_another(self, old: int, new: int) -> bool:
        """Tell whether the new text stood in the old version already, elsewhere: a copy rather than an edit."""
        return self._identity(self.old[old]) != self._identity(self.new[new]) and self._identity(self.new[new]) in self.stood

    def _equal_in(self, olds: list[int], news: list[int]) -> Iterator[tuple[int, int]]:
        texts: defaultdict[tuple[str, str], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for place in olds:
            texts[self._identity(self.old[place])][0].append(place)
        for place in news:
            texts[self._identity(self.new[place])][1].append(place)
        pairs = [
            pair
            for (_, core), (ours, theirs) in texts.items()
            if core and len(ours) == len(theirs)
            for pair in zip(ours, theirs, strict=True)
        ]
        return (pair for pair in rising(sorted(pairs)) if self._is_settled(*pair, olds, news))

    def _is_settled(self, old: int, new: int, olds: list[int], news: list[int]) -> bool:
        """Tell whether a repeated text can be told from its copies: by its neighbours, or since no other one is free."""
        same = self._identity(self.old[old])
        if self.spread[same] == 2 or self._stands_between(old, new):
            return True
        near = [self.alike.of(old, place) for place in news if self._identity(self.new[place]) != same]
        near += [self.alike.of(place, new) for place in olds if self._identity(self.old[place]) != same]
        return max(near, default=0.0) < LOOKALIKE and all(place == old for place, _ in self._beside(new))

    def _stands_between(self, old: int, new: int) -> bool:
        """Tell whether what stands directly before and directly behind comes from the same neighbours."""
        return all(
            self.to_old.get(new + step, -2) == old + step
            or (not 0 <= old + step < len(self.old) and not 0 <= new + step < len(self.new))
            for step in (-1, 1)
        )

    def _identity(self, passage: Passage) -> tuple[str, str]:
        return passage.kind, passage.core

    def _best_in(self, olds: list[int], news: list[int]) -> list[tuple[int, int]]:
        rows = {old: sorted(((self.alike.of(old, new), new) for new in news), reverse=True) for old in olds}
        columns = {new: sorted(((self.alike.of(old, new), old) for old in olds), reverse=True) for new in news}
        found = []
        for old, row in rows.items():
            likeness, new = row[0]
            if likeness < (ALONE_IN_PLACE if len(olds) == len(news) == 1 else IN_PLACE) or columns[new][0][1] != old:
                continue
            second = max(row[1][0] if len(row) > 1 else 0.0, columns[new][1][0] if len(columns[new]) > 1 else 0.0)
            if second < likeness - MARGIN_IN_PLACE and self._is_one_of_a_kind(old, new, likeness):
                found.append((old, new))
        return rising(sorted(found))

    def _is_one_of_a_kind(self, old: int, new: int, likeness: float) -> bool:
        """An edited copy of a repeated text is believed only where nothing else, in any place, may be what it was."""
        repeated = self.spread[self._identity(self.old[old])] > 1 or self.spread[self._identity(self.new[new])] > 1
        if self._became_another(old, new):
            return False
        return not repeated or self._stands_between(old, new) or not self._has_rivals(old, new, likeness - MARGIN_IN_PLACE)

    def _link_neighbours(self) -> bool:
        """Link equal texts whose neighbours on both sides are linked, or one where no other place is free."""
        for new in range(len(self.new)):
            if new in self.to_old:
                continue
            near = self._beside(new)
            if len(near) == 1 and (near[0][1] == 2 or not self._has_rivals(near[0][0], new)):
                self._link(near[0][0], new)
                return True
        return False

    def _beside(self, new: int) -> list[tuple[int, int]]:
        """The free equal texts next to what the neighbours come from, and by how many neighbours."""
        votes: defaultdict[int, int] = defaultdict(int)
        for step in (-1, 1):
            neighbour = self.to_old.get(new + step)
            if neighbour is None:
                continue
            old = neighbour - step
            if 0 <= old < len(self.old) and old not in self.to_new:
                if self._identity(self.old[old]) == self._identity(self.new[new]) and self.new[new].core:
                    votes[old] += 1
        return list(votes.items())

    def _has_rivals(self, old: int, new: int, least: float = LOOKALIKE) -> bool:
        """Tell whether another free passage, on either side, is so alike that it may be the one."""
        olds = (self.alike.of(place, new) for place in range(len(self.old)) if place not in self.to_new and place != old)
        news = (self.alike.of(old, place) for place in range(len(self.new)) if place not in self.to_old and place != new)
        return max(olds, default=0.0) >= least or max(news, default=0.0) >= least

    def _told(self) -> Alignment:
        anchors = set(self.anchors)
        free = [place for place in range(len(self.old)) if place not in self.to_new]
        named: set[int] = set(self.to_new)
        matches = []
        for new, passage in enumerate(self.new):
            old = self.to_old.get(new)
            if old is None:
                matches.append(self._doubted(new, free, named))
                continue
            how = How.MOVED
            if (old, new) in anchors:
                how = How.SAME if self._identity(passage) == self._identity(self.old[old]) else How.EDITED
            matches.append(Match(new, self.old[old].key, how, round(self.alike.of(old, new), 3)))
        return Alignment(tuple(matches), tuple(p.key for place, p in enumerate(self.old) if place not in named))

    def _doubted(self, new: int, free: list[int], named: set[int]) -> Match:
        """Say of a passage without a sure origin that it is new, or name those it may come from."""
        likely = sorted((-self.alike.of(old, new), old in named, abs(old - new), old) for old in free)
        likely = [each for each in likely if -each[0] >= WORTH_A_LOOK][:MOST_OTHERS]
        if not likely:
            return Match(new, None, How.NEW)
        first = next((each for each in likely if not each[1] and each[0] <= likely[0][0] + 0.05), likely[0])
        named.add(first[3])
        others = tuple(self.old[each[3]].key for each in likely if each is not first)
        return Match(new, self.old[first[3]].key, How.DOUBTFUL, round(-first[0], 3), others)
