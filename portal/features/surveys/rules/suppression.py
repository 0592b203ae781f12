"""Which numbers of a survey must not be published, so that nobody of a few people can be told from any table, or from all.

A count from one to `smallest` − 1 is *small* and hidden. Because tables share their margins, others are hidden with it, until
each small one may still be any of at least `smallest` numbers for somebody who subtracts everything published from
everything else. Nothing here knows questions or the database: it works on counts.

How it holds. Small answers of a question are hidden together with so many more that their sum is not small: whoever moves
from one of them to another changes nothing that is published. In tables of two questions these answers are one row (the
*rest*), so all margins of every table are known to everybody, and each table is a matter of its own: what a hidden cell may
be is exactly what flows through the other hidden cells of its table can make of it (L. R. Ford and D. R. Fulkerson 1956; for
tables L. H. Cox, J. Amer. Statist. Assoc. 75 (1980) 377–385). Nobody who did not answer is counted as small, since silence
tells nothing: but how many answered both questions of a table is a margin, and is hidden like one.

Out of reach stays what three tables of three questions together let one bound, without giving it away.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

NONE = ""
"""The answer of those who gave none, or were not asked."""
YES, NO = "yes", "no"
REST = "\0rest"
NOBODY: frozenset[str] = frozenset()

Cell = tuple[str, str]
"""An answer to the row's question and one to the column's; with `NONE` in one place it is a margin, in both all of a table."""


@dataclass(frozen=True, kw_only=True)
class Variable:
    """A question that everybody answers in one way, or an option of a multiple choice, whose answers are yes and no.

    `counts` are those of its answers ("no opinion" is one), without `NONE`. Options of one question are a `family`; an
    `alone` one excludes the others. `rests_on` names, by variable, the answers on which a condition lets it appear.
    """

    key: str
    counts: Mapping[str, int]
    family: str = ""
    alone: bool = False
    rests_on: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many answered."""
        return sum(self.counts.values())


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of two variables that is to be published; `cells` has every pair of answers, `NONE` of each included."""

    row: str
    column: str
    cells: Mapping[Cell, int]


@dataclass(frozen=True)
class Hidden:
    """What must not be published. `nothing_of` are variables of which not even how many answered is shown."""

    nothing_of: frozenset[str]
    answers: Mapping[str, frozenset[str]]
    cells: Mapping[tuple[str, str], frozenset[Cell]]

    def shows(self, key: str, answer: str) -> bool:
        """Tell whether the count of an answer, and so its share, may be published."""
        return key not in self.nothing_of and answer not in self.answers.get(key, frozenset())

    def is_whole(self, key: str) -> bool:
        """Tell whether nothing of a variable is hidden: only then mean, median and score may be published of it."""
        return key not in self.nothing_of and not self.answers.get(key)

    def shows_cell(self, row: str, column: str, cell: Cell) -> bool:
        """Tell whether a cell of a table, or with `NONE` its margin, may be published. A table not given shows nothing."""
        return (row, column) in self.cells and cell not in self.cells[row, column]


def suppress(variables: Sequence[Variable], tables: Sequence[Table], smallest: int) -> Hidden:
    """Return what must not be published of all tables of a survey together.

    `variables` are all questions published or crossed, and all their conditions rest on. Cost: for a table of r rows and c
    columns with s small cells about s·r·c steps for each cell hidden with them.
    """
    nothing_of, answers = _of_variables(variables, smallest)
    by_key = {each.key: each for each in variables}
    grids = {
        (each.row, each.column): _Grid(each, (answers.get(each.row, NOBODY), answers.get(each.column, NOBODY)), smallest)
        for each in tables
        if not nothing_of & {each.row, each.column}
    }
    waiting = set(grids)
    while waiting:
        for key in sorted(waiting):
            grids[key].settle()
        waiting = {key for key, forced in _told_by_others(grids, by_key, smallest) if grids[key].force(forced)}
    everything = {(table.row, table.column): frozenset(table.cells) for table in tables}
    return Hidden(nothing_of, answers, everything | {key: frozenset(grid.not_shown()) for key, grid in grids.items()})


def _of_variables(variables: Sequence[Variable], smallest: int) -> tuple[frozenset[str], dict[str, frozenset[str]]]:
    nothing_of = {each.key for each in variables if each.n < smallest}
    answers = {each.key: _together(each.counts, smallest) for each in variables if each.key not in nothing_of}
    for family in {each.family for each in variables if each.family}:
        _widen([each for each in variables if each.family == family and each.key in answers], answers, smallest)
    while more := {each.key for each in variables if each.key not in nothing_of and _rests_on_hidden(each, nothing_of, answers)}:
        nothing_of |= more
    return frozenset(nothing_of), {key: hidden for key, hidden in answers.items() if hidden and key not in nothing_of}


def _together(counts: Mapping[str, int], smallest: int) -> frozenset[str]:
    """Return the small answers and the fewest others with which their sum is small no more; at least `smallest` answered."""
    small = {answer for answer, number in counts.items() if 0 < number < smallest}
    others = sorted((number, answer) for answer, number in counts.items() if number >= smallest)
    while small and (len(small) < 2 or sum(counts[answer] for answer in small) < smallest):
        small.add(others.pop(0)[1])
    return frozenset(small)


def _widen(options: Sequence[Variable], answers: dict[str, frozenset[str]], smallest: int) -> None:
    """Hide more options of a multiple choice, where the others tell a hidden one: everybody chose at least one."""
    yes = {each.key: each.counts.get(YES, 0) for each in options}
    alone = {each.key for each in options if each.alone}
    n = max((each.n for each in options), default=0)
    while more := _tells(yes, alone, {key for key in yes if answers[key]}, n, smallest):
        answers[more] = frozenset({YES, NO})


def _tells(yes: Mapping[str, int], alone: Iterable[str], hidden: set[str], n: int, smallest: int) -> str:
    """Return the option to hide next, because what is shown of the others tells a hidden one too closely; empty if none.

    All who answered chose something, so a hidden option has at least those whom all others leave; and nobody who chose
    an option that stands alone chose another.
    """
    for key in sorted(hidden):
        others = [other for other in yes if other != key]
        least = max(0, n - sum(n if other in hidden else yes[other] for other in others))
        apart = set(alone) if key not in alone else set(others)
        most = n - max((yes[other] for other in others if other in apart and other not in hidden), default=0)
        shown = sorted((yes[other], other) for other in others if other not in hidden and yes[other])
        if most - least < smallest - 1 and shown:
            return shown[0][1] if least else max((each for each in shown if each[1] in apart), default=shown[-1])[1]
    return ""


def _rests_on_hidden(each: Variable, nothing_of: Iterable[str], answers: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether a question appears for some of those whose answers are hidden: how many answered it would tell them."""
    return any(key in nothing_of or answers.get(key, frozenset()) & told for key, told in each.rests_on.items())


