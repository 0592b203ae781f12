"""The last second before a deadline, and the download of a clean file beside the plain server."""

import os
import re
import selectors
import socket
import statistics
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections import Counter
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from portal.features.tenders.actions import applying, documenting, members, parts, preparing, publishing
from portal.features.tenders.models import Access, Attempt, Call, CallKind, Part, Requirement, Submission
from portal.features.tenders.rules.clocks import Clocks
from portal.kernel import uploads
from portal.kernel.accounts import actions as accounts
from portal.kernel.accounts import session as sign_ins
from portal.kernel.accounts.models import Person, Role
from portal.kernel.accounts.session import COOKIE
from portal.kernel.clock import now
from portal.kernel.db import session, work
from portal.kernel.files import StoredFile, checks, store
from portal.kernel.files.receiving import receive
from portal.kernel.jobs import run_one
from portal.kernel.municipality.models import Unit
from portal.kernel.organisations import actions as organisations
from portal.kernel.organisations.models import OrganisationKind
from portal.kernel.organisations.numbers import pib_check, registration_check

NAME, SIZES = "applications", (200,)
FILE_BYTES = checks.LARGEST
ROUNDS, TIMES = 20, 3
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
PAIR = re.compile(r'(name|value)="([^"]*)"')


def measure(app: Flask, number: int) -> list[str]:
    """Prepare a call with so many applications, let all be submitted in its last second, and download its document."""
    with app.app_context():
        call_id = _call()
        applicants = [_ready(call_id, place) for place in range(number)]
        jobs = app.extensions["portal"].jobs
        while run_one(jobs):
            pass
        file = session().scalars(select(StoredFile).where(StoredFile.size >= FILE_BYTES)).one()
        address, place = _address(file), store.place(file.digest)
        session().rollback()
    return [*_last_second(app, call_id, applicants), *_downloads(Path(app.config["PORTAL_INSTANCE"]), address, place)]


def _address(file: StoredFile) -> str:
    return f"/sr/konkursi/dokumenti/{file.about_id}/{urllib.parse.quote(file.name)}"


def _person(db: Any, name: str, *roles: Role) -> Person:
    made = accounts.add_person(db, email=f"{name}@bench.example", name=name, roles=[(role, "") for role in roles])
    db.flush()
    return made


def _call() -> int:
    """A public call with one thing to hand in, a commission of two, and a document as large as they may be."""
    closes = now() + timedelta(days=20)
    with work() as db:
        head = _person(db, "head", Role.HEAD)
        unit = db.scalars(select(Unit).order_by(Unit.id)).first()
        told = preparing.Told(
            title_sr="Средства за удружења", summary_sr="Ко може да добије новац.", unit_id=unit.id,
            clocks=Clocks(closes_at=closes, opens_at=closes + timedelta(hours=2)), opening_place_sr="Сала",
        )  # fmt: skip
        call = preparing.prepare(db, CallKind.ASSOCIATIONS, told, by=head)
        for each in list(call.requirements):
            parts.remove(db, call.id, "requirement", each.id, by=head, seen=call.version)
        db.expire(call, ["requirements"])
        parts.put(db, call.id, "requirement", None, {"title_sr": "Опис пројекта"}, by=head, seen=call.version)
        call_id, head_id = call.id, head.id
    content = b"%PDF-1.7\n" + os.urandom(FILE_BYTES - 9)
    paper = receive([SimpleNamespace(filename="dokumentacija.pdf", stream=BytesIO(content))])[0]
    with work() as db:
        about = documenting.About(title_sr="Документација", title_en="", access=Access.PUBLIC)
        head, call = db.get_one(Person, head_id), db.get_one(Call, call_id)
        documenting.add_document(db, call_id, about, paper, by=head, seen=call.version)
    for name, part in (("chair", Part.CHAIR), ("member", Part.MEMBER)):
        with work() as db:
            who = _person(db, name, Role.COMMISSION)
            members.name_member(db, call_id, person_id=who.id, part=part, by=db.get_one(Person, head_id))
            _, secret = members.make_key(db, call_id, by=who)
            members.try_key(db, call_id, secret, by=who)
    with work() as db:
        publishing.publish(db, call_id, by=db.get_one(Person, head_id))
    return call_id


