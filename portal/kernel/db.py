"""Tables of our own on the host's session, and where a transaction begins and ends."""

import random
import re
from collections import Counter as Numbers
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import IntEnum, StrEnum
from functools import cache
from time import monotonic, sleep
from typing import Any, ClassVar, TypeVar

from flask import current_app
from sqlalchemy import (
    JSON,
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Executable,
    MetaData,
    String,
    TextClause,
    bindparam,
    event,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    MappedAsDataclass,
    ORMExecuteState,
    Session,
    SessionTransaction,
    mapped_column,
)
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Item = TypeVar("Item")

NAP = 10
"""Milliseconds between two tries for SQLite's write lock."""
READS = re.compile(r"\s*(select|with|values|show|explain|pragma)\b", re.IGNORECASE)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC that stays aware on SQLite too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value}")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class Model(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """Portal tables keep their own metadata: a host's models never mix with ours."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
        StrEnum: Enum(
            StrEnum, native_enum=False, create_constraint=False, length=32, values_callable=lambda kind: [e.value for e in kind]
        ),
    }


class Counter(Model):
    """A number kept in the transaction of the act that changes it; also the lock of what must be numbered in order."""

    __tablename__ = "portal_counter"
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[int] = mapped_column(default=0)


class Generation(Model):
    """How often the things under one tag have changed: what the page cache compares."""

    __tablename__ = "portal_generation"
    tag: Mapped[str] = mapped_column(String(100), primary_key=True)
    number: Mapped[int] = mapped_column(default=0)


def session() -> Session:
    """Return the host's session; ours when the portal runs alone."""
    found: Session = current_app.extensions["sqlalchemy"].session()
    return found


@contextmanager
def work() -> Iterator[Session]:
    """Commit what the block did, or nothing of it.

    Ends the read transaction and begins a writing one, so load again inside what you change. On SQLite the write
    lock is taken at once (`BEGIN IMMEDIATE`), on a host's engine too; a verb that waits behind another writer
    therefore sees what that one committed. What every verb writes comes last, in one order for all (`at_the_end`).
    Raises `RuntimeError` where somebody has written before and not committed.
    """
    db = session()
    if db.info.get("portal_work"):
        raise RuntimeError("work() inside work(): a transaction ends in one place, let the outer one end it")
    if db.new or db.dirty or db.deleted or db.info.get("portal_unsaved"):
        raise RuntimeError("changes made before work() would be lost: make them inside the block, or commit them first")
    db.rollback()
    db.info["portal_work"] = True
    try:
        connection = db.connection()
        if connection.dialect.name == "sqlite":
            if getattr(connection.connection.driver_connection, "in_transaction", False):  # a host's engine begins by itself
                connection.exec_driver_sql("ROLLBACK")
            _wait_for_the_lock(connection)
        db.info["portal_connection"] = connection
        yield db
        _end(db)
        db.commit()
    except BaseException:
        db.rollback()
        raise
    finally:
        for name in ("portal_work", "portal_ending", "portal_connection"):
            db.info.pop(name, None)


def _wait_for_the_lock(connection: Connection) -> None:
    """Begin a writing transaction on SQLite, as patiently as the engine is set up to be.

    SQLite itself naps up to a tenth of a second between two tries (`sqliteDefaultBusyCallback`): in a flood, where one
    writer follows another at once, a sleeper can find the door closed for all of its fifteen seconds. Short naps of
    different length let everybody in, in this process and in others.
    """
    driver: Any = connection.connection.driver_connection
    patience = driver.execute("PRAGMA busy_timeout").fetchone()[0]
    until = monotonic() + patience / 1000
    driver.execute(f"PRAGMA busy_timeout={min(patience, NAP)}")
    try:
        while True:
            try:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            except OperationalError as fault:
                if "locked" not in str(fault.orig) or monotonic() >= until:
                    raise
                sleep(random.uniform(0, NAP / 1000))  # noqa: S311 - how long to nap is no secret
            else:
                return
    finally:
        driver.execute(f"PRAGMA busy_timeout={patience}")


@contextmanager
def snapshot() -> Iterator[Session]:
    """See all tables as they were at one moment, in however many statements; others go on writing meanwhile."""
    db = session()
    db.rollback()
    connection = db.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    try:
        yield db
    finally:
        db.rollback()


class Last(IntEnum):
    """What is written last, in this order, because all verbs share these rows: counters, tags, the chained audit."""

    COUNTERS = 1
    TAGS = 2
    AUDIT = 3


def at_the_end(db: Session, what: Last, item: Item, write: Callable[[Session, Sequence[Item]], None]) -> None:
    """Keep something for `write`, which gets all items of its kind right before the commit.

    Two verbs at once lock rows of their own first and the rows they share last, in one order, so on PostgreSQL neither
    waits for the other in a circle; and what all writers need is held for a moment only. The order is: rows of the
    act, numbers given by `count`, then `Last`, within one kind by the name of `write`, and within that as it sorts.
    Outside `work()`, where nobody tells us of the commit, it is written at once.
    """
    if not db.info.get("portal_work"):
        write(db, [item])
        return
    db.info.setdefault("portal_ending", {}).setdefault((what, write), []).append(item)


