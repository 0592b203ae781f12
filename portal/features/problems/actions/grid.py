"""The numbers under the map: how many public reports lie in each cell of each level, kept with every change."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.features.problems.models import PUBLIC, Cell, Problem
from portal.features.problems.queries.maps import MICRO, Facet
from portal.features.problems.rules.grid import FACETED, LEVELS, cell_of
from portal.kernel.db import snapshot, touch
from portal.kernel.figures import Amounts, Drift, Figures, Key

WHOSE = ("category_id", "settlement_id", "unit_id", "state")
PARTS = ("spot", "lat", "lon", "published_at", "hidden_at", "joined_to_id", *WHOSE)


def counted_in(problem: Mapping[str, Any]) -> Iterator[tuple[Key, Amounts]]:
    """Yield the cells in which a report counts: of every level, for the facets kept there, if the public may see it."""
    is_public = problem["published_at"] and not problem["hidden_at"] and problem["joined_to_id"] is None
    if not is_public or problem["spot"] is None:
        return
    facets = [Facet.ALL.of(), *(Facet(name.removesuffix("_id")).of(problem[name]) for name in WHOSE if problem[name])]
    amounts = 1, round(problem["lat"] * MICRO), round(problem["lon"] * MICRO)
    for level in LEVELS:
        for facet in facets if level in FACETED else facets[:1]:
            yield (level, facet, cell_of(problem["spot"], level)), amounts


cells = Figures("problems", Problem, Cell, PARTS, counted_in)


def drift() -> Drift:
    """Count the cells of the map anew, while others go on, and return those that are wrong.

    Cost: a scan of the public reports, some 100 µs each, and as much memory as the cells take.
    """
    with snapshot() as db:
        return cells.drift(db, _rows(db))


def mend_figures(db: Session, wrong: Drift) -> None:
    """Put the cells right that were wrong; the first of them are logged and audited."""
    if wrong:
        cells.mend(db, wrong)
        touch(db, "problems")


def _rows(db: Session) -> Iterator[tuple[Mapping[str, Any], int]]:
    columns = [getattr(Problem, name) for name in ("spot", "lat", "lon", *WHOSE)]
    alike = {"published_at": True, "hidden_at": None, "joined_to_id": None}
    for row in db.execute(select(*columns).where(text(PUBLIC), Problem.spot.is_not(None)), execution_options={"yield_per": 5000}):
        yield {**row._mapping, **alike}, 1
