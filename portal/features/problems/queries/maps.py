"""What the map shows: reports in a box, or, where there are too many, how many lie in each cell of the grid."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BigInteger, Row, Select, and_, column, func, select, values
from sqlalchemy.orm import Session

from portal.features.problems.models import Cell, Problem
from portal.features.problems.queries.public import COLUMNS, PAGE, Filter, filtered
from portal.features.problems.rules import grid
from portal.kernel.figures import What
from portal.kernel.paging import Page, paged

MOST_MARKERS = 500
"""Beyond so many reports a map shows numbers instead."""
MICRO = 1_000_000


class Facet(What):
    """By what the numbers of a cell are kept apart: a filter by one of these alone is answered from counters."""

    ALL = "all"
    CATEGORY = "category"
    SETTLEMENT = "settlement"
    UNIT = "unit"
    STATE = "state"


@dataclass(frozen=True)
class Cluster:
    """How many reports lie in a cell of the grid, and where they lie on average."""

    number: int
    lat: float
    lon: float
    box: grid.Box


def markers(db: Session, wanted: Filter) -> tuple[list[Row[Any]], list[Cluster]]:
    """Return the reports in a box for the map, or, where there are more than 500, their numbers by cells of a grid.

    With no filter, or a filter by one thing, the numbers are read from counters: at most 289 cells for each state asked
    for, however many reports there are. Several filters at once count those that fit in the box: linear in the reports
    that the first of them lets through.
    """
    assert wanted.box is not None
    clusters = list(_kept(db, wanted)) if facets(wanted) else list(_counted(db, wanted))
    if sum(cluster.number for cluster in clusters) > MOST_MARKERS:
        return [], clusters
    rows = db.execute(_within(wanted, *COLUMNS).order_by(Problem.spot).limit(MOST_MARKERS)).all()
    return list(rows), []


def newest_in_box(db: Session, wanted: Filter, *, most: int = PAGE) -> Page[Row[Any]]:
    """Return the newest reports in a box: the list beside the map.

    Where few lie in the box they are found by the grid and sorted; where many do, the newest of all are looked through
    until enough lie in it. Either way some thousands are touched at most, of a million.
    """
    inside = sum(cluster.number for cluster in (_kept(db, wanted) if facets(wanted) else ()))
    if inside * inside > most * _all(db):
        return paged(db, filtered(wanted), (Problem.shelf, Problem.id), most=most)
    return paged(db, _within(wanted, *COLUMNS), (Problem.shelf + 0, Problem.id), most=most)


def _all(db: Session) -> int:
    return db.scalar(select(func.sum(Cell.number)).where(Cell.level == grid.LEVELS[0], Cell.facet == Facet.ALL.of())) or 0


def facets(wanted: Filter) -> list[str]:
    """Return the facets whose counters answer a filter in its box; nothing where only counting does."""
    chosen = [
        [Facet.CATEGORY.of(wanted.category_id)] if wanted.category_id is not None else [],
        [Facet.SETTLEMENT.of(wanted.settlement_id)] if wanted.settlement_id is not None else [],
        [Facet.UNIT.of(wanted.unit_id)] if wanted.unit_id is not None else [],
        [Facet.STATE.of(state) for state in wanted.states],
    ]
    given = [each for each in chosen if each]
    kept = not given or wanted.box is None or grid.level_of(wanted.box) in grid.FACETED
    if wanted.late or len(given) > 1 or not kept:
        return []
    return given[0] if given else [Facet.ALL.of()]


def _within(wanted: Filter, *columns: Any) -> Select[Any]:
    """Return what a filter lets through of a box, found by runs of the grid.

    The runs are a table to join with: of conditions joined by OR SQLite makes a scan of everything.
    """
    assert wanted.box is not None
    ends = column("first", BigInteger), column("last", BigInteger)
    runs = values(*ends, name="runs").data(grid.runs(wanted.box)).cte("runs")
    found: Select[Any] = filtered(wanted, *columns)
    return found.join(runs, and_(Problem.spot >= runs.c.first, Problem.spot <= runs.c.last))


def _kept(db: Session, wanted: Filter) -> Iterator[Cluster]:
    assert wanted.box is not None
    level = grid.level_of(wanted.box)
    cells = list(grid.cells(wanted.box, level))
    sums = func.sum(Cell.number), func.sum(Cell.lat), func.sum(Cell.lon)
    found = select(Cell.cell, *sums).where(Cell.level == level, Cell.facet.in_(facets(wanted)), Cell.cell.in_(cells))
    for cell, number, lat, lon in db.execute(found.group_by(Cell.cell).having(func.sum(Cell.number) > 0)):
        yield _cluster(cell, level, int(number), int(lat), int(lon))


def _counted(db: Session, wanted: Filter) -> Iterator[Cluster]:
    assert wanted.box is not None
    level = grid.level_of(wanted.box)
    cell = (Problem.spot // 4 ** (grid.FINEST - level)).label("cell")
    sums = func.count(), func.sum(Problem.lat), func.sum(Problem.lon)
    for found, number, lat, lon in db.execute(_within(wanted, cell, *sums).group_by("cell")):
        yield _cluster(found, level, number, int(lat * MICRO), int(lon * MICRO))


def _cluster(cell: int, level: int, number: int, lat: int, lon: int) -> Cluster:
    return Cluster(number, lat / number / MICRO, lon / number / MICRO, grid.box_of(cell, level))


def around(wanted: Filter, lat: float, lon: float, km: float) -> Select[Any]:
    """Return the public reports about a place: in a box with sides of twice the distance."""
    reach = km / 111
    return _within(replace(wanted, box=(lat - reach, lon - reach * 1.5, lat + reach, lon + reach * 1.5)), *COLUMNS)
