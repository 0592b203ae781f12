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
from portal.kernel.db import session
from portal.kernel.feature import load
from tests.conftest import settings
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


@pytest.fixture
def make_guest_app(database, tmp_path, clock, guest):
    """A function that mounts the guest, changed or not, on one fresh database per test."""
    address, made = database(tmp_path), []

    def make(upgrade=True, ours=("plan", "archive", "pages"), **changes):
        app = Flask("portal", static_folder=None, template_folder=None, instance_path=str(tmp_path))
        app.config.update(settings(tmp_path, address))
        app.jinja_env.undefined = StrictUndefined
        Portal(app, features=[*map(load, ours), replace(guest, **changes)], alone=True)
        made.append(app)
        if upgrade:
            with app.app_context():
                migrate.upgrade()
                house.after_upgrade()
        return app

    yield make
    for app in made:
        with app.app_context():
            session().get_bind().dispose()


@pytest.fixture
def app(make_guest_app):
    """The portal with the guest in it; people, browsers and letters of the other fixtures are in this one."""
    return make_guest_app()
