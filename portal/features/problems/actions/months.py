"""Freezing a month of System 48 and sending it to the head of administration."""

import json
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.problems.actions.handling import RULES
from portal.features.problems.models import Event, Month
from portal.features.problems.queries import monthly
from portal.features.problems.refusals import MonthFrozen, MonthNotOver
from portal.kernel import audit, outbox
from portal.kernel.accounts.models import Grant, Person, Role
from portal.kernel.clock import ZONE, now
from portal.kernel.db import count
from portal.kernel.municipality.queries import promise
from portal.kernel.outbox import Recipient

KIND = "problem_month"


def freeze(db: Session, year: int, month: int, *, by: Person | None = None) -> Month:
    """Compute a month from the log, keep it under its number with its hash in the audit chain, and send it.

    Raises `MonthNotOver` before the month's end, `MonthFrozen` for one that is kept already. Cost: see
    `monthly.compute`.
    """
    moment = now()
    if monthly.bounds(year, month)[1] > moment:
        raise MonthNotOver
    if db.scalar(select(Month.id).where(Month.year == year, Month.month == month)) is not None:
        raise MonthFrozen
    content = monthly.compute(db, year, month, moment)
    text = monthly.canonical(content)
    kept = Month(
        year=year,
        month=month,
        number=count(db, "problems.months"),
        definition=monthly.DEFINITION,
        made_at=moment,
        until=moment,
        content=text,
        digest=monthly.digest(text),
    )
    db.add(kept)
    db.flush()
    audit.note(db, "problems.freeze", KIND, kept.id, by=by.id if by else None, month=kept.key, sha256=kept.digest)
    _send(db, kept)
    return kept


def _send(db: Session, kept: Month) -> None:
    content = json.loads(kept.content)
    outcomes = content["outcomes"]
    data = {
        "number": kept.number,
        "month": kept.key,
        "received": content["received"],
        "in_time": content["in_time"]["numerator"],
        "judged": content["in_time"]["denominator"],
        "late": outcomes[monthly.ANSWERED_LATE],
        "unanswered": outcomes[monthly.UNANSWERED],
        "hash": kept.digest,
    }
    heads = select(Person).join(Grant).where(Grant.role == Role.HEAD, Person.disabled_at.is_(None)).order_by(Person.id)
    for person in db.scalars(heads):
        outbox.post(db, "problems.monthly", Recipient.of(person), data, about=(KIND, kept.id))


def freeze_due(db: Session) -> Month | None:
    """Freeze the month before on the set day of this one, or later where nobody was there; None when it is done."""
    local = now().astimezone(ZONE)
    if local.day < int(promise(db, RULES).rules["report_day"]):
        return None
    year, month = (local.year, local.month - 1) if local.month > 1 else (local.year - 1, 12)
    first: datetime | None = db.scalar(select(func.min(Event.at)))
    known = db.scalar(select(Month.id).where(Month.year == year, Month.month == month))
    if known is not None or first is None or first >= monthly.bounds(year, month)[1]:
        return None
    return freeze(db, year, month)


def verify(db: Session, kept: Month) -> list[str]:
    """Compute a frozen month anew from the log and return what does not fit, in sentences; nothing when all does."""
    faults = []
    if monthly.digest(kept.content) != kept.digest:
        faults.append("the kept report was changed: its hash is not the one that was frozen")
    if not _is_in_chain(db, kept):
        faults.append("the hash of the kept report is not in the audit log")
    year, month = kept.year, kept.month
    if kept.definition != monthly.DEFINITION:
        return [*faults, f"the report follows definition {kept.definition}; this program computes {monthly.DEFINITION}"]
    anew = monthly.compute(db, year, month, kept.until)
    if monthly.canonical(anew) != kept.content:
        before = json.loads(kept.content)
        names = [name for name in anew if anew[name] != before.get(name)]
        faults.append(f"computed anew from the log it differs in: {', '.join(names)}")
    return faults


def _is_in_chain(db: Session, kept: Month) -> bool:
    lines = select(audit.AuditLine).where(
        audit.AuditLine.act == "problems.freeze", audit.AuditLine.subject_id == str(kept.id)
    )
    return any(line.details.get("sha256") == kept.digest for line in db.scalars(lines))


