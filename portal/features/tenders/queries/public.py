"""What the public may see of calls; `public()` alone decides it, for page, feed, search and files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, func, literal, or_, select, text
from sqlalchemy.orm import Session

from portal.features.tenders.models import PUBLIC, Call, CallKind, Phase, Stage
from portal.kernel.clock import local_date, now, start_of_day
from portal.kernel.paging import Page, Way, paged

PAGE, MOST_OPEN = 20, 50
COLUMNS = (
    Call.id,
    Call.shelf,
    Call.kind,
    Call.title_sr,
    Call.title_en,
    Call.summary_sr,
    Call.summary_en,
    Call.unit_id,
    Call.stage,
    Call.year,
    Call.number,
    Call.value,
    Call.published_at,
    Call.closes_at,
)


def shelf_of(moment: datetime) -> int:
    """Return the place of a moment in the ascending order of the list: later is smaller."""
    return -int(moment.timestamp() * 1000)


def public() -> Any:
    """The one rule of what the public may see: calls that were published."""
    return select(*COLUMNS).where(text(PUBLIC))


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a reader asked the list for; empty means everything."""

    phase: Phase | None = None
    kind: CallKind | None = None
    unit_id: int | None = None
    year: int | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether everything is asked for."""
        return self == Filter()


def listed(db: Session, wanted: Filter, way: Way | None = None, *, most: int = PAGE, but: Sequence[int] = ()) -> Page[Row[Any]]:
    """Return a page of the public list, published last first, `but` some: one query over one ascending index."""
    found = public()
    if but:
        found = found.where(Call.id.not_in(list(but)))
    if wanted.phase is not None:
        found = found.where(at_phase(wanted.phase))
    for column, value in ((Call.kind, wanted.kind), (Call.unit_id, wanted.unit_id), (Call.year, wanted.year)):
        if value is not None:
            found = found.where(column == value)
    return paged(db, found, (Call.shelf, Call.id), way, most=most)


def at_phase(phase: Phase) -> Any:
    """The condition that a call stands there now, as `Call.phase` says it."""
    moment, external = literal(now(), type_=Call.closes_at.type), Call.kind == CallKind.EXTERNAL
    spans = {
        Phase.ELSEWHERE: external,
        Phase.OPEN: and_(~external, Call.closes_at > moment),
        Phase.CLOSED: and_(~external, or_(Call.closes_at.is_(None), Call.closes_at <= moment)),
    }
    return and_(Call.stage == Stage.PUBLISHED, spans[phase]) if phase in spans else Call.stage == Stage(phase)


def phase_of(row: Any, moment: datetime) -> Phase:
    """Return where a row of a list stands at a moment, as `Call.phase` says it."""
    if row.stage is not Stage.PUBLISHED:
        return Phase(row.stage.value)
    if row.kind is CallKind.EXTERNAL:
        return Phase.ELSEWHERE
    return Phase.OPEN if row.closes_at is not None and moment < row.closes_at else Phase.CLOSED


def open_now(db: Session, most: int = MOST_OPEN) -> Sequence[Row[Any]]:
    """Return the calls that take applications now, those that close first first."""
    return db.execute(public().where(at_phase(Phase.OPEN)).order_by(Call.closes_at, Call.id).limit(most)).all()


def next_change(db: Session) -> datetime | None:
    """Return when a list of calls changes by itself: the next one closes, or a day less is left."""
    moment = now()
    at = literal(moment, type_=Call.closes_at.type)
    closes = db.scalar(select(func.min(Call.closes_at)).where(text(PUBLIC), Call.closes_at > at))
    return min(closes, midnight(moment)) if closes is not None else None


def page_changes(call: Call, moment: datetime) -> datetime | None:
    """Return when the page of a call changes by itself: a clock strikes, or the words of what is left are no more true."""
    struck = call.next_change(moment)
    if call.phase(moment) is not Phase.OPEN or call.closes_at is None or struck is None:
        return struck
    minutes = 1 if call.closes_at - moment < timedelta(days=1) else 10
    return min(struck, moment.replace(second=0, microsecond=0) + timedelta(minutes=minutes))


def midnight(moment: datetime) -> datetime:
    """Return when the day of a moment ends in Belgrade."""
    return start_of_day(local_date(moment) + timedelta(days=1))


def kinds(db: Session) -> list[CallKind]:
    """Return of which kinds there are public calls."""
    found = set(db.scalars(select(Call.kind).where(text(PUBLIC)).distinct()))
    return [kind for kind in CallKind if kind in found]


def units(db: Session) -> set[int]:
    """Return the units that had public calls."""
    return set(db.scalars(select(Call.unit_id).where(text(PUBLIC)).distinct()))


def years(db: Session) -> list[int]:
    """Return the years of public calls, the last one first."""
    found = db.scalars(select(Call.year).where(text(PUBLIC)).distinct())
    return sorted((year for year in found if year), reverse=True)


def deadlines(db: Session, since: datetime, until: datetime) -> Sequence[Row[Any]]:
    """Return the public calls that close in a span of time, in its order, those on other portals too."""
    low, high = (literal(each, type_=Call.closes_at.type) for each in (since, until))
    wanted = public().add_columns(Call.change).where(Call.closes_at >= low, Call.closes_at < high)
    return db.execute(wanted.order_by(Call.closes_at, Call.id)).all()


def get_public(db: Session, call_id: int) -> Call | None:
    """Return a call that everybody may read."""
    return db.scalar(select(Call).where(Call.id == call_id, text(PUBLIC)))


def shows(db: Session, call_id: int) -> bool:
    """Tell whether everybody may see a call."""
    return get_public(db, call_id) is not None
