"""The migrations and the models say the same, on both engines; histories stay apart."""

import logging
import re
from pathlib import Path

import pytest
from alembic.migration import MigrationContext
from flask import Blueprint, Flask
from sqlalchemy import event, inspect, text
from sqlalchemy.exc import DBAPIError

from portal import Portal
from portal.kernel import migrate, paths
from portal.kernel.access import ANYONE, allow
from portal.kernel.db import session
from portal.kernel.feature import Feature
from tests.conftest import settings

logging.getLogger("alembic").setLevel(logging.WARNING)


def tables() -> set[str]:
    with migrate.engine().connect() as connection:
        return {name for name in inspect(connection).get_table_names() if not name.startswith("portal_version")}


def test_models_and_migrations_agree(db):
    assert migrate.differences() == []


def test_up_then_down_leaves_nothing_and_up_again_leaves_all(db):
    before = tables()
    assert "portal_person" in before

    migrate.downgrade()
    assert tables() == set()

    migrate.upgrade()
    assert tables() == before
    assert migrate.differences() == []


def test_a_second_upgrade_does_nothing(db):
    before = tables()
    migrate.upgrade()
    assert migrate.is_current() and tables() == before


def test_the_head_file_names_the_last_of_numbered_migrations():
    script = migrate.OURS.script
    assert migrate.OURS.head == script.get_current_head()
    names = sorted(file.stem for file in migrate.OURS.versions.glob("*.py"))
    assert names[-1] == migrate.OURS.head
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert all(re.fullmatch(r"\d{4}_[a-z0-9_]+", name) and len(name) <= 32 for name in names)


def test_asking_whether_the_database_is_current_costs_one_select(db):
    asked = []
    event.listen(migrate.engine(), "before_cursor_execute", lambda *call: asked.append(call[2]))
    assert migrate.is_current()
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1


def test_a_database_nobody_migrated_is_not_current(db):
    migrate.downgrade()
    assert not migrate.is_current()


def test_a_hosts_own_alembic_does_not_see_our_tables(db):
    with migrate.engine().begin() as connection:
        connection.execute(text("CREATE TABLE page (id INTEGER PRIMARY KEY)"))
        context = MigrationContext.configure(connection, opts={"include_name": migrate.include_name})
        from alembic.autogenerate import compare_metadata
        from sqlalchemy import MetaData

        proposed = [(kind, table.name) for kind, table, *_ in compare_metadata(context, MetaData())]
    assert proposed == [("remove_table", "page")]


def test_alembic_alone_says_what_to_run():
    from alembic import command

    with pytest.raises(SystemExit, match="portal upgrade"):
        command.upgrade(migrate.configured(migrate.OURS), "head")


class TestGuest:
    """A feature of somebody else, with a history of its own."""

    @pytest.fixture
    def versions(self, tmp_path) -> Path:
        folder = tmp_path / "100 % guest" / "versions"
        folder.mkdir(parents=True)
        return folder

    @pytest.fixture
    def with_guest(self, database, tmp_path, clock, versions):
        address, made = database(tmp_path), []

        def make(*, installed: bool = True) -> Flask:
            pages = Blueprint("bees", "bees")
            pages.add_url_rule("/", "index", allow(ANYONE)(lambda: "bees"))
            guest = Feature(name="bees", address="pcele", blueprint=pages, migrations=versions)
            app = Flask("host", instance_path=str(tmp_path))
            app.config.update(settings(tmp_path, address))
            Portal(app, features=[guest] if installed else [], alone=True)
            made.append(app)
            return app

        yield make
        for app in made:
            with app.app_context():
                migrate.engine().dispose()

    @staticmethod
    def writes(folder: Path, name: str, after: str | None, *lines: str) -> None:
        body = "".join(f"    {line}\n" for line in lines)
        (folder / f"{name}.py").write_text(
            "import sqlalchemy as sa\nfrom alembic import op\n"
            f"revision = {name!r}\ndown_revision = {after!r}\n\ndef upgrade():\n{body}\n"
            "def downgrade():\n    op.drop_table('bees_hive')\n"
        )

    FIRST = ("op.create_table('bees_hive', sa.Column('id', sa.Integer, primary_key=True))",)

    def test_its_history_is_its_own(self, with_guest, versions):
        self.writes(versions, "0001", None, *self.FIRST)
        with with_guest().app_context():
            assert not migrate.is_current()
            migrate.upgrade()
            assert migrate.is_current()
            assert "bees_hive" in tables()
            guest = migrate.histories()[1]
            assert guest.table == "portal_version_bees"
            assert (migrate.standing(), migrate.standing(guest)) == (migrate.OURS.head, "0001")
            assert migrate.differences() == []

    def test_uninstalling_it_does_no_harm(self, with_guest, versions):
        self.writes(versions, "0001", None, *self.FIRST)
        with with_guest().app_context():
            migrate.upgrade()
        with with_guest(installed=False).app_context():
            migrate.upgrade()
            assert migrate.is_current()
            assert "bees_hive" in tables()

    def test_taking_it_back_leaves_ours(self, with_guest, versions):
        self.writes(versions, "0001", None, *self.FIRST)
        with with_guest().app_context():
            migrate.upgrade()
            migrate.downgrade(migrate.histories()[1])
            assert "bees_hive" not in tables() and "portal_person" in tables()
            assert migrate.standing() == migrate.OURS.head

    def test_a_migration_that_fails_leaves_nothing(self, with_guest, versions):
        self.writes(versions, "0001", None, *self.FIRST, "op.execute('INSERT INTO nowhere VALUES (1)')")
        with with_guest().app_context():
            with pytest.raises(DBAPIError):
                migrate.upgrade()
            assert "bees_hive" not in tables()
            assert not migrate.is_current()
            session().execute(text("SELECT 1"))

    def test_changing_a_table_keeps_the_rows_that_point_to_it(self, with_guest, versions):
        """SQLite copies the table; dropping the old copy must not cascade."""
        self.writes(
            versions,
            "0001",
            None,
            *self.FIRST,
            "op.create_table('bees_bee', sa.Column('id', sa.Integer, primary_key=True), "
            "sa.Column('hive_id', sa.Integer, sa.ForeignKey('bees_hive.id', ondelete='CASCADE')))",
            "op.execute('INSERT INTO bees_hive (id) VALUES (1)')",
            "op.execute('INSERT INTO bees_bee (id, hive_id) VALUES (1, 1)')",
        )
        self.writes(
            versions,
            "0002",
            "0001",
            "with op.batch_alter_table('bees_hive', recreate='auto') as batch:",
            "    batch.add_column(sa.Column('name', sa.String(20), nullable=False, server_default=''))",
            "    batch.create_check_constraint('short', 'length(name) < 20')",
        )
        with with_guest().app_context():
            migrate.upgrade()
            with migrate.engine().connect() as connection:
                assert connection.execute(text("SELECT count(*) FROM bees_bee")).scalar_one() == 1
                if connection.dialect.name == "sqlite":
                    assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_the_folder_is_found_beside_the_package():
    assert (paths.MIGRATIONS / "env.py").is_file()
