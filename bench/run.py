"""Measures the portal, served as in production, beside a constant Flask page and raw durable inserts: `make bench`."""

import argparse
import os
import platform
import re
import shutil
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import psutil
from flask import Flask

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import client, comments, debates, moderation, problems, questions, tenders  # noqa: E402
from bench.client import Run, get, middle  # noqa: E402
from portal import create_app, wrap  # noqa: E402
from portal.kernel import house, migrate  # noqa: E402
from portal.kernel.db import analyze, work  # noqa: E402
from portal.kernel.municipality import seed  # noqa: E402
from portal.kernel.paths import STARTER  # noqa: E402

KEY = "a-key-of-the-bench-0123456789-abcdefghijklm"
SUBJECTS = {
    "questions": questions,
    "problems": problems,
    "moderation": moderation,
    "comments": comments,
    "debates": debates,
    "tenders": tenders,
}
WARM = 1.0
MARKS = ("<!-- measured: begin -->", "<!-- measured: end -->")
Asked = tuple[int, psutil.Process, Callable[[], bytes], bytes, int]
"""Where a request goes, whose processor time it takes, the request, the status of a right answer, how many at once."""


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

    def of_size(self, subject: Any, number: int) -> None:
        """Measure everything with so many rows of a subject."""
        folder = self.folder / f"{subject.NAME}-{number}"
        folder.mkdir()
        say(f"filling {number:,} {subject.NAME}")
        app = create_app(**settings(folder))
        began = time.perf_counter()
        prepare(app)
        if hasattr(subject, "measure"):
            self.lines += subject.measure(app, number)
            shutil.rmtree(folder)
            return
        pages = subject.addresses(subject.fill(app, number))
        with app.app_context(), work() as db:
            analyze(db)
        say(f"  in {time.perf_counter() - began:.0f} s")
        page = len(inside(app, list(pages.values())[1]))
        self._inside(app, subject, number, page, pages)
        for kind in ("granian", "waitress") if subject is questions else ("granian",):
            self._servers(kind, folder, subject, number, page, pages)
        self._cold(folder, subject, number, pages)
        inserts = raw_inserts(folder, self.seconds)
        self.lines.append(f"raw durable inserts beside {number:,} {subject.NAME}: {inserts:,.0f} a second (one connection)")
        self._compare_posts(subject, number, inserts)
        if hasattr(subject, "extra"):
            self.lines += subject.extra(app, number)
        shutil.rmtree(folder)

    def _servers(self, kind: str, folder: Path, subject: Any, number: int, page: int, pages: dict[str, str]) -> None:
        """Alternate the limit and the portal, both served by the same server with the same settings."""
        size = f"{number:,} {subject.NAME}"
        limit = [sys.executable, "-m", "bench.limit", kind]
        home, listed, *_one = pages.values()
        many = self.connections
        with (
            serving(limit, folder, kind, "/", BENCH_PAGE_BYTES=str(page)) as (bare, bare_process),
            serving([sys.executable, "-m", "portal", "serve"], folder, kind, home) as (port, process),
        ):
            measured: dict[str, Asked] = {f"constant page of {page // 1000} KB": (bare, bare_process, get("/"), b"200", many)}
            for what, address in pages.items():
                measured[what] = (port, process, get(address), b"200", many)
                if address == listed:
                    measured[f"{what}, gzip"] = (port, process, get(address, "Accept-Encoding: gzip"), b"200", many)
                    asked = get(address, f"If-None-Match: {etag_of(port, address)}")
                    measured[f"{what}, not changed (304)"] = (port, process, asked, b"304", many)
            if kind == "granian":
                measured[subject.POST] = (port, process, subject.posting(), b"303", subject.POSTS_AT_ONCE)
            for what, (runs, cpu) in self._rounds(measured).items():
                self.rows.append(Row(kind, size, what, runs, cpu, next(iter(measured))))
            self.lines.append(f"{kind}, {size}: memory {memory(process)} after the run")

    def _cold(self, folder: Path, subject: Any, number: int, pages: dict[str, str]) -> None:
        """The same pages made afresh each time, as they are after every change."""
        command = [sys.executable, "-m", "portal", "serve"]
        with serving(command, folder, "granian", pages["home page"], PORTAL_CACHE_BYTES="0") as (port, process):
            measured: dict[str, Asked] = {
                f"{what}, made afresh": (port, process, get(address), b"200", self.connections) for what, address in pages.items()
            }
            for what, (runs, cpu) in self._rounds(measured).items():
                self.rows.append(Row("granian", f"{number:,} {subject.NAME}", what, runs, cpu, ""))

    def _rounds(self, measured: dict[str, Asked]) -> dict[str, tuple[list[Run], list[float]]]:
        found: dict[str, tuple[list[Run], list[float]]] = {what: ([], []) for what in measured}
        for turn in range(self.rounds):
            for what, (port, process, request, expect, many) in measured.items():
                client.measure(port, request, seconds=WARM, connections=many, expect=expect)
                before = processor_time(process)
                run = client.measure(port, request, seconds=self.seconds, connections=many, expect=expect)
                spent = processor_time(process) - before
                if run.faults:
                    raise SystemExit(f"{what}: {len(run.faults)} faults, the first: {run.faults[0]}")
                found[what][0].append(run)
                found[what][1].append(1000 * spent / max(len(run.latencies), 1))
                say(f"  {turn + 1}/{self.rounds} {what}: {run.rate:,.0f}/s")
        return found

    def _inside(self, app: Any, subject: Any, number: int, page: int, pages: dict[str, str]) -> None:
        """Processor time of one request without a server, the best of seven batches."""
        os.environ["BENCH_PAGE_BYTES"] = str(page)
        from bench import constant

        constant.PAGE = b"a" * page
        layer = wrap(app)
        bare = batch(constant.app, "/")
        found = {"constant page": bare, **{f"{what} from memory": batch(layer, address) for what, address in pages.items()}}
        found |= {f"{what} made afresh": batch(app, address) for what, address in pages.items()}
        figures = ", ".join(f"{what} {1000 * spent:.3f} ms ({spent / bare:.2f})" for what, spent in found.items())
        self.lines.append(f"processor time inside one process, {number:,} {subject.NAME} (constant page = 1): {figures}")

    def _compare_posts(self, subject: Any, number: int, inserts: float) -> None:
        for row in self.rows:
            if row.what == subject.POST and row.size == f"{number:,} {subject.NAME}":
                rate = middle(row.runs, lambda run: run.rate)
                self.lines.append(f"{row.what}, {row.size}: {rate / inserts:.2f} of the raw durable inserts")

    def table(self) -> str:
        """Return what was seen as Markdown."""
        lines = [
            "| server | rows | what | requests/s | ratio to the constant page | p50 ms | p99 ms | processor ms/request |",
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


def prepare(app: Flask) -> None:
    """Bring an empty database to the state in which a municipality begins."""
    with app.app_context():
        migrate.upgrade()
        with work() as db:
            seed.seed(db, seed.read(STARTER / "profile.yaml"))
        house.after_upgrade()


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
    options.add_argument("--subjects", nargs="+", choices=SUBJECTS, default=list(SUBJECTS))
    options.add_argument("--sizes", type=int, nargs="+", help="how many rows; else each subject's own")
    options.add_argument("--readme", action="store_true", help="write the table into bench/README.md")
    chosen = options.parse_args()
    where = machine()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        bench = Bench(chosen.seconds, chosen.rounds, chosen.connections, Path(folder))
        for subject in (SUBJECTS[name] for name in chosen.subjects):
            for size in chosen.sizes or subject.SIZES:
                bench.of_size(subject, size)
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
