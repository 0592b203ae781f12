"""The command lines we ship: slow readers do not stop the others, and who is asked to stop finishes first."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress

import psutil
import pytest

from portal.kernel.paths import ROOT
from tests.conftest import KEY
from tests.kernel.worker.conftest import eventually

SLOW = 200
SERVED = (
    "import sys, pathlib; from tests.kernel.cache.site import make; from portal.kernel.server import serve; "
    "serve(make(sys.argv[1], pathlib.Path(sys.argv[2])), host='127.0.0.1', port=int(sys.argv[3]), behind_proxy=False)"
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def get(port: int, address: str, seconds: float = 10) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        line.request("GET", address)
        answer = line.getresponse()
        return answer.status, answer.read().decode()
    finally:
        line.close()


def answers(port: int, address: str = "/health/live") -> bool:
    try:
        return get(port, address)[0] == 200
    except OSError:
        return False


@contextmanager
def serving(command: list[str], port: int, **more: str):
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **more}, start_new_session=True)
    try:
        eventually(lambda: process.poll() is not None or answers(port))
        assert process.poll() is None, "the server did not start"
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)


@pytest.fixture
def shipped(app, tmp_path):
    """A function that serves the portal by its own command."""

    def serve(*options: str, **more: str):
        port = free_port()
        settings = {
            "PORTAL_ENVIRONMENT": "test",
            "PORTAL_SECRET_KEY": KEY,
            "PORTAL_DATABASE_URL": app.config["PORTAL_DATABASE_URL"],
            "PORTAL_INSTANCE": str(tmp_path),
            "PORTAL_COOKIE_SECURE": "0",
            **more,
        }
        command = [sys.executable, "-m", "portal", "serve", "--port", str(port), *options]
        return port, serving(command, port, **settings)

    return serve


@contextmanager
def slow_readers(port: int, *, bodies: bool):
    """Hold connections open that send a byte now and then: in the head, or in the body."""
    head = b"POST /sr/podesavanja/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    head += b"Content-Length: 50000\r\n\r\nsize=" if bodies else b""
    stop, open_lines = threading.Event(), []
    for _ in range(SLOW):
        line = socket.create_connection(("127.0.0.1", port), timeout=10)
        line.sendall(head)
        open_lines.append(line)

    def drip():
        while not stop.wait(0.5):
            for line in open_lines:
                with suppress(OSError):
                    line.send(b"x" if bodies else b"X-A: b\r\n")

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        time.sleep(1)
        yield
    finally:
        stop.set()
        thread.join()
        for line in open_lines:
            line.close()


@pytest.mark.one_engine
def test_slow_bodies_and_slow_heads_do_not_stop_the_town(shipped):
    """Without a proxy: waitress. Health, and a page, are answered while 200 readers dawdle."""
    port, server = shipped()
    with server:
        for bodies in (True, False):
            with slow_readers(port, bodies=bodies):
                for _ in range(10):
                    assert get(port, "/health/live", 5)[0] == 200
                assert get(port, "/sr/podesavanja/", 10)[0] == 200


@pytest.mark.one_engine
def test_slow_heads_do_not_stop_the_workers_behind_a_proxy(shipped):
    port, server = shipped("--workers", "2", PORTAL_PROXIES="1")
    with server, slow_readers(port, bodies=False):
        for _ in range(10):
            assert get(port, "/health/live", 5)[0] == 200


def test_behind_a_proxy_the_workers_serve_and_stop_together(shipped):
    port, server = shipped("--workers", "2", PORTAL_PROXIES="1")
    with server as process:
        assert get(port, "/sr/podesavanja/")[0] == 200
        workers = psutil.Process(process.pid).children(recursive=True)
        assert len(workers) >= 2
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        eventually(lambda: not any(worker.is_running() for worker in workers))


@pytest.mark.one_engine
def test_a_worker_that_dies_is_replaced(shipped):
    port, server = shipped("--workers", "1", PORTAL_PROXIES="1")
    with server as process:
        [worker] = [child for child in psutil.Process(process.pid).children() if "resource_tracker" not in " ".join(child.cmdline())]
        worker.kill()
        eventually(lambda: answers(port), 30)


@pytest.mark.one_engine
def test_who_is_asked_to_stop_finishes_what_has_begun(app, tmp_path):
    port = free_port()
    command = [sys.executable, "-c", SERVED, app.config["PORTAL_DATABASE_URL"], str(tmp_path), str(port)]
    with serving(command, port) as process:
        got = []
        reader = threading.Thread(target=lambda: got.append(get(port, "/sr/stvari/slow")))
        reader.start()
        time.sleep(0.7)
        process.send_signal(signal.SIGTERM)
        reader.join(20)
        assert process.wait(20) == 0
    assert got
    assert got[0][0] == 200
    assert "at last" in got[0][1]


@pytest.mark.one_engine
def test_the_entry_of_other_servers_is_the_portal_behind_its_pages(app, tmp_path, monkeypatch):
    import importlib

    from portal.kernel.cache.layer import Layer

    for name, value in {
        "ENVIRONMENT": "test",
        "SECRET_KEY": KEY,
        "DATABASE_URL": app.config["PORTAL_DATABASE_URL"],
        "INSTANCE": str(tmp_path),
    }.items():
        monkeypatch.setenv(f"PORTAL_{name}", value)
    entry = importlib.import_module("portal.entry")
    assert isinstance(entry.app, Layer)
    assert entry.application.extensions["portal"].alone