def _told_by_others(
    grids: Mapping[tuple[str, str], "_Grid"], by_key: Mapping[str, Variable], smallest: int
) -> Iterator[tuple[tuple[str, str], set[Cell]]]:
    """Yield what must be hidden in a table because of another one.

    Options of one question share the margins of those who answered it; and who was asked a question after another answer
    is counted in the table of that other question too.
    """
    for key in grids:
        for place in (0, 1):
            for other, told in by_key[key[place]].rests_on.items():
                pair = (other, key[1 - place]) if place == 0 else (key[0], other)
                for there, at in ((pair, place), (pair[::-1], 1 - place)):
                    if there in grids:
                        lines = {cell[1 - at] for cell in grids[there].hidden if cell[at] in told}
                        yield key, {cell for cell in grids[key].values if cell[1 - place] in lines - {NONE}}
    for place in (0, 1):
        together: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for key in grids:
            if by_key[key[place]].family:
                together.setdefault((by_key[key[place]].family, key[1 - place]), []).append(key)
        for keys in together.values():
            shared = {cell for key in keys for cell in grids[key].hidden if cell[place] == NONE}
            yield from ((key, shared) for key in keys)
            yield from _told_in_a_line([by_key[key[place]] for key in keys], [grids[key] for key in keys], keys, place, smallest)


def _told_in_a_line(
    options: Sequence[Variable], grids: Sequence["_Grid"], keys: Sequence[tuple[str, str]], place: int, smallest: int
) -> Iterator[tuple[tuple[str, str], set[Cell]]]:
    """Do for each answer to the other question what `_tells` does for all who answered."""
    named = dict(zip((each.key for each in options), zip(keys, grids, strict=True), strict=True))
    alone = {each.key for each in options if each.alone}
    for other in grids[0].lines(1 - place):
        if other == NONE:
            continue
        cell = (YES, other) if place == 0 else (other, YES)
        usual = {key: grid for key, (_, grid) in named.items() if cell in grid.values}
        yes = {key: usual[key].values[cell] if key in usual else 0 for key in named}
        n = max((grid.in_line(1 - place, other) for grid in usual.values()), default=0)
        hidden = {key for key in named if key not in usual or cell in usual[key].hidden}
        while more := _tells(yes, alone, hidden, n, smallest):
            hidden.add(more)
            yield named[more][0], {cell}


