"""Signing in and out: sessions end on the server, guessing is slow, the owner still gets in."""

import statistics
import time

import pytest
from sqlalchemy import select

from portal.kernel.accounts import actions, passwords, queries
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import COOKIE
from portal.kernel.db import work
from tests.kernel.accounts.conftest import FIREFOX, PASSWORD, signed_in
from tests.support.browser import SAME_ORIGIN, Browser


def cookie_of(visitor, name=COOKIE):
    found = visitor._client.get_cookie(name)
    return found.value if found else ""


def tries(visitor, email, password="wrong wrong wrong", network="10.0.0.1"):
    """Return the status of one try from a network."""
    visitor.opens("/en/nalog/prijava/")
    answer = visitor._client.post(
        "/en/nalog/prijava/",
        data={"email": email, "password": password, "next": ""},
        headers={"Sec-Fetch-Site": "same-origin"},
        environ_base={"REMOTE_ADDR": network},
    )
    return answer.status_code


def test_address_and_password_open_the_account(account, sign_in):
    assert signed_in(sign_in(account()))


def test_capitals_and_blanks_around_the_address_do_not_matter(account, sign_in):
    account()
    assert signed_in(sign_in(" MIRA@primer.rs "))


def test_a_wrong_password_and_an_unknown_address_look_alike(account, sign_in):
    wrong = sign_in(account(), "a wrong password", expects=422)
    unknown = sign_in("niko@primer.rs", "a wrong password", expects=422)
    page = wrong.answer.get_data(as_text=True).replace("mira@", "niko@")
    assert page == unknown.answer.get_data(as_text=True)


def test_an_unknown_address_takes_as_long_as_a_wrong_password(account, app, monkeypatch):
    email, asked = account(), []
    right = passwords.matches
    monkeypatch.setattr(passwords, "matches", lambda *given: asked.append(given) or right(*given))
    for address in (email, "niko@primer.rs"):
        tries(Browser(app), address)
    assert len(asked) == 2
    took = {True: [], False: []}
    stored = passwords.hashed("something else")
    for _ in range(7):
        for known in took:
            began = time.perf_counter()
            right(stored if known else "", "a wrong password")
            took[known].append(time.perf_counter() - began)
    assert statistics.median(took[False]) > statistics.median(took[True]) / 4


def test_a_cookie_copied_before_the_sign_out_opens_nothing(account, sign_in, app):
    visitor = sign_in(account())
    copied = Browser(app, cookie_of(visitor))
    assert signed_in(copied)
    visitor.opens("/en/nalog/odjava/")
    visitor.submits()
    assert not signed_in(visitor)
    assert not signed_in(copied)


def test_opening_the_sign_out_page_signs_nobody_out(account, sign_in):
    visitor = sign_in(account())
    visitor.opens("/en/nalog/odjava/")
    assert signed_in(visitor)


def test_each_sign_in_has_a_new_token(account, sign_in):
    email = account()
    assert cookie_of(sign_in(email)) != cookie_of(sign_in(email))


def test_a_token_put_into_the_browser_beforehand_is_not_kept(account, sign_in, app):
    victim = Browser(app, "chosen-by-somebody-else")
    sign_in(account(), visitor=victim)
    assert cookie_of(victim) != "chosen-by-somebody-else"


