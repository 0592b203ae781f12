"""Near duplicates: the same text sent again, in whichever script, with a word changed; found in bounded time.

A text is a set of runs of three folded words. Of a set two things are kept: its 64 smallest numbers, which tell how
alike two texts are, and the smallest number in each of eight bins, by which texts that may be alike are found. Each
of the eight is looked up for its twenty newest owners only, so a flood of one text costs no more than one of it.
"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, delete, func, insert, literal_column, select, union_all
from sqlalchemy.orm import Session

from portal.kernel.moderation.signals.models import Sketch, Trace
from portal.kernel.texts import shingles, similarity

BINS: Final = 8
MARKS: Final = 64
NEWEST: Final = 20
ALIKE: Final = 0.5
"""From this share of common runs on two texts count as nearly the same."""
LONGEST: Final = 20_000
"""So many characters of a text are compared."""
FEWEST_WORDS: Final = 3
MOST_COUNTED: Final = 100
DAY: Final = timedelta(days=1)
KEPT: Final = timedelta(days=30)


@dataclass(frozen=True)
class Family:
    """Texts nearly the same: their common number, and how many others sent one in a day and in thirty days."""

    id: int
    in_a_day: int = 0
    in_a_month: int = 0


def _mixed(number: int) -> int:
    """Spread a checksum over its bits, so that the smallest ones are chosen as if by lot."""
    number = ((number ^ (number >> 16)) * 0x45D9F3B) & 0xFFFFFFFF
    number = ((number ^ (number >> 16)) * 0x45D9F3B) & 0xFFFFFFFF
    return number ^ (number >> 16)


def marks_of(text: str) -> tuple[int, ...]:
    """Return the smallest numbers of a text, none for one that is too short to be compared. Cost: linear."""
    if len(text[:200].split()) < FEWEST_WORDS:
        return ()
    return tuple(sorted(_mixed(number) for number in shingles(text[:LONGEST], 3))[:MARKS])


def traces_of(marks: Sequence[int]) -> tuple[int, ...]:
    """Return the smallest number in each bin."""
    bins: dict[int, int] = {}
    for mark in marks:
        bins.setdefault(mark % BINS, mark)
    return tuple(bins.values())


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
    best = max(((_likeness(marks, _unpacked(kept)), -family) for family, kept in db.execute(wanted)), default=(0.0, 0))
    return -best[1] if best[0] >= ALIKE else None


def _likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Return how alike two texts are by their smallest numbers: exactly for short ones, nearly for long ones."""
    if len(one) < MARKS and len(other) < MARKS:
        return similarity(frozenset(one), frozenset(other))
    smallest = frozenset(sorted({*one, *other})[:MARKS])
    return len(smallest.intersection(one).intersection(other)) / len(smallest)


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
