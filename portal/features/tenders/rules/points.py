"""How points become places: means of members' points as exact fractions, shown with two decimals; ties share a place."""

from collections.abc import Iterable, Sequence
from fractions import Fraction


def mean(points: Sequence[int]) -> Fraction:
    """Return the exact mean of what members gave."""
    return Fraction(sum(points), len(points))


def written(points: Fraction) -> str:
    """Return a fraction as it is kept in a frozen list: `61/3`."""
    return f"{points.numerator}/{points.denominator}"


def read(points: str) -> Fraction:
    """Return the fraction that was kept."""
    return Fraction(points)


def in_digits(points: Fraction, mark: str = ",") -> str:
    """Return points with two decimals, half a hundredth rounded up; computed with whole numbers only."""
    hundredths = (points.numerator * 200 + points.denominator) // (2 * points.denominator)
    return f"{hundredths // 100}{mark}{hundredths % 100:02}"


def places(sums: Iterable[Fraction]) -> list[int]:
    """Return the place of each sum: equal ones share the better place, and the next one counts all before it."""
    found = list(sums)
    first = {points: place for place, points in reversed(list(enumerate(sorted(found, reverse=True), 1)))}
    return [first[points] for points in found]
