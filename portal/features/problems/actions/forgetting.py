"""What names a reporter goes; the problem stays, since units work on it and others see it too."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.features.problems.models import KIND, Event, EventKind, Problem, State
from portal.kernel import audit, photos
from portal.kernel.clock import now
from portal.kernel.follows.models import Follow
from portal.kernel.moderation import actions as moderation

KEEP_REPORTER = timedelta(days=365)
"""How long after the last thing that happened to a closed report what names its reporter is kept (retention.md)."""
BATCH = 200
OPEN_STATES = [state for state in State if state.is_open]
WORDS = (EventKind.REPORTER_REPLIED, EventKind.DENIED)
"""Events whose text is the reporter's own."""


def forget_reporter(db: Session, problem: Problem) -> None:
    """Take the reporter out of a report: name, address, telephone, what was written in answers and replies.

    Of a public report the text stays as a moderator let it through. One that never became public keeps its text while
    it is worked on, and loses it, with its photos, when it is over.
    """
    problem.reporter_name = problem.reporter_email = problem.reporter_phone = problem.reporter_key = problem.organisation = ""
    problem.person_id = None
    problem.extra = forget_answers(problem.extra)
    if problem.published_at is not None:
        problem.text, problem.place_text = problem.public_text, problem.public_place
    elif not problem.state.is_open:
        problem.text = problem.place_text = ""
        photos.remove_all(db, kind=KIND, id=problem.id, by=None)
    photos.forget_position(db, kind=KIND, id=problem.id)
    db.flush()
    db.execute(
        update(Event)
        .where(Event.problem_id == problem.id, Event.kind.in_(WORDS))
        .values(text="", waits=False)
        .execution_options(synchronize_session=False)
    )
    moderation.forget(db, KIND, problem.id)


def forget_reporters(db: Session) -> int:
    """Take guests out of reports that have been closed for a year; return how many that were, at most `BATCH`.

    With an account this waits until the account is deleted. One that was forgotten is not touched again.
    """
    named = (Problem.reporter_name != "") | (Problem.reporter_email != "") | (Problem.reporter_phone != "")
    wanted = select(Problem).where(
        Problem.updated_at <= now() - KEEP_REPORTER, Problem.state.not_in(OPEN_STATES), Problem.person_id.is_(None), named
    )
    found = db.scalars(wanted.order_by(Problem.updated_at, Problem.id).limit(BATCH)).all()
    for problem in found:
        email = problem.reporter_email
        forget_reporter(db, problem)
        if email:
            db.execute(delete(Follow).where(Follow.kind == KIND, Follow.subject_id == problem.id, Follow.email == email))
        audit.note(db, "problems.forget", KIND, problem.id, by=None)
    return len(found)


def forget_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers to a category's questions without what was written in words."""
    return {code: value for code, value in answers.items() if str(value).isdigit() or value in {"yes", "no"}}
