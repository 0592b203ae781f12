"""What several verbs of debates need."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.features.debates import queries
from portal.features.debates.models import DEBATE, Debate, Edition, Event, EventKind
from portal.features.debates.refusals.debates import EditionPublished, OtherUnit
from portal.kernel import audit, outbox
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import touch
from portal.kernel.follows.actions import followers
from portal.kernel.jobs import enqueue
from portal.kernel.municipality.serving import serves
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotFound, Stale


def load(db: Session, debate_id: int, seen: int | None = None, *, by: Person | None, mine: str = "") -> Debate:
    """Load a debate for a change, so that nobody else changes it meanwhile. Raises `NotFound`, `OtherUnit`, `Stale`."""
    found = db.get(Debate, debate_id, with_for_update={"of": Debate}, populate_existing=True)
    if found is None:
        raise NotFound
    require_unit(db, found, by)
    if seen is not None and found.version != seen:
        raise Stale(mine=mine, theirs=found.summary_sr)
    return found


def require_unit(db: Session, debate: Debate, by: Person | None) -> None:
    """Let only people of the debate's unit, and those over every unit, work on it; the worker may all. Raises `OtherUnit`."""
    if by is not None and not serves(db, by, debate.unit):
        raise OtherUnit


def load_edition(db: Session, edition_id: int, seen: int | None = None, *, by: Person | None) -> Edition:
    """Load an edition that is still prepared. Raises `NotFound`, `OtherUnit`, `EditionPublished`, `Stale`."""
    found = db.get(Edition, edition_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    require_unit(db, db.get_one(Debate, found.debate_id), by)
    if found.is_published:
        raise EditionPublished
    if seen is not None and found.version != seen:
        raise Stale
    return found


def settle(db: Session, debate: Debate, act: str, by: Person | None, **details: Any) -> None:
    """End every verb on a debate: its version, its place on the desk, the search, the pages, the audit line."""
    debate.version += 1
    debate.desk = queries.shelf_of(now())
    db.flush()
    audit.note(db, f"debates.{act}", DEBATE, debate.id, by=by.id if by else None, **details)
    if debate.is_public:
        touch(db, "debates", f"debate.{debate.id}", "home")
        enqueue(db, "debates.index", {"debate": debate.id})


def happened(db: Session, debate: Debate, kind: EventKind, at: datetime, by: Person | None, **more: Any) -> Event:
    """Write a line of the public timeline."""
    event = Event(debate_id=debate.id, kind=kind, at=at, by_id=by.id if by else None, **more)
    db.add(event)
    db.flush()
    db.expire(debate, ["events"])
    return event


def tell_followers(db: Session, debate: Debate, letter: str, key: str, **data: object) -> None:
    """Write to everybody who follows the debate; with the same key nobody hears twice."""
    for follow in followers(db, DEBATE, debate.id):
        outbox.post(
            db,
            f"debates.{letter}",
            Recipient(follow.email, follow.version_key, follow.person_id),
            {**about(debate), **data, "unfollow": follow.token},
            about=(DEBATE, debate.id),
            key=f"debates.{letter}:{key}:{follow.id}",
        )


def about(debate: Debate) -> dict[str, object]:
    """Return what a letter about a debate needs."""
    return {
        "id": debate.id,
        "reference": debate.reference,
        "title_sr": debate.title_sr,
        "title_en": debate.title_en,
        "closes": debate.closes_at.isoformat() if debate.closes_at else "",
    }
