"""What time does to reports: warnings before a promise ends, digests after it, pauses that end."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, text, tuple_
from sqlalchemy.orm import Session

from portal.features.problems.actions.handling import RULES
from portal.features.problems.actions.routing import link_for
from portal.features.problems.actions.shared import heads_of, move, people_of
from portal.features.problems.models import OPEN, EventKind, Problem, Round, Told
from portal.features.problems.rules import clocks
from portal.kernel import outbox
from portal.kernel.accounts.models import Grant, Person, Role
from portal.kernel.clock import local_date, now
from portal.kernel.municipality.models import Unit
from portal.kernel.municipality.queries import promise, terms_of
from portal.kernel.outbox import Recipient

MOST = 5000
SHOWN = 50


def escalate(db: Session) -> None:
    """Tell who is concerned, in one letter a step, never in a letter per report.

    Before a promise ends the people of the unit; when it is broken the head of the unit as well; some hours later (a
    rule) the head of administration; what belongs to no unit, those who dispatch. Each promise of each report is told
    once in each step. Cost: the open reports whose promise ends soon or has ended, at most 5,000.
    """
    rules, moment = promise(db, RULES).rules, now()
    soon = moment + timedelta(hours=int(rules["warn_hours"]))
    late = moment - timedelta(hours=int(rules["head_after_hours"]))
    wanted = select(Problem).where(text(OPEN), Problem.due_at <= soon).order_by(Problem.due_at, Problem.id).limit(MOST)
    by_unit: dict[int, list[Problem]] = defaultdict(list)
    nobodys, long_late = [], []
    for problem in db.scalars(wanted):
        if problem.unit_id is None:
            nobodys.append(problem)
        else:
            by_unit[problem.unit_id].append(problem)
        if _due(problem) <= late:
            long_late.append(problem)
    for unit_id, theirs in by_unit.items():
        unit = db.get_one(Unit, unit_id)
        people: list[Person | str] = [*people_of(db, unit)]
        heads: list[Person | str] = [*_or_deputies(db, heads_of(db, unit))]
        last = [unit.email] if unit.email else dispatchers(db)
        _digest(db, people or heads or last, "warning", [p for p in theirs if _due(p) > moment])
        _digest(db, [*people, *heads] or last, "overdue", [p for p in theirs if _due(p) <= moment])
    _digest(db, dispatchers(db), "unassigned", nobodys)
    _digest(db, _or_deputies(db, _holding(db, Role.HEAD)), "escalated", long_late)


def _or_deputies(db: Session, people: Sequence[Person]) -> list[Person]:
    """Return whom to tell: who is away and has a deputy is stood in for, each person once."""
    today = local_date(now())
    found: dict[int, Person] = {}
    for person in people:
        away = (term for term in terms_of(db, person.id) if term.person_id == person.id and term.absent_on(today))
        deputy_id = next((term.deputy_id for term in away if term.deputy_id and term.covers(today)), None)
        stand_in = db.get(Person, deputy_id) if deputy_id else None
        known = stand_in if stand_in is not None and stand_in.is_active else person
        found[known.id] = known
    return list(found.values())


def _due(problem: Problem) -> datetime:
    assert problem.due_at is not None
    return problem.due_at


def _digest(db: Session, to: Sequence[Person | str], step: str, problems: Sequence[Problem]) -> None:
    """Write one letter about those reports that this step has not told of yet."""
    new = _not_told(db, step, problems)
    if not new:
        return
    moment = now()
    db.add_all(Told(problem_id=problem.id, step=step, due_at=_due(problem), at=moment) for problem in new)
    rows = [_row(problem) for problem in new[:SHOWN]]
    for person in to:
        if isinstance(person, str):
            links = [{"token": link_for(db, problem, problem.unit)} for problem in new[:SHOWN] if problem.unit]
            data = {"rows": [{**row, **link} for row, link in zip(rows, links, strict=True)], "number": len(new)}
            outbox.post(db, f"problems.{step}", Recipient(person), data)
        else:
            outbox.post(db, f"problems.{step}", Recipient.of(person), {"rows": rows, "number": len(new)})


def _not_told(db: Session, step: str, problems: Sequence[Problem]) -> list[Problem]:
    keys = [(problem.id, _due(problem)) for problem in problems]
    known = set()
    for start in range(0, len(keys), 400):
        part = keys[start : start + 400]
        found = select(Told.problem_id, Told.due_at).where(Told.step == step, tuple_(Told.problem_id, Told.due_at).in_(part))
        known |= {(id, due) for id, due in db.execute(found)}
    return [problem for problem, key in zip(problems, keys, strict=True) if key not in known]


def _row(problem: Problem) -> dict[str, object]:
    return {
        "id": problem.id,
        "reference": problem.reference,
        "due": _due(problem).isoformat(),
        "place": problem.place_text,
        "settlement": problem.settlement.name_sr if problem.settlement else "",
        "category_sr": problem.category.name_sr,
        "category_en": problem.category.name_en,
        "unit_sr": problem.unit.name_sr if problem.unit else "",
        "unit_en": problem.unit.name_en if problem.unit else "",
    }


def end_pauses(db: Session) -> None:
    """Let clocks go on where the reporter has not replied within the days that the rules allow."""
    moment = now()
    cap = timedelta(days=int(promise(db, RULES).rules["pause_days"]))
    wanted = (
        select(Problem)
        .join(Round, Round.problem_id == Problem.id)
        .where(text(OPEN), Round.paused_at <= moment - cap)
        .order_by(Problem.id)
        .limit(500)
    )
    for problem in db.scalars(wanted).unique().all():
        clocks.resume(db, problem, moment)
        move(db, problem, None, EventKind.PAUSE_ENDED, by=None, at=moment)


def dispatchers(db: Session) -> list[Person]:
    """Return who sorts reports that belong to no unit yet: clerks of the service centre, tied to no unit."""
    wanted = select(Person).join(Grant).where(Grant.role == Role.CLERK, Grant.scope == "", Person.disabled_at.is_(None))
    return list(db.scalars(wanted.order_by(Person.id)))


def _holding(db: Session, role: Role) -> list[Person]:
    wanted = select(Person).join(Grant).where(Grant.role == role, Person.disabled_at.is_(None))
    return list(db.scalars(wanted.order_by(Person.id)))
