"""What the worker and the timetable do for debates."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.features.debates import actions
from portal.features.debates.rules.comparing import Past
from portal.kernel.jobs import Job, enqueue
from portal.kernel.words import lazy

DAY = timedelta(days=1)


def _compare(db: Session, payload: dict[str, Any]) -> dict[str, Any]:
    return {"found": actions.past_of(db, payload["edition"])}


def _propose(db: Session, payload: dict[str, Any]) -> None:
    found: list[Past] = payload["found"]
    actions.propose(db, payload["edition"], payload["version"], found)


def _index(db: Session, payload: dict[str, Any]) -> None:
    actions.index(db, payload["debate"])


def _expire(db: Session, _payload: dict[str, Any]) -> None:
    actions.expire_remarks(db)


def _forget(db: Session, _payload: dict[str, Any]) -> None:
    if actions.forget_authors(db) == actions.BATCH:
        enqueue(db, "debates.forget")


def _count_anew(_db: Session, _payload: dict[str, Any]) -> dict[str, Any]:
    return {"wrong": actions.drift()}


def _mend(db: Session, payload: dict[str, Any]) -> None:
    actions.mend_figures(db, payload["wrong"])


REMARK_JOBS = (
    Job(
        name="debates.expire", label=lazy("Remarks nobody confirmed"), handler=_expire, every=timedelta(hours=1)
    ),
    Job(name="debates.forget", label=lazy("Names and addresses of remarks whose time is over"), handler=_forget, every=DAY),
    Job(
        name="debates.recount", label=lazy("Nightly recount of remarks"), before=_count_anew, handler=_mend, every=DAY
    ),
    Job(
        name="debates.alike",
        label=lazy("Remarks that say the same"),
        before=actions.find_alike,
        handler=actions.keep_alike,
        every=timedelta(minutes=15),
    ),
    Job(
        name="debates.report",
        label=lazy("Making of the report on a debate"),
        before=actions.make_report,
        handler=actions.finish_report,
    ),
    Job(name="debates.outcomes", label=lazy("Letters about what became of remarks"), handler=actions.tell_outcomes),
    Job(name="debates.supporters", label=lazy("Letters to supporters of remarks"), handler=actions.tell_supporters),
)
DEBATE_JOBS = (
    Job(name="debates.align", label=lazy("Comparison of versions of a draft"), before=_compare, handler=_propose),
    Job(name="debates.index", label=lazy("Search of drafts under debate"), handler=_index),
)
JOBS = (*DEBATE_JOBS, *REMARK_JOBS)
