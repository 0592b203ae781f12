"""Brings the database to the present shape: one history for the portal, one for every guest feature.

Histories are kept apart by their version tables, so a guest that is uninstalled leaves ours as it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import Connection, Engine, column, select, table, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.types import Enum, TypeDecorator

from portal.kernel import paths
from portal.kernel.db import Model, session

LOCK = 0x706F7274616C
"""The key of the advisory lock that keeps two upgrades of one PostgreSQL database apart."""


@dataclass(frozen=True)
class History:
    """The migrations of one owner, `portal` or a guest feature, and the table that says how far they have come."""

    owner: str
    versions: Path

    @property
    def table(self) -> str:
        """The version table: `portal_version`, or `portal_version_<guest>`."""
        return "portal_version" if self.owner == "portal" else f"portal_version_{self.owner}"

    @property
    def script(self) -> ScriptDirectory:
        """The migrations themselves, read from the folder."""
        return ScriptDirectory.from_config(configured(self))

    @property
    def head(self) -> str:
        """The last migration; ours stands in a file, so that two written at the same time collide in git."""
        if self.owner == "portal":
            return (paths.MIGRATIONS / "HEAD").read_text(encoding="ascii").strip()
        return self.script.get_current_head() or ""


OURS = History("portal", paths.MIGRATIONS / "versions")


def histories() -> Sequence[History]:
    """Return our history and those of the guest features that bring one."""
    features = current_app.extensions["portal"].features
    return (OURS, *(History(f.name, f.migrations) for f in features if f.migrations is not None))


def upgrade(to: Mapping[str, str] | None = None) -> None:
    """Bring our tables and every guest's to the present shape; each history is one transaction.

    `to` names another last migration by owner: what an older backup was made with. Two upgrades at once wait for
    each other. Nothing happens to a database that is current already.
    """
    for history in histories():
        with writing() as connection:
            command.upgrade(configured(history, connection), (to or {}).get(history.owner) or "head")


def downgrade(history: History = OURS, to: str = "base") -> None:
    """Take back the migrations of one history down to a revision; `base` removes its tables with all they hold."""
    with writing() as connection:
        command.downgrade(configured(history, connection), to)


def is_current() -> bool:
    """Tell whether the database has the shape this code expects; one SELECT for each history."""
    return all(standing(history) == history.head for history in histories())


def standing(history: History = OURS, connection: Connection | None = None) -> str:
    """Return the last migration that was run of one history; empty where none was."""
    if connection is None:
        with engine().connect() as fresh:
            return standing(history, fresh)
    try:
        return connection.scalar(select(column("version_num")).select_from(table(history.table))) or ""
    except (OperationalError, ProgrammingError):
        return ""


def include_name(name: str | None, type_: str, parent_names: Mapping[str, str | None]) -> bool:
    """Keep the portal's tables out of a host's own Alembic.

    In the host's `env.py`: `context.configure(..., include_name=portal.kernel.migrate.include_name)`. Without it
    `flask db migrate` proposes to remove our tables.
    """
    of = name if type_ == "table" else parent_names.get("table_name")
    return not of or not (of.startswith("portal_") or of in Model.metadata.tables)


def differences(history: History = OURS, connection: Connection | None = None) -> list[Any]:
    """Return what tells the models from the database, as Alembic's operations; empty when they agree."""
    if connection is None:
        with engine().connect() as fresh:
            return differences(history, fresh)
    context = MigrationContext.configure(connection, opts=_options(history, connection))
    return list(compare_metadata(context, Model.metadata))


def configured(history: History, connection: Connection | None = None) -> Config:
    """Return Alembic's configuration for one history; with a connection it can be run."""
    config = Config()
    for name, value in {
        "script_location": paths.MIGRATIONS,
        "version_locations": history.versions,
        "path_separator": "newline",
        "file_template": "%(rev)s",
    }.items():
        config.set_main_option(name, str(value).replace("%", "%%"))
    if connection is not None:
        config.attributes["connection"] = connection
        config.attributes["options"] = _options(history, connection)
    return config


def _options(history: History, connection: Connection) -> dict[str, Any]:
    aside = made_by_sqlite(connection)

    def ours(name: str | None, type_: str, parent_names: Mapping[str, str | None]) -> bool:
        if type_ == "schema":
            return name is None
        of = (name if type_ == "table" else parent_names.get("table_name")) or ""
        return of in Model.metadata.tables and _belongs(of, history) and of not in aside

    return {
        "target_metadata": Model.metadata,
        "version_table": history.table,
        "render_as_batch": True,
        "render_item": _render,
        "include_name": ours,
        "include_object": lambda thing, name, type_, reflected, other: (
            type_ != "table" or _belongs(name or "", history)
        ),
        "user_module_prefix": "sa.",
    }


def _belongs(name: str, history: History) -> bool:
    """A table begins with the name of its owner: ours with `portal_`, a guest's with the feature's name."""
    return name.startswith(f"{history.owner}_")


def _render(kind: str, thing: Any, context: Any) -> str | bool:
    """Freeze our types in migrations: a moment is a time with zone, a state is a short text."""
    if kind != "type":
        return False
    if isinstance(thing, Enum) and not thing.native_enum:
        return f"sa.String(length={thing.length})"
    if isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl!r}"
    return False


def made_by_sqlite(connection: Connection) -> frozenset[str]:
    """Return SQLite's virtual tables and their shadows: the search index has no models."""
    if connection.dialect.name != "sqlite":
        return frozenset()
    rows = connection.exec_driver_sql("SELECT name FROM pragma_table_list WHERE type IN ('virtual', 'shadow')")
    return frozenset(rows.scalars())


def engine() -> Engine:
    """Return the engine our tables lie on: the host's, or ours."""
    bind = session().get_bind()
    return bind if isinstance(bind, Engine) else bind.engine


@contextmanager
def writing() -> Iterator[Connection]:
    """Give a connection that holds the write lock; commit what the block did, or nothing of it.

    SQLite changes a table by copying it; foreign keys rest meanwhile, else dropping the old copy would take the rows
    that point to it along, and are checked before the commit.
    """
    db = session()
    if db.new or db.dirty or db.deleted:
        raise RuntimeError("changes made before an upgrade would be lost: commit them first")
    db.rollback()
    with engine().connect() as connection:
        if connection.dialect.name != "sqlite":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
            yield connection
            connection.commit()
            return
        kept = connection.exec_driver_sql("PRAGMA foreign_keys").scalar()
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"the migration leaves rows that point nowhere: {broken[:5]}")
            connection.commit()
        finally:
            connection.rollback()
            connection.exec_driver_sql(f"PRAGMA foreign_keys={kept}")
