"""A host's users come in by the explicit bridge, and by nothing else."""

import pytest
from flask import Flask
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy

from portal import Portal
from portal.kernel.accounts import actions, queries
from portal.kernel.accounts.models import Role
from portal.kernel.db import session, work
from tests.conftest import settings
from tests.support.browser import Browser

EMAIL = "mira@primer.rs"


@pytest.fixture
def coming(account):
    """Who the host says is there: change `coming[0]`."""
    account(EMAIL)
    return [None]


@pytest.fixture
def bridged(make_app, coming):
    return Browser(make_app(PORTAL_HOST_PERSON=lambda: coming[0]))


def test_the_hosts_user_is_the_person_with_that_address(bridged, coming):
    assert bridged.asks("/en/nalog/").status_code == 303
    coming[0] = "Mira@Primer.rs"
    bridged.opens("/en/nalog/")
    assert bridged.sees("Мира Марић")
    coming[0] = None
    assert bridged.asks("/en/nalog/").status_code == 303


def test_an_unknown_unconfirmed_or_disabled_address_is_nobody(bridged, coming, db):
    with work() as inside:
        actions.add_person(inside, email="nov@primer.rs", name="Нов", confirmed=False)
        actions.disable(inside, queries.by_email(inside, EMAIL), by=None)
    for address in ("niko@primer.rs", "nov@primer.rs", EMAIL, ""):
        coming[0] = address
        assert bridged.asks("/en/nalog/").status_code == 303


def test_without_the_setting_there_is_no_bridge(app, coming):
    coming[0] = EMAIL
    assert Browser(app).asks("/en/nalog/").status_code == 303


def test_who_came_by_the_bridge_can_use_the_account_pages(bridged, coming):
    coming[0] = EMAIL
    for page in ("", "podaci/", "lozinka/", "adresa/", "uredjaji/", "brisanje/"):
        bridged.opens(f"/en/nalog/{page}")
    bridged.opens("/en/nalog/podaci/")
    bridged.submits(name="Мира Перић")
    assert bridged.sees("Мира Перић")


def test_our_own_session_goes_before_the_hosts_user(make_app, coming, people):
    coming[0] = EMAIL
    citizen = people.citizen(name="Сама Своја")
    visitor = Browser(make_app(PORTAL_HOST_PERSON=lambda: coming[0]), citizen.token)
    visitor.opens("/en/nalog/")
    assert visitor.sees("Сама Своја")


def test_a_hosts_login_manager_stays_as_it_is_and_shares_no_user(app, people, tmp_path):
    citizen = people.citizen()
    host = Flask("host")
    host.config.update(settings(tmp_path, app.config["PORTAL_DATABASE_URL"]))
    host.config.update(SQLALCHEMY_DATABASE_URI=app.config["PORTAL_DATABASE_URL"], SECRET_KEY="k" * 32)
    SQLAlchemy(host)
    manager = LoginManager(host)
    manager.user_loader(lambda id: None)
    before = (manager._user_callback, manager._request_callback)
    Portal(host)
    assert host.login_manager is manager
    assert (manager._user_callback, manager._request_callback) == before
    visitor = Browser(host, citizen.token)
    visitor.opens("/portal/en/nalog/")
    with visitor._client.session_transaction() as kept:
        assert "_user_id" not in kept
    with host.app_context():
        session().get_bind().dispose()


def test_alone_flask_login_is_told_who_is_here(app, people):
    from flask_login import current_user

    citizen = people.someone(Role.EDITOR)
    seen = []
    app.add_url_rule("/seen", "seen", lambda: seen.append(getattr(current_user, "id", None)) or "ok")
    citizen.asks("/seen")
    Browser(app).asks("/seen")
    assert seen == [citizen.id, None]
