"""Measures the portal, served as in production, beside a constant Flask page and raw durable inserts: `make bench`."""

import argparse
import os
import platform
import re
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import client, filling  # noqa: E402
from bench.client import Run, middle  # noqa: E402
from portal import create_app, wrap  # noqa: E402

KEY = "a-key-of-the-bench-0123456789-abcdefghijklm"
LIST, HOME = "/sr/pitanja/", "/sr/"
WARM = 1.0
MARKS = ("<!-- measured: begin -->", "<!-- measured: end -->")
Asked = tuple[int, psutil.Process, Callable[[], bytes], bytes]
"""Where a request goes, whose processor time it takes, the request, and the status of a right answer."""


@dataclass
class Row:
    """One line of the table."""

    server: str
    size: str
    what: str
    runs: list[Run]
    cpu: list[float]
    limit: str


class Bench:
    """What is measured, how long, and what was seen."""

    def __init__(self, seconds: float, rounds: int, connections: int, folder: Path) -> None:
        self.seconds, self.rounds, self.connections, self.folder = seconds, rounds, connections, folder
        self.rows: list[Row] = []
        self.lines: list[str] = []

    def of_size(self, number: int) -> None:
        """Measure everything with so many questions."""
        folder = self.folder / str(number)
        folder.mkdir()
        say(f"filling {number:,} questions")
        app = create_app(**settings(folder))
        began = time.perf_counter()
        filling.prepare(app)
        one = f"/sr/pitanja/{filling.fill(app, number)}/"
        say(f"  in {time.perf_counter() - began:.0f} s")
        page = len(inside(app, LIST))
        self._inside(app, number, page, one)
        for kind in ("granian", "waitress"):
            self._servers(kind, folder, number, page, one)
        self._cold(folder, number, one)
        inserts = raw_inserts(folder, self.seconds)
        self.lines.append(f"raw durable inserts beside {number:,} questions: {inserts:,.0f} a second (one connection)")
        self._compare_posts(number, inserts)

    def _servers(self, kind: str, folder: Path, number: int, page: int, one: str) -> None:
        """Alternate the limit and the portal, both served by the same server with the same settings."""
        size = f"{number:,}"
        limit = [sys.executable, "-m", "bench.limit", kind]
        with (
            serving(limit, folder, kind, "/", BENCH_PAGE_BYTES=str(page)) as (bare, bare_process),
            serving([sys.executable, "-m", "portal", "serve"], folder, kind, HOME) as (port, process),
        ):
            etag = etag_of(port, LIST)
            measured: dict[str, Asked] = {
                f"constant page of {page // 1000} KB": (bare, bare_process, get("/"), b"200"),
                "home page": (port, process, get(HOME), b"200"),
                "public list": (port, process, get(LIST), b"200"),
                "public list, gzip": (port, process, get(LIST, "Accept-Encoding: gzip"), b"200"),
                "public list, not changed (304)": (port, process, get(LIST, f"If-None-Match: {etag}"), b"304"),
                "one question": (port, process, get(one), b"200"),
            }
            if kind == "granian":
                measured["POST of a question"] = (port, process, asking(), b"303")
            for what, (runs, cpu) in self._rounds(measured).items():
                self.rows.append(Row(kind, size, what, runs, cpu, next(iter(measured))))
            self.lines.append(f"{kind}, {size} questions: memory {memory(process)} after the run")

    def _cold(self, folder: Path, number: int, one: str) -> None:
        """The same pages made afresh each time, as they are after every change."""
        command = [sys.executable, "-m", "portal", "serve"]
        with serving(command, folder, "granian", HOME, PORTAL_CACHE_BYTES="0") as (port, process):
            measured: dict[str, Asked] = {
                f"{what}, made afresh": (port, process, get(address), b"200")
                for what, address in {"home page": HOME, "public list": LIST, "one question": one}.items()
            }
            for what, (runs, cpu) in self._rounds(measured).items():
                self.rows.append(Row("granian", f"{number:,}", what, runs, cpu, ""))

    def _rounds(self, measured: dict[str, Asked]) -> dict[str, tuple[list[Run], list[float]]]:
        found: dict[str, tuple[list[Run], list[float]]] = {what: ([], []) for what in measured}
        for turn in range(self.rounds):
            for what, (port, process, request, expect) in measured.items():
                client.measure(port, request, seconds=WARM, connections=self.connections, expect=expect)
                before = processor_time(process)
                run = client.measure(port, request, seconds=self.seconds, connections=self.connections, expect=expect)
                spent = processor_time(process) - before
                if run.faults:
                    raise SystemExit(f"{what}: {len(run.faults)} faults, the first: {run.faults[0]}")
                found[what][0].append(run)
                found[what][1].append(1000 * spent / max(len(run.latencies), 1))
                say(f"  {turn + 1}/{self.rounds} {what}: {run.rate:,.0f}/s")
        return found

    def _inside(self, app: Any, number: int, page: int, one: str) -> None:
        """Processor time of one request without a server, the best of seven batches."""
        os.environ["BENCH_PAGE_BYTES"] = str(page)
        from bench import constant

        constant.PAGE = b"a" * page
        layer = wrap(app)
        bare = batch(constant.app, "/")
        found = {
            "constant page": bare,
            "list from memory": batch(layer, LIST),
            "question from memory": batch(layer, one),
            "list made afresh": batch(app, LIST),
            "question made afresh": batch(app, one),
            "home page made afresh": batch(app, HOME),
        }
        figures = ", ".join(f"{what} {1000 * spent:.3f} ms ({spent / bare:.2f})" for what, spent in found.items())
        self.lines.append(f"processor time inside one process, {number:,} questions (constant page = 1): {figures}")

    def _compare_posts(self, number: int, inserts: float) -> None:
        for row in self.rows:
            if row.what.startswith("POST") and row.size == f"{number:,}":
                rate = middle(row.runs, lambda run: run.rate)
                self.lines.append(f"POST of a question, {row.size} questions: {rate / inserts:.2f} of the raw durable inserts")

    def table(self) -> str:
        """Return what was seen as Markdown."""
        lines = [
            "| server | questions | what | requests/s | ratio to the constant page | p50 ms | p99 ms | processor ms/request |",
            "|---|---|---|---|---|---|---|---|",
        ]
        limits = {(row.server, row.size): middle(row.runs, lambda run: run.rate) for row in self.rows if row.what == row.limit}
        for row in self.rows:
            rate = middle(row.runs, lambda run: run.rate)
            p50, p99 = (middle(row.runs, lambda run, part=part: run.percentile(part)) for part in (0.5, 0.99))
            ratio = rate / limits[row.server, row.size]
            lines.append(
                f"| {row.server} | {row.size} | {row.what} | {rate:,.0f} | {ratio:.2f} | {p50:.2f} | {p99:.2f} "
                f"| {statistics.median(row.cpu):.3f} |"
            )
        return "\n".join([*lines, "", *(f"- {line}" for line in self.lines)])


