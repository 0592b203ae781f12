"""The two clocks of a report: when they begin, stand still, go on and stop.

Pure rules over a report and its rounds; verbs call them inside their transaction.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.features.problems.models import Problem, Round
from portal.kernel.clock import WorkingCalendar
from portal.kernel.db import counted
from portal.kernel.deadlines import Policy, Start
from portal.kernel.municipality.models import Promise
from portal.kernel.municipality.queries import calendar, promise

ANSWER, RESOLVE = "problem_answer", "problem_resolution"
CALENDAR = "municipality.calendar"
"""The counter of changes to the calendar: the version a round keeps."""


def begin(db: Session, problem: Problem, moment: datetime, *, place: int = 1, validated: bool = False) -> Round:
    """Begin a round: promises and calendar as they stand now, kept with it for ever."""
    answer, resolve = promise(db, ANSWER), promise(db, RESOLVE)
    held = Round(
        problem_id=problem.id,
        place=place,
        began_at=moment,
        answer_promise_id=answer.id,
        resolve_promise_id=resolve.id,
        calendar_version=counted(db, CALENDAR),
    )
    working = calendar(db)
    held.answer_due_at = _due(answer.rules, moment, working, validated=validated)
    held.resolve_due_at = _due(resolve.rules, moment, working, validated=validated)
    db.add(held)
    db.flush()
    problem.rounds_count = place
    db.expire(problem, ["rounds"])
    return held


def validate(db: Session, problem: Problem, moment: datetime) -> None:
    """Start what a policy lets begin only with the validation by a moderator; what runs already is left alone."""
    held = problem.round
    working = calendar(db)
    if held.answer_due_at is None:
        held.answer_due_at = _due(_rules(db, held.answer_promise_id), moment, working, validated=True)
    if held.resolve_due_at is None:
        held.resolve_due_at = _due(_rules(db, held.resolve_promise_id), moment, working, validated=True)


def invalidate(db: Session, problem: Problem) -> None:
    """Take back a validation that was a mistake: what began only with it has not begun."""
    held = problem.round
    if Policy.of(_rules(db, held.answer_promise_id)).start is Start.VALIDATED:
        held.answer_due_at = None
    if Policy.of(_rules(db, held.resolve_promise_id)).start is Start.VALIDATED:
        held.resolve_due_at = None


def pause(db: Session, problem: Problem, moment: datetime) -> None:
    """Let both clocks stand still while the reporter is asked; a promise that is broken already stays broken."""
    held, working = problem.round, calendar(db)
    if held.paused_at is not None or held.is_over:
        return
    held.paused_at = moment
    if held.answered_at is None and held.answer_due_at is not None and held.answer_due_at > moment:
        held.answer_left = _left(db, held.answer_promise_id, moment, held.answer_due_at, working)
    if held.resolve_due_at is not None and held.resolve_due_at > moment:
        held.resolve_left = _left(db, held.resolve_promise_id, moment, held.resolve_due_at, working)


def resume(db: Session, problem: Problem, moment: datetime) -> None:
    """Let the clocks go on: each promise ends when what was left of it has passed."""
    held, working = problem.round, calendar(db)
    if held.paused_at is None:
        return
    held.paused_seconds += int((moment - held.paused_at).total_seconds())
    held.paused_at = None
    if held.answer_left is not None:
        held.answer_due_at = _on(db, held.answer_promise_id, moment, held.answer_left, working)
        held.answer_left = None
    if held.resolve_left is not None:
        held.resolve_due_at = _on(db, held.resolve_promise_id, moment, held.resolve_left, working)
        held.resolve_left = None


def answered(problem: Problem, moment: datetime) -> None:
    """Stop the first clock; the first substantive answer of a round counts, later ones change nothing."""
    if problem.round.answered_at is None:
        problem.round.answered_at = moment


def resolved(problem: Problem, moment: datetime) -> None:
    """Stop the second clock."""
    if problem.round.resolved_at is None:
        problem.round.resolved_at = moment


def stop(problem: Problem, moment: datetime) -> None:
    """End a round without a resolution: refused, or somebody else's to solve."""
    if problem.round.stopped_at is None:
        problem.round.stopped_at = moment


def go_on(problem: Problem) -> None:
    """Take back a stop that was a mistake: the promises are those of before."""
    problem.round.stopped_at = None


def show(problem: Problem) -> None:
    """Keep on the report which promise runs now: none while paused, over, or joined to another report."""
    held = problem.round
    runs = problem.state.is_open and held.paused_at is None and not held.is_over and problem.joined_to_id is None
    problem.due_at = (held.answer_due_at if held.answered_at is None else held.resolve_due_at) if runs else None


def _due(
    rules: Mapping[str, Any], moment: datetime, working: WorkingCalendar, *, validated: bool
) -> datetime | None:
    policy = Policy.of(rules)
    return None if policy.start is Start.VALIDATED and not validated else policy.due(moment, working)


def _rules(db: Session, promise_id: int) -> Mapping[str, Any]:
    return db.get_one(Promise, promise_id).rules


def _left(db: Session, promise_id: int, moment: datetime, due: datetime, working: WorkingCalendar) -> int:
    return int(Policy.of(_rules(db, promise_id)).between(moment, due, working).total_seconds())


def _on(db: Session, promise_id: int, moment: datetime, left: int, working: WorkingCalendar) -> datetime:
    return Policy.of(_rules(db, promise_id)).advance(moment, timedelta(seconds=left), working)
