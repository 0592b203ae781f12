"""Brings a backup back, into an empty database and an instance folder without files, and into nothing else."""

import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, column, delete, func, inspect, literal, select, table, text

from portal.kernel import audit, migrate
from portal.kernel.db import session
from portal.kernel.operations import OperationError, checkpoints
from portal.kernel.operations.backup import KEPT, RECEIPT_KEY, rows_of, sqlite_of, tables_of
from portal.kernel.operations.manifest import Manifest
from portal.kernel.receipts import keys as receipts
from portal.kernel.settings import instance
from portal.kernel.uploads import keeping

BATCH = 500


def restore(source: Path, *, keys: Path | None = None) -> Manifest:
    """Bring a backup back and return what it held; an older one is then brought to the present shape.

    With the file of `keys` receipts are signed as before; without it by a new key, and earlier ones stay verifiable.
    Hashes, engine, migrations and emptiness are checked before anything is written; afterwards the rows are counted
    and the audit chain is walked against the backup's own checkpoint. Raises `OperationError`.
    """
    saved = _saved_key(keys) if keys else ""
    with _unpacked(source) as folder:
        manifest = Manifest.read(folder)
        manifest.check(folder)
        engine = migrate.engine()
        session().rollback()
        _refuse_foreign(manifest, engine)
        _refuse_occupied(engine)
        try:
            _bring_files(folder)
            _bring_key(saved)
            if engine.dialect.name == "sqlite":
                _bring_sqlite(engine, folder / "database" / "portal.db")
            else:
                _bring_postgresql(engine, folder / "database", manifest)
        except BaseException:
            _take_files_away(instance())
            raise
    _verify(engine, manifest)
    migrate.upgrade()
    _verify_sealed()
    return manifest


def _saved_key(keys: Path) -> str:
    """Return the key that signs receipts from the file of keys; empty where nothing was signed yet."""
    lines = dict(line.partition("=")[::2] for line in keys.read_text(encoding="utf-8").splitlines())
    if RECEIPT_KEY not in lines:
        raise OperationError(f"{keys} is no file of keys: `portal backup TARGET --keys FILE` writes one.")
    return lines[RECEIPT_KEY]


def _bring_key(saved: str) -> None:
    if saved:
        try:
            receipts.bring_back(saved)
        except receipts.NotOursError as fault:
            raise OperationError(f"The file of keys is of another backup ({fault}).") from fault


@contextmanager
def _unpacked(source: Path) -> Iterator[Path]:
    if source.is_dir():
        yield source
        return
    with tempfile.TemporaryDirectory(dir=instance()) as folder:
        try:
            with tarfile.open(source) as tar:
                tar.extractall(folder, filter="data")
        except tarfile.TarError as fault:
            raise OperationError(f"{source} cannot be read: {fault}.") from fault
        yield Path(folder)


def _refuse_foreign(manifest: Manifest, engine: Engine) -> None:
    if manifest.engine != engine.dialect.name:
        raise OperationError(
            f"This backup is of {manifest.engine}, the database here is {engine.dialect.name}: restore it into the same kind."
        )
    known = {history.owner: history for history in migrate.histories()}
    for owner, revision in manifest.migrations.items():
        if owner not in known:
            raise OperationError(f"The backup holds tables of {owner}, which is not installed here: install it first.")
        if revision not in {script.revision for script in known[owner].script.walk_revisions()}:
            raise OperationError(
                f"The backup was made by portal {manifest.portal} with migration {revision}, which this one "
                "does not know: install that version or a later one."
            )


def _refuse_occupied(engine: Engine) -> None:
    """Refuse where anything is: on SQLite in the whole file, on PostgreSQL in our tables."""
    with engine.connect() as connection:
        tables = _plain_tables(connection) if engine.dialect.name == "sqlite" else tables_of(connection)
        for name in tables:
            if (
                not name.startswith("portal_version")
                and connection.execute(select(literal(1)).select_from(table(name)).limit(1)).first()
            ):
                raise OperationError(f"The database is not empty ({name} has rows): restore into a new one.")
    for part in KEPT:
        found = instance() / part
        if found.is_file() or (found.is_dir() and any(found.iterdir())):
            raise OperationError(f"{found} is not empty: restore into a new instance folder.")


def _plain_tables(connection: Connection) -> list[str]:
    aside = migrate.made_by_sqlite(connection)
    return [name for name in inspect(connection).get_table_names() if name not in aside]


