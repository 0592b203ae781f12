"""Numbers of released items by category and year, kept with every change and counted anew at night."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.news.models import Figure, Item, State
from portal.kernel.db import snapshot
from portal.kernel.figures import Amounts, Drift, Figures, Key

PARTS = ("state", "category_id", "year")


def counted_in(item: Mapping[str, Any]) -> Iterator[tuple[Key, Amounts]]:
    """Yield the figures in which an item counts, if it is released: those of its category, and those of all."""
    if item["state"] is State.RELEASED:
        yield (item["category_id"], item["year"]), (1,)
        yield (0, item["year"]), (1,)


kept = Figures("news", Item, Figure, PARTS, counted_in)


def drift() -> Drift:
    """Count anew, while others go on, and return what is wrong. Cost: one grouped scan of the items."""
    with snapshot() as db:
        columns = [getattr(Item, name) for name in PARTS]
        rows = db.execute(select(*columns, func.count()).group_by(*columns))
        return kept.drift(db, ((dict(zip(PARTS, row[:-1], strict=True)), row[-1]) for row in rows))


def mend(db: Session, wrong: Drift) -> None:
    """Put right what was wrong."""
    kept.mend(db, wrong)
