"""The public debates of the demonstration: prepared, announced, changed and ended through the public verbs."""

import io
from datetime import datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

import yaml
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.debates import actions, queries
from portal.features.debates.demo import remarks
from portal.features.debates.models import Debate, DebateKind, Edition
from portal.features.debates.rules import splitting
from portal.kernel import demo, documents
from portal.kernel.accounts.models import Person
from portal.kernel.clock import ZONE, clock, now
from portal.kernel.db import work
from portal.kernel.files.receiving import receive
from portal.kernel.jobs import run_one
from portal.kernel.municipality.models import Unit
from portal.kernel.paths import STARTER

WORDS = ("title", "summary", "rationale", "programme")


def run() -> None:
    """Tell every debate from its beginning; then let a worker look at files. Where there are debates, nothing happens."""
    content = yaml.safe_load((STARTER / "demo_debates.yaml").read_text(encoding="utf-8"))
    with work() as db:
        if db.scalar(select(Debate.id).limit(1)) is not None:
            return
    today = now()
    for row in content["debates"]:
        _tell(row, today)
    jobs = current_app.extensions["portal"].jobs
    looks = True
    while looks:  # so that a demonstration without a worker shows its documents and finds its articles too
        looks = run_one(jobs)


def at(today: datetime, days: int, hour: str = "9:00") -> datetime:
    """Return an hour in Belgrade so many days from today."""
    local = today.astimezone(ZONE).date() + timedelta(days=days)
    hours, minutes = hour.split(":")
    return datetime.combine(local, time(int(hours), int(minutes)), ZONE)


def _tell(row: dict[str, Any], today: datetime) -> None:
    began = row["editions"][0]["days"]
    with clock.standing_at(min(at(today, began, "6:30"), today)):
        with work() as db:
            debate_id = _prepared(db, row, today).id
        first = _edition(debate_id, row["editions"][0])
        if "attachment" in row:
            _attach(debate_id, row["attachment"])
    if "announced" in row and first:
        with clock.standing_at(at(today, row["announced"], "6:45")), work() as db:
            actions.announce(db, debate_id, by=_official(db))
            for hearing in row.get("hearings", ()):
                actions.call(db, debate_id, _called(hearing, today), by=_clerk(db, debate_id))
    for later in row["editions"][1:]:
        remarks.send(debate_id, row["key"], today, until=later["days"])
        with clock.standing_at(min(at(today, later["days"]), today)):
            _edition(debate_id, later)
    _end(debate_id, row, today)


def _prepared(db: Session, row: dict[str, Any], today: datetime) -> Debate:
    unit = db.scalars(select(Unit).where(Unit.key == row["unit"])).one()
    words = {f"{name}_{language}": row.get(f"{name}_{language}") or "" for name in WORDS for language in ("sr", "en")}
    closes = row.get("postponed", {}).get("was", row["closes"])
    told = actions.Told(
        kind=DebateKind(row["kind"]),
        unit_id=unit.id,
        contact=row["contact"],
        opens_at=at(today, *row["opens"]),
        closes_at=at(today, *closes),
        **{name: text.strip() for name, text in words.items()},
    )
    return actions.prepare(db, told, by=remarks.clerk_of(db, unit))


def _edition(debate_id: int, row: dict[str, Any]) -> bool:
    """Read an edition in, let it be compared and confirmed, and publish it; tell whether it was published."""
    text = row["text"] if "text" in row else (STARTER / row["file"]).read_text(encoding="utf-8")
    document = documents.read(text.encode(), "")
    read = actions.Read(pieces=splitting.cut(document), asides=splitting.asides(document))
    with work() as db:
        edition = actions.begin(db, debate_id, read, by=_clerk(db, debate_id))
        _explain(db, edition, row.get("plain", ()))
        if edition.number > 1:
            _map(db, edition)
        if row.get("publish", True):
            notes = {name: row.get(name, "").strip() for name in ("note_sr", "note_en")}
            actions.publish_edition(db, edition.id, by=_official(db), **notes)
        return edition.is_published


def _explain(db: Session, edition: Edition, rows: Any) -> None:
    for row in rows:
        for passage in queries.portion(db, edition.id, 1, 500):
            if passage.label == row["starts"]:
                said = {name: getattr(passage, name) for name in ("id", "kind", "number", "heading", "text")}
                told = actions.Correction(**said, plain_sr=row["sr"], plain_en=row["en"])
                actions.correct_passages(db, edition.id, [told], by=_clerk(db, edition.debate_id), seen=edition.version)


def _map(db: Session, edition: Edition) -> None:
    clerk = _clerk(db, edition.debate_id)
    actions.compare(db, edition.id, by=clerk, seen=edition.version)
    actions.propose(db, edition.id, edition.version, actions.past_of(db, edition.id))
    actions.confirm_sure(db, edition.id, by=clerk, seen=edition.version)
    proposals = [each for _passage, each in queries.proposals(db, edition.id)]
    taken = {each.chosen_line for each in proposals if each.chosen_at is not None}
    left: dict[int, int | None] = {}
    for each in proposals:
        if each.chosen_at is None:
            left[each.passage_id] = None if each.line in taken else each.line
            taken.add(each.line)
    if left:
        actions.confirm_past(db, edition.id, left, by=clerk, seen=edition.version)


def _attach(debate_id: int, paper: dict[str, Any]) -> None:
    upload = SimpleNamespace(filename=paper["name"], stream=io.BytesIO(demo.pdf(paper["title"], paper["lines"])))
    received = receive([upload])[0]
    with work() as db:
        actions.attach(db, debate_id, received, by=_clerk(db, debate_id))


def _called(row: dict[str, Any], today: datetime) -> actions.Called:
    words = {name: row.get(name, "") for name in ("place_sr", "place_en", "note_sr", "note_en")}
    return actions.Called(starts_at=at(today, row["day"], row["from"]), ends_at=at(today, row["day"], row["until"]), **words)


def _end(debate_id: int, row: dict[str, Any], today: datetime) -> None:
    if moved := row.get("postponed"):
        with clock.standing_at(at(today, moved["days"])), work() as db:
            actions.postpone(
                db,
                debate_id,
                by=_official(db),
                opens_at=at(today, *row["opens"]),
                closes_at=at(today, *moved["closes"]),
                reason_sr=moved["reason_sr"],
                reason_en=moved["reason_en"],
            )
    sent = remarks.send(debate_id, row["key"], today, since=row["editions"][-1]["days"])
    if "reported" in row:
        with clock.standing_at(at(today, row["reported"])):
            remarks.report(debate_id, sent, "head")
    if "adopted" in row:
        with clock.standing_at(at(today, row["adopted"])), work() as db:
            actions.adopt(db, debate_id, by=_official(db), title=row["adopted_title"], address=row["adopted_address"])


def _clerk(db: Session, debate_id: int) -> Person:
    return remarks.clerk_of(db, db.get_one(Debate, debate_id).unit)


def _official(db: Session) -> Person:
    return demo.person(db, "head")