def settings(folder: Path) -> dict[str, Any]:
    """Return the settings of a portal in a folder; durable, as in production."""
    return {
        "PORTAL_ENVIRONMENT": "test",
        "PORTAL_SECRET_KEY": KEY,
        "PORTAL_INSTANCE": str(folder),
        "PORTAL_SQLITE_SYNCHRONOUS": "FULL",
        "PORTAL_COOKIE_SECURE": False,
    }


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


@contextmanager
def serving(command: list[str], folder: Path, kind: str, address: str, **more: str) -> Iterator[tuple[int, psutil.Process]]:
    """Serve on a free port as the shipped command does: granian with two workers, or waitress."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    proxied = "1" if kind == "granian" else "0"
    environment = {**os.environ, **{k: str(int(v) if isinstance(v, bool) else v) for k, v in settings(folder).items()}}
    options = ["--port", str(port), *(["--workers", "2"] if kind == "granian" else [])] if "portal" in command else [str(port)]
    log = folder / f"{kind}.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [*command, *options], cwd=ROOT, env={**environment, "PORTAL_PROXIES": proxied, **more}, stdout=out, stderr=out
        )
    try:
        until = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{address}", timeout=5).read()
                break
            except OSError:
                if time.monotonic() > until or process.poll() is not None:
                    raise SystemExit(f"{' '.join(command)} did not start; see {log}:\n{log.read_text()[-2000:]}") from None
                time.sleep(0.1)
        yield port, psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def get(address: str, *headers: str) -> Callable[[], bytes]:
    lines = [f"GET {address} HTTP/1.1", "Host: 127.0.0.1", *headers]
    request = ("\r\n".join(lines) + "\r\n\r\n").encode()
    return lambda: request


def asking() -> Callable[[], bytes]:
    """Return a maker of questions: each from another citizen and network, each with a token of its own."""
    number = iter(range(10**9))

    def request() -> bytes:
        n = next(number)
        form = urllib.parse.urlencode(
            {
                "title": f"Када ће бити поправљен пут код моста број {n}?",
                "text": "Пут је оштећен већ два месеца, аутобус не може да прође, а деца иду пешице до школе. " * 4,
                "office": "predsednik-opstine", "topic": "", "settlement": "", "name": "Петар Пробић", "shown_as": "initials",
                "email": f"p{uuid.uuid4().hex}@bench.example", "once_token": uuid.uuid4().hex, "nobody_asked": "1",
            }
        ).encode()  # fmt: skip
        head = (
            f"POST /sr/pitanja/pitaj/ HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
            f"X-Forwarded-For: {1 + n % 200}.{n // 200 % 250}.{n // 50_000 % 250}.1\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(form)}\r\n\r\n"
        )
        return head.encode() + form

    return request


def etag_of(port: int, address: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{address}") as answer:
        return str(answer.headers["ETag"])


def processor_time(process: psutil.Process) -> float:
    """Return seconds of processor time of a server and its workers."""
    return sum(sum(each.cpu_times()[:2]) for each in (process, *process.children(recursive=True)))


def memory(process: psutil.Process) -> str:
    """Return memory of its own of each process of a server."""
    return " + ".join(f"{each.memory_full_info().uss / 1e6:.0f} MB" for each in (process, *process.children(recursive=True)))


def environ(address: str) -> dict[str, Any]:
    from werkzeug.test import EnvironBuilder

    return EnvironBuilder(path=address).get_environ()


def inside(app: Any, address: str) -> bytes:
    """Return the body of a page without any server."""
    found = b"".join(app(environ(address), lambda *_: None))
    assert found, address
    return found


def batch(app: Any, address: str) -> float:
    """Return seconds of processor time of one request: the best of seven batches of about a fifth of a second each."""
    inside(app, address)
    began = time.process_time()
    inside(app, address)
    times = max(1, min(300, int(0.2 / max(time.process_time() - began, 1e-6))))
    best = float("inf")
    for _ in range(7):
        prepared = [environ(address) for _ in range(times)]
        began = time.process_time()
        for each in prepared:
            b"".join(app(each, lambda *_: None))
        best = min(best, (time.process_time() - began) / times)
    return best


def raw_inserts(folder: Path, seconds: float) -> float:
    """Return how many single rows a second one connection commits durably: a body of 500 bytes, one index."""
    line = sqlite3.connect(folder / "raw.db", isolation_level=None)
    line.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
    line.executescript("CREATE TABLE row (id INTEGER PRIMARY KEY, at REAL, body TEXT); CREATE INDEX moment ON row (at);")
    began, number = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        line.execute("INSERT INTO row (at, body) VALUES (?, ?)", (time.time(), "т" * 250))
        number += 1
    spent = time.perf_counter() - began
    line.close()
    return number / spent


def machine() -> str:
    """Say on what and when this was measured."""
    model = next((line.partition(": ")[2] for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), "")
    load = os.getloadavg()[0]
    return (
        f"{date.today():%d %B %Y}, {os.cpu_count()} cores of {model or platform.machine()}, "
        f"{psutil.virtual_memory().total / 2**30:.0f} GiB, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}; load before the run {load:.1f}; "
        "server and client share the cores"
    )


def main() -> None:
    """Measure and print; with --readme also write the table into bench/README.md."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=2.0, help="how long each measurement lasts")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--connections", type=int, default=8)
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    options.add_argument("--readme", action="store_true", help="write the table into bench/README.md")
    chosen = options.parse_args()
    where = machine()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        bench = Bench(chosen.seconds, chosen.rounds, chosen.connections, Path(folder))
        for size in chosen.sizes:
            bench.of_size(size)
    text = (
        f"{where}.\n{chosen.rounds} rounds of {chosen.seconds:g} s, {chosen.connections} connections; medians of the rounds.\n\n"
        f"{bench.table()}"
    )
    print(text)
    if chosen.readme:
        readme = ROOT / "bench" / "README.md"
        old = readme.read_text(encoding="utf-8")
        pattern = re.compile(f"{re.escape(MARKS[0])}.*{re.escape(MARKS[1])}", re.DOTALL)
        readme.write_text(pattern.sub(lambda _: f"{MARKS[0]}\n{text}\n{MARKS[1]}", old), encoding="utf-8")


if __name__ == "__main__":
    main()