def _ready(call_id: int, place: int) -> tuple[int, str]:
    """An organisation with an application that lacks nothing: its number, and the token of who presses."""
    registration, pib = f"97{place:05}", f"97{place:06}"
    numbers = organisations.Numbers(
        registration_number=f"{registration}{registration_check(registration)}", pib=f"{pib}{pib_check(pib)}"
    )
    about = organisations.Details(
        kind=OrganisationKind.ASSOCIATION, name_sr=f"Удружење {place}", name_en="", settlement="Ражањ", address="Главна 1",
        email=f"{place}@bench.example",
    )  # fmt: skip
    with work() as db:
        who = _person(db, f"applicant-{place}")
        party = f"o{organisations.make(db, about, numbers, by=who).id}"
        application = applying.begin(db, call_id, 0, party, by=who)
        asked = db.scalars(select(Requirement.id).where(Requirement.call_id == call_id)).one()
        given = applying.room(db, application.id, asked, by=who)
        token, application_id, who_id = sign_ins.begin(db, who, "bench"), application.id, who.id
    content = b"%PDF-1.7\n" + os.urandom(200_000)
    sent = uploads.receive_form(FileStorage(BytesIO(content), filename="plan.pdf"), given).id
    with work() as db:
        upload = db.get_one(uploads.Upload, sent)
        applying.enclose(db, application_id, asked, upload, by=db.get_one(Person, who_id))
    return application_id, token


def _last_second(app: Flask, call_id: int, applicants: list[tuple[int, str]]) -> list[str]:
    """Press "submit" for all, spread over the last second; every answer must be a receipt or a signed refusal."""
    from bench.run import serving

    folder = Path(app.config["PORTAL_INSTANCE"])
    with serving([sys.executable, "-m", "portal", "serve"], folder, "waitress", "/sr/konkursi/") as (port, _process):
        requests = [_press(port, *each) for each in applicants]
        begin = time.time() + 2
        with app.app_context(), work() as db:
            db.get_one(Call, call_id).closes_at = now() + timedelta(seconds=begin + 1 - time.time())
        took, places, faults = _fire(port, requests, begin)
    with app.app_context():
        call = session().get_one(Call, call_id)
        made = session().scalars(select(Submission).where(Submission.call_id == call_id)).all()
        late = session().scalars(select(Attempt).where(Attempt.call_id == call_id, Attempt.why == "late")).all()
        right = all(one.at < call.closes_at for one in made) and all(one.at >= call.closes_at for one in late)
        last = max((one.at - call.closes_at).total_seconds() for one in [*made, *late])
        lost = len(applicants) - len({one.application_id for one in [*made, *late]})
        session().rollback()
    ordered = sorted(took)
    return [
        f"{len(applicants)} organisations press “submit” within the last second (waitress): {len(took)} answers, "
        f"p50 {1000 * statistics.median(ordered):.0f} ms, slowest {ordered[-1]:.2f} s, {len(faults)} faults "
        f"{faults[:1] if faults else ''}; {len(made)} in time, {len(late)} refused with a signed receipt because their turn came "
        f"after the deadline (the last one {last:+.2f} s), {lost} lost; every moment on its side of the deadline: "
        f"{'yes' if right else 'NO'}; different receipts shown: {len(places)}"
    ]


