"""What the public may see of debates; `public()` alone decides it, for page, feed, calendar and files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, func, literal, or_, select, text
from sqlalchemy.orm import Session

from portal.features.debates.models import (
    PUBLIC,
    Debate,
    DebateKind,
    Edition,
    EditionState,
    Hearing,
    Passage,
    Phase,
    Stage,
)
from portal.kernel.clock import local_date, now, start_of_day
from portal.kernel.paging import Page, Way, paged

PAGE, MOST_OPEN = 20, 50
COLUMNS = (
    Debate.id,
    Debate.shelf,
    Debate.kind,
    Debate.title_sr,
    Debate.title_en,
    Debate.summary_sr,
    Debate.summary_en,
    Debate.unit_id,
    Debate.stage,
    Debate.year,
    Debate.number,
    Debate.announced_at,
    Debate.opens_at,
    Debate.closes_at,
)
PASSAGE = (
    Passage.id,
    Passage.line,
    Passage.place,
    Passage.kind,
    Passage.level,
    Passage.number,
    Passage.heading,
    Passage.text,
    Passage.text_key,
    Passage.label,
    Passage.label_en,
    Passage.article,
    Passage.before_line,
    Passage.plain_sr,
    Passage.plain_en,
)


def shelf_of(moment: datetime) -> int:
    """Return the place of a moment in the ascending order of the list: later is smaller."""
    return -int(moment.timestamp() * 1000)


def public() -> Any:
    """The one rule of what the public may see: debates that were announced."""
    return select(*COLUMNS).where(text(PUBLIC))


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a reader asked the list for; empty means everything."""

    phase: Phase | None = None
    kind: DebateKind | None = None
    unit_id: int | None = None
    year: int | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether everything is asked for."""
        return self == Filter()


def listed(db: Session, wanted: Filter, way: Way | None = None, *, most: int = PAGE, but: Sequence[int] = ()) -> Page[Row[Any]]:
    """Return a page of the public list, announced last first, `but` some: one query over one ascending index."""
    found = public()
    if but:
        found = found.where(Debate.id.not_in(list(but)))
    if wanted.phase is not None:
        found = found.where(at_phase(wanted.phase))
    for column, value in ((Debate.kind, wanted.kind), (Debate.unit_id, wanted.unit_id), (Debate.year, wanted.year)):
        if value is not None:
            found = found.where(column == value)
    return paged(db, found, (Debate.shelf, Debate.id), way, most=most)


def at_phase(phase: Phase) -> Any:
    """The condition that a debate stands there now, as `Debate.phase` says it."""
    moment = literal(now(), type_=Debate.opens_at.type)
    spans = {
        Phase.ANNOUNCED: Debate.opens_at > moment,
        Phase.OPEN: and_(Debate.opens_at <= moment, Debate.closes_at > moment),
        Phase.ANALYSIS: Debate.closes_at <= moment,
    }
    return and_(Debate.stage == Stage.ANNOUNCED, spans[phase]) if phase in spans else Debate.stage == Stage(phase)


def phase_of(row: Any, moment: datetime) -> Phase:
    """Return where a row of a list stands at a moment, as `Debate.phase` says it."""
    return Debate.phase(row, moment)


def open_now(db: Session, most: int = MOST_OPEN) -> Sequence[Row[Any]]:
    """Return the debates that take remarks, the one that ends first before the others."""
    return db.execute(public().where(at_phase(Phase.OPEN)).order_by(Debate.closes_at, Debate.id).limit(most)).all()


def coming(db: Session, most: int) -> Sequence[Row[Any]]:
    """Return the debates that begin next."""
    return db.execute(public().where(at_phase(Phase.ANNOUNCED)).order_by(Debate.opens_at, Debate.id).limit(most)).all()


def get_public(db: Session, debate_id: int) -> Debate | None:
    """Return a debate if the public may read it."""
    found = db.get(Debate, debate_id)
    return found if found is not None and found.is_public else None


def shows(db: Session, debate_id: int) -> bool:
    """Tell whether the public may read a debate: its files ask."""
    return db.scalar(select(Debate.id).where(text(PUBLIC), Debate.id == debate_id)) is not None


def editions(db: Session, debate_id: int) -> Sequence[Edition]:
    """Return the published editions of a debate, the first one first."""
    wanted = select(Edition).where(Edition.debate_id == debate_id, Edition.state == EditionState.PUBLISHED)
    return db.scalars(wanted.order_by(Edition.number)).all()


def text_of(db: Session, edition_id: int) -> Sequence[Row[Any]]:
    """Return the text of an edition in its order: named columns, one query, since there may be hundreds."""
    wanted: Any = select(*PASSAGE).where(Passage.edition_id == edition_id)
    rows: Sequence[Row[Any]] = db.execute(wanted.order_by(Passage.place)).all()
    return rows


def kinds(db: Session) -> list[DebateKind]:
    """Return of which kinds there are public debates."""
    found = set(db.scalars(select(Debate.kind).where(text(PUBLIC)).distinct()))
    return [kind for kind in DebateKind if kind in found]


def units(db: Session) -> set[int]:
    """Return the units that had public debates."""
    return set(db.scalars(select(Debate.unit_id).where(text(PUBLIC)).distinct()))


def years(db: Session) -> list[int]:
    """Return the years of public debates, the last one first."""
    found = db.scalars(select(Debate.year).where(text(PUBLIC)).distinct())
    return sorted((year for year in found if year), reverse=True)


def next_change(db: Session) -> datetime | None:
    """Return when a list of debates changes by itself next: one opens or closes, or a day less is left."""
    at = literal(now(), type_=Debate.opens_at.type)
    asked = [
        select(func.min(column)).where(Debate.stage == Stage.ANNOUNCED, column > at)
        for column in (Debate.opens_at, Debate.closes_at)
    ]
    found = [moment for each in asked if (moment := db.scalar(each)) is not None]
    return min([*found, _midnight(now())]) if found else None


def page_changes(debate: Debate, moment: datetime) -> datetime | None:
    """Return when the page of a debate changes by itself next: also when a day less is left and a hearing is over."""
    found = [hearing.ends_at for hearing in debate.hearings if hearing.ends_at > moment]
    if (next_one := debate.next_change(moment)) is not None:
        found += [next_one, _midnight(moment)]
    return min(found, default=None)


def _midnight(moment: datetime) -> datetime:
    return start_of_day(local_date(moment) + timedelta(days=1))


@dataclass(frozen=True, kw_only=True)
class Day:
    """One thing in the calendar: an opening, a closing or a hearing."""

    what: str
    at: datetime
    debate: Any
    hearing: Hearing | None = None


def calendar(db: Session, since: date, until: date) -> list[Day]:
    """Return openings, closings and hearings of public debates in a span of days, in their order; two queries."""
    begin, end = start_of_day(since), start_of_day(until + timedelta(days=1))
    low, high = (literal(each, type_=Debate.opens_at.type) for each in (begin, end))
    spans = [and_(column >= low, column < high) for column in (Debate.opens_at, Debate.closes_at)]
    rows = db.execute(public().where(Debate.stage != Stage.ABANDONED, or_(*spans))).all()
    found = [
        Day(what=what, at=at, debate=row)
        for row in rows
        for what, at in (("opens", row.opens_at), ("closes", row.closes_at))
        if begin <= at < end
    ]
    hearings = db.execute(
        select(Hearing, *COLUMNS).join(Debate, Debate.id == Hearing.debate_id)
        .where(text(PUBLIC), Hearing.starts_at >= low, Hearing.starts_at < high)
    ).all()
    found += [Day(what="hearing", at=row[0].starts_at, debate=row, hearing=row[0]) for row in hearings]
    return sorted(found, key=lambda each: (each.at, each.debate.id))


def hearing(db: Session, hearing_id: int) -> Hearing | None:
    """Return a hearing of a public debate."""
    wanted = select(Hearing).join(Debate, Debate.id == Hearing.debate_id).where(text(PUBLIC), Hearing.id == hearing_id)
    return db.scalar(wanted)
