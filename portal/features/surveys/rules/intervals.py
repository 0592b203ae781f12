"""How sure a number of a survey is: intervals of 95 %, sample sizes, and whether a target is met.

Every function takes numbers and returns numbers. Where the size of the population is known (`population`, 0 = unknown), the
interval shrinks as the sample approaches it. Weighted samples, later, bring Kish's effective size instead of `n`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, comb, exp, floor, inf, isqrt, lgamma, log, log1p, sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
MOST_MORE = 10_000_000
"""So many further answers are looked at, where nobody knows how many people there are, before one says: never."""
EXACT = 1000
"""Up to so many values the ranks of a median's interval come from the binomial distribution itself."""


@dataclass(frozen=True)
class Interval:
    """A value with the two ends between which the true one lies, 95 times of 100."""

    value: float
    low: float
    high: float

    @property
    def ends(self) -> tuple[float, float, float]:
        """The value and its ends, as what is published keeps them."""
        return self.value, self.low, self.high


def effective(n: float, population: int = 0) -> float:
    """Return how large a sample of an endless population would be as exact as `n` of `population`; `inf` for all of it.

    n·(N−1)/(N−n), from the variance of a share under sampling without replacement, p(1−p)/n·(N−n)/(N−1)
    (W. G. Cochran, Sampling Techniques, 3rd ed., 3.2).
    """
    if not population:
        return n
    return inf if n >= population else n * (population - 1) / (population - n)


def wilson(successes: float, n: float, population: int = 0) -> Interval:
    """Return a share with its Wilson score interval; `n` above nought.

    E. B. Wilson, J. Amer. Statist. Assoc. 22 (1927) 209–212; unlike p ± z·√(p(1−p)/n) it is honest near 0 and 1. In a
    finite population `n` is `effective(n, population)`, in a weighted sample Kish's effective size.
    """
    return share_interval(successes / n, effective(n, population))


def share_interval(share: float, n: float) -> Interval:
    """Return the Wilson interval of a share seen in an effective sample of `n`, which need not be whole; `inf` = all."""
    if n == inf:
        return Interval(share, share, share)
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    low = 0.0 if share == 0 else middle - half
    high = 1.0 if share == 1 else middle + half
    return Interval(share, max(0.0, low), min(1.0, high))


def mean(counts: Mapping[float, int], population: int = 0) -> Interval | None:
    """Return the mean of values counted by value, with Student's interval; None below two values.

    Student, Biometrika 6 (1908) 1–25; the variance of the mean is s²/n·(1−n/N) (Cochran 2.5). Linear in different values.
    """
    n = sum(counts.values())
    if n < 2:
        return None
    middle, variance = moments(counts)
    rest = max(0.0, 1 - n / population) if population else 1.0
    half = student(n - 1) * sqrt(variance / n * rest)
    return Interval(middle, middle - half, middle + half)


def moments(counts: Mapping[float, int]) -> tuple[float, float]:
    """Return mean and variance (with n−1) of at least two values counted by value."""
    n = sum(counts.values())
    middle = sum(value * number for value, number in counts.items()) / n
    return middle, sum(number * (value - middle) ** 2 for value, number in counts.items()) / (n - 1)


def nps(promoters: int, detractors: int, n: int, population: int = 0) -> Interval:
    """Return the net promoter score, from −100 to 100, with its interval.

    The difference of two shares of one sample, joined from their Wilson intervals with the correlation that shares of
    one sample have, −√(pd/((1−p)(1−d))): R. G. Newcombe, Statist. Med. 17 (1998) 2635–2650, method 10; G. Y. Zou and
    A. Donner, Statist. Med. 27 (2008) 1693–1702. Honest where nobody is a detractor, as the usual formula is not.
    """
    up, down = wilson(promoters, n, population), wilson(detractors, n, population)
    spread = (1 - up.value) * (1 - down.value)
    together = -sqrt(up.value * down.value / spread) if spread > 0 else 0.0
    found = _apart(up, down, together)
    return Interval(100 * found.value, max(-100.0, 100 * found.low), min(100.0, 100 * found.high))


def difference(one: Interval, other: Interval) -> Interval:
    """Return by how much a share of one sample is above that of another sample, with its interval.

    Both with their Wilson intervals: R. G. Newcombe, Statist. Med. 17 (1998) 873–890, method 10.
    """
    return _apart(one, other, 0.0)


def _apart(one: Interval, other: Interval, together: float) -> Interval:
    """Join the intervals of two values into that of their difference; `together` is how they are correlated."""
    value = one.value - other.value
    down, up = one.value - one.low, other.high - other.value
    below = sqrt(max(0.0, down * down - 2 * together * down * up + up * up))
    up, down = one.high - one.value, other.value - other.low
    above = sqrt(max(0.0, up * up - 2 * together * up * down + down * down))
    return Interval(value, value - below, value + above)


