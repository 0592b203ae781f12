"""What people want to know about problems; read only. `public()` alone decides what the public may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, case, func, or_, select, text, tuple_
from sqlalchemy.orm import Session, selectinload

from portal.features.problems.models import (
    INTERNAL,
    KIND,
    OPEN,
    PUBLIC,
    ApiKey,
    Canned,
    Category,
    Competence,
    Event,
    Month,
    Problem,
    State,
)
from portal.features.problems.rules.places import distance_km
from portal.features.problems.words import how_long
from portal.kernel import photos, search
from portal.kernel.accounts.models import Person, Role
from portal.kernel.clock import local_date, now, start_of_day
from portal.kernel.deadlines import Policy
from portal.kernel.moderation.queue import Entry, Text
from portal.kernel.municipality.models import Settlement, Unit
from portal.kernel.municipality.queries import promise
from portal.kernel.refusals import NotFound
from portal.kernel.words import lazy, shown_moment, version

PAGE = 20
NEAR_KM = 0.5
NEAR_DAYS = 90
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
    box: tuple[float, float, float, float] | None = None
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
        south, west, north, east = wanted.box
        found = found.where(Problem.lat.between(south, north), Problem.lon.between(west, east))
    if wanted.late:
        found = found.where(text(OPEN), Problem.due_at <= now())
    return found


def listed(
    db: Session, wanted: Filter, *, after: tuple[int, int] | None = None, before: tuple[int, int] | None = None
) -> tuple[list[Row[Any]], bool]:
    """Return a page of the public list, newest first, and whether there is more in that direction.

    One query over one ascending index (`shelf`, `id`); the same cost on the last page as on the first.
    """
    found = filtered(wanted)
    key = tuple_(Problem.shelf, Problem.id)
    if before:
        rows = db.execute(found.where(key < before).order_by(Problem.shelf.desc(), Problem.id.desc()).limit(PAGE + 1)).all()
        return list(reversed(rows[:PAGE])), len(rows) > PAGE
    if after:
        found = found.where(key > after)
    rows = db.execute(found.order_by(Problem.shelf, Problem.id).limit(PAGE + 1)).all()
    return list(rows[:PAGE]), len(rows) > PAGE


MOST_MARKERS = 500
CELLS = 12
"""Beyond so many reports a map shows numbers instead, for a grid of so many cells each way."""


@dataclass(frozen=True)
class Cluster:
    """How many reports lie in a cell of the grid, and where they lie on average."""

    number: int
    lat: float
    lon: float
    box: tuple[float, float, float, float]


def markers(db: Session, wanted: Filter) -> tuple[list[Row[Any]], list[Cluster]]:
    """Return the reports in a box for the map, or, where there are more than 500, their numbers by cells of a grid."""
    assert wanted.box is not None
    rows = db.execute(filtered(wanted).where(Problem.lat.is_not(None)).limit(MOST_MARKERS + 1)).all()
    if len(rows) <= MOST_MARKERS:
        return list(rows), []
    south, west, north, east = wanted.box
    high, wide = max(north - south, 1e-9) / CELLS, max(east - west, 1e-9) / CELLS
    y, x = func.floor((Problem.lat - south) / high), func.floor((Problem.lon - west) / wide)
    found = filtered(wanted, func.count(), func.avg(Problem.lat), func.avg(Problem.lon), y, x).group_by(y, x)
    clusters = []
    for number, lat, lon, row, column in db.execute(found):
        bottom, left = south + row * high, west + column * wide
        clusters.append(Cluster(number, lat, lon, (bottom, left, bottom + high, left + wide)))
    return [], clusters


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


def near(
    db: Session,
    *,
    category_id: int | None,
    settlement_id: int | None,
    words: str,
    lat: float | None = None,
    lon: float | None = None,
    limit: int = 5,
) -> list[Row[Any]]:
    """Return public reports that may be the same problem: near on the map, or alike in words in the same settlement.

    Words are compared across both scripts by the search. Of the last 90 days, resolved ones too, since a problem
    comes back. Cost: two indexed queries and one search.
    """
    since = now() - timedelta(days=NEAR_DAYS)
    found: dict[int, Row[Any]] = {}
    if lat is not None and lon is not None:
        reach = NEAR_KM / 111
        box = Filter(box=(lat - reach, lon - reach * 1.5, lat + reach, lon + reach * 1.5))
        for row in db.execute(filtered(box).where(Problem.submitted_at >= since).limit(200)):
            if distance_km(lat, lon, row.lat, row.lon) <= NEAR_KM and category_id in {None, row.category_id}:
                found[row.id] = row
    hits = search.similar(db, KIND, words, limit=20) if len(words) >= 4 else []
    alike = [hit.subject_id for hit in hits]
    if alike:
        for row in db.execute(public().where(Problem.id.in_(alike), Problem.submitted_at >= since)):
            if settlement_id in {None, row.settlement_id}:
                found[row.id] = row
    if settlement_id is not None and category_id is not None:
        same = filtered(Filter(settlement_id=settlement_id, category_id=category_id)).where(Problem.submitted_at >= since)
        for row in db.execute(same.order_by(Problem.shelf).limit(limit)):
            found[row.id] = row
    order = {id: place for place, id in enumerate(alike)}
    return sorted(found.values(), key=lambda row: (order.get(row.id, len(order)), row.shelf))[:limit]


def units_of(db: Session, person: Person) -> set[int]:
    """Return the units whose reports a person works off; a clerk tied to none works for all."""
    grants = [grant for grant in person.grants if grant.role in {Role.CLERK, Role.OFFICIAL}]
    scopes = {grant.scope for grant in grants}
    everywhere = any(grant.role is Role.CLERK and not grant.scope for grant in grants)
    wanted = select(Unit.id) if everywhere else select(Unit.id).where(Unit.key.in_(scopes))
    return set(db.scalars(wanted))


def dispatches(person: Person) -> bool:
    """Tell whether somebody sorts the reports of all units: the service centre, moderators, the head."""
    return any(
        grant.role in {Role.MODERATOR, Role.HEAD} or (grant.role is Role.CLERK and not grant.scope) for grant in person.grants
    )


def tasks(db: Session, person: Person, *, limit: int = 200) -> Sequence[Problem]:
    """Return the open reports that a person's units owe something, what ends first on top; those of no unit first."""
    wanted = select(Problem).where(text(OPEN), Problem.joined_to_id.is_(None))
    if not dispatches(person):
        wanted = wanted.where(Problem.unit_id.in_(units_of(db, person)))
    return db.scalars(
        wanted.order_by(Problem.unit_id.is_not(None), Problem.due_at.is_(None), Problem.due_at, Problem.id).limit(limit)
    ).all()


