"""Work that follows an act: rows written in its transaction, leased by a worker, tried again with patience.

A job may run twice without harm (its handler sees to that); it is never lost. The timetable's periods are unique
rows, so two workers run nothing twice.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, Select, String, Text, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel.clock import now
from portal.kernel.db import Model, session, work
from portal.kernel.words import LazyString

log = logging.getLogger("portal.jobs")

LEASE = timedelta(minutes=5)
OPEN = text("done_at IS NULL")
PATIENCE = (10, 60, 300, 900, 3600, 4 * 3600, 12 * 3600)


class JobRow(Model):
    """One piece of work that is promised. `key` makes it unique: the same promise is written once."""

    __tablename__ = "portal_job"
    __table_args__ = (Index("ix_portal_job_due", "run_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(60))
    run_at: Mapped[datetime]
    made_at: Mapped[datetime]
    payload: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    key: Mapped[str | None] = mapped_column(String(160), unique=True, default=None)
    leased_until: Mapped[datetime | None] = mapped_column(default=None)
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    fault: Mapped[str] = mapped_column(Text, default="")


class Heartbeat(Model):
    """When a worker was last seen alive."""

    __tablename__ = "portal_heartbeat"
    worker: Mapped[str] = mapped_column(String(100), primary_key=True)
    seen_at: Mapped[datetime]


Handler = Callable[[Session, dict[str, Any]], None]
Before = Callable[[Session, dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Job:
    """A kind of work: its name, what it does, and how often the timetable asks for it (None = only when enqueued).

    The handler runs inside one `work()`; what it raises is kept and the job is tried again. `before` does what takes
    long and writes nothing (asks a scanner, walks a folder): it runs first, without the write lock, and what it returns
    is added to the handler's payload.
    """

    name: str
    label: LazyString
    handler: Handler
    every: timedelta | None = None
    before: Before | None = None


class LeaseLostError(Exception):
    """The lease ended during the work and another worker took the job: what this one did is undone."""


def enqueue(
    db: Session,
    name: str,
    payload: dict[str, Any] | None = None,
    *,
    at: datetime | None = None,
    key: str | None = None,
) -> None:
    """Promise a piece of work in the transaction of the act. With a key already known, nothing is added."""
    insert = postgresql_insert if db.get_bind().dialect.name == "postgresql" else sqlite_insert
    moment = now()
    row = {
        "name": name,
        "run_at": at or moment,
        "made_at": moment,
        "payload": payload or {},
        "key": key,
        "tries": 0,
        "fault": "",
    }
    db.execute(insert(JobRow).values(row).on_conflict_do_nothing(index_elements=[JobRow.key]))


def fill_timetable(db: Session, jobs: Iterable[Job]) -> None:
    """Write the row of the present period for every job of the timetable; the unique key keeps it single."""
    moment = now()
    for job in jobs:
        if job.every is not None:
            period = int(moment.timestamp() // job.every.total_seconds())
            enqueue(db, job.name, {"period": period}, key=f"{job.name}@{period}")


def is_due(db: Session) -> bool:
    """Tell whether a job waits for a worker now: a read, so that an idle worker never takes the write lock."""
    return db.scalar(_due(now()).with_only_columns(JobRow.id)) is not None


def take(db: Session) -> JobRow | None:
    """Lease the job that waits longest; None when nothing is due.

    On PostgreSQL rows that another worker holds are skipped; on SQLite the write lock keeps workers apart.
    """
    moment = now()
    found = db.scalars(_due(moment).with_for_update(skip_locked=True)).first()
    if found is not None:
        found.leased_until = moment + LEASE
        found.tries += 1
    return found


def _due(moment: datetime) -> Select[JobRow]:
    free = or_(JobRow.leased_until.is_(None), JobRow.leased_until < moment)
    return select(JobRow).where(OPEN, JobRow.run_at <= moment, free).order_by(JobRow.run_at, JobRow.id).limit(1)


def beat(db: Session, worker: str) -> None:
    """Say that this worker is alive."""
    moment = now()
    insert = postgresql_insert if db.get_bind().dialect.name == "postgresql" else sqlite_insert
    seen = insert(Heartbeat).values(worker=worker, seen_at=moment)
    db.execute(seen.on_conflict_do_update(index_elements=[Heartbeat.worker], set_={"seen_at": moment}))


def run_one(jobs: Mapping[str, Job]) -> bool:
    """Take one job and do it; tell whether there was one.

    The lease is committed before the work begins, so a process that dies leaves a job that another takes up when the
    lease ends. A fault is written down and the job waits longer each time. Work and its end are one transaction: of
    two workers that hold the same job because the first was too slow, one is undone.
    """
    if not is_due(session()):
        return False
    with work() as db:
        row = take(db)
        if row is None:
            return False
        id, name, payload, tries = row.id, row.name, row.payload, row.tries
    mine = (JobRow.id == id, JobRow.tries == tries, JobRow.done_at.is_(None))
    try:
        job = jobs[name]
        found = job.before(session(), payload) if job.before else {}
        with work() as db:
            job.handler(db, {**payload, **found})
            result: Any = db.execute(update(JobRow).where(*mine).values(done_at=now(), leased_until=None, fault=""))
            if result.rowcount != 1:
                raise LeaseLostError
    except LeaseLostError:
        log.warning("job %s (%s) took longer than its lease; another worker has it", name, id)
    except Exception as fault:
        log.exception("job %s (%s) failed", name, id)
        wait = timedelta(seconds=PATIENCE[min(tries, len(PATIENCE)) - 1])
        said = f"{type(fault).__name__}: {fault}".replace("\x00", "")[:2000]
        with work() as db:
            db.execute(update(JobRow).where(*mine).values(leased_until=None, run_at=now() + wait, fault=said))
    return True


def oldest_waiting() -> datetime | None:
    """Return since when the longest waiting job has been due; None when none is."""
    return session().scalar(select(JobRow.run_at).where(OPEN, JobRow.run_at <= now()).order_by(JobRow.run_at).limit(1))