def test_after_signing_in_one_is_where_one_wanted_to_be(account, nobody):
    account()
    nobody.opens("/en/nalog/uredjaji/")
    assert nobody.address == "/en/nalog/prijava/"
    nobody.submits(email="mira@primer.rs", password=PASSWORD)
    assert nobody.address == "/en/nalog/uredjaji/"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example/",
        "\t//evil.example/",
        "/\n/evil.example",
        " //evil.example",
        "\x00//evil.example",
        "/ok\r\nSet-Cookie: x=1",
        "javascript:alert(1)",
        "evil.example",
        "/\x7f/evil.example",
    ],
)
def test_the_way_on_never_leads_to_another_site(account, nobody, target):
    account()
    nobody.opens("/en/nalog/prijava/")
    answer = nobody._client.post(
        "/en/nalog/prijava/",
        data={"email": "mira@primer.rs", "password": PASSWORD, "next": target},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.headers["Location"] == "/en/nalog/"


def test_ten_wrong_tries_from_many_networks_stop_strangers_and_not_the_known_device(account, sign_in, browser, clock):
    email = account()
    owner = sign_in(email)
    owner.opens("/en/nalog/odjava/")
    owner.submits()
    clock.moves(minutes=15)
    stranger = browser()
    for number in range(10):
        assert tries(stranger, email, network=f"10.1.{number}.1") == 422
    assert tries(stranger, email, network="10.2.0.1") == 429
    assert tries(stranger, email, PASSWORD, network="10.3.0.1") == 429, "not even with the right password"
    sign_in(email, visitor=owner)
    assert signed_in(owner)
    clock.moves(minutes=15)
    assert tries(stranger, email, PASSWORD, network="10.3.0.1") == 303


def test_one_network_cannot_spend_all_tries_of_an_account(account, browser):
    email = account()
    for _ in range(5):
        assert tries(browser(), email) == 422
    for _ in range(10):
        assert tries(browser(), email) == 429
    assert tries(browser(), email, PASSWORD, network="10.9.9.9") == 303


def test_one_network_has_a_hundred_tries_for_all_accounts(account, browser, monkeypatch):
    email = account()
    monkeypatch.setattr(passwords, "matches", lambda *_: False)
    stranger = browser()
    assert {tries(stranger, f"niko{number}@primer.rs") for number in range(100)} == {422}
    assert tries(stranger, email) == 429
    assert tries(stranger, email, network="10.9.9.9") == 422


def test_a_known_device_may_not_guess_for_ever_either(account, sign_in):
    email = account()
    owner = sign_in(email)
    owner.opens("/en/nalog/odjava/")
    owner.submits()
    assert [tries(owner, email) for _ in range(11)] == [422] * 10 + [429]


def test_a_forged_device_cookie_is_no_known_device(account, browser):
    email, stranger = account(), browser()
    stranger._client.set_cookie("portal_device", '{"mark":"x","people":[1]}')
    for number in range(10):
        tries(stranger, email, network=f"10.1.{number}.1")
    assert tries(stranger, email, network="10.2.0.1") == 429


def test_a_disabled_account_loses_its_sessions_at_once_and_learns_why(account, sign_in, db):
    email = account()
    visitor = sign_in(email)
    with work() as inside:
        actions.disable(inside, queries.by_email(inside, email), by=None)
    assert not signed_in(visitor)
    assert sign_in(email, expects=422).sees("This account has been disabled.")
    assert not sign_in(email, "a wrong password", expects=422).sees("disabled")
    with work() as inside:
        actions.enable(inside, queries.by_email(inside, email), by=None)
    assert not signed_in(visitor), "an ended session stays ended"
    assert signed_in(sign_in(email))


def test_an_outdated_hash_is_made_anew(account, sign_in, db):
    from argon2 import PasswordHasher

    email = account()
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with work() as inside:
        queries.by_email(inside, email).password_hash = weak
    sign_in(email)
    db.rollback()
    kept = queries.by_email(db, email).password_hash
    assert kept != weak
    assert passwords.matches(kept, PASSWORD)
    assert passwords.is_outdated(weak) and not passwords.is_outdated(kept)


def test_a_session_ends_after_its_rest_and_after_its_life(account, sign_in, clock, people):
    visitor, staff = sign_in(account()), people.moderator()
    clock.moves(hours=9)
    assert signed_in(visitor)
    assert not signed_in(staff), "staff rest eight hours at most"
    clock.moves(days=29)
    assert signed_in(visitor)
    clock.moves(days=31)
    assert not signed_in(visitor)


def test_a_phone_is_named_in_words(account, browser):
    account()
    visitor = browser()
    visitor.opens("/en/nalog/prijava/")
    visitor._client.post(
        "/en/nalog/prijava/",
        data={"email": "mira@primer.rs", "password": PASSWORD},
        headers={"Sec-Fetch-Site": "same-origin", "User-Agent": FIREFOX},
    )
    visitor.opens("/en/nalog/uredjaji/")
    assert visitor.sees("Firefox on Android")


def test_pages_of_accounts_are_kept_by_nobody(nobody):
    for address in ("prijava/", "registracija/", "zaboravljena-lozinka/"):
        answer = nobody.asks(f"/en/nalog/{address}")
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(account, make_app):
    secure = Browser(make_app(PORTAL_COOKIE_SECURE=True))
    account()
    secure.opens("/en/nalog/prijava/")
    answer = secure._client.post(
        "/en/nalog/prijava/",
        data={"email": "mira@primer.rs", "password": PASSWORD},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


@pytest.mark.parametrize("place", ["", "/pitajte"])
def test_over_https_browsers_take_the_session_cookie_from_this_host_alone(account, make_app, place):
    """`__Host-`: no subdomain can plant a session, wherever on the host the portal stands."""
    secure = Browser(make_app(PORTAL_COOKIE_SECURE=True, PORTAL_URL_PREFIX=place))
    account()

    def posts(address, **fields):
        answer = secure._fresh(secure._client.post, f"{place}/en/nalog/{address}", data=fields, headers=SAME_ORIGIN)
        return answer, [cookie for cookie in answer.headers.getlist("Set-Cookie") if "portal_session" in cookie]

    answer, [cookie] = posts("prijava/", email="mira@primer.rs", password=PASSWORD)
    name, _, token = cookie.partition(";")[0].partition("=")
    assert name == "__Host-portal_session" and len(token) > 40
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; ")) and "Domain" not in cookie

    def sees_the_account(name):
        reader = Browser(secure.app)
        reader._client.set_cookie(name, token)
        return reader.asks(f"{place}/en/nalog/").status_code == 200

    assert sees_the_account("__Host-portal_session")
    assert not sees_the_account("portal_session"), "what a subdomain could have planted counts for nothing"


def test_without_https_the_cookie_has_its_plain_name(account, sign_in):
    assert sign_in(account())._client.get_cookie("portal_session")


def test_a_form_of_another_session_is_refused(account, sign_in, people):
    visitor, other = sign_in(account()), people.citizen()
    other.opens("/en/nalog/podaci/")
    foreign = other.page.select_one("input[name=csrf_token]")["value"]
    visitor.sends("/en/nalog/podaci/", csrf_token=foreign, name="Forged", version_key="sr", expects=422)
    assert visitor.page.select_one("input[name=name]")["value"] == "Forged", "what was typed stays"
    visitor.opens("/en/nalog/")
    assert not visitor.sees("Forged")


def test_a_request_from_another_site_is_refused(account, nobody):
    account()
    nobody.sends(
        "/en/nalog/prijava/",
        headers={"Sec-Fetch-Site": "cross-site"},
        email="mira@primer.rs",
        password=PASSWORD,
        expects=403,
    )


def test_a_session_without_its_person_opens_nothing(account, sign_in, db):
    email = account()
    visitor = sign_in(email)
    with work() as inside:
        inside.delete(queries.by_email(inside, email))
    assert not signed_in(visitor)
    assert db.scalars(select(Person)).all() == []
