"""What tests of accounts share: somebody who has just signed up, and an authenticator app."""

import pyotp
import pytest

from portal.kernel.accounts import actions
from portal.kernel.accounts.models import Role
from portal.kernel.db import work
from tests.support.browser import Browser

PASSWORD = "most na Moravi 1934"
FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:133.0) Gecko/133.0 Firefox/133.0"


class App:
    """The app for codes on somebody's telephone."""

    def __init__(self, secret: str, clock) -> None:
        self._totp, self._clock = pyotp.TOTP(secret.replace(" ", "")), clock

    def shows(self) -> str:
        return self._totp.at(self._clock.moment)


@pytest.fixture
def browser(app):
    """A function that gives a fresh browser, on a machine of its own."""
    return lambda: Browser(app)


@pytest.fixture
def account(db):
    """A function that makes somebody with a password and returns the address."""

    def make(email="mira@primer.rs", name="Мира Марић", roles=(), password=PASSWORD):
        with work() as inside:
            actions.add_person(inside, email=email, name=name, password=password, roles=[(Role(r), "") for r in roles])
        return email

    return make


@pytest.fixture
def sign_in(browser):
    """A function that signs somebody in, with this browser or a fresh one."""

    def act(email="mira@primer.rs", password=PASSWORD, visitor=None, expects=200, **headers):
        visitor = visitor or browser()
        visitor.opens("/en/nalog/prijava/", **headers)
        visitor.submits(email=email, password=password, expects=expects)
        return visitor

    return act


@pytest.fixture
def enrolled(clock, sign_in):
    """A function that sets up the app for codes of a member of staff: returns browser, app and recovery codes."""

    def act(email="mira@primer.rs"):
        visitor = sign_in(email)
        phone = App(visitor.page.select_one("code.code").text, clock)
        page = visitor.submits(code=phone.shows())
        codes = [code.text for code in page.select("ol.codes code")]
        clock.moves(seconds=60)
        return visitor, phone, codes

    return act


def signed_in(visitor) -> bool:
    """Tell whether the browser gets into the account."""
    return visitor.asks("/en/nalog/").status_code == 200
