"""What a department does before a debate is announced: writes what it is about and when it is; its attachments."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.debates import queries
from portal.features.debates.actions.shared import load, require_unit, settle
from portal.features.debates.models import DEBATE, REMARK, Debate, DebateKind, Remark, RemarkState, Stage
from portal.features.debates.refusals.debates import AlreadyOver, ClosesTooEarly
from portal.kernel import files
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.files import Received, StoredFile
from portal.kernel.moderation import conflicts
from portal.kernel.refusals import NotFound
from portal.kernel.texts import rich_text

LINES = ("title_sr", "title_en", "summary_sr", "summary_en", "contact")
RICH = ("rationale_sr", "rationale_en", "programme_sr", "programme_en")
MOST_FILES = 20


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the form of a debate says; the rich texts as they were typed."""

    kind: DebateKind
    title_sr: str
    unit_id: int
    title_en: str = ""
    summary_sr: str = ""
    summary_en: str = ""
    rationale_sr: str = ""
    rationale_en: str = ""
    programme_sr: str = ""
    programme_en: str = ""
    contact: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None


def prepare(db: Session, told: Told, *, by: Person) -> Debate:
    """Begin a debate; nobody but staff sees it. Raises `ClosesTooEarly`, `OtherUnit`."""
    _check_times(told.opens_at, told.closes_at)
    moment = now()
    debate = Debate(
        kind=told.kind,
        title_sr=told.title_sr,
        unit_id=told.unit_id,
        made_at=moment,
        made_by_id=by.id,
        desk=queries.shelf_of(moment),
        opens_at=told.opens_at,
        closes_at=told.closes_at,
    )
    db.add(debate)
    _write(debate, told)
    db.flush()
    require_unit(db, debate, by)
    settle(db, debate, "prepare", by)
    return debate


def save(db: Session, debate_id: int, told: Told, *, by: Person, seen: int) -> Debate:
    """Save what a debate is about. Once it is announced, its kind and its moments stay: `postpone` moves those in public.

    Raises `NotFound`, `Stale`, `AlreadyOver`, `ClosesTooEarly`.
    """
    debate = load(db, debate_id, seen, mine=told.summary_sr, by=by)
    if debate.stage in {Stage.ADOPTED, Stage.ABANDONED}:
        raise AlreadyOver
    passes = debate.unit_id != told.unit_id
    debate.title_sr, debate.unit_id = told.title_sr, told.unit_id
    if not debate.is_public:
        _check_times(told.opens_at, told.closes_at)
        debate.kind, debate.opens_at, debate.closes_at = told.kind, told.opens_at, told.closes_at
    _write(debate, told)
    settle(db, debate, "save", by)
    db.expire(debate, ["unit"])
    if passes:
        _pass_remarks(db, debate)
    return debate


def _pass_remarks(db: Session, debate: Debate) -> None:
    """Say that what moderators may still decide on is another unit's now."""
    decidable = Remark.state.in_([RemarkState.WAITING, RemarkState.REFUSED])
    for remark_id in db.scalars(select(Remark.id).where(Remark.debate_id == debate.id, decidable)).all():
        conflicts.passes_to(db, REMARK, remark_id, conflicts.unit(debate.unit.key))


def attach(db: Session, debate_id: int, received: Received, *, by: Person) -> StoredFile:
    """Give a debate a document for its readers. Raises `NotFound`, `TooManyFiles`, `NotStored`."""
    debate = load(db, debate_id, by=by)
    file = files.attach(db, received, kind=DEBATE, id=debate.id, by=by.id, most=MOST_FILES)
    settle(db, debate, "attach", by, file=file.id)
    return file


def detach(db: Session, debate_id: int, file_id: int, *, by: Person) -> None:
    """Take a document from a debate. Raises `NotFound`."""
    debate = load(db, debate_id, by=by)
    wanted = select(StoredFile).where(
        StoredFile.id == file_id, StoredFile.about_kind == DEBATE, StoredFile.about_id == debate_id
    )
    file = db.scalar(wanted)
    if file is None:
        raise NotFound
    files.release(db, file, by=by.id)
    settle(db, debate, "detach", by, file=file_id)


def _write(debate: Debate, told: Told) -> None:
    for name in LINES:
        setattr(debate, name, getattr(told, name))
    before = debate.typed
    for name in RICH:  # what did not change keeps its HTML: rules of sanitising may have become stricter since
        if getattr(told, name) != before.get(name, ""):
            setattr(debate, name, rich_text(getattr(told, name)))
    debate.typed = {name: getattr(told, name) for name in RICH}


def _check_times(opens: datetime | None, closes: datetime | None) -> None:
    if opens is not None and closes is not None and closes <= opens:
        raise ClosesTooEarly(field="closes_on")
