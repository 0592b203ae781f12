"""The one clock, and promises counted in working days.

Moments are stored in UTC; a promise is made to people in Belgrade, so days begin and end there.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Belgrade")


class Clock:
    """Tells the time; tests make it stand still."""

    def __init__(self) -> None:
        self._source: Callable[[], datetime] = lambda: datetime.now(UTC)

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return self._source()

    @contextmanager
    def standing_at(self, moment: datetime) -> Iterator[None]:
        """Stand still at an aware moment inside the block."""
        before, self._source = self._source, lambda: moment.astimezone(UTC)
        try:
            yield
        finally:
            self._source = before


clock = Clock()


def now() -> datetime:
    """Return the present moment of the one clock, aware, in UTC."""
    return clock.now()


def local_date(moment: datetime) -> date:
    """Return the day on the wall calendar in Belgrade."""
    return moment.astimezone(ZONE).date()


def start_of_day(day: date) -> datetime:
    """Return the moment, in UTC, at which a Belgrade day begins."""
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days count: Monday to Friday, less the free days, plus the Saturdays declared working."""

    free: Collection[date] = frozenset()
    working: Collection[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Tell whether offices work on that day."""
        return day in self.working or (day.weekday() < 5 and day not in self.free)

    def due(self, start: datetime, days: int) -> datetime:
        """Return when a promise of so many working days ends: the midnight after the last of them, exclusive.

        The day of the event is not counted (Law on General Administrative Procedure, 18/2016): asked on Monday at
        10, one working day promised, in time is `moment < ` the midnight that ends Tuesday. Linear in `days`.
        """
        day = local_date(start)
        for _ in range(days):
            day = self.next_working(day)
        return start_of_day(day + timedelta(days=1))

    def next_working(self, day: date) -> date:
        """Return the first working day after the given one."""
        day += timedelta(days=1)
        while not self.is_working(day):
            day += timedelta(days=1)
        return day

    def days_between(self, start: datetime, end: datetime) -> int:
        """Return how many working days were begun after the day of `start` up to the day of `end`; never negative.

        The cost is that of the days named in the calendar, whatever the distance.
        """
        first, last = local_date(start), local_date(end)
        if last <= first:
            return 0
        weeks, rest = divmod((last - first).days, 7)
        weekdays = 5 * weeks + sum((last - timedelta(days=n)).weekday() < 5 for n in range(rest))
        free = sum(first < day <= last and day.weekday() < 5 and day not in self.working for day in self.free)
        return weekdays - free + sum(first < day <= last and day.weekday() >= 5 for day in self.working)

    def before(self, due: datetime, days: int) -> datetime:
        """Return the morning (7:00) of the working day that lies so many working days before the last day of a promise."""
        day = local_date(due - timedelta(seconds=1))
        for _ in range(days):
            day -= timedelta(days=1)
            while not self.is_working(day):
                day -= timedelta(days=1)
        return datetime.combine(day, time(7), ZONE).astimezone(UTC)


def last_day(due: datetime) -> date:
    """Return the last day of a promise that ends, exclusively, at the given midnight."""
    return local_date(due - timedelta(seconds=1))
