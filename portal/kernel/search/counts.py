"""How many documents there are of each kind, and how many have an English text: counted where they come and go.

Nothing scans the documents to answer; the night counts them anew all the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from portal.kernel.db import Counter, tally
from portal.kernel.search.models import Document
from portal.kernel.search.queries import kinds

_ALL, _ENGLISH = "search.items.", "search.english."


@dataclass(frozen=True)
class Number:
    """How many documents of a kind there are, and how many of them have an English title."""

    all: int
    english: int


def moved(db: Session, kind: str, by: int, english: int) -> None:
    """Count documents that came, or went, at the end of the transaction."""
    for name, number in ((f"{_ALL}{kind}", by), (f"{_ENGLISH}{kind}", english)):
        if number:
            tally(db, name, number)


def by_kind(db: Session) -> Mapping[str, Number]:
    """Return the numbers of every kind of which there is anything; one look-up in an index for each kind, then one query."""
    return _kept(db, kinds(db))


def drift(db: Session) -> Mapping[str, tuple[int, int]]:
    """Return for each kind by how much its numbers are wrong, inside one `snapshot()`: reads every document."""
    english = func.sum(case((Document.title_en != "", 1), else_=0))
    grouped = select(Document.kind, func.count(), english).group_by(Document.kind)
    right = {kind: Number(number, int(with_english)) for kind, number, with_english in db.execute(grouped)}
    found, kept = {}, _kept(db, list(right))
    for kind, anew in right.items():
        was = kept[kind]
        if was != anew:
            found[kind] = (anew.all - was.all, anew.english - was.english)
    return found


def mend(db: Session, drift: Mapping[str, tuple[int, int]]) -> None:
    """Put right what was wrong; what came meanwhile counts in rows and counters alike."""
    for kind, (number, english) in sorted(drift.items()):
        moved(db, kind, number, english)


def _kept(db: Session, kinds: Sequence[str]) -> Mapping[str, Number]:
    names = [f"{part}{kind}" for kind in kinds for part in (_ALL, _ENGLISH)]
    kept = {row.name: row.value for row in db.execute(select(Counter.name, Counter.value).where(Counter.name.in_(names)))}
    return {kind: Number(kept.get(f"{_ALL}{kind}", 0), kept.get(f"{_ENGLISH}{kind}", 0)) for kind in kinds}
