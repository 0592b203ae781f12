"""The plan's part of the timetable."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.features.plan import actions, queries
from portal.kernel.jobs import Job
from portal.kernel.words import lazy


def _measure(db: Session, _payload: dict[str, Any]) -> None:
    actions.measure(db, list(queries.indicators()))


JOBS = (
    Job(name="plan.measure", label=lazy("Measure the numbers of the plan"), handler=_measure, every=timedelta(hours=1)),
)
