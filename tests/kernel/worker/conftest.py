"""A guest with jobs and letters, workers as processes, and a mail server that can misbehave."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from email import policy
from email.parser import BytesParser

import pytest
from aiosmtpd.controller import Controller

from portal.kernel.db import session
from portal.kernel.paths import ROOT
from tests.kernel.worker import guest


class PostOffice:
    """A real SMTP server on loopback. `mood` says how it behaves; `letters` is what it took."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.letters, self.recipients = [], []
        self.mood, self.delay, self.tried = "good", 0.0, 0
        self.on_letter = None
        self._controller = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def opens(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=20, enable_SMTPUTF8=False)
        self._controller.start()

    def closes(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.mood == "sender":
            return "550 5.7.1 sender not allowed"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.tried += 1
        if self.mood == "greylist":
            return "451 4.7.1 come back later"
        if self.mood == "closing":
            return "421 4.3.2 shutting down"
        if self.mood == "unknown" or address.startswith("nobody"):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        import asyncio

        if self.mood == "hang":
            await asyncio.sleep(3)
            return "451 too late"
        if self.mood == "spam":
            return "554 5.7.1 refused"
        if self.delay:
            await asyncio.sleep(self.delay)
        self.letters.append(BytesParser(policy=policy.default).parsebytes(envelope.content))
        self.recipients.append(tuple(envelope.rcpt_tos))
        if self.on_letter:
            self.on_letter()
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        return [letter["Message-ID"] for letter in self.letters]

    def most_often(self) -> int:
        return max(Counter(self.ids).values(), default=0)


@pytest.fixture
def post_office():
    office = PostOffice()
    yield office
    office.closes()


@pytest.fixture
def guest_app(app, tmp_path, post_office, clock):
    """The guest's portal on a fresh database, its letters going to the post office; the clock stands at the real now."""
    clock.moment = datetime.now(UTC)
    found = guest.make(app.config["PORTAL_DATABASE_URL"], tmp_path, PORTAL_SMTP_URL=post_office.url)
    yield found
    with found.app_context():
        session().get_bind().dispose()


@pytest.fixture
def gdb(guest_app):
    with guest_app.app_context():
        yield session()


class Worker:
    """A worker process."""

    def __init__(self, app, folder, smtp: str) -> None:
        address = app.config["PORTAL_DATABASE_URL"]
        command = [sys.executable, "-m", "tests.kernel.worker.guest", address, str(folder), smtp]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)

    def dies(self) -> None:
        """kill -9."""
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.communicate(timeout=20)

    def stops(self) -> int:
        """Ask it to end, once it listens, and return its exit code."""
        self._process.stdout.readline()
        self._process.terminate()
        self._process.communicate(timeout=30)
        return self._process.returncode


@pytest.fixture
def start_worker(guest_app, tmp_path, post_office):
    started = []

    def start() -> Worker:
        started.append(Worker(guest_app, tmp_path, post_office.url))
        return started[-1]

    yield start
    for worker in started:
        if worker._process.poll() is None:
            worker.dies()


def eventually(check, seconds: float = 60):
    """Wait until something is so; fail with what it was last."""
    end = time.monotonic() + seconds
    while not (found := check()):
        assert time.monotonic() < end, f"still {found!r} after {seconds} s"
        time.sleep(0.03)
    return found
