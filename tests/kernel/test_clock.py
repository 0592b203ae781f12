"""Promises are counted in working days of Belgrade."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.clock import ZONE, WorkingCalendar, last_day, local_date, start_of_day
from portal.kernel.municipality.queries import calendar


def belgrade(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=ZONE)


def test_the_day_of_the_event_is_not_counted():
    due = WorkingCalendar().due(belgrade(2026, 11, 23, 10, 0), 1)
    assert due == belgrade(2026, 11, 25, 0, 0), "asked on Monday, in time until Tuesday midnight"
    assert last_day(due) == date(2026, 11, 24)


def test_a_weekend_does_not_count():
    assert last_day(WorkingCalendar().due(belgrade(2026, 11, 27, 23, 59), 1)) == date(2026, 11, 30)


def test_the_states_holidays_do_not_count(db):
    working = calendar(db)
    assert not working.is_working(date(2027, 1, 1)) and not working.is_working(date(2027, 1, 7))
    assert not working.is_working(date(2026, 11, 11)), "Armistice Day"
    assert last_day(working.due(belgrade(2026, 12, 31, 10, 0), 1)) == date(2027, 1, 4)


def test_easter_moves_with_the_orthodox_calendar(db):
    working = calendar(db)
    for day in (date(2026, 4, 10), date(2026, 4, 13), date(2027, 4, 30), date(2027, 5, 3)):
        assert not working.is_working(day), day


def test_a_saturday_declared_working_counts():
    working = WorkingCalendar(working=frozenset({date(2026, 11, 28)}))
    assert last_day(working.due(belgrade(2026, 11, 27, 9, 0), 1)) == date(2026, 11, 28)


MOMENTS = st.integers(0, 10 * 365 * 48).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=30 * n))


@given(MOMENTS, st.integers(1, 30))
def test_over_ten_years_of_half_hours_a_promise_has_exactly_its_working_days(moment, days):
    working = WorkingCalendar(free=frozenset({date(2027, 1, 1), date(2028, 5, 1)}))
    due = working.due(moment, days)
    assert due.astimezone(ZONE).hour == 0, "promises end at midnight in Belgrade, also when the clocks change"
    assert working.days_between(moment, due - timedelta(seconds=1)) == days
    assert working.is_working(last_day(due))


@given(MOMENTS)
def test_a_day_begins_at_local_midnight(moment):
    begun = start_of_day(local_date(moment))
    assert begun <= moment < start_of_day(local_date(moment) + timedelta(days=1))


def test_reminders_come_in_the_morning_of_an_earlier_working_day():
    due = WorkingCalendar().due(belgrade(2026, 11, 20, 9, 0), 1)
    assert WorkingCalendar().before(due, 1) == belgrade(2026, 11, 20, 7, 0)
