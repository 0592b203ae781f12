"""Who did what to which thing: one line per act, in its transaction, chained so that a change shows.

Only ids and salted hashes of personal data go into the chain, so that erasing a person does not break it.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel.clock import now
from portal.kernel.db import Model, count, counted

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


@dataclass(frozen=True)
class Fault:
    """Where the chain does not hold, in a sentence for the console."""

    seq: int
    sentence: str


def note(
    db: Session, act: str, subject_kind: str, subject_id: object, *, by: int | None, **details: str | int | bool | None
) -> AuditLine:
    """Write one line in the transaction of the act. `by` is a person's id, None for the portal itself or a guest.

    The counter row keeps writers in order; one read of the last line, two writes.
    """
    seq = count(db, "audit")
    last = db.get(AuditLine, seq - 1) if seq > 1 else None
    moment = now()
    line = AuditLine(
        seq=seq,
        at=max(moment, last.at) if last else moment,
        act=act,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        actor_id=by,
        details=dict(details),
        hash="",
    )
    line.hash = line.digest(last.hash if last else START)
    db.add(line)
    db.flush()
    return line


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
