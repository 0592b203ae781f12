"""The grid under the map: a spot as one number, whose beginning names the cell around it, coarse or fine.

The globe is halved again and again both ways; the answers "north or south, east or west" interleaved give the number
(a Z-order curve, G. M. Morton, 1966). So a cell of every level is one run of numbers, and an index over them finds what
lies in a box, however many lie elsewhere.
"""

from collections.abc import Iterator

Box = tuple[float, float, float, float]
"""South, west, north, east, in degrees."""

FINEST = 18
"""Halvings each way of the finest cell: about 76 m by 110 m at 44 degrees north."""
LEVELS = tuple(range(4, FINEST + 1, 2))
"""The levels for which numbers are kept: a box has four to sixteen cells each way of one of them."""
FACETED = LEVELS[:-1]
"""The levels for which they are kept apart by facet too; a cell of the finest one has but a handful of reports."""
ACROSS = 16
"""The most cells that a box has each way, those it cuts aside."""


def spot(lat: float, lon: float) -> int:
    """Return the number of a place, of 2 · `FINEST` bits."""
    row, column = _place(lat, lon, FINEST)
    return _woven(row, column)


def cell_of(spot: int, level: int) -> int:
    """Return the cell of a level that a spot lies in."""
    return spot >> 2 * (FINEST - level)


def runs(box: Box) -> list[tuple[int, int]]:
    """Return the runs of spots, first and last, that cover a box and a little around it: at most twenty-five."""
    level = _level_of_runs(box)
    shift = 2 * (FINEST - level)
    found: list[tuple[int, int]] = []
    for cell in sorted(cells(box, level)):
        first, last = cell << shift, (cell + 1 << shift) - 1
        if found and found[-1][1] + 1 == first:
            found[-1] = found[-1][0], last
        else:
            found.append((first, last))
    return found


def _level_of_runs(box: Box) -> int:
    """Return the finest level of which a box has at most four cells each way: what the index finds is little more than it."""
    south, west, north, east = box
    fitting = [level for level in range(FINEST + 1) if (north - south) * 2**level <= 180 * 4]
    return max((level for level in fitting if (east - west) * 2**level <= 360 * 4), default=0)


def level_of(box: Box) -> int:
    """Return the finest level of which a box has at most sixteen cells each way."""
    south, west, north, east = box
    fitting = [level for level in LEVELS if (north - south) * 2**level <= 180 * ACROSS]
    fitting = [level for level in fitting if (east - west) * 2**level <= 360 * ACROSS]
    return max(fitting, default=LEVELS[0])


def cells(box: Box, level: int) -> Iterator[int]:
    """Yield the cells of a level that a box touches."""
    south, west, north, east = box
    (bottom, left), (top, right) = _place(south, west, level), _place(north, east, level)
    for row in range(bottom, top + 1):
        for column in range(left, right + 1):
            yield _woven(row, column)


def box_of(cell: int, level: int) -> Box:
    """Return the box of a cell."""
    row, column = _unwoven(cell, level)
    high, wide = 180 / 2**level, 360 / 2**level
    south, west = row * high - 90, column * wide - 180
    return south, west, south + high, west + wide


def _place(lat: float, lon: float, level: int) -> tuple[int, int]:
    most = 2**level - 1
    row, column = int((lat + 90) / 180 * 2**level), int((lon + 180) / 360 * 2**level)
    return min(max(row, 0), most), min(max(column, 0), most)


def _woven(row: int, column: int) -> int:
    found = 0
    for bit in range(FINEST):
        found |= (row >> bit & 1) << 2 * bit + 1 | (column >> bit & 1) << 2 * bit
    return found


def _unwoven(cell: int, level: int) -> tuple[int, int]:
    row = column = 0
    for bit in range(level):
        row |= (cell >> 2 * bit + 1 & 1) << bit
        column |= (cell >> 2 * bit & 1) << bit
    return row, column