def run(db: Session, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> CursorResult[Any]:
    """Do a prepared Core statement on the connection of the transaction, past the ORM, which costs as much again.

    For what every verb writes many times a second. What the session has not written yet stays so: who needs it there
    flushes before.
    """
    connection: Connection = db.info.get("portal_connection") or db.connection()
    return connection.execute(statement, values)


def _end(db: Session) -> None:
    """Write what verbs kept for the end, after everything else they changed."""
    db.flush()
    kept: dict[Any, list[Any]] = db.info.pop("portal_ending", {})
    for what, write in sorted(kept, key=lambda each: (each[0], each[1].__module__, each[1].__qualname__)):
        write(db, kept[what, write])


def count(db: Session, name: str, by: int = 1) -> int:
    """Add to a named counter and return its new value; creates it at need. Who needs no value back calls `tally`.

    On PostgreSQL the row stays locked until the transaction ends, on SQLite the whole database is, so numbers are
    given without gaps or doubles: a verb takes one after it has written its own rows. One statement.
    """
    db.flush()
    value: int = run(db, _counting(dialect_of(db)), {"name": name, "value": by}).scalar_one()
    return value


def counted(db: Session, name: str) -> int:
    """Read a counter; nought where nothing was ever counted."""
    return db.scalar(select(Counter.value).where(Counter.name == name)) or 0


def tally(db: Session, name: str, by: int = 1) -> None:
    """Add to a named counter at the end of the transaction: one statement for all names."""
    at_the_end(db, Last.COUNTERS, (name, by), _add_up)


def _add_up(db: Session, tallies: Sequence[tuple[str, int]]) -> None:
    sums: Numbers[str] = Numbers()
    for name, by in tallies:
        sums[name] += by
    run(db, _adding(dialect_of(db)), [{"name": name, "value": sums[name]} for name in sorted(sums)])


def dialect_of(db: Session) -> str:
    """Return the name of the database's dialect: `postgresql` or `sqlite`."""
    return str(db.get_bind().dialect.name)


@cache
def inserting(dialect: str, table: type[Model]) -> Any:
    """Return the insert of a dialect into a table, made once: what verbs say often need not be put together each time."""
    insert = postgresql_insert if dialect == "postgresql" else sqlite_insert
    found: Any = table.__table__
    return insert(found)


@cache
def _adding(dialect: str) -> Any:
    wanted = inserting(dialect, Counter)
    return wanted.on_conflict_do_update(index_elements=["name"], set_={"value": Counter.value + wanted.excluded.value})


@cache
def _counting(dialect: str) -> Any:
    return _adding(dialect).returning(Counter.value)


@cache
def _raising(dialect: str) -> Any:
    wanted = inserting(dialect, Generation)
    return wanted.on_conflict_do_update(index_elements=["tag"], set_={"number": Generation.number + 1})


def touch(db: Session, *tags: str) -> None:
    """Say that what stands under these tags has changed: cached pages that depend on them are made anew.

    Written at the end of the transaction, each tag once.
    """
    for tag in tags:
        at_the_end(db, Last.TAGS, tag, _raise)


def _raise(db: Session, tags: Sequence[str]) -> None:
    run(db, _raising(dialect_of(db)), [{"tag": tag, "number": 1} for tag in sorted(set(tags))])


def analyze(db: Session) -> None:
    """Let SQLite look at its indexes, so that it chooses among them by what they hold; PostgreSQL does so by itself.

    Without it SQLite takes all partial indexes for equally large and may walk all public rows to count the few open
    ones. Cost: it samples a thousand entries of each index (https://sqlite.org/lang_analyze.html, section 5).
    """
    if db.get_bind().dialect.name == "sqlite":
        db.execute(text("PRAGMA analysis_limit=1000"))
        db.execute(text("ANALYZE"))


def changed(db: Session, model: type[Model], *, id: int, version: int, **values: Any) -> bool:
    """Write plain values to one row only if it still has the version its reader saw; tell whether it did.

    The model carries an integer `version`, which goes up by one. This is how two people who decide at once are told
    apart: one of them gets `False` and raises `Stale`. One prepared statement; the row's object, where the session has
    one, knows the values from then on.
    """
    db.flush()
    written = {**values, "version": version + 1}
    result = run(db, _changing(model, tuple(written)), {**written, "row_id": id, "row_version": version})
    if result.rowcount != 1:
        return False
    row = db.identity_map.get(identity_key(model, id))
    if row is not None:
        for name, value in written.items():
            set_committed_value(row, name, value)
    return True


@cache
def _changing(model: type[Model], names: tuple[str, ...]) -> Any:
    table: Any = model.__table__
    ours = update(table).where(table.c.id == bindparam("row_id"), table.c.version == bindparam("row_version"))
    return ours.values({name: bindparam(name) for name in names})


def watch(sessions: Any) -> None:
    """Notice what a host writes on its session and has not committed, so that `work()` can refuse to lose it.

    Statements on the bare connection stay unseen.
    """

    @event.listens_for(sessions, "after_flush")
    def _(db: Session, _context: object) -> None:
        db.info["portal_unsaved"] = True

    @event.listens_for(sessions, "do_orm_execute")
    def _(state: ORMExecuteState) -> None:
        statement = state.statement
        written = isinstance(statement, TextClause) and not READS.match(statement.text)
        if written or state.is_insert or state.is_update or state.is_delete:
            state.session.info["portal_unsaved"] = True

    @event.listens_for(sessions, "after_transaction_end")
    def _(db: Session, transaction: SessionTransaction) -> None:
        if transaction.parent is None:
            db.info.pop("portal_unsaved", None)


def tune_sqlite(engine: Engine, synchronous: str = "FULL") -> None:
    """Set up our own SQLite engine: WAL, durable commits, foreign keys, patience with other writers.

    A host's engine keeps its own settings.
    """

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            f"synchronous={synchronous}",
            "foreign_keys=ON",
            "busy_timeout=15000",
            "cache_size=-8192",
            "temp_store=MEMORY",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
