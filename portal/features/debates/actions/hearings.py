"""What a department does with hearings: calls them, moves them, cancels them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.features.debates.actions.shared import happened, load, settle
from portal.features.debates.models import Debate, EventKind, Hearing, Stage
from portal.features.debates.refusals.debates import AlreadyOver, EndsTooEarly, HearingOver, HearingPassed, ReasonNeeded
from portal.kernel.accounts.models import Person
from portal.kernel.clock import local_date, now
from portal.kernel.refusals import NotFound, Stale


@dataclass(frozen=True, kw_only=True)
class Called:
    """What the form of a hearing says."""

    starts_at: datetime
    ends_at: datetime
    place_sr: str
    place_en: str = ""
    note_sr: str = ""
    note_en: str = ""


def call(db: Session, debate_id: int, called: Called, *, by: Person) -> Hearing:
    """Call people to a hearing. Raises `NotFound`, `AlreadyOver`, `HearingPassed`, `EndsTooEarly`."""
    debate = load(db, debate_id, by=by)
    if debate.stage not in {Stage.PREPARING, Stage.ANNOUNCED}:
        raise AlreadyOver
    _check(called)
    hearing = Hearing(debate_id=debate.id, **vars(called))
    db.add(hearing)
    db.flush()
    _settle(db, debate, hearing, "call", by)
    return hearing


def change(db: Session, hearing_id: int, called: Called, *, by: Person, seen: int) -> Hearing:
    """Change where and when a hearing is; of an announced debate the timeline keeps what it was before.

    Raises `NotFound`, `Stale`, `HearingOver`, `HearingPassed`, `EndsTooEarly`.
    """
    debate, hearing = _load(db, hearing_id, seen, by)
    _check(called)
    before = {"starts_at": hearing.starts_at.isoformat(), "place_sr": hearing.place_sr, "place_en": hearing.place_en}
    moved = (hearing.starts_at, hearing.place_sr) != (called.starts_at, called.place_sr)
    for name, value in vars(called).items():
        setattr(hearing, name, value)
    if debate.is_public and moved:
        happened(db, debate, EventKind.HEARING, now(), by, details={"hearing": hearing.id, "before": before})
    _settle(db, debate, hearing, "move", by)
    return hearing


def cancel(db: Session, hearing_id: int, *, by: Person, seen: int, reason_sr: str, reason_en: str = "") -> Hearing:
    """Cancel a hearing, with a reason for everybody. Raises `NotFound`, `Stale`, `HearingOver`, `ReasonNeeded`."""
    debate, hearing = _load(db, hearing_id, seen, by)
    if not reason_sr:
        raise ReasonNeeded(field="reason_sr")
    hearing.cancelled_at = now()
    details = {"hearing": hearing.id, "cancelled": True, "before": {"starts_at": hearing.starts_at.isoformat()}}
    happened(db, debate, EventKind.HEARING, now(), by, reason_sr=reason_sr, reason_en=reason_en, details=details)
    _settle(db, debate, hearing, "cancel", by)
    return hearing


def _load(db: Session, hearing_id: int, seen: int, by: Person) -> tuple[Debate, Hearing]:
    hearing = db.get(Hearing, hearing_id)
    if hearing is None:
        raise NotFound
    debate = load(db, hearing.debate_id, by=by)
    db.refresh(hearing)
    if hearing.version != seen:
        raise Stale
    if hearing.cancelled_at is not None or hearing.ends_at <= now():
        raise HearingOver
    return debate, hearing


def _check(called: Called) -> None:
    if called.starts_at <= now():
        raise HearingPassed(field="on")
    if called.ends_at <= called.starts_at or local_date(called.ends_at) != local_date(called.starts_at):
        raise EndsTooEarly(field="ends")


def _settle(db: Session, debate: Debate, hearing: Hearing, act: str, by: Person) -> None:
    hearing.version += 1
    settle(db, debate, f"{act}_hearing", by, hearing=hearing.id)
    db.expire(debate, ["hearings"])
