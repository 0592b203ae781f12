"""What a moderator's decision does to a report: its text becomes public, in part, or never."""

from sqlalchemy.orm import Session

from portal.features.problems.actions.alerts import keep_for_areas
from portal.features.problems.actions.handling import refuse
from portal.features.problems.actions.shared import index, load, move, tell_reporter
from portal.features.problems.models import KIND, MOVES, EventKind, Problem, State
from portal.features.problems.rules import clocks
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation import conflicts
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.moderation.queue import Outcome, Queue
from portal.kernel.refusals import Stale
from portal.kernel.texts import redact


def apply_decision(db: Session, outcome: Outcome) -> None:
    """Publish a report, in part where something was blacked out, or refuse it. Raises `Stale` for another revision.

    A report is never returned: its reporter may have no address, and the unit works on it already. Refusing stops the
    work too; an appeal that succeeds starts it again.
    """
    problem = load(db, outcome.item.subject_id)
    if problem.revision != outcome.item.revision:
        raise Stale(theirs=problem.text)
    by = db.get(Person, outcome.decision.by_id)
    if outcome.decision.verdict in {Verdict.REFUSE, Verdict.RETURN}:
        _refuse(db, problem, outcome, by)
        return
    if problem.state is State.REFUSED:
        clocks.go_on(problem)
        move(db, problem, State.ROUTED if problem.unit_id else State.RECEIVED, EventKind.REOPENED, by=by, at=outcome.at)
    problem.public_text = redact(problem.text, outcome.redactions.get("text", ()))
    problem.public_place = redact(problem.place_text, outcome.redactions.get("place", ()))
    problem.redacted = outcome.decision.verdict is Verdict.REDACT
    problem.hidden_at = None
    first, appealed = problem.published_at is None, outcome.decision.on_appeal
    problem.published_at = problem.published_at or outcome.at
    clocks.validate(db, problem, outcome.at)
    move(db, problem, None, EventKind.PUBLISHED, by=by, at=outcome.at)
    index(db, problem)
    if first:
        keep_for_areas(db, problem)
    if first or appealed:
        kind = "appeal_accepted" if appealed else "published"
        tell_reporter(db, problem, kind, redacted=problem.redacted, **outcome.reasons)


def _refuse(db: Session, problem: Problem, outcome: Outcome, by: Person | None) -> None:
    """Stop the work on a report; what is answered already stays so, but nobody reads it any more."""
    reasons = outcome.reasons
    if State.REFUSED in MOVES[problem.state]:
        refuse(db, problem, by=by, **reasons)
    elif outcome.decision.on_appeal:
        tell_reporter(db, problem, "appeal_refused", **reasons)
    elif problem.state is not State.REFUSED:
        problem.hidden_at = outcome.at
        move(db, problem, None, EventKind.HIDDEN, by=by, at=outcome.at, text=outcome.decision.reason_sr)
        index(db, problem)
        tell_reporter(db, problem, "refused", **reasons)


def undo_decision(db: Session, outcome: Outcome) -> None:
    """Put a report back as it was before a decision. Raises `Stale` where somebody has worked on it since.

    The log keeps both: what was decided, and that it was taken back.
    """
    problem = load(db, outcome.item.subject_id)
    ours = [event for event in problem.events if event.at == outcome.at and event.kind in DECIDED]
    if problem.revision != outcome.item.revision or not ours or problem.events[-1] is not ours[-1]:
        raise Stale(theirs=problem.text)
    before = next((e.state for e in reversed(problem.events[: problem.events.index(ours[0])]) if e.state), State.RECEIVED)
    if outcome.decision.verdict in {Verdict.APPROVE, Verdict.REDACT}:
        if problem.published_at == outcome.at:
            problem.published_at, problem.public_text, problem.public_place, problem.redacted = None, "", "", False
            clocks.invalidate(db, problem)
        if before is State.REFUSED:
            problem.hidden_at = outcome.at
            clocks.stop(problem, outcome.at)
    else:
        problem.hidden_at = None
        if before is not State.REFUSED:
            clocks.go_on(problem)
    problem.state = before
    by = db.get(Person, outcome.decision.by_id)
    move(db, problem, None, EventKind.UNDONE, by=by, data={"refused": before is State.REFUSED})
    index(db, problem)


DECIDED = frozenset({EventKind.PUBLISHED, EventKind.REFUSED, EventKind.HIDDEN, EventKind.REOPENED})


def refuse_with_reason(db: Session, queue: Queue, problem: Problem, *, by: Person, reason_key: str, words: str) -> None:
    """Refuse a report that is worked on: by a moderator's decision, so that its reporter can appeal.

    Where the moderators have decided on it before, it comes before them again, and is decided at once.
    Raises `NoWayBack`, and what `moderation.decide` raises.
    """
    item = item_of(db, KIND, problem.id)
    if item is None or not item.is_open:
        item = moderation.enter(
            db,
            KIND,
            problem.id,
            revision=problem.revision,
            due_at=now(),
            author_id=problem.person_id,
            author_key=problem.reporter_key,
            was_public=problem.is_public,
            about=[conflicts.unit(problem.unit.key)] if problem.unit else [],
        )
        db.flush()
    moderation.decide(
        db, queue, item.id, seen=item.version, verdict=Verdict.REFUSE, by=by, reason_key=reason_key, reason_text=words
    )
