"""The numbers under the map: how many public reports lie in each cell of each level, kept with every change."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.features.problems.models import PUBLIC, Cell, Problem
from portal.features.problems.queries.maps import MICRO, Facet
from portal.features.problems.rules.grid import LEVELS, cell_of
from portal.kernel.db import hold, touch
from portal.kernel.figures import Amounts, Figures, Key

WHOSE = ("category_id", "settlement_id", "unit_id", "state")
PARTS = ("spot", "lat", "lon", "published_at", "hidden_at", "joined_to_id", *WHOSE)


def counted_in(problem: Mapping[str, Any]) -> Iterator[tuple[Key, Amounts]]:
    """Yield the cells in which a report counts: of every level, for every facet, if the public may see it."""
    is_public = problem["published_at"] and not problem["hidden_at"] and problem["joined_to_id"] is None
    if not is_public or problem["spot"] is None:
        return
    facets = [Facet.ALL.of(), *(Facet(name.removesuffix("_id")).of(problem[name]) for name in WHOSE if problem[name])]
    amounts = 1, round(problem["lat"] * MICRO), round(problem["lon"] * MICRO)
    for level in LEVELS:
        for facet in facets:
            yield (level, facet, cell_of(problem["spot"], level)), amounts


cells = Figures("problems", Problem, Cell, PARTS, counted_in)


def recount(db: Session) -> int:
    """Count the cells of the map anew and mend those that were wrong. Returns how many they were.

    Nobody changes one meanwhile: who is about to waits. Cost: a scan of the public reports, some 100 µs each.
    """
    hold(db, Cell)
    wrong = cells.recount(db, _rows(db))
    if wrong:
        touch(db, "problems")
    return wrong


def _rows(db: Session) -> Iterator[tuple[Mapping[str, Any], int]]:
    columns = [getattr(Problem, name) for name in ("spot", "lat", "lon", *WHOSE)]
    alike = {"published_at": True, "hidden_at": None, "joined_to_id": None}
    for row in db.execute(select(*columns).where(text(PUBLIC), Problem.spot.is_not(None)), execution_options={"yield_per": 5000}):
        yield {**row._mapping, **alike}, 1
