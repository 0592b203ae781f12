"""How alike passages are: by their words, where rare ones weigh more; boilerplate hardly counts."""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from math import log
from typing import Final

from portal.features.debates.law import signs
from portal.features.debates.law.pieces import LEVELS, Kind
from portal.kernel.texts import fold
from portal.kernel.texts.stemming import WORD

MOST_WORDS: Final = 3000
"""So many words of a passage are compared."""
MOST_CANDIDATES: Final = 24
COMMON: Final = 80
"""A word in more passages than this proposes nobody."""
OTHER_KIND: Final = 0.85
_BLANKS: Final = re.compile(r"\s+")


@dataclass(frozen=True)
class Passage:
    """A piece of one version: its key, its kind, what it is called, its text."""

    key: Hashable
    kind: str
    label: str
    text: str

    @cached_property
    def core(self) -> str:
        """The text without the number it begins with: after an insertion "Члан 8." is another article."""
        return core_of(self.kind, self.text)

    @property
    def holds(self) -> bool:
        """Tell whether it has no text of its own and is known by what stands in it."""
        return self.kind in _CONTAINERS


_CONTAINERS: Final = frozenset({Kind.PART, Kind.CHAPTER, Kind.SECTION, Kind.ARTICLE, Kind.ANNEX, Kind.RATIONALE})
_LISTED: Final = frozenset({Kind.POINT, Kind.SUBPOINT, Kind.INDENT})


def core_of(kind: str, text: str) -> str:
    """Return a text without its number, in single blanks."""
    if kind in _CONTAINERS:
        lines = []
        for line in text.split("\n"):
            found = signs.article(line, in_style=False, expected=None) or signs.division(line, in_style=True)
            lines.append(found.rest if found else line)
        text = " ".join(lines)
    elif kind in _LISTED:
        found = signs.item(text)
        text = found.rest if found else text
    return _BLANKS.sub(" ", text).strip()


def words_of(passages: Sequence[Passage]) -> list[Counter[str]]:
    """Return what each passage is known by; a container by its own words and those of what it holds."""
    own = [_counted(passage.core) for passage in passages]
    found: list[Counter[str]] = []
    for place, passage in enumerate(passages):
        if not passage.holds:
            found.append(own[place])
            continue
        level = LEVELS[Kind(passage.kind)]
        words = Counter(own[place])
        for after in range(place + 1, len(passages)):
            if _level(passages[after].kind) <= level or words.total() > MOST_WORDS:
                break
            words += own[after]
        found.append(words)
    return found


def _level(kind: str) -> int:
    return LEVELS[Kind(kind)] if kind in set(Kind) else LEVELS[Kind.PARAGRAPH]


def _counted(text: str) -> Counter[str]:
    words = [fold(match.group()) for _, match in zip(range(MOST_WORDS), WORD.finditer(text), strict=False)]
    return Counter(words) if words else Counter([text] if text else ())


class Likeness:
    """Compares passages of two versions; remembers what it compared."""

    def __init__(self, old: Sequence[Passage], new: Sequence[Passage]) -> None:
        self._old, self._new = old, new
        self._words = words_of(old), words_of(new)
        spread = Counter(word for side in self._words for words in side for word in words)
        total = len(old) + len(new)
        self._weight = {word: log(1 + total / count) for word, count in spread.items()}
        self._sum = tuple([sum(self._weight[w] * n for w, n in words.items()) for words in side] for side in self._words)
        self._known: dict[tuple[int, int], float] = {}
        self._spread = spread

    def of(self, old: int, new: int) -> float:
        """Return how alike an old and a new passage are, 0.0 to 1.0."""
        known = self._known.get((old, new))
        if known is None:
            known = self._known[old, new] = self._compare(old, new)
        return known

    def length(self, new: int) -> int:
        """Return how many words a new passage is known by."""
        return self._words[1][new].total()

    def _compare(self, old: int, new: int) -> float:
        one, other = self._old[old], self._new[new]
        if one.holds != other.holds or (one.holds and one.kind != other.kind):
            return 0.0
        a, b = self._words[0][old], self._words[1][new]
        whole = self._sum[0][old] + self._sum[1][new]
        if not whole:
            return 1.0
        if len(b) < len(a):
            a, b = b, a
        shared = sum(self._weight[word] * min(count, b[word]) for word, count in a.items() if word in b)
        return 2 * shared / whole * (1.0 if one.kind == other.kind else OTHER_KIND)

    def candidates(self) -> tuple[list[list[int]], list[list[int]]]:
        """Return for each old passage the new ones it may have become, and the reverse; the likeliest first."""
        owners: defaultdict[str, list[int]] = defaultdict(list)
        for place, words in enumerate(self._words[0]):
            for word in words:
                if self._spread[word] <= COMMON:
                    owners[word].append(place)
        of_new: list[list[int]] = []
        of_old: list[list[int]] = [[] for _ in self._old]
        for place, words in enumerate(self._words[1]):
            votes: defaultdict[int, float] = defaultdict(float)
            for word, count in words.items():
                for owner in owners.get(word, ()):
                    votes[owner] += self._weight[word] * count
            likely = nlargest(MOST_CANDIDATES, votes, key=votes.__getitem__)
            of_new.append(sorted(likely, key=lambda owner: -self.of(owner, place)))
            for owner in likely:
                of_old[owner].append(place)
        for owner, places in enumerate(of_old):
            places.sort(key=lambda place: -self.of(owner, place))
        return of_old, of_new
