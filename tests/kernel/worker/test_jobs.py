"""What an act promised is done once, later at worst, and never forgotten."""

import sqlite3
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.kernel import jobs
from portal.kernel.db import Counter, counted, session, work
from portal.kernel.jobs import JobRow
from tests.conftest import ENGINE
from tests.kernel.worker.conftest import eventually
from tests.kernel.worker.guest import PERIOD
from tests.support.together import together


@pytest.fixture
def known(guest_app):
    return guest_app.extensions["portal"].jobs


def promise(name, payload=None, **how):
    with work() as db:
        jobs.enqueue(db, f"things.{name}", payload, **how)


def all_done(known) -> int:
    done = 0
    while jobs.run_one(known):
        done += 1
    session().rollback()
    return done


def row(name) -> JobRow:
    session().rollback()
    session().expire_all()
    return session().scalars(select(JobRow).where(JobRow.name == f"things.{name}")).one()


def test_a_job_is_done_once(gdb, known):
    promise("once", {"number": 1})
    promise("once", {"number": 2})
    assert all_done(known) == 2
    assert all_done(known) == 0
    assert (counted(gdb, "ran.1"), counted(gdb, "ran.2")) == (1, 1)


def test_a_promise_that_is_rolled_back_was_never_made(gdb, known):
    with pytest.raises(ZeroDivisionError), work() as db:
        jobs.enqueue(db, "things.once", {"number": 1})
        raise ZeroDivisionError
    assert all_done(known) == 0


def test_a_key_is_one_promise_even_after_it_was_kept(gdb, known):
    for _ in range(2):
        promise("once", {"number": 1}, key="once:1")
    assert all_done(known) == 1
    promise("once", {"number": 1}, key="once:1")
    assert all_done(known) == 0


def test_one_key_twice_in_one_act_and_by_two_at_once(guest_app):
    """On PostgreSQL the second act waits for the first and then adds nothing; it does not fail."""
    with guest_app.app_context(), work() as db:
        jobs.enqueue(db, "things.once", {"number": 1}, key="k")
        jobs.enqueue(db, "things.once", {"number": 1}, key="k")

    def act(gate):
        gate.wait()
        with work() as db:
            for number in range(20):
                jobs.enqueue(db, "things.once", {"number": number}, key=f"together:{number}")

    assert together(guest_app, act, act, act, act) == []
    with guest_app.app_context():
        assert session().scalar(select(func.count()).where(JobRow.key.like("together:%"))) == 20


def test_a_job_for_later_waits(gdb, known, clock):
    promise("once", {"number": 1}, at=clock.moment + timedelta(hours=2))
    assert all_done(known) == 0
    clock.moves(hours=2)
    assert all_done(known) == 1


def test_the_one_that_waits_longest_comes_first(gdb, known, clock):
    promise("once", {"number": 1}, at=clock.moment - timedelta(minutes=1))
    promise("once", {"number": 2}, at=clock.moment - timedelta(minutes=5))
    assert jobs.oldest_waiting() == clock.moment - timedelta(minutes=5)
    jobs.run_one(known)
    assert counted(gdb, "ran.2") == 1
    assert counted(gdb, "ran.1") == 0


def test_a_job_that_fails_leaves_no_trace_but_its_fault_and_is_tried_again_with_patience(gdb, known, clock, caplog):
    promise("fail")
    waits = []
    for _ in range(9):
        assert jobs.run_one(known)
        assert not jobs.run_one(known)
        failed = row("fail")
        waits.append((failed.run_at - clock.moment).total_seconds())
        clock.moment = failed.run_at
    assert waits == [*jobs.PATIENCE, jobs.PATIENCE[-1], jobs.PATIENCE[-1]]
    assert row("fail").fault == "ValueError: itcannot be done"
    assert counted(gdb, "half") == 0, "what the job did before it failed must be undone"
    assert "cannot be done" in caplog.text


def test_a_job_that_fails_holds_nobody_up(gdb, known):
    promise("fail")
    promise("once", {"number": 1})
    assert all_done(known) == 2
    assert counted(gdb, "ran.1") == 1


