"""Figures that follow a noun: counter rows kept where it changes, whatever verb changes it, and counted anew at night."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session, object_session
from sqlalchemy.orm.attributes import set_committed_value

from portal.kernel import audit
from portal.kernel.db import Last, Model, at_the_end, dialect_of, inserting, run

log = logging.getLogger("portal.figures")

Key = tuple[Any, ...]
"""The values of the primary key of a counter row, in the order of its columns."""
Amounts = tuple[int, ...]
"""What a row of a noun adds to a counter row, in the order of its other columns; first of all: one."""
Drift = Mapping[Key, tuple[Amounts, Amounts]]
"""Counters that are wrong: what they say, and what they should say."""
MOST_TOLD = 50
"""So many wrong figures are named one by one; of more, one line says how many."""


class What(StrEnum):
    """What counter rows count, as a column of their key says it."""

    def of(self, part: object = "") -> str:
        """Return the name of a row: 'state:routed', or just 'due' where there are no parts."""
        return f"{self}:{part}" if part else str(self)


class Figures:
    """The counters of one noun in one table, whose primary key says what is counted and whose other columns are sums.

    `parts` are the attributes of the noun that decide; `counted_in` yields, for their values, each counter row in which
    it counts and what it adds there. It sees a mapping, so that a night's recount can give it grouped rows.
    """

    def __init__(
        self,
        name: str,
        noun: type[Model],
        table: type[Model],
        parts: Sequence[str],
        counted_in: Callable[[Mapping[str, Any]], Iterable[tuple[Key, Amounts]]],
    ) -> None:
        self.name, self.table, self.parts, self.counted_in = name, table, parts, counted_in
        columns = list(inspect(table).columns)
        self.keys = [column.key for column in columns if column.primary_key]
        self.sums = [column.key for column in columns if not column.primary_key]
        for part in parts:  # what a part was is loaded before it changes, even where it was not known yet
            event.listen(getattr(noun, part), "set", lambda _row, value, _old, _initiator: None, active_history=True)
        event.listen(noun, "after_insert", lambda _mapper, _line, row: self._added(row))
        event.listen(noun, "after_update", lambda _mapper, _line, row: self._changed(row))
        event.listen(noun, "after_delete", lambda _mapper, _line, row: self._move(row, self._before(row), None))

    def _added(self, row: Model) -> None:
        """Count a new row, and let it know its defaults: SQLAlchemy 2.1 leaves them out, and would not tell what was."""
        for part in self.parts:
            if part not in row.__dict__:
                set_committed_value(row, part, getattr(row, part))
        self._move(row, None, self._now(row))

    def _changed(self, row: Model) -> None:
        attributes = inspect(row).attrs
        if any(attributes[name].history.has_changes() for name in self.parts):
            self._move(row, self._before(row), self._now(row))

    def _now(self, row: Model) -> Mapping[str, Any]:
        return {name: getattr(row, name) for name in self.parts}

    def _before(self, row: Model) -> Mapping[str, Any]:
        attributes = inspect(row).attrs
        histories = {name: attributes[name].history for name in self.parts}
        return {name: past.deleted[0] if past.deleted else getattr(row, name) for name, past in histories.items()}

    def _move(self, row: Model, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> None:
        """Count a row no more where it was and from now on where it is, at the end of the transaction."""
        db = object_session(row)
        moves: dict[Key, Amounts] = {}
        add(moves, self.counted_in(after) if after else ())
        add(moves, self.counted_in(before) if before else (), sign=-1)
        moves = {key: amounts for key, amounts in moves.items() if any(amounts)}
        if db is not None and moves:
            at_the_end(db, Last.COUNTERS, (self, moves), _write)

    def write(self, db: Session, sums: Mapping[Key, Amounts]) -> None:
        """Add amounts to counter rows: one prepared statement for all of them, in one order for all writers."""
        columns = [*self.keys, *self.sums]
        rows = [dict(zip(columns, (*key, *amounts), strict=True)) for key, amounts in sorted(sums.items()) if any(amounts)]
        if rows:
            run(db, _adding(dialect_of(db), self.table), rows)

    def drift(self, db: Session, groups: Iterable[tuple[Mapping[str, Any], int]]) -> Drift:
        """Return for each counter that is wrong what it says and what the rows say, inside one `snapshot()`.

        `groups` are the rows, counted anew: what of them counts, and how many are alike. Nobody waits meanwhile: what
        changes after the snapshot changes rows and counters alike, so the difference stays what it is.
        """
        right: dict[Key, Amounts] = {}
        for row, number in groups:
            add(right, self.counted_in(row), sign=number)
        nothing = (0,) * len(self.sums)
        kept: dict[Key, Amounts] = {}
        columns = [getattr(self.table, name) for name in (*self.keys, *self.sums)]
        for values in db.execute(select(*columns), execution_options={"yield_per": 5000}):
            kept[tuple(values[: len(self.keys)])] = tuple(values[len(self.keys) :])
        pairs = ((key, kept.get(key, nothing), right.get(key, nothing)) for key in {*right, *kept})
        return {key: (was, anew) for key, was, anew in pairs if was != anew}

    def mend(self, db: Session, drift: Drift) -> None:
        """Put right what was wrong; the first fifty are logged and audited one by one."""
        self.write(db, {key: tuple(b - a for a, b in zip(was, anew, strict=True)) for key, (was, anew) in drift.items()})
        for key in sorted(drift)[:MOST_TOLD]:
            was, anew = drift[key]
            name = ".".join(str(part) for part in key)
            log.warning("%s: the figure %s said %s, the rows say %s: mended", self.name, name, was[0], anew[0])
            audit.note(db, f"{self.name}.recount", "figure", name, by=None, was=was[0], right=anew[0])
        if len(drift) > MOST_TOLD:
            log.warning("%s: %s figures were wrong in all: mended", self.name, len(drift))
            audit.note(db, f"{self.name}.recount", "figure", "*", by=None, wrong=len(drift))


@cache
def _adding(dialect: str, table: type[Model]) -> Any:
    wanted = inserting(dialect, table)
    columns = list(inspect(table).columns)
    more = {column.key: getattr(table, column.key) + wanted.excluded[column.key] for column in columns if not column.primary_key}
    return wanted.on_conflict_do_update(index_elements=[column.key for column in columns if column.primary_key], set_=more)


def add(sums: dict[Key, Amounts], more: Iterable[tuple[Key, Amounts]], *, sign: int = 1) -> None:
    """Add to sums, column by column; what becomes negative stays."""
    for key, amounts in more:
        known = sums.get(key, (0,) * len(amounts))
        sums[key] = tuple(a + sign * b for a, b in zip(known, amounts, strict=True))


def _write(db: Session, moves: Sequence[tuple[Figures, Mapping[Key, Amounts]]]) -> None:
    sums: dict[Figures, dict[Key, Amounts]] = {}
    for figures, each in moves:
        add(sums.setdefault(figures, {}), each.items())
    for figures in sorted(sums, key=lambda one: one.name):
        figures.write(db, sums[figures])
