"""48 hours are what the municipality says they are, over holidays and both changes of the clock."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.clock import ZONE, WorkingCalendar
from portal.kernel.deadlines import Count, Policy, Start

CLOCK = Policy()
WORKING = Policy(count=Count.WORKING_DAY_HOURS)
OFFICE = Policy(count=Count.OFFICE_HOURS, amount=16)
DAYS = Policy(count=Count.WORKING_DAYS, amount=2)


def at(text):
    return datetime.strptime(text, "%d.%m.%Y %H:%M").replace(tzinfo=ZONE)


@pytest.fixture(scope="module")
def serbian():
    import holidays

    return WorkingCalendar(free=frozenset(holidays.country_holidays("RS", years=range(2025, 2029))))


PROBLEMS = [
    ("06.03.2026 14:50", "08.03.2026 14:50", "10.03.2026 14:50", "10.03.2026 15:00"),
    ("27.03.2026 15:00", "29.03.2026 16:00", "31.03.2026 15:00", "31.03.2026 15:00"),
    ("09.04.2026 15:00", "11.04.2026 15:00", "15.04.2026 15:00", "15.04.2026 15:00"),
    ("13.02.2026 14:00", "15.02.2026 14:00", "19.02.2026 14:00", "19.02.2026 15:00"),
    ("31.12.2026 12:00", "02.01.2027 12:00", "05.01.2027 12:00", "05.01.2027 15:00"),
    ("29.04.2027 15:00", "01.05.2027 15:00", "06.05.2027 15:00", "06.05.2027 15:00"),
]
SERBIAN = [
    ("27.03.2026 14:30", "29.03.2026 15:30", "31.03.2026 14:30", "31.03.2026 14:30"),
    ("09.04.2026 14:30", "11.04.2026 14:30", "15.04.2026 14:30", "15.04.2026 14:30"),
    ("31.12.2026 10:00", "02.01.2027 10:00", "05.01.2027 10:00", "05.01.2027 10:00"),
    ("24.10.2026 12:00", "26.10.2026 11:00", "28.10.2026 00:00", "27.10.2026 15:00"),
    ("01.06.2026 09:00", "03.06.2026 09:00", "03.06.2026 09:00", "03.06.2026 09:00"),
]


@pytest.mark.parametrize("received, clock, working, second_day", PROBLEMS)
def test_the_table_of_system_48_holds(serbian, received, clock, working, second_day):
    assert CLOCK.due(at(received), serbian) == at(clock)
    assert WORKING.due(at(received), serbian) == at(working)
    assert DAYS.due(at(received), serbian) == at(second_day)


@pytest.mark.parametrize("received, clock, working, office", SERBIAN)
def test_the_table_of_the_serbian_clock_holds(serbian, received, clock, working, office):
    assert CLOCK.due(at(received), serbian) == at(clock)
    assert WORKING.due(at(received), serbian) == at(working)
    assert OFFICE.due(at(received), serbian) == at(office)


def test_the_portals_own_calendar_has_the_same_holidays(db, serbian):
    from portal.kernel.municipality.queries import calendar

    own = calendar(db)
    for received, _, working, _ in PROBLEMS:
        assert WORKING.due(at(received), own) == at(working)


def test_a_local_free_day_and_a_working_saturday_move_the_end():
    calendar = WorkingCalendar(free=frozenset({date(2026, 11, 24)}), working=frozenset({date(2026, 11, 28)}))
    assert WORKING.due(at("23.11.2026 10:00"), calendar) == at("26.11.2026 10:00")
    assert OFFICE.due(at("27.11.2026 10:00"), calendar) == at("30.11.2026 10:00")


def test_a_deadline_is_utc():
    assert CLOCK.due(at("23.11.2026 10:00"), WorkingCalendar()).tzinfo is UTC
    assert DAYS.due(at("23.11.2026 10:00"), WorkingCalendar()).tzinfo is UTC


def test_rules_are_read_from_the_profile():
    rules = {"count": "office_hours", "amount": 16, "start": "validated", "opens": "08:00", "closes": "16:00"}
    policy = Policy.of(rules)
    assert policy.start is Start.VALIDATED and policy.due(at("23.11.2026 07:00"), WorkingCalendar()) == at("24.11.2026 16:00")
    assert Policy.of({}) == CLOCK, "48 clock hours from the submission unless somebody decides otherwise"


@pytest.mark.parametrize("wrong", [{"count": "moons"}, {"amount": 0}, {"opens": "16:00"}, {"start": "never"}, {"opens": "x"}])
def test_rules_that_mean_nothing_are_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        Policy.of(wrong)


MOMENTS = st.integers(0, 3 * 365 * 96).map(lambda n: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * n))
COUNTS = st.sampled_from([Count.CLOCK_HOURS, Count.WORKING_DAY_HOURS, Count.OFFICE_HOURS])


@given(MOMENTS, COUNTS, st.integers(1, 100))
def test_what_was_promised_is_what_lies_between_start_and_end(moment, count, hours):
    calendar = WorkingCalendar(free=frozenset({date(2026, 5, 1), date(2027, 1, 1)}), working=frozenset({date(2026, 3, 29)}))
    policy = Policy(count=count, amount=hours)
    due = policy.due(moment, calendar)
    assert policy.between(moment, due, calendar) == timedelta(hours=hours)
    assert policy.between(moment, due - timedelta(minutes=1), calendar) == timedelta(hours=hours, minutes=-1)


@given(MOMENTS, COUNTS, st.integers(0, 400), st.integers(0, 400))
def test_counted_time_adds_up_over_a_pause(moment, count, first, second):
    calendar = WorkingCalendar(free=frozenset({date(2026, 5, 1)}))
    policy = Policy(count=count)
    middle = moment + timedelta(hours=first)
    end = middle + timedelta(hours=second)
    whole = policy.between(moment, end, calendar)
    assert whole == policy.between(moment, middle, calendar) + policy.between(middle, end, calendar)
