"""Numbers of public reports, kept with every change: those above the list, and those under the map."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.features.problems.models import PUBLIC, Cell, Counted, Figure, Problem, State
from portal.features.problems.queries.maps import MICRO, Facet
from portal.features.problems.rules.grid import FACETED, LEVELS, cell_of
from portal.kernel.clock import local_date
from portal.kernel.db import snapshot, touch
from portal.kernel.figures import Amounts, Drift, Figures, Key

ONE = (1,)
SEEN = ("published_at", "hidden_at", "joined_to_id", "state")
WHOSE = ("category_id", "settlement_id", "unit_id", "state")
ON_MAP = ("spot", "lat", "lon", "category_id", "settlement_id", "unit_id")
IN_LIST = ("submitted_at", "due_at")


def _is_public(problem: Mapping[str, Any]) -> bool:
    return bool(problem["published_at"] and not problem["hidden_at"] and problem["joined_to_id"] is None)


def in_list(problem: Mapping[str, Any]) -> Iterator[tuple[Key, Amounts]]:
    """Yield the figures in which a report counts, if the public may see it."""
    if not _is_public(problem):
        return
    state, day = problem["state"], local_date(problem["submitted_at"]).toordinal()
    yield (Counted.STATE.of(state), 0), ONE
    yield (Counted.REPORTED.of(), day), ONE
    if state is State.RESOLVED:
        yield (Counted.RESOLVED.of(), day), ONE
    if state.is_open and problem["due_at"]:
        yield (Counted.DUE.of(), problem["due_at"].toordinal()), ONE


def on_map(problem: Mapping[str, Any]) -> Iterator[tuple[Key, Amounts]]:
    """Yield the cells in which a report counts: of every level, for the facets kept there, if the public may see it."""
    if not _is_public(problem) or problem["spot"] is None:
        return
    facets = [Facet.ALL.of(), *(Facet(name.removesuffix("_id")).of(problem[name]) for name in WHOSE if problem[name])]
    amounts = 1, round(problem["lat"] * MICRO), round(problem["lon"] * MICRO)
    for level in LEVELS:
        for facet in facets if level in FACETED else facets[:1]:
            yield (level, facet, cell_of(problem["spot"], level)), amounts


figures = Figures("problems", Problem, Figure, (*SEEN, *IN_LIST), in_list)
cells = Figures("problems.map", Problem, Cell, (*SEEN, *ON_MAP), on_map)
Drifts = tuple[Drift, Drift]
"""What is wrong above the list and under the map."""


def drift() -> Drifts:
    """Count everything anew, while others go on, and return what is wrong.

    Cost: two scans of the public reports, some 10 µs each, 100 µs for one with a position; as much memory as the
    counters take.
    """
    with snapshot() as db:
        return figures.drift(db, _rows(db, IN_LIST)), cells.drift(db, _rows(db, ON_MAP))


def mend_figures(db: Session, wrong: Drifts) -> None:
    """Put right what was wrong; the first of them are logged and audited."""
    if any(wrong):
        for kept, drifted in zip((figures, cells), wrong, strict=True):
            kept.mend(db, drifted)
        touch(db, "problems", "home")


def _rows(db: Session, parts: tuple[str, ...]) -> Iterator[tuple[Mapping[str, Any], int]]:
    columns = [getattr(Problem, name) for name in (*SEEN, *parts)]
    for row in db.execute(select(*columns).where(text(PUBLIC)), execution_options={"yield_per": 5000}):
        yield dict(row._mapping), 1
