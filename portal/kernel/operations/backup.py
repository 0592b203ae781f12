"""Saves database and files while the portal goes on working.

SQLite is copied by its own backup interface (a `cp` of the file loses what stands in the log); PostgreSQL row by row
inside one repeatable-read transaction, so that no other program is needed. The database comes first and the files
after it: files are written before the rows that name them, so every row of the copy finds its file.
"""

import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, func, inspect, select, table, text

from portal.kernel import migrate
from portal.kernel.audit import START, AuditLine
from portal.kernel.clock import now
from portal.kernel.db import session
from portal.kernel.operations import OperationError, checkpoints
from portal.kernel.operations.manifest import Manifest, Stored, digest, key_mark
from portal.kernel.receipts import keys as receipts
from portal.kernel.settings import instance, setting

KEPT = ("files", "sealed", "receipts", "pages.yaml", checkpoints.FILE)
"""What is saved of the instance folder besides the database; `receipts` holds public keys, secret ones go with `keys`."""

RECEIPT_KEY = "PORTAL_RECEIPT_KEY"
"""What the key that signs receipts is called in the file of keys; no setting: it lies in the instance folder."""


def backup(target: Path, *, keys: Path | None = None) -> Manifest:
    """Save everything to a new folder, or to one file if `target` ends in .tar, and return what was saved.

    Secret keys stay out; with `keys` they go into that file, readable by its owner alone, outside the backup.
    Until it is whole the backup has another name. Raises `OperationError`.
    """
    if target.exists():
        raise OperationError(f"{target} exists already: name a new folder or file.")
    if keys is not None and (keys.exists() or target.resolve() in keys.resolve().parents):
        raise OperationError("Keys go into a new file outside the backup: who has both can sign in as anybody.")
    whole = target.with_name(f".{target.name}.part")
    shutil.rmtree(whole, ignore_errors=True)
    whole.mkdir(parents=True, mode=0o700)
    try:
        manifest = _fill(whole)
        if target.suffix == ".tar":
            packed = target.with_name(f".{target.name}.packing")
            _pack(whole, packed)
            packed.rename(target)
        else:
            whole.rename(target)
        _settle(target.parent)
    finally:
        shutil.rmtree(whole, ignore_errors=True)
    if keys is not None:
        with os.fdopen(os.open(keys, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(f"PORTAL_SECRET_KEY={setting('SECRET_KEY')}\n")
            out.write(f"{RECEIPT_KEY}={receipts.secret_text()}\n")
    return manifest


def _fill(folder: Path) -> Manifest:
    session().rollback()
    engine = migrate.engine()
    (folder / "database").mkdir()
    save = _save_sqlite if engine.dialect.name == "sqlite" else _save_postgresql
    with save(engine, folder / "database") as connection:
        tables = _counts(connection)
        migrations = {h.owner: migrate.standing(h, connection) for h in migrate.histories()}
        last = connection.execute(select(AuditLine.seq, AuditLine.hash).order_by(AuditLine.seq.desc()).limit(1)).first()
    _save_files(instance(), folder / "instance")
    stored = {file.relative_to(folder).as_posix(): _kept(file) for file in sorted(folder.rglob("*")) if file.is_file()}
    manifest = Manifest(
        made_at=f"{now():%Y-%m-%dT%H:%M:%SZ}",
        portal=_version(),
        engine=engine.dialect.name,
        migrations=migrations,
        tables=tables,
        audit=checkpoints.written(last.seq, last.hash) if last else checkpoints.written(0, START),
        key=key_mark(),
        stored=stored,
    )
    manifest.write(folder)
    return manifest


def _version() -> str:
    try:
        return version("opstinski-portal")
    except PackageNotFoundError:
        return "checkout"


@contextmanager
def _save_sqlite(engine: Engine, folder: Path) -> Iterator[Connection]:
    """Copy the database in one step, which writers do not notice, and read from the copy what is in it."""
    file = folder / "portal.db"
    with engine.connect() as connection:
        copy = sqlite3.connect(file)
        try:
            sqlite_of(connection).backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        finally:
            copy.close()
    if verdict != "ok":
        raise OperationError(f"The copy of the database is not sound ({verdict}): look at the disk.")
    reading = create_engine(f"sqlite:///{file}")
    try:
        with reading.connect() as connection:
            yield connection
    finally:
        reading.dispose()


@contextmanager
def _save_postgresql(engine: Engine, folder: Path) -> Iterator[Connection]:
    """Write each table as JSON lines, all as they stood at one moment."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        for name in tables_of(connection):
            rows = connection.execution_options(yield_per=500).execute(
                text(f'SELECT row_to_json(t)::text FROM "{name}" t ORDER BY {_order(connection, name)}')  # noqa: S608
            )
            with (folder / f"{name}.jsonl").open("w", encoding="utf-8", newline="\n") as out:
                for (row,) in rows:
                    out.write(row.replace("\n", " ") + "\n")
        yield connection


def sqlite_of(connection: Connection) -> sqlite3.Connection:
    """Return SQLite's own connection, which knows how to copy a database."""
    found: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
    return found


def tables_of(connection: Connection) -> list[str]:
    """Return the tables that are the portal's or a guest's, version tables included; a host's are its own business."""
    owners = tuple(f"{history.owner}_" for history in migrate.histories())
    names = inspect(connection).get_table_names()
    return sorted(name for name in names if name.startswith(owners) or not migrate.include_name(name, "table", {}))


def _order(connection: Connection, name: str) -> str:
    columns = inspect(connection).get_pk_constraint(name)["constrained_columns"]
    return ", ".join(f't."{column}"' for column in columns) or "1"


def _counts(connection: Connection) -> dict[str, int]:
    return {name: rows_of(connection, name) for name in tables_of(connection)}


def rows_of(connection: Connection, name: str) -> int:
    """Return how many rows a table has."""
    return connection.execute(select(func.count()).select_from(table(name))).scalar_one()


def _save_files(source: Path, target: Path) -> None:
    """Copy what lies in the instance folder; what is taken away meanwhile is gone, as it should be."""
    for part in KEPT:
        found = source / part
        for file in [found] if found.is_file() else sorted(found.rglob("*")):
            copy = target / file.relative_to(source)
            try:
                if file.is_file():
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(file, copy)
            except FileNotFoundError:
                copy.unlink(missing_ok=True)


def _kept(file: Path) -> Stored:
    with file.open("rb") as source:
        os.fsync(source.fileno())
    return digest(file)


def _pack(folder: Path, target: Path) -> None:
    """Pack a folder into one file, the manifest first, readable by its owner alone."""
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as out:
        with tarfile.open(fileobj=out, mode="w") as tar:
            for file in [folder / "manifest.json", *sorted(f for f in folder.rglob("*") if f.name != "manifest.json")]:
                if file.is_file():
                    tar.add(file, arcname=file.relative_to(folder).as_posix())
        out.flush()
        os.fsync(out.fileno())


def _settle(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
