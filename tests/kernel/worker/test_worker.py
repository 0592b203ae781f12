"""The worker goes on: over faults of jobs, a mail server that is away, a database that is away."""

import threading
import time
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select, text

from portal.kernel import jobs, outbox, worker
from portal.kernel.db import counted, session, work
from portal.kernel.jobs import Heartbeat, JobRow
from portal.kernel.outbox import Recipient
from portal.kernel.outbox.models import Notice
from tests.kernel.worker.conftest import eventually


@contextmanager
def running(app):
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(app, stop))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def asked(app, question):
    with app.app_context():
        return question(session())


def promise(app, name, payload=None):
    with app.app_context(), work() as db:
        jobs.enqueue(db, f"things.{name}", payload)


def letter(app, number):
    with app.app_context(), work() as db:
        outbox.post(db, "things.told", Recipient("a@test.example"), {"number": number})


def test_once_does_everything_that_is_due_and_what_it_promised_in_turn(guest_app, post_office):
    post_office.opens()
    promise(guest_app, "chain", {"left": 3})
    assert worker.once(guest_app) >= 8
    assert asked(guest_app, lambda db: counted(db, "chain")) == 4
    assert asked(guest_app, lambda db: counted(db, "hourly")) == 1
    assert len(post_office.letters) == 4
    assert worker.once(guest_app) == 0


def test_once_ends_while_the_mail_server_is_away(guest_app, post_office):
    letter(guest_app, 1)
    promise(guest_app, "once", {"number": 1})
    worker.once(guest_app)
    assert asked(guest_app, lambda db: counted(db, "ran.1")) == 1
    post_office.opens()
    assert worker.once(guest_app) == 1


def test_once_ends_when_a_job_fails(guest_app, post_office):
    promise(guest_app, "fail")
    worker.once(guest_app)
    assert asked(guest_app, lambda db: db.scalar(select(JobRow.tries).where(JobRow.name == "things.fail"))) == 1


def test_the_worker_shows_that_it_lives_and_that_the_portal_is_ready(guest_app, post_office):
    client = guest_app.test_client()
    assert client.get("/health/ready").status_code == 503
    with running(guest_app):
        eventually(lambda: asked(guest_app, lambda db: db.scalar(select(func.count()).select_from(Heartbeat))))
    assert client.get("/health/ready").status_code == 200


def test_it_works_until_it_is_told_to_stop_and_stops_soon(guest_app, post_office):
    post_office.opens()
    with running(guest_app) as stop:
        promise(guest_app, "once", {"number": 1})
        letter(guest_app, 1)
        eventually(lambda: post_office.letters)
        eventually(lambda: asked(guest_app, lambda db: counted(db, "ran.1")))
        stop.set()
        began = time.monotonic()
    assert time.monotonic() - began < 3


def test_an_idle_worker_rests(guest_app, post_office):
    found = worker.Worker(guest_app)
    found.round(threading.Event())
    assert found.round(threading.Event()) == worker.IDLE


def test_a_mail_server_that_is_away_is_left_alone_and_jobs_go_on(guest_app, post_office, monkeypatch):
    monkeypatch.setattr(worker, "MAIL_RESTS", (0.2,))
    letter(guest_app, 1)
    with running(guest_app):
        promise(guest_app, "once", {"number": 1})
        eventually(lambda: asked(guest_app, lambda db: counted(db, "ran.1")))
        assert asked(guest_app, lambda db: db.scalar(select(Notice.tries).where(Notice.kind == "things.told"))) <= 1
        post_office.opens()
        eventually(lambda: post_office.letters)


def test_a_database_that_is_away_for_a_while_ends_nothing(guest_app, post_office, monkeypatch, caplog):
    monkeypatch.setattr(worker, "RESTS", (0.1,))

    def rename(old, new):
        with guest_app.app_context(), work() as db:
            db.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))

    promise(guest_app, "once", {"number": 1})
    rename("portal_job", "portal_job_away")
    with running(guest_app):
        eventually(lambda: "trying again" in caplog.text)
        rename("portal_job_away", "portal_job")
        eventually(lambda: asked(guest_app, lambda db: counted(db, "ran.1")))


def test_a_worker_that_is_told_to_stop_finishes_what_it_began(guest_app, start_worker, post_office):
    promise(guest_app, "once", {"number": 1, "seconds": 2})
    found = start_worker()
    eventually(lambda: asked(guest_app, lambda db: db.scalar(select(JobRow.leased_until).where(JobRow.name == "things.once"))))
    assert found.stops() == 0
    assert asked(guest_app, lambda db: counted(db, "ran.1")) == 1


@pytest.mark.parametrize("name", ["things.once", "house.sweep"])
def test_it_knows_the_jobs_of_the_house_and_of_every_feature(guest_app, name):
    assert name in worker.Worker(guest_app).jobs
