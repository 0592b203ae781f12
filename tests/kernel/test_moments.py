"""The moment of an act is read when its turn has come, and never runs backwards."""

import threading

import pytest
from sqlalchemy import select

from portal.kernel.clock import now
from portal.kernel.db import Counter, count, work
from portal.kernel.moments import LastMoment, moment_of
from tests.support.together import together


def moment(name="call:1"):
    with work() as db:
        return moment_of(db, name)


def test_it_is_the_clocks_and_is_recorded_under_its_name(db, clock):
    first = moment()
    assert first == now()
    clock.moves(minutes=1)
    assert moment("call:2") == now()
    db.rollback()
    assert db.scalar(select(LastMoment.at).where(LastMoment.name == "call:1")) == first


def test_a_clock_set_back_stands_still_until_the_time_has_passed_again(db, clock):
    last = moment()
    clock.moves(hours=-1)
    assert moment() == last
    assert moment("another") == now() < last
    clock.moves(hours=1, seconds=1)
    assert moment() == now() > last


def test_what_is_undone_was_no_moment(db, clock):
    first = moment()
    clock.moves(minutes=5)
    with pytest.raises(ZeroDivisionError), work() as writing:
        moment_of(writing, "call:1")
        1 / 0
    clock.moves(minutes=-4)
    assert first < moment() == now()


def test_outside_work_nothing_is_held_and_it_says_so(db):
    with pytest.raises(RuntimeError, match="work"):
        moment_of(db, "call:1")


def test_of_forty_at_once_the_order_of_moments_is_the_order_of_commits(app, db, clock, monkeypatch):
    """The clock jumps ahead and back with every look at it; each act is numbered inside its transaction."""
    seen, looks, guard = [], [], threading.Lock()
    real = now

    def unsteady():
        from datetime import timedelta

        with guard:
            looks.append(None)
            return real() + timedelta(seconds=7 * len(looks) % 11)

    monkeypatch.setattr("portal.kernel.moments.now", unsteady)

    def act(gate: threading.Barrier) -> None:
        gate.wait()
        with work() as writing:
            at = moment_of(writing, "call:1")
            number = count(writing, "acts")
        seen.append((number, at))

    assert together(app, *[act] * 40) == []
    assert [number for number, _ in sorted(seen)] == list(range(1, 41))
    ordered = [at for _, at in sorted(seen)]
    assert ordered == sorted(ordered) and len(looks) == 40, "one look at the clock for each act"
    db.rollback()
    assert db.scalar(select(Counter.value).where(Counter.name == "acts")) == 40
