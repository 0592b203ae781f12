"""What clerks see of forms on paper; read only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.surveys.models import Batch, Entry, Mode, Series, SeriesKind, Stage, Survey, Tally
from portal.features.surveys.rules import codes
from portal.kernel.refusals import NotFound


@dataclass(frozen=True)
class Pile:
    """A batch with how many of its forms wait: typed once, and typed twice but differently."""

    batch: Batch
    once: int
    differing: int


def open_surveys(db: Session) -> Sequence[Survey]:
    """Return the surveys for which forms are printed and typed in now, the newest first."""
    wanted = select(Survey).join(Series).where(Survey.stage == Stage.OPEN, Series.kind == SeriesKind.WAVES)
    return db.scalars(wanted.order_by(Survey.id.desc())).all()


def piles(db: Session, survey_id: int) -> Sequence[Pile]:
    """Return the batches of a survey, the newest first. Two queries."""
    counts = _waiting(db, survey_id)
    batches = db.scalars(select(Batch).where(Batch.survey_id == survey_id).order_by(Batch.id.desc())).all()
    return [Pile(batch, *counts.get(batch.id, (0, 0))) for batch in batches]


def pile(db: Session, batch: Batch) -> Pile:
    """Return a batch with what waits in it."""
    return Pile(batch, *_waiting(db, batch.survey_id).get(batch.id, (0, 0)))


def _waiting(db: Session, survey_id: int) -> dict[int, tuple[int, int]]:
    """Return by batch how many of its forms were typed once, and how many of them twice and differently."""
    found = select(Entry.batch_id, func.count(), func.count(Entry.second_by_id)).join(Batch, Batch.id == Entry.batch_id)
    rows = db.execute(found.where(Batch.survey_id == survey_id).group_by(Entry.batch_id))
    return {batch_id: (once, twice) for batch_id, once, twice in rows}


def batch(db: Session, survey_id: int, batch_id: int) -> Batch:
    """Return a batch of a survey. Raises `NotFound`."""
    found = db.get(Batch, batch_id)
    if found is None or found.survey_id != survey_id:
        raise NotFound
    return found


def received(db: Session, survey_id: int) -> dict[Mode, int]:
    """Return how many answers have come in, by mode; read from the sums."""
    sums = select(Tally.mode, func.sum(Tally.responses)).where(Tally.survey_id == survey_id).group_by(Tally.mode)
    return {**dict.fromkeys(Mode, 0), **{mode: int(number) for mode, number in db.execute(sums)}}


def first_typing(db: Session, batch_id: int, typed: str) -> dict[str, Any]:
    """Return what was typed in for a form the first time; nothing where it was not."""
    code = codes.read(typed)
    entry = db.get(Entry, (batch_id, codes.hashed(code))) if code else None
    return entry.first if entry else {}
