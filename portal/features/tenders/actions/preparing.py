"""What a department does before a call is published: writes what it is about, its clocks and its parts."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from portal.features.tenders import queries
from portal.features.tenders.actions.shared import load, require_unit, settle
from portal.features.tenders.models import Applicants, Call, CallKind, Criterion, Requirement, Stage
from portal.features.tenders.refusals.calls import AddressNeeded, NotPreparing
from portal.features.tenders.rules.clocks import Clocks, proposed
from portal.features.tenders.rules.presets import PRESETS
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.texts import rich_text

LINES = ("title_sr", "title_en", "summary_sr", "summary_en", "contact", "value", "opening_place_sr", "opening_place_en")
RICH = ("text_sr", "text_en")
RULES = ("applicants", "is_sealed", "is_secret", "envelopes", "external_address", "file_kinds", "largest_mb")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the form of a call says; the rich texts as they were typed. None leaves what the kind begins with."""

    title_sr: str
    unit_id: int
    title_en: str = ""
    summary_sr: str = ""
    summary_en: str = ""
    text_sr: str = ""
    text_en: str = ""
    contact: str = ""
    value: str = ""
    opening_place_sr: str = ""
    opening_place_en: str = ""
    clocks: Clocks = field(default_factory=Clocks)
    applicants: Applicants | None = None
    is_sealed: bool | None = None
    is_secret: bool | None = None
    envelopes: int | None = None
    external_address: str | None = None
    file_kinds: list[str] | None = None
    largest_mb: int | None = None


def prepare(db: Session, kind: CallKind, told: Told, *, by: Person) -> Call:
    """Begin a call with what its kind begins with; nobody but staff sees it.

    Raises `OtherUnit`, the refusals of `Clocks.check`, `AddressNeeded`.
    """
    preset, moment = PRESETS[kind], now()
    call = Call(
        kind=kind,
        title_sr=told.title_sr,
        unit_id=told.unit_id,
        made_at=moment,
        made_by_id=by.id,
        desk=queries.shelf_of(moment),
        applicants=preset.applicants,
        is_sealed=preset.is_sealed,
        is_secret=preset.is_secret,
        envelopes=preset.envelopes,
        file_kinds=[each.media for each in preset.file_kinds],
    )
    db.add(call)
    write(call, told)
    write_rules(call, told)
    db.flush()
    require_unit(db, call, by)
    for place, asked in enumerate(preset.requirements, 1):
        envelope = min(asked.envelope, call.envelopes)
        db.add(Requirement(call_id=call.id, place=place, **{**vars(asked), "envelope": envelope}))
    for place, compared in enumerate(preset.criteria, 1):
        db.add(Criterion(call_id=call.id, place=place, **vars(compared)))
    settle(db, call, "prepare", by)
    return call


def save(db: Session, call_id: int, told: Told, *, by: Person, seen: int) -> Call:
    """Save what a call in preparation is about. Published, it is changed in public (`publishing.change_terms`).

    Raises `NotFound`, `OtherUnit`, `Stale`, `NotPreparing`, the refusals of `Clocks.check`, `AddressNeeded`.
    """
    call = load(db, call_id, seen, mine=told.summary_sr, by=by)
    if call.stage is not Stage.PREPARING:
        raise NotPreparing
    call.title_sr, call.unit_id = told.title_sr, told.unit_id
    write(call, told)
    write_rules(call, told)
    db.flush()
    db.expire(call, ["unit"])
    require_unit(db, call, by)
    settle(db, call, "save", by)
    return call


def write(call: Call, told: Told) -> None:
    """Write the words of a call; what did not change keeps its HTML, since the rules of sanitising may be stricter now."""
    for name in LINES:
        setattr(call, name, getattr(told, name))
    before = call.typed
    for name in RICH:
        if getattr(told, name) != before.get(name, ""):
            setattr(call, name, rich_text(getattr(told, name)))
    call.typed = {name: getattr(told, name) for name in RICH}


def write_rules(call: Call, told: Told) -> None:
    """Write who may apply how, and the clocks; those for questions are proposed where nobody wrote them."""
    told.clocks.check()
    for name in RULES:
        value = getattr(told, name)
        if value is not None:
            setattr(call, name, value)
    if call.is_external and not call.external_address:
        raise AddressNeeded(field="external_address")
    for requirement in call.requirements if call.id else ():
        requirement.envelope = min(requirement.envelope, call.envelopes)
    ask, answer = told.clocks.ask_by, told.clocks.answer_by
    closes: datetime | None = told.clocks.closes_at
    if closes is not None and not call.is_external and ask is None and answer is None:
        ask, answer = proposed(call.kind, closes)
    call.ask_by, call.answer_by, call.closes_at = ask, answer, closes
    call.opens_at = None if call.is_external else told.clocks.opens_at or closes
