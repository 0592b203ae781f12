"""What several verbs of public calls need."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from portal.features.tenders import queries
from portal.features.tenders.models import CALL, Call, Change, ChangeKind
from portal.features.tenders.refusals.calls import OtherUnit
from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import touch
from portal.kernel.jobs import enqueue
from portal.kernel.municipality.serving import serves
from portal.kernel.refusals import NotFound, Stale
from portal.kernel.words import speaking


def load(db: Session, call_id: int, seen: int | None = None, *, by: Person | None, mine: str = "") -> Call:
    """Load a call for a change, so that nobody else changes it meanwhile. Raises `NotFound`, `OtherUnit`, `Stale`."""
    found = db.get(Call, call_id, with_for_update={"of": Call}, populate_existing=True)
    if found is None:
        raise NotFound
    require_unit(db, found, by)
    if seen is not None and found.version != seen:
        raise Stale(mine=mine, theirs=found.summary_sr)
    return found


def require_unit(db: Session, call: Call, by: Person | None) -> None:
    """Let only people of the call's unit, and those over every unit, work on it; the worker may all. Raises `OtherUnit`."""
    if by is not None and not serves(db, by, call.unit):
        raise OtherUnit


def in_both(sentence: Callable[[], str], note_sr: str = "", note_en: str = "") -> dict[str, Any]:
    """Return what a change says in Serbian and in English: a sentence, and under it the editor's own words.

    Without English words of the editor the English page shows the Serbian ones.
    """
    found: dict[str, Any] = {}
    for key, note in (("sr", note_sr), ("en", note_en or note_sr)):
        with speaking(key):
            found[f"said_{key}"] = "\n".join(part for part in (sentence(), note) if part)
    return found


def settle(db: Session, call: Call, act: str, by: Person | None, **details: Any) -> None:
    """End every verb on a call: its version, its place on the desk, the search, the pages, the audit line."""
    call.version += 1
    call.desk = queries.shelf_of(now())
    db.flush()
    audit.note(db, f"tenders.{act}", CALL, call.id, by=by.id if by else None, **details)
    if call.is_public:
        touch(db, "calls", f"call.{call.id}", "home")
        enqueue(db, "tenders.index", {"call": call.id})


def happened(
    db: Session, call: Call, kind: ChangeKind, by: Person | None, *, asks_again: bool = False, **more: Any
) -> Change:
    """Write a public change of a call, with its number, and have everybody told who collected or means to apply.

    Where it `asks_again`, applications submitted before it are to be confirmed again.
    """
    call.change += 1
    change = Change(
        call_id=call.id,
        number=call.change,
        kind=kind,
        at=now(),
        by_id=by.id if by else None,
        asks_again=asks_again,
        **more,
    )
    db.add(change)
    db.flush()
    db.expire(call, ["changes"])
    enqueue(db, "tenders.tell", {"change": change.id})
    return change
