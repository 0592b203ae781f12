"""Numbers by month stay what they were, whatever becomes of what was counted."""

from datetime import UTC, date, datetime

from portal.kernel import months
from portal.kernel.db import work

NAMES = ("test.taken", "test.takers")


def added(name, at, by=1):
    with work() as db:
        months.add(db, name, at, by)


def rows(db, today=date(2026, 11, 23), **more):
    db.rollback()
    return [(each.first, *each.numbers.values()) for each in months.table(db, NAMES, today, **more)]


def test_the_month_is_that_of_belgrade_and_the_table_begins_where_something_was_counted(db):
    added("test.taken", datetime(2026, 10, 31, 23, 30, tzinfo=UTC), 2)
    added("test.taken", datetime(2026, 9, 30, 21, 59, tzinfo=UTC))
    added("other.taken", datetime(2026, 1, 1, tzinfo=UTC))
    assert rows(db) == [(date(2026, 11, 1), 2, 0), (date(2026, 10, 1), 0, 0), (date(2026, 9, 1), 1, 0)]


def test_nothing_counted_is_no_table_and_a_year_is_the_most(db):
    assert rows(db) == []
    added("test.takers", datetime(2025, 12, 5, tzinfo=UTC))
    added("test.takers", datetime(2025, 11, 5, tzinfo=UTC))
    found = rows(db)
    assert (len(found), found[0][0], found[-1]) == (12, date(2026, 11, 1), (date(2025, 12, 1), 0, 1))


def test_somebody_who_comes_often_counts_once_a_month(db):
    with work() as writing:
        for who in ("o1", "o2", "o1"):
            months.add_once(writing, "test.takers", datetime(2026, 11, 5, tzinfo=UTC), who)
        months.add_once(writing, "test.takers", datetime(2026, 12, 5, tzinfo=UTC), "o1")
    assert rows(db, date(2026, 12, 1)) == [(date(2026, 12, 1), 0, 1), (date(2026, 11, 1), 0, 2)]