def waiting_texts(db: Session, *, limit: int = 100) -> Sequence[Event]:
    """Return what came by a link, or from a reporter, and nobody of the municipality has read yet."""
    return db.scalars(select(Event).where(Event.waits.is_(True)).order_by(Event.id).limit(limit)).all()


@dataclass(frozen=True, kw_only=True)
class DeskFilter:
    """What somebody wants to see of a desk: one unit, or `nobodys` for reports of no unit; `state` is late or today."""

    unit_id: int | None = None
    nobodys: bool = False
    state: str = ""


@dataclass(frozen=True)
class Load:
    """How much lies on a desk, of one unit or of none: all open ones, those that are late, those that end today."""

    unit_id: int | None
    open: int
    late: int
    today: int


def _owed(db: Session, person: Person, *columns: Any) -> Any:
    found = select(*columns).where(text(OPEN), Problem.joined_to_id.is_(None))
    return found if dispatches(person) else found.where(Problem.unit_id.in_(units_of(db, person)))


def end_of_day(moment: datetime) -> datetime:
    """Return when the day of a moment ends in Belgrade."""
    return start_of_day(local_date(moment) + timedelta(days=1))


def loads(db: Session, person: Person) -> list[Load]:
    """Return how much lies on somebody's desk, by unit; one query over the open reports."""
    moment = now()
    late = case((Problem.due_at <= moment, 1), else_=0)
    today = case(((Problem.due_at > moment) & (Problem.due_at < end_of_day(moment)), 1), else_=0)
    columns = Problem.unit_id, func.count(), func.sum(late), func.sum(today)
    rows = db.execute(_owed(db, person, *columns).group_by(Problem.unit_id))
    return [Load(unit_id, all_, int(late_ or 0), int(today_ or 0)) for unit_id, all_, late_, today_ in rows]


def waiting_for(db: Session, person: Person) -> int:
    """Return how many open reports lie on somebody's desk."""
    return sum(load.open for load in loads(db, person))


def desk(db: Session, person: Person, wanted: DeskFilter, *, page: int = 1, size: int = PAGE) -> list[Problem]:
    """Return a page of what somebody's units owe, what ends first on top, and one row more where there is more.

    Those of no unit come first for who dispatches, those whose reporter is asked last.
    """
    found, moment = _owed(db, person, Problem), now()
    if wanted.nobodys:
        found = found.where(Problem.unit_id.is_(None))
    elif wanted.unit_id is not None:
        found = found.where(Problem.unit_id == wanted.unit_id)
    if wanted.state == "late":
        found = found.where(Problem.due_at <= moment)
    elif wanted.state == "today":
        found = found.where(Problem.due_at > moment, Problem.due_at < end_of_day(moment))
    order = Problem.unit_id.is_not(None), Problem.due_at.is_(None), Problem.due_at, Problem.id
    found = found.options(selectinload(Problem.rounds)).order_by(*order)
    return list(db.scalars(found.offset((page - 1) * size).limit(size + 1)))


