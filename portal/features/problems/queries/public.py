"""What the public may see of problems; `public()` alone decides it, for page, map, feed, Open311 and export."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, text
from sqlalchemy.orm import Session

from portal.features.problems.models import INTERNAL, OPEN, PUBLIC, Category, Competence, Counted, Event, Figure, Problem, State
from portal.features.problems.rules.grid import Box
from portal.features.problems.words import how_long
from portal.kernel.clock import local_date, now
from portal.kernel.deadlines import Policy
from portal.kernel.municipality.models import Settlement, Unit
from portal.kernel.municipality.queries import promise
from portal.kernel.paging import Page, Way, paged

PAGE = 20
COLUMNS = (
    Problem.id,
    Problem.shelf,
    Problem.year,
    Problem.number,
    Problem.public_text,
    Problem.public_place,
    Problem.category_id,
    Problem.settlement_id,
    Problem.unit_id,
    Problem.state,
    Problem.submitted_at,
    Problem.updated_at,
    Problem.due_at,
    Problem.same_count,
    Problem.lat,
    Problem.lon,
    Problem.accuracy,
)


def public(*columns: Any) -> Any:
    """The one rule of what the public may see: published, not hidden, not joined to another report."""
    return select(*(columns or COLUMNS)).where(text(PUBLIC))


def shows(db: Session, problem_id: int) -> bool:
    """Tell whether the public may see a report, and so its photos."""
    return db.scalar(public(Problem.id).where(Problem.id == problem_id)) is not None


def shows_update(db: Session, event_id: int) -> bool:
    """Tell whether the public may see what a unit attached: its report is public, and somebody has read its text."""
    wanted = public(Problem.id).join(Event, Event.problem_id == Problem.id).where(Event.id == event_id, Event.waits.is_(False))
    return db.scalar(wanted.where(Event.kind.not_in(INTERNAL))) is not None


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a reader asked the list for; empty means everything. `box` is south, west, north, east."""

    category_id: int | None = None
    settlement_id: int | None = None
    unit_id: int | None = None
    states: tuple[State, ...] = ()
    box: Box | None = None
    late: bool = False


def filtered(wanted: Filter, *columns: Any) -> Any:
    """Return the public reports that a filter lets through."""
    found = public(*columns)
    for column, value in (
        (Problem.category_id, wanted.category_id),
        (Problem.settlement_id, wanted.settlement_id),
        (Problem.unit_id, wanted.unit_id),
    ):
        if value is not None:
            found = found.where(column == value)
    if wanted.states:
        found = found.where(Problem.state.in_(wanted.states))
    if wanted.box:
        found = in_box(found, wanted.box)
    if wanted.late:
        found = found.where(text(OPEN), Problem.due_at <= now())
    return found


def in_box(found: Any, box: Box) -> Any:
    """Return what of a select lies in a box."""
    south, west, north, east = box
    return found.where(Problem.lat.between(south, north), Problem.lon.between(west, east))


def listed(db: Session, wanted: Filter, way: Way | None = None, *, most: int = PAGE) -> Page[Row[Any]]:
    """Return a page of the public list, newest first: one query over one ascending index (`shelf`, `id`)."""
    return paged(db, filtered(wanted), (Problem.shelf, Problem.id), way, most=most)


def get_public(db: Session, problem_id: int) -> Problem | None:
    """Return a report if the public may read it; a joined one too, so that its address leads on to the one that stays."""
    found = db.get(Problem, problem_id)
    return found if found is not None and found.is_public else None


def by_reference(db: Session, reference: str) -> Problem | None:
    """Return a report by the number people quote, '2026-118'."""
    year, _, number = reference.strip().partition("-")
    if not (year.strip().isdigit() and number.strip().isdigit() and len(year + number) < 15):
        return None
    return db.scalar(select(Problem).where(Problem.year == int(year), Problem.number == int(number)))


@dataclass(frozen=True)
class Names:
    """Categories, settlements and units by id, for lists."""

    categories: Mapping[int, Category]
    settlements: Mapping[int, Settlement]
    units: Mapping[int, Unit]


def names(db: Session) -> Names:
    """Load the few names that lists show; three small queries."""
    return Names(
        {row.id: row for row in db.scalars(select(Category))},
        {row.id: row for row in db.scalars(select(Settlement))},
        {row.id: row for row in db.scalars(select(Unit))},
    )


def categories(db: Session) -> Sequence[Category]:
    """Return the categories in their order."""
    return db.scalars(select(Category).order_by(Category.place, Category.id)).all()


def competences(db: Session) -> Sequence[Competence]:
    """Return the directory of who is responsible where the municipality is not."""
    return db.scalars(select(Competence).order_by(Competence.place, Competence.id)).all()


def promised(db: Session) -> dict[str, Any]:
    """Return what the promises that hold now say in words, and the working days of the moderators."""
    return {
        "answer": how_long(Policy.of(promise(db, "problem_answer").rules)),
        "resolution": how_long(Policy.of(promise(db, "problem_resolution").rules)),
        "moderation": int(promise(db, "moderation").rules["working_days"]),
    }


@dataclass(frozen=True)
class Overview:
    """How many public reports were sent in the last days, today included, and how many of those are resolved.

    And how many wait now, and how many of those are late.
    """

    reported: int
    resolved: int
    open: int
    overdue: int


def overview(db: Session, *, days: int = 30) -> Overview:
    """Return the few numbers above the list, from counters; those due today alone are counted, in an index."""
    moment = now()
    today, since = moment.toordinal(), local_date(moment).toordinal() - days + 1
    due_today = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    overdue = public(func.count()).select_from(Problem).where(text(OPEN), Problem.due_at.between(due_today, moment))
    return Overview(
        reported=_sum(db, Figure.what == Counted.REPORTED, Figure.value >= since),
        resolved=_sum(db, Figure.what == Counted.RESOLVED, Figure.value >= since),
        open=_sum(db, Figure.what.in_([Counted.STATE.of(state) for state in State if state.is_open])),
        overdue=_sum(db, Figure.what == Counted.DUE, Figure.value < today) + (db.scalar(overdue) or 0),
    )


def _sum(db: Session, *where: Any) -> int:
    return db.scalar(select(func.sum(Figure.number)).where(*where)) or 0


def next_change(db: Session) -> datetime | None:
    """Return when a public page changes by itself next: the first promise that ends."""
    found: datetime | None = db.scalar(public(func.min(Problem.due_at)).where(text(OPEN), Problem.due_at > now()))
    return found


def used(db: Session, since: datetime, until: datetime) -> int:
    """Count the reports submitted in a time, through whatever channel; one range of an index."""
    wanted = select(func.count()).select_from(Problem).where(Problem.submitted_at >= since, Problem.submitted_at < until)
    return db.scalar(wanted) or 0
