"""Several processes keep pages of one database: after a commit has returned, none of them shows what was before."""

import http.client
import subprocess
import sys
import threading
import time

import pytest

from portal.kernel.db import count, session, touch, work
from portal.kernel.paths import ROOT

PROCESSES = 3


@pytest.fixture
def ports(address, tmp_path):
    """Three servers, each a process of its own, on one database."""
    files = [tmp_path / f"port{number}" for number in range(PROCESSES)]
    started = [
        subprocess.Popen([sys.executable, "-m", "tests.kernel.cache.site", address, str(tmp_path), str(file)], cwd=ROOT)
        for file in files
    ]
    try:
        end = time.monotonic() + 60
        while not all(file.exists() for file in files):
            assert time.monotonic() < end, "the servers did not start"
            assert all(process.poll() is None for process in started), "a server died"
            time.sleep(0.05)
        yield [int(file.read_text()) for file in files]
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(20)


class Reader:
    """One keep-alive connection to one process."""

    def __init__(self, port: int) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)

    def sees(self) -> tuple[int, str]:
        self._line.request("GET", "/sr/stvari/made")
        answer = self._line.getresponse()
        body = answer.read().decode()
        assert answer.status == 200, body
        value, made = body.split()
        return int(value), made

    def close(self) -> None:
        self._line.close()


@pytest.mark.parametrize("writes", (30, pytest.param(300, marks=pytest.mark.slow)))
def test_no_process_shows_a_stale_page_after_the_commit(app, ports, writes):
    committed, stop, stale, seen, faults = [0], threading.Event(), [], [], []

    def hammer(port: int) -> None:
        reader = Reader(port)
        try:
            while not stop.is_set():
                before = committed[0]
                value, made = reader.sees()
                seen.append(made)
                if value < before:
                    stale.append((port, value, before))
        except Exception as fault:
            faults.append(fault)
        finally:
            reader.close()

    hammers = [threading.Thread(target=hammer, args=(port,)) for port in ports for _ in range(2)]
    for thread in hammers:
        thread.start()
    askers = [Reader(port) for port in ports]
    try:
        for turn in range(writes):
            with app.app_context(), work() as db:
                number = count(db, "thing")
                touch(db, "things", f"thing.{number}")
            committed[0] = number
            for asker in askers:
                value, _ = asker.sees()
                assert value >= number, "a stale page after the commit had returned"
            if turn % 10 == 0:
                time.sleep(0.1)
    finally:
        stop.set()
        for thread in hammers:
            thread.join(30)
        for asker in askers:
            asker.close()
        with app.app_context():
            session().close()
    assert not faults
    assert not stale
    assert len(seen) > 4 * writes
    assert len(set(seen)) < len(seen) / 2, "hardly anything came from memory: the test proves nothing"
