"""The archive's part of the timetable."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import search
from portal.kernel.db import snapshot
from portal.kernel.jobs import Job
from portal.kernel.words import lazy


def _count_anew(_db: Session, _payload: dict[str, Any]) -> dict[str, Any]:
    with snapshot() as db:
        return {"wrong": search.counts.drift(db)}


def _mend(db: Session, payload: dict[str, Any]) -> None:
    search.counts.mend(db, payload["wrong"])


JOBS = (
    Job(
        name="archive.recount",
        label=lazy("Nightly recount of the archive"),
        before=_count_anew,
        handler=_mend,
        every=timedelta(days=1),
    ),
)
