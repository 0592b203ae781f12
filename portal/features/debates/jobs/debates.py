"""What the worker does for debates: compares two versions of a draft, keeps the search in step."""

from typing import Any

from sqlalchemy.orm import Session

from portal.features.debates import actions
from portal.features.debates.rules.comparing import Past
from portal.kernel.jobs import Job
from portal.kernel.words import lazy


def _compare(db: Session, payload: dict[str, Any]) -> dict[str, Any]:
    return {"found": actions.past_of(db, payload["edition"])}


def _propose(db: Session, payload: dict[str, Any]) -> None:
    found: list[Past] = payload["found"]
    actions.propose(db, payload["edition"], payload["version"], found)


def _index(db: Session, payload: dict[str, Any]) -> None:
    actions.index(db, payload["debate"])


DEBATE_JOBS = (
    Job(name="debates.align", label=lazy("Comparison of versions of a draft"), before=_compare, handler=_propose),
    Job(name="debates.index", label=lazy("Search of drafts under debate"), handler=_index),
)
