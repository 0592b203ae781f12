"""The remarks of the demonstration: in all states and by all ways, answered, and with a signed report where it ended."""

from collections import Counter
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import yaml
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.debates import actions
from portal.features.debates.models import REMARK, Channel, Debate, Disposition, Passage, Remark, Report
from portal.kernel import demo
from portal.kernel.accounts.models import Person
from portal.kernel.authors import ShownAs
from portal.kernel.clock import clock, local_date, now
from portal.kernel.db import work
from portal.kernel.jobs import run_one
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.municipality.models import Unit
from portal.kernel.outbox import Recipient
from portal.kernel.paths import STARTER

HOUR = timedelta(hours=1)


@lru_cache(maxsize=1)
def stories() -> dict[str, list[dict[str, Any]]]:
    """Return the remarks as the readable file says them, by debate."""
    found: dict[str, list[dict[str, Any]]] = yaml.safe_load((STARTER / "demo_remarks.yaml").read_text(encoding="utf-8"))
    return found


def send(
    debate_id: int, key: str, today: datetime, *, since: int = -1000, until: int = 1000
) -> list[tuple[int, dict[str, Any]]]:
    """Let people remark on a debate in some days, the second one not among them; return what was sent, with its story."""
    sent, hours = [], Counter[int]()
    for row in stories().get(key, ()):
        if not since <= row["days"] < until:
            continue
        hours[row["days"]] += 1
        moment = min(today + timedelta(days=row["days"]) + hours[row["days"]] * HOUR / 4, today)
        with clock.standing_at(moment):
            with work() as db:
                remark_id = _sent(db, debate_id, row)
            with work() as db:
                _decide(db, remark_id, row)
        sent.append((remark_id, row))
    return sent


def _sent(db: Session, debate_id: int, row: dict[str, Any]) -> int:
    debate, channel = db.get_one(Debate, debate_id), Channel(row["channel"])
    passage = _passage(db, debate, row["label"])
    clerk = demo.person(db, "service-centre") if channel is not Channel.WEB else None
    written = actions.Written(
        text=row["text"],
        line=passage.line if passage else None,
        wording=passage.text.replace(*row["change"]) if passage and "change" in row else "",
        name=row["name"],
        email="" if channel in {Channel.PAPER, Channel.HEARING} else f"primedba-{row['days'] + 90}-{len(row['text'])}@primer.rs",
        organisation=row.get("organisation", ""),
        shown_as=ShownAs.NAME if channel is Channel.HEARING else ShownAs.INITIALS,
        channel=channel,
        received_on=local_date(now()) if clerk else None,
    )
    made = actions.remark(db, debate_id, written, by=None, entered_by=clerk)
    if clerk is None and row.get("state") != "unconfirmed":
        actions.confirm(db, made.id)
    return made.id


def _passage(db: Session, debate: Debate, label: str) -> Passage | None:
    wanted = select(Passage).where(Passage.edition_id == debate.edition_id, Passage.label == label)
    return db.scalars(wanted.limit(1)).first() if label else None


def _decide(db: Session, remark_id: int, row: dict[str, Any]) -> None:
    state, item = row.get("state", "public"), item_of(db, REMARK, remark_id)
    if state == "withdrawn":
        actions.withdraw(db, db.get_one(Remark, remark_id))
    if item is None or state not in {"public", "refused"}:
        return
    verdict, reason = (Verdict.APPROVE, "") if state == "public" else (Verdict.REFUSE, "remark_advert")
    queue = current_app.extensions["portal"].queues[REMARK]
    by = demo.person(db, "moderator")
    moderation.decide(db, queue, item.id, seen=item.version, verdict=verdict, by=by, reason_key=reason)
    for n in range(row.get("support", 0)):
        to = Recipient(f"podrska-{remark_id}-{n}@primer.rs")
        actions.support(db, db.get_one(Remark, remark_id), to, confirmed=True)


def clerk_of(db: Session, unit: Unit) -> Person:
    """Return who prepares the debates of a unit: its own clerk, or the one who is tied to none."""
    return demo.person(db, "clerk-urbanism" if unit.key == "urbanizam" else "service-centre")


def report(debate_id: int, sent: list[tuple[int, dict[str, Any]]], signer: str) -> None:
    """Answer what was sent, have the report made and sign it."""
    with work() as db:
        debate = db.get_one(Debate, debate_id)
        clerk = clerk_of(db, debate.unit)
        for remark_id, row in sent:
            _answer(db, debate, remark_id, row.get("answer"), clerk)
    with work() as db:
        made = actions.begin_report(db, debate_id, by=demo.person(db, signer)).id
    while run_one(current_app.extensions["portal"].jobs):
        pass
    with work() as db:
        found = db.get_one(Report, made)
        actions.sign_report(db, made, by=demo.person(db, signer), seen=found.version)


def _answer(db: Session, debate: Debate, remark_id: int, said: dict[str, Any] | None, clerk: Person) -> None:
    if said is None:
        return
    changed = _passage(db, debate, said.get("changed", ""))
    answered = actions.Answered(
        disposition=Disposition(said["disposition"]),
        reason_sr=said["reason_sr"],
        reason_en=said["reason_en"],
        changed_line=changed.line if changed else None,
    )
    actions.draft(db, [remark_id], answered, by=clerk)
    db.flush()
    actions.publish(db, [remark_id], by=clerk)
