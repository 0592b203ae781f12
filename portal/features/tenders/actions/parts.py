"""The parts of a call: lots, what to hand in, criteria; added, changed, removed and put in order.

Once a call is published they change in public: each verb then writes a `Change` that asks applicants to look again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.tenders.actions.shared import happened, in_both, load, settle
from portal.features.tenders.models import Call, ChangeKind, Criterion, Lot, Phase, Requirement, Stage
from portal.features.tenders.refusals.calls import NoteNeeded, NotPreparing, NotRunning, OutOfOrder, TooManyParts
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.refusals import NotFound
from portal.kernel.words import gettext as _

MOST = 50
PARTS: dict[str, tuple[Any, str]] = {
    "lot": (Lot, "number"),
    "requirement": (Requirement, "place"),
    "criterion": (Criterion, "place"),
}
"""The nouns of parts by the names that addresses and the audit log know, and the column of their order."""
SENTENCES: dict[tuple[str, bool], Callable[[], str]] = {
    ("lot", True): lambda: _("A new lot: %(title)s."),
    ("lot", False): lambda: _("A lot was changed: %(title)s."),
    ("requirement", True): lambda: _("Something more to hand in: %(title)s."),
    ("requirement", False): lambda: _("What to hand in was changed: %(title)s."),
    ("criterion", True): lambda: _("A new criterion: %(title)s."),
    ("criterion", False): lambda: _("A criterion was changed: %(title)s."),
}


@dataclass(frozen=True, kw_only=True)
class Note:
    """What the editor of a published call says about a change."""

    sr: str = ""
    en: str = ""


def put(
    db: Session,
    call_id: int,
    part: str,
    part_id: int | None,
    words: dict[str, Any],
    *,
    by: Person,
    seen: int,
    note: Note | None = None,
) -> Call:
    """Add a part, or change the one with an id.

    Raises `NotFound`, `OtherUnit`, `Stale`, `TooManyParts`, `NotRunning`, `NoteNeeded`.
    """
    call = load(db, call_id, seen, by=by)
    _may_change(call)
    table, order = PARTS[part]
    found = of(db, call, part)
    if part_id is None:
        if len(found) >= MOST:
            raise TooManyParts(field="title_sr", most=MOST)
        db.add(table(call_id=call.id, **{order: max((getattr(each, order) for each in found), default=0) + 1}, **words))
    else:
        row = next((each for each in found if each.id == part_id), None)
        if row is None:
            raise NotFound
        for name, value in words.items():
            setattr(row, name, value)
    db.flush()
    _tell(db, call, part, part_id is None, words, by, note)
    _settle(db, call, f"{'add' if part_id is None else 'change'}_{part}", by)
    return call


def remove(db: Session, call_id: int, part: str, part_id: int, *, by: Person, seen: int) -> Call:
    """Take a part out before publication; lots are numbered anew. Raises `NotFound`, `OtherUnit`, `Stale`, `NotPreparing`."""
    call = load(db, call_id, seen, by=by)
    if call.stage is not Stage.PREPARING:
        raise NotPreparing
    row = next((each for each in of(db, call, part) if each.id == part_id), None)
    if row is None:
        raise NotFound
    db.delete(row)
    db.flush()
    _number(db, call, part, of(db, call, part))
    _settle(db, call, f"remove_{part}", by)
    return call


def move(db: Session, call_id: int, part: str, part_id: int, *, up: bool, by: Person, seen: int) -> Call:
    """Put a part before the one above it, or after the one below.

    Raises `NotFound`, `OtherUnit`, `Stale`, `NotPreparing`, `OutOfOrder`.
    """
    call = load(db, call_id, seen, by=by)
    if call.stage is not Stage.PREPARING:
        raise NotPreparing
    rows = list(of(db, call, part))
    at = next((place for place, each in enumerate(rows) if each.id == part_id), None)
    if at is None:
        raise NotFound
    other = at - 1 if up else at + 1
    if not 0 <= other < len(rows):
        raise OutOfOrder
    rows[at], rows[other] = rows[other], rows[at]
    _number(db, call, part, rows)
    _settle(db, call, f"move_{part}", by)
    return call


def of(db: Session, call: Call, part: str) -> Sequence[Any]:
    """Return the parts of one sort that a call has, in their order."""
    table, order = PARTS[part]
    return db.scalars(select(table).where(table.call_id == call.id).order_by(getattr(table, order), table.id)).all()


def _number(db: Session, call: Call, part: str, rows: Sequence[Any]) -> None:
    """Number parts from one on, by a way that no two ever share a number."""
    order = PARTS[part][1]
    for sign in (-1, 1):
        for place, row in enumerate(rows, 1):
            setattr(row, order, sign * place)
        db.flush()


def _may_change(call: Call) -> None:
    if call.stage is not Stage.PREPARING and call.phase(now()) is not Phase.OPEN:
        raise NotRunning


def _tell(db: Session, call: Call, part: str, is_new: bool, words: dict[str, Any], by: Person, note: Note | None) -> None:
    if not call.is_public:
        return
    if note is None or not note.sr:
        raise NoteNeeded(field="note_sr")
    sentence = SENTENCES[part, is_new]
    titles = iter((words["title_sr"], words.get("title_en") or words["title_sr"]))
    said = in_both(lambda: sentence() % {"title": next(titles)}, note.sr, note.en)
    happened(db, call, ChangeKind.TERMS, by, asks_again=True, **said)


def _settle(db: Session, call: Call, act: str, by: Person) -> None:
    settle(db, call, act, by)
    db.expire(call, ["lots", "requirements", "criteria"])
