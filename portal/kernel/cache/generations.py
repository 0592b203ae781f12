"""How often the things under a tag have changed, read on an idle connection of the thread's own.

The connection is never inside a transaction, so it always sees what was committed last. SQLite's `data_version`
is per connection and blind to the connection's own writes: this one never writes.
"""

import os
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any, TypeVar

from sqlalchemy import Engine, String, cast, func, select
from sqlalchemy.pool import AssertionPool, SingletonThreadPool, StaticPool

from portal.kernel.db import Generation

KNOWN = 10_000
Said = TypeVar("Said")


def can_read(engine: Engine) -> bool:
    """Tell whether a second connection to this database is possible: not to one in memory, not on other engines."""
    if isinstance(engine.pool, AssertionPool | SingletonThreadPool | StaticPool):
        return False
    if engine.dialect.name == "sqlite":
        return engine.url.database not in {None, "", ":memory:"} and "mode=memory" not in str(engine.url)
    return engine.dialect.name == "postgresql"


class Generations:
    """The numbers under tags as they are now; one connection per thread, made at need."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._pool = engine.pool.recreate()
        self._mine = threading.local()

    def mark(self) -> object:
        """Return something that is equal to an earlier one only if nothing at all was committed in between."""
        return self._ask(lambda line: line.mark())

    def numbers(self, tags: Sequence[str]) -> tuple[int, ...]:
        """Return the numbers under tags as they are at this moment.

        On SQLite they are read again only when somebody has committed something (5 µs to know); on PostgreSQL it is
        one indexed SELECT. Raises what the driver raises; the next call begins with a new connection.
        """
        return self._ask(lambda line: line.numbers(tags))

    def _ask(self, question: "Callable[[_Line], Said]") -> Said:
        line: _Line | None = getattr(self._mine, "line", None)
        if line is None:
            line = self._mine.line = LINES[self._engine.dialect.name](self._engine, self._pool)
        try:
            return question(line)
        except BaseException:
            self._mine.line = None
            line.close()
            raise


class _Line(ABC):
    """One connection outside any transaction."""

    @abstractmethod
    def mark(self) -> object: ...

    @abstractmethod
    def numbers(self, tags: Sequence[str]) -> tuple[int, ...]: ...

    def __init__(self, engine: Engine, pool: Any) -> None:
        self._pid = os.getpid()
        self._dialect = engine.dialect
        self._held = pool.connect()
        self._held.detach()
        connection = self._held.dbapi_connection
        if hasattr(connection, "autocommit"):
            connection.autocommit = True
        else:
            connection.isolation_level = None
        self._cursor = connection.cursor()

    def close(self) -> None:
        """Close the connection, whatever state it is in; one that a parent process opened is its parent's to close."""
        if os.getpid() == self._pid:
            with suppress(Exception):
                self._held.close()

    def __del__(self) -> None:
        if hasattr(self, "_held"):
            self.close()

    def _read(self, tags: tuple[str, ...]) -> dict[str, int]:
        statement, values = _statement(self._dialect, tags)
        self._cursor.execute(statement, values)
        return {**dict.fromkeys(tags, 0), **dict(self._cursor.fetchall())}


class _SqliteLine(_Line):
    def __init__(self, engine: Engine, pool: Any) -> None:
        super().__init__(engine, pool)
        self._version: object = None
        self._known: dict[str, int] = {}

    def mark(self) -> object:
        return self._cursor.execute("PRAGMA data_version").fetchall()[0][0]

    def numbers(self, tags: Sequence[str]) -> tuple[int, ...]:
        version, known = self.mark(), self._known
        if version != self._version or len(known) > KNOWN:
            known.clear()
            self._version = version
        try:
            return tuple([known[tag] for tag in tags])
        except KeyError:
            known.update(self._read(tuple(tags)))
            return tuple([known[tag] for tag in tags])


class _PostgresqlLine(_Line):
    def mark(self) -> object:
        self._cursor.execute(_snapshot(self._dialect))
        return self._cursor.fetchall()[0][0]

    def numbers(self, tags: Sequence[str]) -> tuple[int, ...]:
        found = self._read(tuple(tags))
        return tuple([found[tag] for tag in tags])


LINES: dict[str, type[_Line]] = {"sqlite": _SqliteLine, "postgresql": _PostgresqlLine}


@lru_cache(maxsize=2)
def _snapshot(dialect: Any) -> str:
    """Which transactions have ended: changes with every commit, whoever made it."""
    return str(select(cast(func.pg_current_snapshot(), String)).compile(dialect=dialect))


@lru_cache(maxsize=2000)
def _statement(dialect: Any, tags: tuple[str, ...]) -> tuple[str, Any]:
    """Return the SELECT for some tags and its values, ready for the driver."""
    wanted = select(Generation.tag, Generation.number).where(Generation.tag.in_(tags))
    compiled = wanted.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    if compiled.positional:
        return str(compiled), tuple(compiled.params[name] for name in compiled.positiontup or ())
    return str(compiled), compiled.params
