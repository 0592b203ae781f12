"""A portal in which somebody else's feature is mounted beside some of ours."""

import shutil
from dataclasses import replace

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from jinja2 import StrictUndefined

from portal import Portal
from portal.kernel import house, migrate
from portal.kernel.clock import clock as the_clock
from portal.kernel.db import session
from portal.kernel.feature import load
from tests.conftest import MONDAY, settings
from tests.guest.guest_feature import FOLDER, feature


@pytest.fixture(scope="session")
def words(tmp_path_factory):
    """The guest's catalogues, compiled as its package would bring them."""
    folder = tmp_path_factory.mktemp("guest") / "translations"
    shutil.copytree(FOLDER / "translations", folder)
    for source in folder.rglob("*.po"):
        with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
            write_mo(mo, read_po(po, locale=source.parts[-3]))
    return folder


@pytest.fixture
def guest(words):
    """The guest's declaration."""
    return replace(feature, translations=words)


OURS = ("plan", "archive", "pages")


def _mounted(folder, address, ours, guest) -> Flask:
    app = Flask("portal", static_folder=None, template_folder=None, instance_path=str(folder))
    app.config.update(settings(folder, address))
    app.jinja_env.undefined = StrictUndefined
    Portal(app, features=[*map(load, ours), guest], alone=True)
    return app


def _upgraded(app: Flask) -> None:
    with app.app_context():
        migrate.upgrade()
        house.after_upgrade()


@pytest.fixture(scope="session")
def with_guest(database, tmp_path_factory, words):
    """Where a database lies that was upgraded once with the guest beside ours."""
    folder = tmp_path_factory.mktemp("with-guest")
    address = database(folder)
    app = _mounted(folder, address, OURS, replace(feature, translations=words))
    with the_clock.standing_at(MONDAY):
        _upgraded(app)
    with app.app_context():
        session().get_bind().dispose()
    return address


@pytest.fixture
def make_guest_app(database, tmp_path, clock, guest, with_guest):
    """A function that mounts the guest, changed or not, on one fresh database per test."""
    address, made = "", []

    def make(upgrade=True, ours=OURS, **changes):
        nonlocal address
        is_usual = upgrade and ours == OURS and not changes and not address
        address = address or database(tmp_path, like=with_guest if is_usual else "")
        made.append(_mounted(tmp_path, address, ours, replace(guest, **changes)))
        if upgrade and not is_usual:
            _upgraded(made[-1])
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            session().get_bind().dispose()
    if address:
        database.forget(address)


@pytest.fixture
def app(make_guest_app):
    """The portal with the guest in it; people, browsers and letters of the other fixtures are in this one."""
    return make_guest_app()
