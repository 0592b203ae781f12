"""Addresses in letters, and addresses that came from outside."""

import pytest

from portal.kernel.site.links import absolute, local
from portal.kernel.words import speaking


def test_an_address_in_a_letter_is_whole_and_in_the_readers_version(make_app):
    app = make_app(PORTAL_BASE_URL="https://razanj.example/grad", PORTAL_URL_PREFIX="/portal")
    with app.app_context(), speaking("lat"):
        assert absolute("portal.accounts.sign_in") == "https://razanj.example/grad/portal/lat/nalog/prijava/"
        assert (
            absolute("portal.accounts.confirm", token="a b")
            == "https://razanj.example/grad/portal/lat/nalog/potvrda/a%20b/"
        )
        assert absolute("portal.accounts.sign_in", version="en").endswith("/portal/en/nalog/prijava/")
        assert absolute("portal.programs.live") == "https://razanj.example/grad/portal/health/live"


def test_outside_a_request_the_usual_version_is_spoken(app):
    with app.app_context():
        assert absolute("portal.accounts.sign_in") == "http://localhost/sr/nalog/prijava/"


@pytest.mark.parametrize("address", ["/", "/sr/pitanja/?q=put#a", "/sr/питања/", "/a/../b", "/@evil.example", "/a//b"])
def test_a_local_address_stays(address):
    assert local(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "sr/",
        "//evil",
        "///evil",
        "/\\evil",
        "\\/evil",
        "http://evil",
        "http:/evil",
        "/\t/evil",
        "\x01//evil",
        "/ evil",
        "/\r\nX: y",
        "/\x00",
        "/\ud800",
        "javascript:alert(1)",
        "?next=//evil",
        "#//evil",
    ],
)
def test_an_address_that_may_lead_away_is_none(address):
    assert local(address) == ""
