"""Rate limits in rows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.kernel import throttle
from portal.kernel.accounts import attempts
from portal.kernel.accounts.models import Throttle
from portal.kernel.db import work
from portal.kernel.refusals import TooMany

QUARTER = timedelta(minutes=15)


def test_tries_are_counted_by_key_and_window(db, clock):
    with work() as inside:
        assert [throttle.tries(inside, key, QUARTER) for key in ("a", "a", "b")] == [1, 2, 1]
    clock.moves(minutes=15)
    with work() as inside:
        assert throttle.tries(inside, "a", QUARTER) == 1


def test_a_refused_try_is_counted_all_the_same(db):
    limit = attempts.Limit("door", "somebody@primer.rs", 1)
    attempts.admit(limit)
    for _ in range(3):
        with pytest.raises(TooMany):
            attempts.admit(limit)
    row = db.scalars(select(Throttle)).one()
    assert row.tries == 4
    assert "somebody" not in row.key


def test_a_full_limit_spares_those_after_it(db):
    first, second = attempts.Limit("network", "n", 1), attempts.Limit("address", "a", 5)
    attempts.admit(first, second)
    for _ in range(9):
        with pytest.raises(TooMany):
            attempts.admit(first, second)
    attempts.admit(second)


@pytest.mark.parametrize("within", [timedelta(minutes=1), QUARTER, timedelta(hours=1), timedelta(days=1)])
def test_the_sweep_forgets_old_windows_of_every_length_and_no_present_one(db, clock, within):
    with work() as inside:
        throttle.tries(inside, "old", within)
    clock.moves(days=4)
    with work() as inside:
        throttle.tries(inside, "new", within)
        throttle.sweep(inside)
    assert db.scalars(select(Throttle.key)).all() == ["new"]
