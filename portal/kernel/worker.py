"""The one moving part: `portal work` does what acts have promised, the timetable, and the letters."""

import logging
import os
import socket
import threading
from contextlib import suppress
from time import monotonic

from flask import Flask

from portal.kernel import jobs
from portal.kernel.db import session, work
from portal.kernel.outbox import deliver

log = logging.getLogger("portal.worker")

IDLE = 1.0
HEARTBEAT = 10.0
JOBS_A_ROUND = 20
RESTS = (1, 2, 5, 10, 30)
MAIL_RESTS = (5, 15, 60, 120, 300)


def run(app: Flask, stop: threading.Event) -> None:
    """Work until told to stop; what has begun is finished first.

    A database that is away is tried again with patience, a mail server that is away is left alone for a while and the
    jobs go on. Idle, a round costs three reads a second.
    """
    worker = Worker(app)
    log.info("worker %s begins", worker.name)
    while not stop.is_set():
        stop.wait(worker.round(stop))
    log.info("worker %s ends", worker.name)


def once(app: Flask) -> int:
    """Do everything that is due now and return how many jobs and letters that were: for `portal work --once`.

    What jobs promise in turn is done too. While the mail server is away, letters stay where they are.
    """
    worker, done = Worker(app), 0
    with app.app_context():
        worker.beat()
        while jobs.run_one(worker.jobs):
            done += 1
        with suppress(deliver.WireDownError):
            while (sent := deliver.deliver_due()) > 0 or deliver.is_due(session()):
                done += sent
    return done


class Worker:
    """One worker process: its name, and how long it lets the database and the mail server rest."""

    def __init__(self, app: Flask) -> None:
        self.name = f"{socket.gethostname()[:80]}:{os.getpid()}"
        self.jobs = app.extensions["portal"].jobs
        self._app = app
        self._beat_at = 0.0
        self._mail_at = 0.0
        self._faults = 0
        self._mail_faults = 0

    def round(self, stop: threading.Event) -> float:
        """Do a little of everything and return for how many seconds to rest."""
        try:
            with self._app.app_context():
                if monotonic() >= self._beat_at:
                    self.beat()
                    self._beat_at = monotonic() + HEARTBEAT
                busy = self._work_off(stop)
                busy = self._send() or busy
        except Exception:
            rest = RESTS[min(self._faults, len(RESTS) - 1)]
            self._faults += 1
            log.exception("the worker stumbled, over a database that is away perhaps; trying again in %s s", rest)
            return rest
        self._faults = 0
        return 0 if busy else IDLE

    def beat(self) -> None:
        """Say that this worker lives and write the timetable's rows for the present periods."""
        with work() as db:
            jobs.beat(db, self.name)
            jobs.fill_timetable(db, self.jobs.values())

    def _work_off(self, stop: threading.Event) -> bool:
        """Do some jobs, so that letters and heartbeat have their turn; tell whether there may be more."""
        done = 0
        while done < JOBS_A_ROUND and not stop.is_set() and jobs.run_one(self.jobs):
            done += 1
        return done == JOBS_A_ROUND

    def _send(self) -> bool:
        if monotonic() < self._mail_at:
            return False
        try:
            sent = deliver.deliver_due(seconds=HEARTBEAT)
        except deliver.WireDownError as fault:
            rest = MAIL_RESTS[min(self._mail_faults, len(MAIL_RESTS) - 1)]
            self._mail_faults += 1
            self._mail_at = monotonic() + rest
            log.warning("the mail server does not answer; letters wait %s s: %s", rest, fault)
            return False
        self._mail_faults = 0
        return sent > 0
