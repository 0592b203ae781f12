"""What several pages of problems need."""

from typing import Any

from flask import Response, make_response
from sqlalchemy.orm import Session

from portal.features.problems import queries
from portal.features.problems.actions.shared import SAID
from portal.features.problems.models import INTERNAL, KIND, UPDATE, Event, EventKind, Problem
from portal.features.problems.rules import extra, places
from portal.features.problems.words import EVENTS
from portal.kernel import files, photos
from portal.kernel.clock import now
from portal.kernel.codes import is_code
from portal.kernel.db import session
from portal.kernel.refusals import NotFound
from portal.kernel.site.gate import policy

THEIRS = frozenset({EventKind.ASKED_REPORTER, EventKind.REPORTER_REPLIED, EventKind.DENIED, EventKind.REFUSED})
"""What is between the municipality and the reporter."""
ANSWERS = frozenset({EventKind.ANSWERED, EventKind.RESOLVED, EventKind.NOT_COMPETENT})
"""What stands above the timeline in full."""


def the_public(db: Session, problem_id: int) -> Problem:
    """Return a public report. Raises `NotFound` for every other one."""
    found = queries.get_public(db, problem_id)
    if found is None:
        raise NotFound
    return found


def the_own(db: Session, problem_id: int, code: str) -> Problem:
    """Return the report of somebody who knows its code. Raises `NotFound`."""
    found = db.get(Problem, problem_id)
    if found is None or not is_code(KIND, problem_id, code):
        raise NotFound
    return found


def with_tiles(page: str) -> Response:
    """Return a page with a map: it may load tiles from where the profile says, and from nowhere else."""
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = policy(places.frame(session()).origin)
    return answer


def details(db: Session, problem: Problem, *, own: bool) -> dict[str, Any]:
    """Return what the public page and the reporter's own one show alike; five queries, whatever happened."""
    events = [event.id for event in problem.events]
    return {
        "problem": problem,
        "told": story(problem, own=own),
        "kinds": ANSWERS,
        "names": EVENTS,
        "answers": list(extra.shown(problem.category, problem.extra, typed=own)),
        "pictures": photos.of(db, KIND, problem.id),
        "shown_pictures": photos.of_many(db, UPDATE, events),
        "attached": files.of_many(db, UPDATE, events),
        "now": now(),
    }


def story(problem: Problem, *, own: bool) -> list[tuple[Event, bool]]:
    """Return what happened, in order, each with whether its text is for this reader.

    The public reads what the municipality said once somebody of it has read it; the reporter also what was asked of
    them and what they replied.
    """
    told = [event for event in problem.events if event.kind not in INTERNAL]
    return [(event, bool(event.text) and _is_for(event, own=own)) for event in told]


def _is_for(event: Event, *, own: bool) -> bool:
    if event.kind in SAID:
        return not event.waits
    return own and event.kind in THEIRS
