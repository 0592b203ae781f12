"""How long searches take: gathered in memory, so that a search does not take the write lock for it.

A sample is a number in one of eleven classes. What a process has gathered in a minute it adds to the counters with its
next search; what it gathered last is lost when it ends, which no figure of a month notices.
"""

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from time import perf_counter
from typing import TypeVar

Found = TypeVar("Found")
CLASSES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Upper ends in milliseconds; what takes longer counts as `SLOWEST`."""
SLOWEST = 10_000
EVERY = 60.0
NONE = "none"

_lock = threading.Lock()
_gathered: Counter[str] = Counter()
_since = perf_counter()


def timed(search: Callable[[], Found]) -> tuple[Found, float]:
    """Return what a search finds, and the milliseconds it took."""
    began = perf_counter()
    found = search()
    return found, 1000 * (perf_counter() - began)


def noted(took: float, *, is_empty: bool) -> None:
    """Gather a search and how it ended."""
    with _lock:
        _gathered[str(next((end for end in CLASSES if took <= end), SLOWEST))] += 1
        if is_empty:
            _gathered[NONE] += 1


def due() -> Mapping[str, int]:
    """Return what was gathered, once a minute, and begin anew; nothing where it is too early."""
    global _since
    with _lock:
        if not _gathered or perf_counter() - _since < EVERY:
            return {}
        _since = perf_counter()
        return _taken()


def everything() -> Mapping[str, int]:
    """Return what was gathered and begin anew, whenever it is."""
    with _lock:
        return _taken()


def _taken() -> Mapping[str, int]:
    taken = dict(_gathered)
    _gathered.clear()
    return taken


def percentile(numbers: Mapping[int, int], share: float) -> int:
    """Return the upper end of the class in which the given share of the searches ends; nought without any."""
    whole, passed = sum(numbers.values()), 0
    for end in sorted(numbers):
        passed += numbers[end]
        if whole and passed >= share * whole:
            return end
    return 0
