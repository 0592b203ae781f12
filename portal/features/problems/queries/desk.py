"""What those who work off reports want to know: clerks of units, moderators, the reporter's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import case, func, or_, select, text
from sqlalchemy.orm import Session, selectinload

from portal.features.problems.models import KIND, OPEN, ApiKey, Canned, Category, Event, Problem
from portal.features.problems.queries.public import PAGE, names
from portal.kernel import photos
from portal.kernel.accounts.models import Person, Role
from portal.kernel.clock import local_date, now, start_of_day
from portal.kernel.moderation.queue import Entry, Pictures, Text
from portal.kernel.municipality.models import Settlement, Unit
from portal.kernel.paging import Page, Way, paged
from portal.kernel.photos.models import Photo
from portal.kernel.refusals import NotFound
from portal.kernel.words import lazy, shown_moment, version


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


NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def desk(db: Session, person: Person, wanted: DeskFilter, way: Way | None = None, *, most: int = PAGE) -> Page[Problem]:
    """Return a page of what somebody's units owe, what ends first on top.

    Those of no unit come first for who dispatches, those whose reporter is asked last. Linear in the open reports.
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
    order = case((Problem.unit_id.is_(None), 0), else_=1), func.coalesce(Problem.due_at, NEVER), Problem.id
    return paged(db, found.options(selectinload(Problem.rounds)), order, way, most=most).of(lambda row: row[0])


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
                (lazy("Sent"), shown_moment(problem.submitted_at)),
                (lazy("Number"), problem.reference),
            ),
            pictures=_pictures(problem.id, pictures[problem.id]),
            moves=((lazy("Open the report"), "portal.problems.manage", {"problem_id": problem.id}),),
        )
    return found


def _pictures(id: int, found: Sequence[Photo]) -> Pictures | None:
    if not found:
        return None
    values = {"problem_id": id}
    return Pictures(photos=found, endpoint="portal.problems.photo", cover_endpoint="portal.problems.cover", values=values)


def _named(thing: Category | Settlement | Unit) -> str:
    return thing.name_en if version().key == "en" and thing.name_en else thing.name_sr
