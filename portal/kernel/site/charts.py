"""Pictures of numbers, drawn on the server: where bars, ends of intervals and words stand; templates write them as SVG.

Nothing here knows what is counted. A picture never stands alone: a sentence says what it shows, a table beside it has
the same numbers, and two rows of bars differ by pattern, not by colour only.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, NAMES, GAP = 760, 250, 14
"""The picture's own units; a reader's screen scales them. `NAMES` is the room for what each row is called."""
LETTERS, LINE, BAR, BETWEEN = 28, 20, 18, 16
NUMBER = 92
"""Room for a number behind the longest bar."""
TINY = 1e-9
"""What is no more than this is drawn as nought: the room divided by it would be no number."""


@dataclass(frozen=True)
class Value:
    """One number of a row: how long its bar is, and between which ends the true number lies, if that is known."""

    number: float
    said: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Bar:
    """A bar as it is drawn; `series` counts from one. `low` and `high` are places of the interval's ends."""

    series: int
    y: float
    width: float
    low: float | None
    high: float | None
    said: str
    said_x: float

    @property
    def middle(self) -> float:
        """The height at which the interval is drawn."""
        return self.y + BAR / 2


@dataclass(frozen=True)
class Row:
    """What a row is called, line by line with the height of each, and its bars."""

    lines: Sequence[tuple[float, str]]
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Chart:
    """A picture of horizontal bars: its height, where nought stands, its rows."""

    height: float
    rows: Sequence[Row]
    width: int = WIDTH
    left: int = NAMES + GAP
    thick: int = BAR


def bar_chart(rows: Sequence[tuple[str, Sequence[Value | None]]], largest: float = 0) -> Chart:
    """Place bars: each row has a name and a value for each series, None where it is not shown.

    `largest` is what the whole width stands for; nought takes the largest number or end there is. Cost: one pass.
    """
    values = [value for _name, of in rows for value in of if value is not None]
    whole = largest or max([max(value.number, value.high or 0) for value in values], default=0)
    whole = whole if whole > TINY else 1
    room = WIDTH - NAMES - GAP - NUMBER
    drawn, y = [], 0.0
    for name, of in rows:
        lines = textwrap.wrap(name, LETTERS) or [""]
        tall = max(len(lines) * LINE, len(of) * (BAR + 3))
        top = y + (tall - len(of) * (BAR + 3)) / 2
        bars = [
            _bar(value, place, top + (place - 1) * (BAR + 3), room / whole)
            for place, value in enumerate(of, 1)
            if value is not None
        ]
        start = y + (tall - len(lines) * LINE) / 2
        drawn.append(Row([(start + place * LINE + 15, line) for place, line in enumerate(lines)], bars))
        y += tall + BETWEEN
    return Chart(height=max(y - BETWEEN, 0), rows=drawn)


def _bar(value: Value, series: int, y: float, scale: float) -> Bar:
    low, high = (NAMES + GAP + end * scale if end is not None else None for end in (value.low, value.high))
    width = value.number * scale
    said_x = max(NAMES + GAP + width, high or 0) + 8
    return Bar(series, round(y, 1), round(width, 1), _rounded(low), _rounded(high), value.said, round(said_x, 1))


def _rounded(place: float | None) -> float | None:
    return None if place is None else round(place, 1)