def difference_of_means(one: Mapping[float, int], other: Mapping[float, int], sizes: tuple[int, int] = (0, 0)) -> Interval | None:
    """Return by how much one mean is above another, values counted by value; None where one has fewer than two.

    B. L. Welch, Biometrika 34 (1947) 28–35, degrees of freedom after Satterthwaite; `sizes` of finite populations.
    """
    parts = []
    for counts, population in zip((one, other), sizes, strict=True):
        n = sum(counts.values())
        if n < 2:
            return None
        middle, variance = moments(counts)
        rest = max(0.0, 1 - n / population) if population else 1.0
        parts.append((middle, variance / n * rest, n - 1))
    value, spread = parts[0][0] - parts[1][0], parts[0][1] + parts[1][1]
    if not spread:
        return Interval(value, value, value)
    freedom = spread**2 / sum(part**2 / of for _, part, of in parts)
    half = student(freedom) * sqrt(spread)
    return Interval(value, value - half, value + half)


def median(counts: Mapping[float, int]) -> Interval | None:
    """Return the median of values counted by value, between two of the values; None without any.

    The ends are order statistics: H. A. David and H. N. Nagaraja, Order Statistics, 3rd ed., 7.1. They assume nothing of
    how the values lie. Below six values no two of them are sure enough: then the ends are the smallest and the largest.
    """
    n = sum(counts.values())
    if not n:
        return None
    low, high = ranks(n)
    ordered = sorted(counts)
    value = (_at(ordered, counts, (n + 1) // 2) + _at(ordered, counts, n // 2 + 1)) / 2
    return Interval(value, _at(ordered, counts, low), _at(ordered, counts, high))


def quantile(counts: Mapping[float, int], share: float) -> float:
    """Return the smallest value that at least a share of the values do not exceed; for at least one value."""
    n = sum(counts.values())
    return _at(sorted(counts), counts, max(1, ceil(share * n - 1e-9)))


def ranks(n: int) -> tuple[int, int]:
    """Return between which of `n` values, counted from 1, the median lies 95 times of 100."""
    if n > EXACT:
        low = max(1, floor((n + 1) / 2 - Z * sqrt(n) / 2))
        return low, n + 1 - low
    low, below, most = 0, 0, (1 - CONFIDENCE) / 2 * 2**n
    while (below := below + comb(n, low)) <= most:
        low += 1
    return max(1, low), n + 1 - max(1, low)


def _at(ordered: list[float], counts: Mapping[float, int], rank: int) -> float:
    for value in ordered:
        rank -= counts[value]
        if rank <= 0:
            return value
    return ordered[-1]


def sample_size(half: float, population: int = 0) -> int:
    """Return how many answers make the interval of a share at most ± `half` wide, whatever the share is.

    n₀ = z²/(4·half²), then n₀/(1+(n₀−1)/N) (Cochran 4.4).
    """
    endless = Z * Z / (4 * half * half)
    return ceil(endless / (1 + (endless - 1) / population) if population else endless)


class Verdict(StrEnum):
    """Whether a target is met, as far as the interval lets one say."""

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Judged:
    """A share beside its target. `more` is how many more answers would settle it, if the share stays; None = none would."""

    share: Interval
    target: float
    verdict: Verdict
    more: int | None


def judged(successes: int, n: int, target: float, population: int = 0) -> Judged:
    """Say whether "at least `target`" is met: where the whole interval lies above, or below; else nobody can tell."""
    share = wilson(successes, n, population)
    verdict = _verdict(share, target)
    return Judged(share, target, verdict, 0 if verdict is not Verdict.CANNOT_TELL else _more(share.value, n, target, population))


def _verdict(share: Interval, target: float) -> Verdict:
    if share.low >= target:
        return Verdict.MET
    return Verdict.NOT_MET if share.high < target else Verdict.CANNOT_TELL


def _more(share: float, n: int, target: float, population: int) -> int | None:
    def settles(more: int) -> bool:
        return _verdict(share_interval(share, effective(n + more, population)), target) is not Verdict.CANNOT_TELL

    low, high = 0, max(0, population - n) if population else MOST_MORE
    if not settles(high):
        return None
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if settles(middle) else (middle + 1, high)
    return low


def student(freedom: float) -> float:
    """Return the t beyond which 2.5 % of Student's distribution lie on each side; `freedom` need not be whole.

    Its distribution is the incomplete beta function (Abramowitz and Stegun 26.7.1); halving finds the place, to 1e-12.
    """
    low, high = 0.0, 2.0
    while _beyond(high, freedom) > 1 - CONFIDENCE:
        low, high = high, 2 * high
    while high - low > 1e-12 * max(1.0, high):
        middle = (low + high) / 2
        low, high = (middle, high) if _beyond(middle, freedom) > 1 - CONFIDENCE else (low, middle)
    return high


def _beyond(t: float, freedom: float) -> float:
    """Return how much of Student's distribution lies beyond ±t."""
    return _beta(freedom / 2, 0.5, freedom / (freedom + t * t))


def _beta(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function by Lentz's continued fraction (Abramowitz and Stegun 26.5.8)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    tiny = 1e-300
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1) or tiny)
    found = d
    for step in range(1, 400 + 2 * isqrt(int(a + b))):
        for factor in (
            step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step)),
            -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1)),
        ):
            d = 1 / (1 + factor * d or tiny)
            c = 1 + factor / c or tiny
            found *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return found
