"""Who did what to which thing: one line per act, in its transaction, chained so that a change shows.

Only ids and salted hashes of personal data go into the chain, so that erasing a person does not break it.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel.clock import now
from portal.kernel.db import Last, Model, at_the_end, count, counted, dialect_of, inserting, run

START = "0" * 64


class AuditLine(Model):
    """One act. `details` hold ids, keys and numbers only."""

    __tablename__ = "portal_audit"
    __table_args__ = (Index("ix_portal_audit_subject", "subject_kind", "subject_id"),)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(60))
    actor_id: Mapped[int | None]
    details: Mapped[dict[str, Any]]
    hash: Mapped[str] = mapped_column(String(64))

    def digest(self, previous: str) -> str:
        """Return the hash of this line after the one before it: sha256 over its canonical JSON (security.md 6)."""
        line = json.dumps(
            [previous, self.seq, self.at.isoformat(), self.act, self.subject_kind, self.subject_id, self.actor_id, self.details],
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
        return hashlib.sha256(line.encode()).hexdigest()


LINE = select(AuditLine.at, AuditLine.hash).where(AuditLine.seq == bindparam("of"))


@dataclass(frozen=True)
class Fault:
    """Where the chain does not hold, in a sentence for the console."""

    seq: int
    sentence: str


@dataclass(frozen=True)
class _Act:
    """An act between `note` and the end of its transaction."""

    at: datetime
    act: str
    subject_kind: str
    subject_id: str
    actor_id: int | None
    details: dict[str, Any]


def note(
    db: Session, act: str, subject_kind: str, subject_id: object, *, by: int | None, **details: str | int | bool | None
) -> None:
    """Write one line in the transaction of the act. `by` is a person's id, None for the portal itself or a guest.

    The lines of a transaction are chained at its very end, so that writers wait for each other as short as possible:
    the counter row keeps them in order. One read of the last line, one statement for the numbers, one for the lines.
    """
    at_the_end(db, Last.AUDIT, _Act(now(), act, subject_kind, str(subject_id), by, dict(details)), _chain)


def _chain(db: Session, acts: Sequence[_Act]) -> None:
    seq = count(db, "audit", len(acts)) - len(acts)
    last = run(db, LINE, {"of": seq}).first() if seq else None
    at, previous = (last.at, last.hash) if last else (acts[0].at, START)
    rows = []
    for number, act in enumerate(acts, seq + 1):
        row = {**vars(act), "seq": number, "at": max(act.at, at)}
        line = AuditLine(**row, hash="")
        at, previous = line.at, line.digest(previous)
        rows.append({**row, "hash": previous})
    run(db, inserting(dialect_of(db), AuditLine), rows)


def head(db: Session) -> tuple[int, str]:
    """Return number and hash of the last line: the checkpoint that leaves the machine."""
    last = db.scalars(select(AuditLine).order_by(AuditLine.seq.desc()).limit(1)).first()
    return (last.seq, last.hash) if last else (0, START)


def verify(db: Session, checkpoint: tuple[int, str] | None = None) -> Iterator[Fault]:
    """Walk the chain and yield each fault: changed, removed, inserted or reordered lines.

    With a checkpoint kept elsewhere a cut tail and a chain computed anew show too. Linear; 1,000 lines at a time.
    """
    previous, expected, seen = START, 1, dict([checkpoint] if checkpoint else [])
    for line in db.scalars(select(AuditLine).order_by(AuditLine.seq).execution_options(yield_per=1000)):
        if line.seq != expected:
            yield Fault(expected, f"line {expected} is missing: the next one is {line.seq}")
        if line.digest(previous) != line.hash:
            yield Fault(line.seq, f"line {line.seq} ({line.act}) or the one before it was changed")
        if line.seq in seen and seen[line.seq] != line.hash:
            yield Fault(line.seq, f"line {line.seq} is not the one the checkpoint knew: the chain was computed anew")
        previous, expected = line.hash, line.seq + 1
    last = expected - 1
    if counted(db, "audit") > last:
        yield Fault(last + 1, f"the tail is cut: {counted(db, 'audit')} lines were written, {last} are here")
    if checkpoint and checkpoint[0] > last:
        yield Fault(last + 1, f"the tail is cut: the checkpoint knew line {checkpoint[0]}, the last one here is {last}")
