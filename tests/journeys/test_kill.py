"""Server and worker are killed in the middle of everything: what was acknowledged is there once, and its letter goes out."""

import http.client
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from email import policy
from email.parser import BytesParser
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from portal import create_app
from portal.features.questions.models import KIND, Question, State
from portal.kernel import audit, worker
from portal.kernel.db import session
from portal.kernel.outbox.models import Notice, NoticeState
from portal.kernel.paths import ROOT
from tests.conftest import KEY, settings

pytestmark = [pytest.mark.slow, pytest.mark.one_engine]
QUESTIONS, CLIENTS, KILLS, PATIENCE = 60, 6, 6, 180
TOKEN = re.compile(r'name="once_token" value="([^"]+)"')
OWN = re.compile(r"/poslato/(\d+)/")


class House:
    """The portal as it runs in production: a server and a worker, each a process that can be killed and begun again."""

    def __init__(self, folder, address):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        told = {**settings(folder, address), "PORTAL_BASE_URL": f"http://127.0.0.1:{self.port}", "PORTAL_SECRET_KEY": KEY}
        del told["PORTAL_SQLITE_SYNCHRONOUS"]
        named = {name: str(value) for name, value in told.items() if name.startswith("PORTAL_")}
        self._environment = {**os.environ, **named, "PORTAL_COOKIE_SECURE": "0", "PYTHONPATH": str(ROOT)}
        self._log = (folder / "log").open("ab")
        self.running = {}
        for name in ("serve", "work"):
            self.begins(name)

    def begins(self, name):
        more = ["--port", str(self.port)] if name == "serve" else []
        command = [sys.executable, "-m", "portal", name, *more]
        self.running[name] = subprocess.Popen(command, env=self._environment, cwd=ROOT, stdout=self._log, stderr=self._log, start_new_session=True)

    def dies(self, name):
        """kill -9, whatever the process is doing."""
        found = self.running.pop(name)
        os.killpg(found.pid, signal.SIGKILL)
        found.wait(20)

    def ends(self):
        for name in list(self.running):
            self.dies(name)
        self._log.close()


class Client:
    """Somebody who asks, and asks again with the same token until the server has said that it took the question.

    Every fourth question is sent over a line that breaks before the answer is heard.
    """

    def __init__(self, port, number):
        self._port, self._number, self.acknowledged, self.repeats = port, number, {}, 0

    def _sends(self, method, path, body=None, hears=True):
        """Send a request from an address of one's own, for limits count by network; None where no answer was heard."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20, source_address=(f"127.0.{self._number + 1}.1", 0))
        headers = {"Origin": f"http://127.0.0.1:{self._port}", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body, headers)
            if not hears:
                time.sleep(0.3)
                return None
            answer = connection.getresponse()
            return answer.status, answer.getheader("Location", ""), answer.read().decode()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def _insists(self, method, path, body=None, until=200):
        end = time.monotonic() + PATIENCE
        while True:
            answer = self._sends(method, path, body)
            if answer is not None and answer[0] == until:
                return answer
            assert answer is None or answer[0] >= 500, f"{answer[0]}: {answer[2][:2000]}"
            assert time.monotonic() < end, "the server did not come back"
            self.repeats += method == "POST"
            time.sleep(0.1)

    def asks(self, number):
        _, _, form = self._insists("GET", "/sr/pitanja/pitaj/")
        email = f"asker{number}@primer.rs"
        fields = {
            "title": f"Питање број {number} о стварима у селу?", "text": "Још нешто.", "office": "predsednik-opstine", "topic": "",
            "settlement": "", "name": "Марија Петровић", "shown_as": "initials", "email": email, "nobody_asked": "1",
            "once_token": TOKEN.search(form)[1],
        }
        if number % 4 == 0:
            self._sends("POST", "/sr/pitanja/pitaj/", urlencode(fields), hears=False)
        _, address, _ = self._insists("POST", "/sr/pitanja/pitaj/", urlencode(fields), until=303)
        self.acknowledged[email] = int(OWN.search(address)[1])


def test_kill_9_loses_no_acknowledged_question_and_no_letter(database, tmp_path):
    address = database(tmp_path)
    house = House(tmp_path, address)
    clients, faults = [Client(house.port, number) for number in range(CLIENTS)], []

    def work(client, numbers):
        try:
            for number in numbers:
                client.asks(number)
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(client, range(place, QUESTIONS, CLIENTS))) for place, client in enumerate(clients)]
    chance = random.Random(int(os.environ.get("KILL_SEED", "0")) or None)
    for thread in threads:
        thread.start()
    try:
        killed = kill_at_random(house, chance, clients, threads)
        for thread in threads:
            thread.join(PATIENCE)
    finally:
        house.ends()
    assert not faults, faults
    assert all(killed[name] >= 2 for name in ("serve", "work")), killed

    acknowledged = {email: id for client in clients for email, id in client.acknowledged.items()}
    assert len(acknowledged) == QUESTIONS
    assert sum(client.repeats for client in clients), "nobody ever met a dead server: the kills proved nothing"
    everything_is_there(tmp_path, address, acknowledged)


def kill_at_random(house, chance, clients, threads):
    """Kill server or worker, KILLS times each, spread over the questions; begin it again a moment later."""
    killed = Counter()
    marks = sorted(chance.sample(range(2, QUESTIONS - 4), 2 * KILLS))
    names = ["serve", "work"] * KILLS
    chance.shuffle(names)
    for mark, name in zip(marks, names, strict=True):
        while sum(len(client.acknowledged) for client in clients) < mark and any(thread.is_alive() for thread in threads):
            time.sleep(0.002)
        time.sleep(chance.random() * 0.05)
        house.dies(name)
        killed[name] += 1
        time.sleep(chance.random() * 0.2)
        house.begins(name)
    return killed


def everything_is_there(folder, address, acknowledged):
    """After the worker has run to its end: each question once, each with one letter that left, and a whole chain."""
    app = create_app(**settings(folder, address))
    with app.app_context():
        db = session()
        leased_until = max((notice.next_at for notice in db.scalars(select(Notice).where(Notice.state == NoticeState.WAITING))), default=None)
        from portal.kernel.clock import clock, now

        with clock.standing_at(max(leased_until or now(), now())):
            worker.once(app)
        db.expire_all()
        asked = Counter(db.scalars(select(Question.asker_email)))
        assert asked == Counter(dict.fromkeys(acknowledged, 1))
        assert {q.asker_email: q.id for q in db.scalars(select(Question))} == acknowledged
        assert {q.state for q in db.scalars(select(Question))} == {State.UNCONFIRMED}
        notices = db.scalars(select(Notice).where(Notice.about_kind == KIND)).all()
        assert Counter(notice.about_id for notice in notices) == Counter(dict.fromkeys(acknowledged.values(), 1))
        assert {notice.state for notice in notices} == {NoticeState.SENT}
        letters = [BytesParser(policy=policy.default).parsebytes(file.read_bytes()) for file in (folder / "mails").glob("*.eml")]
        assert {letter["Message-ID"] for letter in letters} >= {notice.message_id for notice in notices}
        assert {letter["To"] for letter in letters} - {None} == set(acknowledged), "None: a letter half written when its writer was killed"
        assert not list(audit.verify(db))
        db.get_bind().dispose()
