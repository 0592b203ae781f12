"""The calls of the demonstration: prepared, published, changed and asked about through the public verbs."""

import io
import json
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import yaml
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.tenders.actions import asking, collecting, destroying, documenting, members, parts, preparing, publishing
from portal.features.tenders.demo import applications, assessing
from portal.features.tenders.demo.shared import KEYS, SEATS, at
from portal.features.tenders.models import Access, Call, CallKind, Document
from portal.features.tenders.rules.clocks import Clocks
from portal.kernel import demo
from portal.kernel.accounts.models import Person
from portal.kernel.clock import clock, now
from portal.kernel.db import work
from portal.kernel.files import Received
from portal.kernel.files.receiving import receive
from portal.kernel.jobs import run_one
from portal.kernel.municipality.models import Unit
from portal.kernel.paths import STARTER
from portal.kernel.settings import instance

WORDS = ("title_sr", "title_en", "summary_sr", "summary_en", "text_sr", "text_en", "contact", "value")


def run() -> None:
    """Tell every call from its beginning; then let a worker look at files."""
    content = yaml.safe_load((STARTER / "demo_calls.yaml").read_text(encoding="utf-8"))
    today = now()
    for row in content["calls"]:
        _tell(row, today)
    jobs = current_app.extensions["portal"].jobs
    looks = True
    while looks:
        looks = run_one(jobs)


def _tell(row: dict[str, Any], today: datetime) -> None:
    with clock.standing_at(at(today, row["begun"])):
        with work() as db:
            call_id = _prepared(db, row, today).id
        for lot in row.get("lots", ()):
            with work() as db:
                words = {"title_sr": lot["sr"], "title_en": lot["en"], "value": lot["value"]}
                parts.put(db, call_id, "lot", None, words, by=_clerk(db), seen=_seen(db, call_id))
        for paper in row["documents"]:
            _document(call_id, paper)
        if "published" in row and row["kind"] != "external":
            seat(call_id, row["key"])
    if "published" in row:
        with clock.standing_at(at(today, row["published"])), work() as db:
            publishing.publish(db, call_id, by=demo.person(db, "head"))
        _live(call_id, row, today)


def _prepared(db: Session, row: dict[str, Any], today: datetime) -> Call:
    unit = db.scalars(select(Unit).where(Unit.key == row["unit"])).one()
    opens = at(today, *row["opens"]) if "opens" in row else None
    told = preparing.Told(
        unit_id=unit.id,
        clocks=Clocks(closes_at=at(today, *row["closes"]), opens_at=opens),
        external_address=row.get("address"),
        opening_place_sr=row.get("opening_place_sr", ""),
        opening_place_en=row.get("opening_place_en", ""),
        **{name: row[name].strip() for name in WORDS},
    )
    return preparing.prepare(db, CallKind(row["kind"]), told, by=_clerk(db))


def seat(call_id: int, key: str) -> None:
    """Name the commission of the demonstration for a call, and let both members make and try their keys."""
    found: dict[str, Any] = json.loads(_keys()) if (instance() / KEYS).is_file() else {}
    for name, part in SEATS:
        with work() as db:
            person = demo.person(db, name)
            members.name_member(db, call_id, person_id=person.id, part=part, by=_clerk(db))
        with work() as db:
            _member, secret = members.make_key(db, call_id, by=demo.person(db, name))
        with work() as db:
            members.try_key(db, call_id, secret, by=demo.person(db, name))
        found.setdefault(key, {})[name] = secret
    file = instance() / KEYS
    file.write_text(json.dumps(found, ensure_ascii=False, indent=2), encoding="utf-8")
    file.chmod(0o600)


def _keys() -> str:
    return (instance() / KEYS).read_text(encoding="utf-8")


def _document(call_id: int, paper: dict[str, Any]) -> None:
    received = _received(paper["name"], paper["lines"])
    about = documenting.About(title_sr=paper["title_sr"], title_en=paper["title_en"], access=Access(paper["access"]))
    with work() as db:
        documenting.add_document(db, call_id, about, received, by=_clerk(db), seen=_seen(db, call_id))


def _received(name: str, lines: list[str]) -> Received:
    return receive([SimpleNamespace(filename=name, stream=io.BytesIO(demo.pdf("Demonstracija", lines)))])[0]


def _live(call_id: int, row: dict[str, Any], today: datetime) -> None:
    for line in row["collected"]:
        with clock.standing_at(at(today, line["days"])), work() as db:
            person = demo.person(db, line["who"])
            party = f"o{demo.organisation(db, line['party']).id}" if "party" in line else f"p{person.id}"
            collecting.collect(db, call_id, party, by=person)
    for line in row["questions"]:
        _question(call_id, line, today)
    for line in row.get("applications", ()):
        with clock.standing_at(at(today, line["days"])):
            applications.send(call_id, line)
    for paper in row["documents"]:
        if later := paper.get("later"):
            received = _received(paper["name"], later["lines"])
            with clock.standing_at(at(today, later["days"])), work() as db:
                wanted = select(Document).where(Document.call_id == call_id, Document.title_sr == paper["title_sr"])
                note = parts.Note(sr=later["changed_sr"], en=later["changed_en"])
                document_id, seen = db.scalars(wanted).one().id, _seen(db, call_id)
                documenting.add_version(db, document_id, received, by=_clerk(db), seen=seen, note=note)
    if "assessed" in row:
        assessing.decide(call_id, row, today)
    if "cancelled" in row:
        _cancel(call_id, row["cancelled"], today)


def _cancel(call_id: int, told: dict[str, Any], today: datetime) -> None:
    """Cancel a call; after thirty days what was sent to it, which nobody opened, is destroyed by time."""
    with clock.standing_at(at(today, told["days"])), work() as db:
        reason = parts.Note(sr=told["sr"], en=told["en"])
        publishing.cancel(db, call_id, by=demo.person(db, "head"), seen=_seen(db, call_id), reason=reason)
    with clock.standing_at(at(today, told["destroyed"])), work() as db:
        destroying.look_after(db, {})


def _question(call_id: int, line: dict[str, Any], today: datetime) -> None:
    with clock.standing_at(at(today, line["days"])), work() as db:
        question = asking.ask(db, call_id, line["text"], by=demo.person(db, line["who"]))
        question_id, seen = question.id, question.version
    if "answered" in line:
        with clock.standing_at(at(today, line["answered"])), work() as db:
            words = {"public_text": line["public"], "answer_sr": line["sr"], "answer_en": line["en"]}
            asking.answer(db, question_id, **words, by=_clerk(db), seen=seen)


def _clerk(db: Session) -> Person:
    return demo.person(db, "service-centre")


def _seen(db: Session, call_id: int) -> int:
    return db.get_one(Call, call_id).version