def _press(port: int, application_id: int, token: str) -> bytes:
    """Open the page of the last press and return the request that its button sends."""
    path = f"/sr/konkursi/prijave/{application_id}/podnosenje/"
    cookie = {"Cookie": f"{COOKIE}={token}"}
    page = urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=cookie)).read().decode()
    form = page[page.rindex(f'action="{path}"') :]
    fields = [dict(PAIR.findall(each)) for each in HIDDEN.findall(form[: form.index("</form>")])]
    body = urllib.parse.urlencode({each["name"]: each.get("value", "") for each in fields}).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nSec-Fetch-Site: same-origin\r\nCookie: {COOKIE}={token}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _fire(port: int, requests: list[bytes], begin: float) -> tuple[list[float], Counter[str], list[str]]:
    """Send each request on a line of its own, evenly over one second; seconds to each answer, where they lead, faults."""
    lines = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in requests]
    chosen, sent, got = selectors.DefaultSelector(), {}, dict.fromkeys(lines, b"")
    waiting = list(zip(lines, requests, strict=True))
    took: list[float] = []
    leads: Counter[str] = Counter()
    faults: list[str] = []
    number = len(requests)
    while len(took) < number and time.time() < begin + 60:
        while waiting and time.time() >= begin + 0.98 * (number - len(waiting)) / number:
            line, request = waiting.pop(0)
            line.sendall(request)
            sent[line] = time.time()
            chosen.register(line, selectors.EVENT_READ)
        for key, _ in chosen.select(0.002):
            line: Any = key.fileobj
            got[line] += line.recv(65536)
            if b"\r\n\r\n" in got[line]:
                took.append(time.time() - sent[line])
                chosen.unregister(line)
                head = got[line].split(b"\r\n\r\n")[0].decode(errors="replace")
                found = re.search(r"(?im)^location: (\S+)", head)
                if " 303 " in head.splitlines()[0] + " " and found:
                    leads[found[1]] += 1
                else:
                    faults.append(head[:200])
    for line in lines:
        line.close()
    return took, leads, faults


def _downloads(folder: Path, address: str, place: Path) -> list[str]:
    """The same file from the same server, by the portal and by an app that does nothing else; they take turns."""
    from bench.run import processor_time, serving

    bare_command, command = [sys.executable, "-m", "bench.plain"], [sys.executable, "-m", "portal", "serve"]
    with (
        serving(bare_command, folder, "waitress", "/", BENCH_FILE=str(place)) as (bare, bare_process),
        serving(command, folder, "waitress", "/sr/konkursi/") as (port, process),
    ):
        seconds: dict[str, list[float]] = {"plain": [], "portal": []}
        cpu: dict[str, float] = {}
        asked = {"plain": (bare, "/", bare_process), "portal": (port, address, process)}
        for who, (at, path, _process) in asked.items():
            _load(at, path)
            seconds[who] = []
        for _ in range(ROUNDS):
            for who, (at, path, served) in asked.items():
                before = processor_time(served)
                seconds[who] += [_load(at, path) for _ in range(TIMES)]
                cpu[who] = cpu.get(who, 0.0) + processor_time(served) - before
    plain, ours = (statistics.median(seconds[who]) for who in ("plain", "portal"))
    return [
        f"download of a clean file of {FILE_BYTES / 1e6:.0f} MB (waitress, medians of {ROUNDS * TIMES}): plain server "
        f"{FILE_BYTES / plain / 1e6:,.0f} MB/s, portal {FILE_BYTES / ours / 1e6:,.0f} MB/s, {ours / plain:.2f} times as long; "
        f"processor time {cpu['portal'] / max(cpu['plain'], 1e-9):.2f} times as much"
    ]


def _load(port: int, path: str) -> float:
    """Download once; seconds from asking to the last byte."""
    room = memoryview(bytearray(1 << 20))
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        began = time.perf_counter()
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode())
        first, total = b"", 0
        while read := line.recv_into(room):
            first = first or bytes(room[: min(read, 400)])
            total += read
        spent = time.perf_counter() - began
    if b" 200 " not in first[:20] or total < FILE_BYTES:
        raise SystemExit(f"{path}: {first[:200]!r}, {total} bytes")
    return spent


def main() -> None:
    """Measure alone and print: `python -m bench.tenders`."""
    from bench.run import machine, prepare, settings
    from portal import create_app

    where = machine()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        app = create_app(**settings(Path(name)))
        prepare(app)
        lines = measure(app, SIZES[0])
    print(f"{where}.\n\n" + "\n".join(f"- {line}" for line in lines))


if __name__ == "__main__":
    main()
