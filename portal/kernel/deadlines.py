"""Deadlines in hours: what a policy such as "48 hours" means, counted as the municipality has decided.

Practice differs between municipalities (System 48 in Užice counts clock hours, in Tivat working days from the
validation on), so the way of counting is a named, versioned promise of the profile and never a constant.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from portal.kernel.clock import ZONE, WorkingCalendar, local_date, start_of_day

DAY = timedelta(days=1)


class Count(StrEnum):
    """Which hours count."""

    CLOCK_HOURS = "clock_hours"
    WORKING_DAY_HOURS = "working_day_hours"
    OFFICE_HOURS = "office_hours"
    WORKING_DAYS = "working_days"


class Start(StrEnum):
    """From which moment they count."""

    SUBMITTED = "submitted"
    VALIDATED = "validated"


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One way of counting: `amount` hours, or days for `working_days`, which end at the closing time.

    All arithmetic is done in UTC: 48 clock hours are 48 hours also when the clocks change. Days are Belgrade's.
    """

    count: Count = Count.CLOCK_HOURS
    amount: int = 48
    start: Start = Start.SUBMITTED
    opens: time = time(7)
    closes: time = time(15)

    @classmethod
    def of(cls, rules: Mapping[str, Any]) -> "Policy":
        """Read a promise's rules: `{"count": "office_hours", "amount": 16, "start": "validated", "opens": "07:00"}`.

        Raises `ValueError` for a way of counting that nobody knows, a time that is none, an amount below one.
        """
        known = cls()
        policy = cls(
            count=Count(rules.get("count", known.count)),
            amount=int(rules.get("amount", known.amount)),
            start=Start(rules.get("start", known.start)),
            opens=time.fromisoformat(rules["opens"]) if "opens" in rules else known.opens,
            closes=time.fromisoformat(rules["closes"]) if "closes" in rules else known.closes,
        )
        if policy.amount < 1 or policy.opens >= policy.closes:
            raise ValueError(f"a deadline needs an amount and office hours that end after they begin: {dict(rules)}")
        return policy

    def due(self, start: datetime, calendar: WorkingCalendar) -> datetime:
        """Return when the promise ends, in UTC; in time is `moment < due`. Linear in the days it spans."""
        if self.count is not Count.WORKING_DAYS:
            return self.advance(start, timedelta(hours=self.amount), calendar)
        day = local_date(start)
        for _ in range(self.amount):
            day = calendar.next_working(day)
        return _at(day, self.closes)

    def advance(self, start: datetime, counted: timedelta, calendar: WorkingCalendar) -> datetime:
        """Return the moment at which so much counted time has passed since the start, in UTC."""
        for begins, ends in self._windows(start, calendar):
            from_here = max(begins, start)
            if from_here < ends and counted <= ends - from_here:
                return from_here.astimezone(UTC) + counted
            counted -= max(timedelta(), ends - from_here)
        raise AssertionError("a calendar always has another working day")

    def between(self, start: datetime, end: datetime, calendar: WorkingCalendar) -> timedelta:
        """Return how much counted time lies between two moments; nought where the end is not later."""
        total = timedelta()
        for begins, ends in self._windows(start, calendar):
            if begins >= end:
                break
            total += max(timedelta(), min(ends, end) - max(begins, start))
        return total

    def _windows(self, start: datetime, calendar: WorkingCalendar) -> Iterator[tuple[datetime, datetime]]:
        """Yield the stretches of time that count, from the day of the start on, in UTC."""
        day = local_date(start)
        while True:
            if self.count is Count.CLOCK_HOURS or calendar.is_working(day):
                yield self._stretch(day)
            day += DAY

    def _stretch(self, day: date) -> tuple[datetime, datetime]:
        if self.count is Count.OFFICE_HOURS:
            return _at(day, self.opens), _at(day, self.closes)
        return start_of_day(day), start_of_day(day + DAY)


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, ZONE).astimezone(UTC)
