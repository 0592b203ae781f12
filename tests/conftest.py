"""What every test is given: an app on a database of its own, a clock that stands still, and people."""

import contextvars
import fcntl
import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal import create_app
from portal.kernel import demo, migrate
from portal.kernel.clock import clock as the_clock
from portal.kernel.db import session, work
from portal.kernel.municipality import seed
from portal.kernel.paths import STARTER
from tests.support.browser import Browser
from tests.support.clock import StandingClock
from tests.support.compiled import share
from tests.support.mailbox import Mailbox
from tests.support.people import People
from tests.support.stories import few_reports

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = "a-key-for-tests-0123456789-abcdefghijklmnop"
ENGINE = os.environ.get("PORTAL_TEST_ENGINE", "sqlite")

share()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of the house are few and long: they come first, so that nobody waits for one of them at the end."""
    items.sort(key=lambda item: "tests/house/" not in item.nodeid)


def settings(folder: Path, address: str, **more: object) -> dict[str, object]:
    return {
        "TESTING": True,
        "PORTAL_ENVIRONMENT": "test",
        "PORTAL_SECRET_KEY": KEY,
        "PORTAL_DATABASE_URL": address,
        "PORTAL_INSTANCE": str(folder),
        "PORTAL_COOKIE_SECURE": False,
        "PORTAL_SQLITE_SYNCHRONOUS": "OFF",
        "PORTAL_BASE_URL": "http://localhost",
        "PROPAGATE_EXCEPTIONS": False,
        **more,
    }


def fill(app) -> None:
    """Bring a fresh database to the state in which a municipality begins."""
    with app.app_context():
        migrate.upgrade()
        with the_clock.standing_at(MONDAY), work() as db:
            seed.seed(db, seed.read(STARTER / "profile.yaml"))
        from portal.kernel.house import after_upgrade

        after_upgrade()
        session().get_bind().dispose()


class Databases:
    """Gives fresh, seeded databases, and takes back those that a test has done with."""

    def __init__(self, make, forget=lambda _address: None) -> None:
        self._make, self.forget = make, forget

    def __call__(self, folder: Path, like: str = "") -> str:
        """Make a database for a folder: as a municipality begins, or as another one is."""
        return self._make(folder, like)


@pytest.fixture(scope="session")
def database(tmp_path_factory, worker_id="main"):
    """A function that gives a fresh, seeded database: a copy of one that was migrated once."""
    folder = tmp_path_factory.mktemp("template")
    if ENGINE == "postgresql":
        from tests.support.postgres import Server

        server = Server(tmp_path_factory.mktemp("pg"))
        begun = server.create("template_portal")
        fill(create_app(**settings(folder, begun)))
        yield Databases(lambda _folder, like: server.take(like or begun), server.forget)
        server.stop()
        return
    template = folder / "template.db"
    fill(create_app(**settings(folder, f"sqlite:///{template}")))

    def copy(where: Path, like: str) -> str:
        shutil.copyfile(like.removeprefix("sqlite:///") or template, where / "portal.db")
        return f"sqlite:///{where / 'portal.db'}"

    yield Databases(copy)


@pytest.fixture
def clock():
    """The one clock, standing at Monday 23 November 2026, 10:00 in Belgrade; `clock.moves(days=1)`."""
    standing = StandingClock(MONDAY)
    with standing.held():
        yield standing


@pytest.fixture
def make_app(database, tmp_path, clock):
    """A function that makes the portal with some settings, on one fresh database per test."""
    address, made = None, []

    def make(**more):
        nonlocal address
        address = address or database(tmp_path)
        made.append(create_app(**settings(tmp_path, address, **more)))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            session().get_bind().dispose()
    if address:
        database.forget(address)


def built_once(tmp_path_factory: pytest.TempPathFactory, name: str, build: Callable[[Path], object]) -> Path:
    """Return a folder that the first of the processes that run the tests fills; the others wait for it."""
    ours = tmp_path_factory.getbasetemp()
    shared = (ours.parent if "PYTEST_XDIST_WORKER" in os.environ else ours) / name
    with shared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.is_dir():
            building = tmp_path_factory.mktemp(f"building-{name}")
            build(building)
            shutil.copytree(building, shared)
    return shared


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory, database):
    """The demonstration, told once, with a few dozen reports: its folder, where its database is, its people.

    On SQLite one of the processes tells it for all; on PostgreSQL each has a server of its own.
    """

    def build(folder: Path) -> str:
        address = database(folder)
        app = create_app(**settings(folder, address))

        def tell():
            with app.app_context():
                people = demo.run()
                session().get_bind().dispose()
                return people

        with the_clock.standing_at(MONDAY), few_reports():
            people = contextvars.Context().run(tell)
        (folder / "people.json").write_text(json.dumps(people), encoding="utf-8")
        return address

    if ENGINE == "postgresql":
        folder = tmp_path_factory.mktemp("demonstration")
        address = build(folder)
    else:
        folder = built_once(tmp_path_factory, "demonstration-of-all", build)
        address = f"sqlite:///{folder / 'portal.db'}"
    return folder, address, json.loads((folder / "people.json").read_text(encoding="utf-8"))


@pytest.fixture
def told(demonstration, database, tmp_path, clock):
    """The portal on a copy of the demonstration, and its people."""
    folder, address, people = demonstration
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    copy = database(tmp_path, like=address)
    app = create_app(**settings(tmp_path, copy))
    yield app, people
    with app.app_context():
        session().get_bind().dispose()
    database.forget(copy)


@pytest.fixture
def app(make_app):
    """The portal, alone, with the starter profile of a municipality."""
    return make_app()


@pytest.fixture
def db(app):
    """A session for looking and for `with work()`; the test then stands inside the app's context."""
    with app.app_context():
        yield session()


@pytest.fixture
def people(app):
    """Makes people through the public verbs: `people.citizen()`, `people.moderator()`, `people.official("predsednik-opstine")`."""
    return People(app)


@pytest.fixture
def nobody(app):
    """A reader without an account, with a browser that inspects every page."""
    return Browser(app)


@pytest.fixture
def mailbox(app):
    """Sends what is due and shows the letters that left."""
    return Mailbox(app)