def _bring_files(folder: Path) -> None:
    for file in sorted((folder / "instance").rglob("*")):
        if file.is_file():
            target = instance() / file.relative_to(folder / "instance")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, target)


def _take_files_away(folder: Path) -> None:
    (folder / receipts.SECRET).unlink(missing_ok=True)
    for part in KEPT:
        found = folder / part
        if found.is_file():
            found.unlink()
        shutil.rmtree(found, ignore_errors=True)


def _bring_sqlite(engine: Engine, file: Path) -> None:
    engine.dispose()
    copy = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        with engine.connect() as connection:
            copy.backup(sqlite_of(connection))
    finally:
        copy.close()
    engine.dispose()


def _bring_postgresql(engine: Engine, folder: Path, manifest: Manifest) -> None:
    """Make the tables as the migrations of the backup made them, then fill them in one transaction."""
    for history in migrate.histories():
        if migrate.standing(history):
            migrate.downgrade(history)
    migrate.upgrade(manifest.migrations)
    with engine.begin() as connection:
        unknown = manifest.tables.keys() - set(tables_of(connection))
        if unknown:
            raise OperationError(f"The backup holds tables nobody here knows: {', '.join(sorted(unknown))}.")
        keys = _foreign_keys(connection)
        for of, key, _ in keys:
            connection.execute(text(f'ALTER TABLE "{of}" DROP CONSTRAINT "{key}"'))
        for name in manifest.tables:
            connection.execute(text(f'ALTER TABLE "{name}" DISABLE TRIGGER USER'))
            connection.execute(delete(table(name)))
            _fill(connection, name, folder / f"{name}.jsonl")
            connection.execute(text(f'ALTER TABLE "{name}" ENABLE TRIGGER USER'))
            _go_on_counting(connection, name)
        for of, key, definition in keys:
            connection.execute(text(f'ALTER TABLE "{of}" ADD CONSTRAINT "{key}" {definition}'))


def _foreign_keys(connection: Connection) -> list[tuple[str, str, str]]:
    """Return table, name and definition of the foreign keys between our tables: they rest while rows come in."""
    ours = set(tables_of(connection))
    rows = connection.execute(
        text(
            "SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k "
            "JOIN pg_class c ON c.oid = k.conrelid WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace"
        )
    )
    return [(of, key, definition) for of, key, definition in rows if of in ours]


def _fill(connection: Connection, name: str, file: Path) -> None:
    columns = ", ".join(f'"{c["name"]}"' for c in inspect(connection).get_columns(name) if not c.get("computed"))
    statement = text(
        f'INSERT INTO "{name}" ({columns}) '  # noqa: S608
        f'SELECT {columns} FROM json_populate_recordset(NULL::"{name}", CAST(:rows AS json))'
    )
    with file.open(encoding="utf-8", newline="\n") as source:
        batch: list[str] = []
        for line in source:
            batch.append(line)
            if len(batch) == BATCH:
                connection.execute(statement, {"rows": f"[{','.join(batch)}]"})
                batch = []
        if batch:
            connection.execute(statement, {"rows": f"[{','.join(batch)}]"})


def _go_on_counting(connection: Connection, name: str) -> None:
    """Let generated ids go on after the highest one."""
    for found in inspect(connection).get_columns(name):
        sequence = connection.scalar(select(func.pg_get_serial_sequence(f'"{name}"', found["name"])))
        if sequence:
            highest = select(func.max(column(found["name"]))).select_from(table(name)).scalar_subquery()
            connection.execute(select(func.setval(sequence, highest)))


def _verify(engine: Engine, manifest: Manifest) -> None:
    with engine.connect() as connection:
        for name, count in manifest.tables.items():
            here = rows_of(connection, name)
            if here != count:
                raise OperationError(f"{name} has {here} rows, the backup has {count}: this restore must not be used.")
    faults = list(audit.verify(session(), checkpoints.parse(manifest.audit)))
    if faults:
        raise OperationError(
            f"The audit chain of the backup does not hold ({faults[0].sentence}): this restore must not be used."
        )
    session().rollback()


def _verify_sealed() -> None:
    """Compare what is sealed with its rows: what was handed in must be there whole, what was under way may be cut."""
    faults = keeping.faults(session())
    session().rollback()
    if faults:
        raise OperationError(f"Sealed files are not what their rows say ({faults[0]}): this restore must not be used.")
