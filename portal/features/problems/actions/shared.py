"""What several verbs of problems need."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.problems.models import KIND, MOVES, Event, EventKind, Problem, State
from portal.features.problems.queries import dispatches, units_of
from portal.features.problems.refusals import NotYours, NoWayBack
from portal.features.problems.rules import clocks
from portal.features.problems.words import state_name
from portal.kernel import audit, outbox, search
from portal.kernel.accounts.models import Grant, Person, Role
from portal.kernel.clock import now
from portal.kernel.codes import code_of
from portal.kernel.db import touch
from portal.kernel.follows.actions import followers
from portal.kernel.municipality.models import Unit
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotFound, Stale

TAGS = ("problems", "home")


def load(db: Session, problem_id: int, seen: int | None = None) -> Problem:
    """Load a report inside the writing transaction, in the version that was seen. Raises `NotFound`, `Stale`."""
    found = db.get(Problem, problem_id, populate_existing=True, with_for_update=True)
    if found is None:
        raise NotFound
    if seen is not None and found.version != seen:
        raise Stale(theirs=str(state_name(found.state)))
    return found


def move(
    db: Session,
    problem: Problem,
    to: State | None,
    kind: EventKind,
    *,
    by: Person | None,
    at: datetime | None = None,
    **more: Any,
) -> Event:
    """Change the state, if the table of legal changes knows the way, and write it into the log and the audit chain.

    `to` None writes an event that leaves the state as it is. Every event carries both promises and the unit as they
    stand after it, so that a month can be recomputed from the log alone. Raises `NoWayBack`.
    """
    moment = at or now()
    if to is not None and to is not problem.state:
        if to not in MOVES[problem.state]:
            raise NoWayBack(state=str(state_name(problem.state)))
        problem.state = to
    problem.version += 1
    problem.updated_at = moment
    clocks.show(problem)
    held = problem.round
    data = {
        "category": problem.category_id,
        "settlement": problem.settlement_id,
        "answer_due": held.answer_due_at and held.answer_due_at.isoformat(),
        "resolve_due": held.resolve_due_at and held.resolve_due_at.isoformat(),
        **more.pop("data", {}),
    }
    event = Event(
        problem_id=problem.id,
        kind=kind,
        at=moment,
        place=held.place,
        by_id=by.id if by else None,
        unit_id=more.pop("unit_id", problem.unit_id),
        state=problem.state,
        data=data,
        **more,
    )
    db.add(event)
    db.flush()
    db.expire(problem, ["events"])
    touch(db, *TAGS, f"problem.{problem.id}")
    audit.note(db, f"problems.{kind}", KIND, problem.id, by=by.id if by else None, event=event.id, state=problem.state)
    return event


def require_unit(db: Session, problem: Problem, by: Person) -> None:
    """Let only the unit's own people, and those who dispatch for all, act on a report. Raises `NotYours`."""
    if not dispatches(by) and problem.unit_id not in units_of(db, by):
        raise NotYours


def tell_reporter(db: Session, problem: Problem, kind: str, **data: object) -> None:
    """Write to the one who reported; somebody without an address follows by number and code."""
    outbox.post(
        db,
        f"problems.{kind}",
        Recipient(problem.reporter_email, problem.version_key, problem.person_id),
        {**about(problem), **data},
        about=(KIND, problem.id),
    )


def tell_followers(db: Session, problem: Problem, kind: str, **data: object) -> None:
    """Write to everybody who follows the report, its reporter aside."""
    for follow in followers(db, KIND, problem.id):
        if follow.email != problem.reporter_email:
            outbox.post(
                db,
                f"problems.{kind}",
                Recipient(follow.email, follow.version_key, follow.person_id),
                {**about(problem), **data, "own": False, "unfollow": follow.token},
                about=(KIND, problem.id),
            )


def tell_all(db: Session, problem: Problem, kind: str, **data: str) -> None:
    """Write to the reporter and to everybody who follows, and the same for every report joined to this one."""
    tell_reporter(db, problem, kind, **data)
    tell_followers(db, problem, kind, **data)
    for joined in joined_to(db, problem):
        tell_reporter(db, joined, kind, **data)


def tell_staff(
    db: Session, to: Iterable[Person | str], problem: Problem, kind: str, *, key: str | None = None, **data: object
) -> None:
    """Write to people of a unit, or to its address where it has no account."""
    for number, person in enumerate(to):
        outbox.post(
            db,
            f"problems.{kind}",
            Recipient(person) if isinstance(person, str) else Recipient.of(person),
            {**about(problem), **data},
            about=(KIND, problem.id),
            key=f"{key}:{number}" if key else None,
        )


def people_of(db: Session, unit: Unit) -> list[Person]:
    """Return who works off a unit's reports: clerks whose role is tied to it."""
    return _holding(db, unit, Role.CLERK)


def heads_of(db: Session, unit: Unit) -> list[Person]:
    """Return who leads a unit: officials whose role is tied to it."""
    return _holding(db, unit, Role.OFFICIAL)


def _holding(db: Session, unit: Unit, role: Role) -> list[Person]:
    wanted = select(Person).join(Grant).where(Grant.role == role, Grant.scope == unit.key, Person.disabled_at.is_(None))
    return list(db.scalars(wanted.order_by(Person.id)))


def joined_to(db: Session, problem: Problem) -> list[Problem]:
    """Return the reports joined to this one."""
    return list(db.scalars(select(Problem).where(Problem.joined_to_id == problem.id).order_by(Problem.id)))


def about(problem: Problem) -> dict[str, object]:
    """Return what a letter about a report needs; words are chosen when it is written, in the reader's version."""
    return {
        "id": problem.id,
        "code": code_of(KIND, problem.id),
        "reference": problem.reference,
        "category_sr": problem.category.name_sr,
        "category_en": problem.category.name_en,
        "place": problem.place_text,
        "settlement": problem.settlement.name_sr if problem.settlement else "",
        "public": problem.is_public,
        "own": True,
    }


def index(db: Session, problem: Problem) -> None:
    """Keep the search in step with what the public may read of a report."""
    if not problem.is_public or problem.joined_to_id is not None:
        search.remove(db, KIND, problem.id)
        return
    said = [event.text for event in problem.events if event.kind in SAID and event.text and not event.waits]
    settlement = problem.settlement.name_sr if problem.settlement else ""
    search.put(
        db,
        search.Document(
            kind=KIND,
            subject_id=problem.id,
            title=f"{problem.category.name_sr}: {settlement}, {problem.public_place}".strip(", "),
            text="\n\n".join([problem.public_text, *said]),
            url_endpoint="portal.problems.show",
            url_values={"problem_id": problem.id},
            published_at=problem.submitted_at,
            topic=problem.category.key,
            office=problem.unit.key if problem.unit else "",
        ),
    )


SAID = frozenset({EventKind.UPDATE, EventKind.ANSWERED, EventKind.RESOLVED, EventKind.NOT_COMPETENT})
