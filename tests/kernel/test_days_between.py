"""Working days between two moments, counted by arithmetic, are those counted one by one."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.clock import WorkingCalendar, local_date

pytestmark = pytest.mark.one_engine
DAYS = st.frozensets(st.dates(date(2025, 1, 1), date(2027, 12, 31)), max_size=40)
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(lambda moment: moment.replace(tzinfo=UTC))


@given(DAYS, DAYS, MOMENTS, MOMENTS)
def test_as_counted_one_by_one(free, working, start, end):
    calendar = WorkingCalendar(free=free, working=working)
    first, last = local_date(start), local_date(end)
    days = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    assert calendar.days_between(start, end) == sum(calendar.is_working(day) for day in days)
