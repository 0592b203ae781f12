"""What makes a debate public and ends it: announced, postponed, reported on, adopted, abandoned."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.features.debates import queries
from portal.features.debates.actions.shared import happened, load, settle, tell_followers
from portal.features.debates.models import Debate, EventKind, Phase, Stage
from portal.features.debates.refusals.debates import (
    AlreadyOver,
    ClosesTooEarly,
    NoEdition,
    NotPreparing,
    NotReported,
    NotRunning,
    NotScheduled,
    ReasonNeeded,
)
from portal.kernel.accounts.models import Person
from portal.kernel.clock import local_date, now, start_of_day
from portal.kernel.db import count
from portal.kernel.municipality.models import Promise
from portal.kernel.municipality.queries import promise


def announce(db: Session, debate_id: int, *, by: Person, seen: int | None = None) -> Debate:
    """Make a debate public: it gets its number, and what was promised for its kind holds for it from now on.

    One whose beginning has passed opens at once. Raises `NotFound`, `Stale`, `NotPreparing`, `NotScheduled`,
    `ClosesTooEarly`, `NoEdition`.
    """
    debate, moment = load(db, debate_id, seen, by=by), now()
    if debate.stage is not Stage.PREPARING:
        raise NotPreparing
    if debate.opens_at is None or debate.closes_at is None:
        raise NotScheduled
    if debate.edition_id is None:
        raise NoEdition
    debate.opens_at = max(debate.opens_at, moment)
    if debate.closes_at <= debate.opens_at:
        raise ClosesTooEarly
    promised = promise(db, debate.kind.promise)
    debate.stage, debate.announced_at, debate.shelf = Stage.ANNOUNCED, moment, queries.shelf_of(moment)
    debate.promise_id, debate.minimum_days = promised.id, int(promised.rules["minimum_days"])
    debate.report_due_at = report_due(promised, debate.closes_at)
    debate.year = local_date(moment).year
    db.flush()
    debate.number = count(db, f"debates.{debate.year}")
    happened(db, debate, EventKind.ANNOUNCED, moment, by)
    settle(db, debate, "announce", by, number=debate.reference)
    return debate


def report_due(promised: Promise, closes: datetime) -> datetime:
    """Return when the report is due: the midnight that ends the last of the promised days after the closing."""
    return start_of_day(local_date(closes) + timedelta(days=int(promised.rules["report_days"]) + 1))


def postpone(
    db: Session,
    debate_id: int,
    *,
    by: Person,
    opens_at: datetime,
    closes_at: datetime,
    reason_sr: str,
    reason_en: str = "",
    seen: int | None = None,
) -> Debate:
    """Move the end of an announced debate, or its beginning too while it is to come; the event keeps the old moments.

    Raises `NotFound`, `Stale`, `NotRunning`, `ReasonNeeded`, `ClosesTooEarly`.
    """
    debate, moment = load(db, debate_id, seen, by=by), now()
    if debate.phase(moment) not in {Phase.ANNOUNCED, Phase.OPEN}:
        raise NotRunning
    if not reason_sr:
        raise ReasonNeeded(field="reason_sr")
    before = {name: _text(getattr(debate, name)) for name in ("opens_at", "closes_at", "report_due_at")}
    if debate.phase(moment) is Phase.ANNOUNCED:
        debate.opens_at = max(opens_at, moment)
    if debate.opens_at is None or closes_at <= max(debate.opens_at, moment):
        raise ClosesTooEarly(field="closes_on")
    debate.closes_at = closes_at
    if debate.promise is not None:
        debate.report_due_at = report_due(debate.promise, closes_at)
    after = {name: _text(getattr(debate, name)) for name in before}
    reasons = {"reason_sr": reason_sr, "reason_en": reason_en}
    event = happened(db, debate, EventKind.POSTPONED, moment, by, **reasons, details={"before": before, "after": after})
    settle(db, debate, "postpone", by, before=before, after=after)
    tell_followers(db, debate, "postponed", str(event.id), **reasons)
    return debate


def settle_report(db: Session, debate_id: int, *, by: Person, **details: Any) -> Debate:
    """Write down that the report is public; whoever signs it calls this. Raises `NotFound`, `AlreadyOver`."""
    debate, moment = load(db, debate_id, by=by), now()
    if debate.phase(moment) is not Phase.ANALYSIS:
        raise AlreadyOver
    debate.stage, debate.reported_at = Stage.REPORTED, moment
    event = happened(db, debate, EventKind.REPORTED, moment, by)
    settle(db, debate, "report", by, **details)
    tell_followers(db, debate, "reported", str(event.id))
    return debate


def adopt(db: Session, debate_id: int, *, by: Person, title: str, address: str = "", seen: int | None = None) -> Debate:
    """Say what act the debate led to. Raises `NotFound`, `Stale`, `NotReported`."""
    debate, moment = load(db, debate_id, seen, by=by), now()
    if debate.stage is not Stage.REPORTED:
        raise NotReported
    debate.stage, debate.adopted_at, debate.adopted_title, debate.adopted_address = Stage.ADOPTED, moment, title, address
    event = happened(db, debate, EventKind.ADOPTED, moment, by)
    settle(db, debate, "adopt", by)
    tell_followers(db, debate, "adopted", str(event.id), act=title)
    return debate


def abandon(
    db: Session, debate_id: int, *, by: Person, reason_sr: str, reason_en: str = "", seen: int | None = None
) -> Debate:
    """Give up the draft, with a reason for everybody; what was said stays to be read.

    Raises `NotFound`, `Stale`, `AlreadyOver` where it never began or has ended, `ReasonNeeded`.
    """
    debate, moment = load(db, debate_id, seen, by=by), now()
    if debate.stage not in {Stage.ANNOUNCED, Stage.REPORTED}:
        raise AlreadyOver
    if not reason_sr:
        raise ReasonNeeded(field="reason_sr")
    debate.stage = Stage.ABANDONED
    reasons = {"reason_sr": reason_sr, "reason_en": reason_en}
    event = happened(db, debate, EventKind.ABANDONED, moment, by, **reasons)
    settle(db, debate, "abandon", by)
    tell_followers(db, debate, "abandoned", str(event.id), **reasons)
    return debate


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