class _Grid:
    """A table whose margins everybody knows: its hidden answers are one line, those who gave none another."""

    def __init__(self, table: Table, merged: tuple[frozenset[str], frozenset[str]], smallest: int) -> None:
        self.table, self.merged, self.smallest = table, merged, smallest
        self.values: dict[Cell, int] = {}
        for cell, number in table.cells.items():
            place = self._place(cell)
            self.values[place] = self.values.get(place, 0) + number
        self.hidden: set[Cell] = set()
        self.guarded = {cell for cell in self.values if self._is_small(cell)}

    def _place(self, cell: Cell) -> Cell:
        row, column = (REST if answer in merged else answer for answer, merged in zip(cell, self.merged, strict=True))
        return row, column

    def lines(self, place: int) -> list[str]:
        """Return the rows (0) or columns (1)."""
        return sorted({cell[place] for cell in self.values})

    def in_line(self, place: int, answer: str) -> int:
        """Return how many in a row (0) or column (1) answered the other question too."""
        return sum(number for cell, number in self.values.items() if cell[place] == answer and cell[1 - place] != NONE)

    def _is_small(self, cell: Cell) -> bool:
        return 0 < self._said(cell) < self.smallest

    def _said(self, cell: Cell) -> int:
        """Return the number that is published where a cell is not hidden: of `NONE` how many answered instead."""
        row, column = cell
        if NONE not in cell:
            return self.values[cell]
        given = ((each, number) for each, number in self.values.items() if NONE not in each)
        return sum(number for each, number in given if row in (each[0], NONE) and column in (each[1], NONE))

    def force(self, cells: Iterable[Cell]) -> bool:
        """Hide cells that another table tells; tell whether anything is new."""
        new = {cell for cell in cells if self.values.get(cell)} - self.hidden
        self.guarded |= new
        return bool(new)

    def settle(self) -> None:
        """Hide the guarded cells, and with them as few others as keep each of them open."""
        self.hidden |= self.guarded
        for cell in sorted(self.guarded, key=lambda each: self.values[each]):
            while not self._is_open(cell):
                more = self._rectangle(cell)
                if not more:
                    self.hidden = set(self.values)
                    return
                self.hidden |= more
        for cell in sorted(self.hidden - self.guarded, key=self._cost, reverse=True):
            self.hidden.discard(cell)
            if not all(self._is_open(each) for each in self.guarded):
                self.hidden.add(cell)

    def _cost(self, cell: Cell) -> int:
        """Return what readers lose with a cell; a margin is the last to be hidden."""
        return self._said(cell) * (1000 if NONE in cell else 1)

    def _rectangle(self, cell: Cell) -> set[Cell]:
        """Return the cheapest three cells that let a hidden one move; as far as it must, else as far as it can."""
        (row, column), room, best = cell, self.smallest - 1, None
        for other_row in {a for a, b in self.values if b == column and a != row and self.values[a, b]}:
            for other_column in {b for a, b in self.values if a == row and b != column and self.values[a, b]}:
                corner, side, end = (other_row, other_column), (row, other_column), (other_row, column)
                new = {corner, side, end} - self.hidden
                if not new or not self.values.get(corner):
                    continue
                moves = min(self.values[side], self.values[end]) + min(self.values[cell], self.values[corner])
                weight = (-min(moves, room), sum(map(self._cost, new)), corner)
                if best is None or weight < best[0]:
                    best = weight, new
        return best[1] if best else set()

    def _is_open(self, cell: Cell) -> bool:
        room = self.smallest - 1
        up = self._moves(cell, room, up=True)
        return up >= room or up + self._moves(cell, min(room - up, self.values[cell]), up=False) >= room

    def _moves(self, cell: Cell, room: int, *, up: bool) -> int:
        """Return by how much a hidden cell can grow (or shrink) while margins and shown cells stay: a flow, at most `room`."""
        if cell not in self.hidden or not room:
            return 0
        values, moved = {each: self.values[each] for each in self.hidden if each != cell}, 0
        begin, end = ((1, cell[1]), (0, cell[0])) if up else ((0, cell[0]), (1, cell[1]))
        while moved < room and (path := _path(values, begin, end)):
            step = min([room - moved, *(values[each] for each, falls in path if falls)])
            for each, falls in path:
                values[each] += -step if falls else step
            moved += step
        return moved

    def not_shown(self) -> Iterator[Cell]:
        """Yield the cells of the table, margins included, that must not be published."""
        for cell in self.table.cells:
            place = self._place(cell)
            if place in self.hidden or REST in place:
                yield cell


def _path(values: Mapping[Cell, int], begin: tuple[int, str], end: tuple[int, str]) -> list[tuple[Cell, bool]]:
    """Return a way from a line to another through cells, that fall from column to row and rise from row to column."""
    rows: dict[str, list[str]] = {}
    columns: dict[str, list[str]] = {}
    for (row, column), number in values.items():
        rows.setdefault(row, []).append(column)
        if number:
            columns.setdefault(column, []).append(row)
    came: dict[tuple[int, str], tuple[int, str] | None] = {begin: None}
    todo = [begin]
    for node in todo:
        if node == end:
            break
        side, name = node
        for other in (columns if side else rows).get(name, ()):
            if (1 - side, other) not in came:
                came[1 - side, other] = node
                todo.append((1 - side, other))
    if end not in came:
        return []
    found: list[tuple[Cell, bool]] = []
    node = end
    while (before := came[node]) is not None:
        found.append(((node[1], before[1]), True) if before[0] else ((before[1], node[1]), False))
        node = before
    return found
