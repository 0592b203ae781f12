"""What makes a call public, what changes it in public, and what ends it before its time."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.tenders import queries
from portal.features.tenders.actions import members
from portal.features.tenders.actions.parts import Note
from portal.features.tenders.actions.preparing import LINES, RICH, Told, write
from portal.features.tenders.actions.shared import happened, in_both, load, settle
from portal.features.tenders.models import Call, CallKind, Change, ChangeKind, Document, DocumentVersion, Phase, Stage
from portal.features.tenders.refusals.calls import (
    AlreadyOver,
    NoteNeeded,
    NothingChanged,
    NotPreparing,
    NotReady,
    NotRunning,
    OnlyLater,
    ReasonNeeded,
)
from portal.features.tenders.rules.clocks import Clocks
from portal.kernel.accounts.models import Person
from portal.kernel.clock import local_date, now
from portal.kernel.db import count
from portal.kernel.municipality.queries import promise
from portal.kernel.words import LazyString, lazy, shown_moment
from portal.kernel.words import gettext as _

NAMES: dict[str, LazyString] = {
    "title_sr": lazy("the title"),
    "title_en": lazy("the title"),
    "summary_sr": lazy("the summary"),
    "summary_en": lazy("the summary"),
    "text_sr": lazy("the text of the call"),
    "text_en": lazy("the text of the call"),
    "contact": lazy("whom to ask"),
    "value": lazy("the value"),
    "opening_place_sr": lazy("the place of the opening"),
    "opening_place_en": lazy("the place of the opening"),
}
CONTENT = frozenset({"text_sr", "text_en", "value", "title_sr"})
"""What applicants must look at again when it changes."""


def missing(db: Session, call: Call) -> Sequence[LazyString]:
    """Return what a call lacks before it can be published; a warning, such as a short time, is not among it."""
    moment = now()
    found: list[LazyString] = []
    if not call.summary_sr:
        found.append(lazy("a summary in plain words"))
    if call.is_external:
        return found
    if call.closes_at is None or call.closes_at <= moment:
        found.append(lazy("a deadline for applications that is still to come"))
    if not call.requirements:
        found.append(lazy("at least one thing to hand in"))
    if call.envelopes > 1 and {each.envelope for each in call.requirements} != {1, 2}:
        found.append(lazy("something to hand in for each of the two envelopes"))
    if queries.has_empty_documents(db, call.id):
        found.append(lazy("a file for every document"))
    return [*found, *(members.ready(db, call) if call.is_sealed else ())]


def publish(db: Session, call_id: int, *, by: Person, seen: int | None = None) -> Call:
    """Make a call public: it gets its number, its promise and its keys, and its documents become fixed.

    Raises `NotFound`, `OtherUnit`, `Stale`, `NotPreparing`, `NotReady`.
    """
    call, moment = load(db, call_id, seen, by=by), now()
    if call.stage is not Stage.PREPARING:
        raise NotPreparing
    lacks = missing(db, call)
    if lacks:
        raise NotReady(missing="; ".join(str(each) for each in lacks))
    if not call.is_external:
        members.make_keys(db, call, by)
    call.stage, call.published_at, call.shelf = Stage.PUBLISHED, moment, queries.shelf_of(moment)
    call.promise_id = promise(db, call.kind.promise).id
    call.year = local_date(moment).year
    db.flush()
    call.number = count(db, f"tenders.{call.year}")
    change = happened(db, call, ChangeKind.PUBLISHED, by)
    for version in _first_versions(db, call.id):
        version.published_at, version.change_id = moment, change.id
    settle(db, call, "publish", by, number=call.reference)
    return call


def _first_versions(db: Session, call_id: int) -> Sequence[DocumentVersion]:
    wanted = select(DocumentVersion).join(Document, Document.id == DocumentVersion.document_id)
    return db.scalars(wanted.where(Document.call_id == call_id, DocumentVersion.published_at.is_(None))).all()


def change_terms(db: Session, call_id: int, told: Told, *, by: Person, seen: int, note: Note) -> Change:
    """Change what a published call says, with a note to everybody. Clocks are moved by `move_deadline`.

    Raises `NotFound`, `OtherUnit`, `Stale`, `NotRunning`, `NoteNeeded`, `NothingChanged`.
    """
    call = load(db, call_id, seen, mine=told.summary_sr, by=by)
    if call.phase(now()) not in {Phase.OPEN, Phase.ELSEWHERE}:
        raise NotRunning
    changed = [name for name in (*LINES, *RICH) if getattr(told, name) != _standing(call, name)]
    if not changed:
        raise NothingChanged
    if not note.sr:
        raise NoteNeeded(field="note_sr")
    before = {name: _standing(call, name) for name in changed}
    write(call, told)
    said = in_both(lambda: _("Changed: %(what)s.", what=_listed(changed)), note.sr, note.en)
    again = bool(CONTENT & set(changed))
    change = happened(db, call, ChangeKind.TERMS, by, asks_again=again, details={"before": before}, **said)
    settle(db, call, "change_terms", by, change=change.number)
    return change


def _standing(call: Call, name: str) -> str:
    return str(call.typed.get(name, "") if name in RICH else getattr(call, name))


def _listed(names: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(str(NAMES[name]) for name in names))


def move_deadline(db: Session, call_id: int, clocks: Clocks, *, by: Person, seen: int, note: Note) -> Change:
    """Move the end of a published call, and its other clocks; never to an earlier moment.

    Raises `NotFound`, `OtherUnit`, `Stale`, `NotRunning`, `OnlyLater`, `NoteNeeded`, `NothingChanged`, those of `Clocks.check`.
    """
    call = load(db, call_id, seen, by=by)
    if call.phase(now()) is not Phase.OPEN or call.closes_at is None:
        raise NotRunning
    if clocks.closes_at is None or clocks.closes_at < call.closes_at:
        raise OnlyLater(field="closes_on")
    clocks.check()
    for name, field in (("ask_by", "ask_on"), ("answer_by", "answer_on"), ("opens_at", "opens_on")):
        was, will = getattr(call, name), getattr(clocks, name)
        if was is not None and (will is None or will < was):
            raise OnlyLater(field=field)
    before = {name: _iso(getattr(call, name)) for name in vars(clocks)}
    after = {name: _iso(value) for name, value in vars(clocks).items()}
    if before == after:
        raise NothingChanged(field="closes_on")
    if not note.sr:
        raise NoteNeeded(field="note_sr")
    ends = clocks.closes_at
    for name, value in vars(clocks).items():
        setattr(call, name, value)
    said = in_both(lambda: _("Applications are taken until %(moment)s.", moment=shown_moment(ends)), note.sr, note.en)
    details = {"before": before, "after": after}
    change = happened(db, call, ChangeKind.DEADLINE, by, details=details, **said)
    settle(db, call, "move_deadline", by, change=change.number, **{f"was_{name}": was for name, was in before.items()})
    return change


def _iso(moment: object) -> str:
    return str(getattr(moment, "isoformat", str)()) if moment else ""


def cancel(db: Session, call_id: int, *, by: Person, seen: int, reason: Note) -> Call:
    """End a published call without a decision, with a reason for everybody; what was sent stays sealed.

    Raises `NotFound`, `OtherUnit`, `Stale`, `AlreadyOver` where it never began or has ended, `ReasonNeeded`.
    """
    call = load(db, call_id, seen, by=by)
    if call.stage in {Stage.PREPARING, Stage.DECIDED, Stage.CANCELLED}:
        raise AlreadyOver
    if not reason.sr:
        raise ReasonNeeded(field="note_sr")
    call.stage = Stage.CANCELLED
    said = in_both(lambda: _("The call was cancelled."), reason.sr, reason.en)
    happened(db, call, ChangeKind.CANCELLED, by, **said)
    settle(db, call, "cancel", by)
    return call


def asked_days(db: Session, kind: CallKind) -> int:
    """Return how many days a call of a kind should last at least, as promised now: a warning, never a stop."""
    return int(promise(db, kind.promise).rules["minimum_days"])