def test_a_job_of_a_feature_that_is_gone_waits(gdb, known):
    promise("of_yore")
    assert all_done(known) == 1
    assert row("of_yore").done_at is None
    assert "KeyError" in row("of_yore").fault


def test_what_a_worker_did_after_its_lease_was_lost_is_undone(gdb, known, caplog):
    promise("overtaken")
    jobs.run_one(known)
    assert counted(gdb, "half") == 0
    assert row("overtaken").done_at is None
    assert row("overtaken").leased_until is not None
    assert "longer than its lease" in caplog.text


def test_a_leased_job_is_nobody_elses_until_the_lease_ends(gdb, known, clock):
    promise("once", {"number": 1})
    with work() as db:
        assert jobs.take(db) is not None
    assert all_done(known) == 0
    clock.moment += jobs.LEASE + timedelta(seconds=1)
    assert all_done(known) == 1


def test_a_period_of_the_timetable_is_one_row_whoever_writes_it(gdb, known, clock):
    clock.moment = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    for _ in range(3):
        with work() as db:
            jobs.fill_timetable(db, known.values())
        clock.moves(minutes=10)
    hourly = select(func.count()).where(JobRow.name == "things.hourly")
    assert gdb.scalar(hourly) == 1
    clock.moment += PERIOD
    with work() as db:
        jobs.fill_timetable(db, known.values())
    assert gdb.scalar(hourly) == 2
    all_done(known)
    assert counted(gdb, "hourly") == 2


def test_a_sign_of_life_is_one_row_per_worker(gdb, clock):
    for name in ("a", "b", "a"):
        with work() as db:
            jobs.beat(db, name)
        clock.moves(seconds=10)
    seen = dict(gdb.execute(select(jobs.Heartbeat.worker, jobs.Heartbeat.seen_at)).all())
    assert seen["a"] - seen["b"] == timedelta(seconds=10)


@pytest.mark.skipif(ENGINE != "sqlite", reason="only SQLite has one write lock for all")
def test_an_idle_worker_does_not_wait_for_the_write_lock(gdb, known, guest_app):
    path = guest_app.config["PORTAL_DATABASE_URL"].removeprefix("sqlite:///")
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    assert not jobs.run_one(known)
    assert time.monotonic() - began < 1
    writer.execute("ROLLBACK")
    writer.close()


def test_two_workers_do_nothing_twice(guest_app, start_worker, post_office):
    with guest_app.app_context(), work() as db:
        for number in range(40):
            jobs.enqueue(db, "things.once", {"number": number})
    workers = [start_worker(), start_worker()]
    left = select(func.count()).where(JobRow.done_at.is_(None), JobRow.name == "things.once")

    def finished():
        with guest_app.app_context():
            return session().scalar(left) == 0

    eventually(finished)
    assert [worker.stops() for worker in workers] == [0, 0]
    with guest_app.app_context():
        counters = dict(session().execute(select(Counter.name, Counter.value).where(Counter.name.like("ran.%"))).all())
        assert counters == {f"ran.{number}": 1 for number in range(40)}
        assert session().scalar(select(func.max(JobRow.tries)).where(JobRow.name == "things.once")) == 1
        assert counted(session(), "hourly") == 1


def test_a_job_whose_worker_was_killed_is_done_later(guest_app, start_worker, tmp_path, known, clock):
    mark = tmp_path / "begun"
    with guest_app.app_context():
        promise("slow", {"seconds": 60, "file": str(mark)})
    worker = start_worker()
    eventually(mark.exists)
    worker.dies()
    with guest_app.app_context():
        assert counted(session(), "slow") == 0, "half of the work must not stay"
        with work() as db:
            db.execute(JobRow.__table__.update().where(JobRow.name == "things.slow").values(payload={}))
        clock.moment = datetime.now(UTC)
        all_done(known)
        assert row("slow").done_at is None, "the lease still runs"
        clock.moment += jobs.LEASE + timedelta(seconds=5)
        all_done(known)
        assert counted(session(), "slow") == 1
        assert row("slow").tries == 2
