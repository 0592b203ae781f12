"""What changed between two waves of a series, question by question, and how sure that is.

Works on numbers alone, so that the working group, who sees all of them, and readers of two published reports, who see
what the suppression left, read the same differences.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from portal.features.surveys.rules import intervals
from portal.features.surveys.rules.intervals import Interval
from portal.features.surveys.rules.questionnaire import Said


class Trend(StrEnum):
    """What may be said of a difference: where its interval has nought inside, nobody can tell that there is one."""

    UP = "up"
    DOWN = "down"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Side:
    """A question as one wave counted it.

    `shares` are by the code of an answer, each with its name; None where too few answered, or where the share is
    hidden. `values` are what a mean is of, counted by value; empty where no mean may be told. `population` is how many
    could answer, nought where nobody knows.
    """

    title: Said
    n: int | None
    shares: Mapping[str, tuple[Said, Interval | None]]
    values: Mapping[float, int] = field(default_factory=dict)
    nps: Interval | None = None
    population: int = 0


@dataclass(frozen=True)
class Difference:
    """One number in two waves; `by` is None where one of the two is not known."""

    title: Said
    before: Interval | None
    after: Interval | None
    by: Interval | None

    @property
    def trend(self) -> Trend:
        """Whether it went up, went down, or nobody can tell."""
        if self.by is None or self.by.low <= 0 <= self.by.high:
            return Trend.CANNOT_TELL
        return Trend.UP if self.by.low > 0 else Trend.DOWN


@dataclass(frozen=True)
class Compared:
    """A question beside itself in the wave before: each answer's share, the mean and the promoter score.

    `is_reworded` where its words, or its answers, are others now: then the numbers compare with care only.
    """

    key: str
    before: Side
    after: Side
    shares: Sequence[Difference]
    mean: Difference | None
    nps: Difference | None
    is_reworded: bool

    @property
    def differences(self) -> Sequence[Difference]:
        """Everything that was compared."""
        return [*self.shares, *(each for each in (self.mean, self.nps) if each is not None)]


def compared(before: Mapping[str, Side], after: Mapping[str, Side]) -> Sequence[Compared]:
    """Compare every question that both waves asked, by its key, in the order of the later one."""
    return [_compared(key, before[key], side) for key, side in after.items() if key in before]


def _compared(key: str, before: Side, after: Side) -> Compared:
    codes = [code for code in after.shares if code in before.shares]
    names = [(before.shares[code][0], after.shares[code][0]) for code in codes]
    return Compared(
        key=key,
        before=before,
        after=after,
        shares=[_difference(after.shares[code][0], before.shares[code][1], after.shares[code][1]) for code in codes],
        mean=_means(before, after),
        nps=_difference(after.title, before.nps, after.nps) if before.nps and after.nps else None,
        is_reworded=before.title != after.title or set(before.shares) != set(after.shares) or any(a != b for a, b in names),
    )


def _difference(title: Said, before: Interval | None, after: Interval | None) -> Difference:
    """Compare two values by their intervals; for others than shares that is the same rule (Zou, Donner 2008, MOVER)."""
    return Difference(title, before, after, intervals.difference(after, before) if before and after else None)


def _means(before: Side, after: Side) -> Difference | None:
    sizes = (after.population, before.population)
    by = intervals.difference_of_means(after.values, before.values, sizes) if before.values and after.values else None
    if by is None:
        return None
    one, other = (intervals.mean(side.values, side.population) for side in (before, after))
    return Difference(after.title, one, other, by)