def canned(db: Session, category_id: int | None = None) -> Sequence[Canned]:
    """Return the answers kept ready: all of them, or those that fit a category."""
    found = select(Canned).order_by(Canned.place, Canned.id)
    if category_id is not None:
        found = found.where(or_(Canned.category_id.is_(None), Canned.category_id == category_id))
    return db.scalars(found).all()


def api_keys(db: Session) -> Sequence[ApiKey]:
    """Return the keys of other programs: good ones first, the newest on top."""
    return db.scalars(select(ApiKey).order_by(ApiKey.revoked_at.is_not(None), ApiKey.id.desc())).all()


def who(db: Session, ids: set[int]) -> dict[int, str]:
    """Return the names of people by their ids."""
    return {person.id: person.name for person in db.execute(select(Person.id, Person.name).where(Person.id.in_(ids)))}


def event(db: Session, event_id: int) -> Event:
    """Return one entry of a log. Raises `NotFound`."""
    found = db.get(Event, event_id)
    if found is None:
        raise NotFound
    return found


def texts_for(db: Session, person: Person, *, limit: int = 20) -> list[tuple[Event, Problem]]:
    """Return what waits to be read of the reports somebody works on, oldest first."""
    found = select(Event, Problem).join(Problem, Problem.id == Event.problem_id).where(Event.waits.is_(True))
    if not dispatches(person):
        found = found.where(Problem.unit_id.in_(units_of(db, person)))
    return [(event, problem) for event, problem in db.execute(found.order_by(Event.id).limit(limit))]


def of_person(db: Session, person_id: int) -> Sequence[Problem]:
    """Return what a signed-in person reported, newest first."""
    return db.scalars(select(Problem).where(Problem.person_id == person_id).order_by(Problem.shelf).limit(200)).all()


def entries(db: Session, ids: Sequence[int]) -> dict[int, Entry]:
    """Return what the moderators' desk shows of reports; one query and the names."""
    known, found, pictures = names(db), {}, photos.of_many(db, KIND, ids)
    for problem in db.scalars(select(Problem).where(Problem.id.in_(ids))):
        category = known.categories[problem.category_id]
        settlement = known.settlements.get(problem.settlement_id) if problem.settlement_id else None
        unit = known.units.get(problem.unit_id) if problem.unit_id else None
        found[problem.id] = Entry(
            title=_named(category),
            author=problem.organisation or problem.reporter_name or str(lazy("without a name")),
            texts=(
                Text(name="place", label=lazy("Place"), value=problem.place_text),
                Text(name="text", label=lazy("Description"), value=problem.text),
            ),
            revision=problem.revision,
            url="",
            facts=(
                *(((lazy("Settlement"), _named(settlement)),) if settlement else ()),
                *(((lazy("Unit"), _named(unit)),) if unit else ()),
                *(((lazy("Photos to look at"), str(len(pictures[problem.id]))),) if pictures[problem.id] else ()),
                (lazy("Sent"), shown_moment(problem.submitted_at)),
                (lazy("Number"), problem.reference),
            ),
            moves=((lazy("Open the report"), "portal.problems.manage", {"problem_id": problem.id}),),
        )
    return found


def _named(thing: Category | Settlement | Unit) -> str:
    return thing.name_en if version().key == "en" and thing.name_en else thing.name_sr


@dataclass(frozen=True)
class Overview:
    """How many public reports there are now, and how many wait; `since` days back for the first two."""

    reported: int
    resolved: int
    open: int
    overdue: int


def overview(db: Session, *, days: int = 30) -> Overview:
    """Return the few numbers above the list; four counts over partial indexes of what is recent or open."""
    moment = now()
    since = -int((moment - timedelta(days=days)).timestamp() * 1000)
    recent = public(func.count()).select_from(Problem).where(Problem.shelf <= since)
    return Overview(
        reported=db.scalar(recent) or 0,
        resolved=db.scalar(recent.where(Problem.state == State.RESOLVED)) or 0,
        open=db.scalar(public(func.count()).select_from(Problem).where(text(OPEN))) or 0,
        overdue=db.scalar(public(func.count()).select_from(Problem).where(text(OPEN), Problem.due_at <= moment)) or 0,
    )


def next_change(db: Session) -> datetime | None:
    """Return when a public page changes by itself next: the first promise that ends."""
    found: datetime | None = db.scalar(public(func.min(Problem.due_at)).where(text(OPEN), Problem.due_at > now()))
    return found


def used(db: Session, since: datetime, until: datetime) -> int:
    """Count the reports submitted in a time, through whatever channel; one range of an index."""
    wanted = select(func.count()).select_from(Problem).where(Problem.submitted_at >= since, Problem.submitted_at < until)
    return db.scalar(wanted) or 0


def month_before(db: Session, kept: Month) -> Month | None:
    """Return the frozen month before one, if it was frozen."""
    year, month = (kept.year, kept.month - 1) if kept.month > 1 else (kept.year - 1, 12)
    return db.scalar(select(Month).where(Month.year == year, Month.month == month))
