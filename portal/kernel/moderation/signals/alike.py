"""Near duplicates: the same text sent again, in whichever script, with a word changed; found in bounded time.

Of a text its sketch is kept (`portal.kernel.texts.sketches`). Each of its eight traces is looked up for its twenty
newest owners only, so a flood of one text costs no more than one of it.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, delete, func, insert, literal_column, select, union_all
from sqlalchemy.orm import Session

from portal.kernel.moderation.signals.models import Sketch, Trace
from portal.kernel.texts.sketches import ALIKE, likeness, marks_of, traces_of

NEWEST: Final = 20
MOST_COUNTED: Final = 100
DAY: Final = timedelta(days=1)
KEPT: Final = timedelta(days=30)


@dataclass(frozen=True)
class Family:
    """Texts nearly the same: their common number, and how many others sent one in a day and in thirty days."""

    id: int
    in_a_day: int = 0
    in_a_month: int = 0


def family_of(db: Session, kind: str, subject_id: int, author_key: str, text: str, moment: datetime) -> Family | None:
    """Keep a text's sketch and find the family it belongs to; None for a text too short to be compared.

    What the same submission said before is replaced. A fixed number of statements, each over a bounded number of rows.
    """
    forget(db, kind, subject_id)
    marks = marks_of(text)
    if not marks:
        return None
    traces = traces_of(marks)
    family = _nearest(db, marks, traces, moment - KEPT)
    sketch = Sketch(kind=kind, subject_id=subject_id, author_key=author_key, at=moment, marks=_packed(marks), family=family or 0)
    db.add(sketch)
    db.flush()
    db.execute(insert(Trace), [{"value": value, "sketch_id": sketch.id} for value in traces])
    if family is None:
        sketch.family = sketch.id
        return Family(sketch.id)
    return Family(family, _others(db, family, author_key, moment - DAY), _others(db, family, author_key, moment - KEPT))


def _nearest(db: Session, marks: Sequence[int], traces: Sequence[int], since: datetime) -> int | None:
    newest: list[Any] = [
        select(
            select(Trace.sketch_id.label("id"))
            .where(Trace.value == value)
            .order_by(Trace.sketch_id.desc())
            .limit(NEWEST)
            .subquery(f"of_{place}")
            .c.id
        )
        for place, value in enumerate(traces)
    ]
    found = union_all(*newest).subquery("found")
    wanted = select(Sketch.family, Sketch.marks).where(Sketch.id.in_(select(found.c.id)), Sketch.at > since)
    best = max(((likeness(marks, _unpacked(kept)), -family) for family, kept in db.execute(wanted)), default=(0.0, 0))
    return -best[1] if best[0] >= ALIKE else None


def _others(db: Session, family: int, author_key: str, since: datetime) -> int:
    """Count what others sent, to a hundred."""
    wanted: Select[Any] = select(literal_column("1")).where(Sketch.family == family, Sketch.at > since)
    if author_key:
        wanted = wanted.where(Sketch.author_key != author_key)
    return db.scalar(select(func.count()).select_from(wanted.limit(MOST_COUNTED).subquery())) or 0


def forget(db: Session, kind: str, subject_id: int) -> None:
    """Forget the sketch of a submission."""
    theirs = db.scalars(select(Sketch.id).where(Sketch.kind == kind, Sketch.subject_id == subject_id)).all()
    if theirs:
        db.execute(delete(Trace).where(Trace.sketch_id.in_(theirs)))
        db.execute(delete(Sketch).where(Sketch.id.in_(theirs)))


def sweep(db: Session, moment: datetime) -> None:
    """Forget sketches older than thirty days."""
    old = select(Sketch.id).where(Sketch.at < moment - KEPT)
    db.execute(delete(Trace).where(Trace.sketch_id.in_(old)))
    db.execute(delete(Sketch).where(Sketch.at < moment - KEPT))


def _packed(marks: Sequence[int]) -> bytes:
    return struct.pack(f">{len(marks)}I", *marks)


def _unpacked(kept: bytes) -> tuple[int, ...]:
    return struct.unpack(f">{len(kept) // 4}I", kept)
