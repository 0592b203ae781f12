"""Who gets a report, and what a unit says to it: ours, or not ours."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.problems.actions.shared import move, people_of, require_unit, tell_staff
from portal.features.problems.models import EventKind, Problem, Route, State, When
from portal.features.problems.queries import dispatches
from portal.features.problems.refusals import NoText, NotYours
from portal.features.problems.rules import clocks
from portal.kernel import audit, tickets
from portal.kernel.accounts.models import Person
from portal.kernel.clock import ZONE, local_date, now
from portal.kernel.deadlines import Policy
from portal.kernel.moderation import conflicts
from portal.kernel.municipality.models import Unit
from portal.kernel.municipality.queries import calendar, promise
from portal.kernel.refusals import NotFound

LINK = "problems.unit"
LINK_LASTS = timedelta(days=14)


def route_for(db: Session, problem: Problem, moment: datetime) -> Route | None:
    """Return the first route that fits; None leaves the report to the people who dispatch. One query, few rows."""
    found = db.scalars(
        select(Route)
        .where(
            (Route.category_id.is_(None)) | (Route.category_id == problem.category_id),
            (Route.settlement_id.is_(None)) | (Route.settlement_id == problem.settlement_id),
        )
        .order_by(Route.place, Route.id)
    ).all()
    if not found:
        return None
    open_now = _offices_are_open(db, moment)
    fitting = {When.ALWAYS, When.OFFICE_HOURS if open_now else When.OUTSIDE_OFFICE_HOURS}
    return next((route for route in found if route.when in fitting), None)


def _offices_are_open(db: Session, moment: datetime) -> bool:
    policy = Policy.of(promise(db, clocks.ANSWER).rules)
    local = moment.astimezone(ZONE)
    return calendar(db).is_working(local_date(moment)) and policy.opens <= local.time() < policy.closes


def assign(db: Session, problem: Problem, unit: Unit, *, by: Person | None) -> None:
    """Pass a report to a unit; its people, or its address with a link, are told at once. The clocks run on.

    Raises `NotYours` for somebody who does not dispatch, `NoWayBack`.
    """
    if by is not None and not dispatches(by):
        raise NotYours
    problem.unit_id = unit.id
    problem.accepted_at = None
    db.flush()
    conflicts.passes_to(db, "problem", problem.id, conflicts.unit(unit.key))
    db.expire(problem, ["unit"])
    tickets.revoke(db, LINK, "problem", problem.id)
    move(db, problem, State.ROUTED, EventKind.ROUTED, by=by, unit_id=unit.id)
    due = problem.due_at.isoformat() if problem.due_at else ""
    people = people_of(db, unit)
    if people:
        tell_staff(db, people, problem, "assigned", due=due)
    elif unit.email:
        send_link(db, problem, unit)


def send_link(db: Session, problem: Problem, unit: Unit) -> None:
    """Write to a unit without accounts: one page, one report, for two weeks, and it may be taken back.

    The link opens a page as often as needed until the report is over; what it does it does by POST.
    """
    token = link_for(db, problem, unit)
    due = problem.due_at.isoformat() if problem.due_at else ""
    tell_staff(db, [unit.email], problem, "assigned_by_link", due=due, token=token, text=problem.text)


def link_for(db: Session, problem: Problem, unit: Unit) -> str:
    """Return the token of a new link to a report for a unit without accounts; older ones work on."""
    who = {"unit": unit.id}
    return tickets.make(db, LINK, lasts=LINK_LASTS, subject_kind="problem", subject_id=problem.id, data=who)


def send_link_again(db: Session, problem: Problem, *, by: Person) -> None:
    """Write a new link to a unit whose own has expired or was lost; the one before works no more.

    Raises `NotYours` for somebody who does not dispatch, `NotFound` for a report of no unit, or one nobody can write to.
    """
    if not dispatches(by):
        raise NotYours
    if problem.unit is None or not problem.unit.email:
        raise NotFound
    tickets.revoke(db, LINK, "problem", problem.id)
    send_link(db, problem, problem.unit)
    audit.note(db, "problems.send_link", "problem", problem.id, by=by.id, unit=problem.unit.key)


def accept(db: Session, problem: Problem, *, by: Person | None, by_link: bool = False) -> None:
    """The unit takes the report on. Raises `NotYours`, `NoWayBack`."""
    if by is not None:
        require_unit(db, problem, by)
    problem.accepted_at = now()
    move(db, problem, State.IN_PROGRESS, EventKind.ACCEPTED, by=by, by_link=by_link)


def not_mine(db: Session, problem: Problem, why: str, *, by: Person | None, by_link: bool = False) -> None:
    """The unit says that the report is not theirs: it goes back to those who dispatch, and the clocks run on.

    Raises `NotYours`, `NoText`, `NoWayBack`.
    """
    if by is not None:
        require_unit(db, problem, by)
    if not why.strip():
        raise NoText(field="text")
    before = problem.unit_id
    problem.unit_id, problem.accepted_at = None, None
    db.flush()
    conflicts.passes_to(db, "problem", problem.id, conflicts.unit(""))
    db.expire(problem, ["unit"])
    tickets.revoke(db, LINK, "problem", problem.id)
    move(db, problem, State.RECEIVED, EventKind.NOT_MINE, by=by, by_link=by_link, unit_id=before, text=why.strip())
