"""The debates of the town in the states that the demonstration leaves out."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.debates import actions, queries
from portal.features.debates.models import Debate, DebateKind, Edition
from portal.features.debates.rules import splitting
from portal.kernel import demo, documents, tickets
from portal.kernel.clock import clock, now
from portal.kernel.db import work
from portal.kernel.follows.actions import follow
from portal.kernel.municipality.models import Unit
from portal.kernel.outbox import Recipient
from portal.kernel.paths import STARTER

TRACKED = {
    "changes": [
        {"kind": "inserted", "author": "Мирјана Ж.", "at": "2026-10-01", "text": "и гости општине"},
        {"kind": "deleted", "author": "Мирјана Ж.", "at": "2026-10-01", "text": "сви"},
    ],
    "remarks": [{"author": "Правна служба", "at": "2026-10-02", "text": "Проверити закон."}],
    "warnings": ["pictures"],
    "chosen": "",
}


def told() -> tuple[dict[str, int], dict[str, str]]:
    """Bring debates to their other states; return their numbers by key, and the link of a letter."""
    found: dict[str, int] = {}
    with work() as db:
        words = {"open": "Нацрт одлуке о комуналном", "preparing": "Нацрт локалног акционог", "adopted": "Нацрт одлуке о јавном водо"}
        for key, word in words.items():
            found[key] = db.scalars(select(Debate.id).where(Debate.title_sr.startswith(word))).one()
        found["hearing"] = next(day.hearing.id for day in queries.calendar(db, *_days()) if day.hearing is not None)
    with work() as db:
        found["announced"] = _announced(db, "Нацрт одлуке о гробљима", 5)
    with clock.standing_at(now() - timedelta(days=40)), work() as db:
        for key in ("analysis", "reported", "abandoned"):
            found[key] = _announced(db, f"Нацрт одлуке: {key}", 0)
    with work() as db:
        head = demo.person(db, "head")
        actions.settle_report(db, found["reported"], by=head)
    with clock.standing_at(now() - timedelta(days=30)), work() as db:
        actions.abandon(db, found["abandoned"], by=demo.person(db, "head"), reason_sr="Закон је измењен.", reason_en="The law changed.")
    with work() as db:
        _drafts(db, found)
        letter = _letter(db, found["open"])
    return found, {"debate-follow": letter}


def _days() -> tuple[Any, Any]:
    today = now().date()
    return today, today + timedelta(days=30)


def _announced(db: Session, title: str, begins: int) -> int:
    clerk, head, moment = demo.person(db, "clerk-urbanism"), demo.person(db, "head"), now()
    unit = db.scalars(select(Unit).where(Unit.key == "urbanizam")).first()
    assert unit is not None
    times = {"opens_at": moment + timedelta(days=begins), "closes_at": moment + timedelta(days=begins + 20)}
    words = {"title_sr": title, "title_en": f"Draft: {title[-9:]}" if title.isascii() else "", "summary_sr": "Шта се мења и за кога."}
    debate = actions.prepare(db, actions.Told(kind=DebateKind.GENERAL, unit_id=unit.id, **words, **times), by=clerk)
    edition = _begun(db, debate.id, "demo_draft_1.txt")
    actions.publish_edition(db, edition.id, by=head)
    return actions.announce(db, debate.id, by=head).id


def _begun(db: Session, debate_id: int, name: str, asides: Any = None) -> Edition:
    document = documents.read((STARTER / name).read_bytes(), "")
    read = actions.Read(pieces=splitting.cut(document), asides=asides or splitting.asides(document))
    return actions.begin(db, debate_id, read, by=demo.person(db, "head"))


def _drafts(db: Session, found: dict[str, int]) -> None:
    """Editions on their way: one to be mapped, one that waits for the comparison, one with tracked changes."""
    clerk = demo.person(db, "clerk-urbanism")
    mapped = _begun(db, found["open"], "demo_draft_1.txt")
    actions.compare(db, mapped.id, by=clerk, seen=mapped.version)
    actions.propose(db, mapped.id, mapped.version, actions.past_of(db, mapped.id))
    _begun(db, found["analysis"], "demo_draft_2.txt")
    _begun(db, found["announced"], "demo_draft_2.txt", TRACKED)


def _letter(db: Session, debate_id: int) -> str:
    joined = follow(db, "debate", debate_id, Recipient("pratim@primer.rs"), confirmed=False)
    token: str = tickets.make(
        db, actions.TICKET, lasts=timedelta(days=7), subject_kind="debate", subject_id=debate_id, data={"follow": joined.id}
    )
    return token
