"""The second factor of staff: obligatory, used once, with codes for a lost telephone."""

import base64

import pytest
from sqlalchemy import select

from portal.kernel.accounts import actions, queries, second_factor
from portal.kernel.accounts.models import Person, RecoveryCode
from portal.kernel.accounts.session import COOKIE
from portal.kernel.db import work
from tests.kernel.accounts.conftest import FIREFOX, PASSWORD, App, signed_in
from tests.support.browser import Browser

EMAIL = "mira@primer.rs"


@pytest.fixture
def moderator(account):
    return account(EMAIL, roles=["moderator"])


def cookie_of(visitor):
    found = visitor._client.get_cookie(COOKIE)
    return found.value if found else ""


def test_the_password_alone_lets_no_staff_in(moderator, sign_in):
    visitor = sign_in(EMAIL)
    assert visitor.address == "/en/nalog/drugi-korak/aplikacija/"
    assert not signed_in(visitor)
    visitor.opens("/en/radni-sto/")
    assert visitor.address == "/en/nalog/drugi-korak/aplikacija/"


def test_a_citizen_needs_no_second_factor_and_gets_none(account, sign_in):
    visitor = sign_in(account())
    assert signed_in(visitor)
    visitor.opens("/en/nalog/drugi-korak/aplikacija/", expects=404)


def test_setting_up_the_app_lets_in_and_shows_ten_codes_once(moderator, enrolled, db):
    visitor, _, codes = enrolled()
    assert signed_in(visitor)
    assert len(set(codes)) == 10
    kept = db.scalars(select(RecoveryCode.code_hash)).all()
    assert len(kept) == 10
    assert not {code for code in codes if any(code in row or code.replace("-", "") in row for row in kept)}
    visitor.opens("/en/nalog/")
    assert not any(visitor.sees(code) for code in codes)


def test_a_wrong_code_sets_up_nothing(moderator, sign_in, db):
    visitor = sign_in(EMAIL)
    secret = visitor.page.select_one("code.code").text
    visitor.submits(code="000000", expects=422)
    assert visitor.page.select_one("code.code").text == secret, "the picture already scanned still counts"
    assert not signed_in(visitor)
    assert queries.by_email(db, EMAIL).totp_salt == ""


def test_the_picture_is_an_svg_that_only_this_session_sees(moderator, sign_in, nobody, people):
    visitor = sign_in(EMAIL)
    answer = visitor.asks("/en/nalog/drugi-korak/qr.svg")
    assert answer.mimetype == "image/svg+xml"
    assert answer.data.startswith(b"<?xml")
    assert nobody.asks("/en/nalog/drugi-korak/qr.svg").status_code == 303
    assert people.citizen().asks("/en/nalog/drugi-korak/qr.svg").status_code == 404


def test_next_time_the_code_of_the_app_is_asked(moderator, enrolled, sign_in, clock):
    _, phone, _ = enrolled()
    visitor = sign_in(EMAIL)
    assert visitor.address == "/en/nalog/drugi-korak/"
    visitor.submits(code="123456", expects=422)
    assert not signed_in(visitor)
    visitor.submits(code=f"{phone.shows()[:3]} {phone.shows()[3:]}")
    assert signed_in(visitor)


def test_who_knows_only_the_password_cannot_set_up_another_app(moderator, enrolled, sign_in):
    enrolled()
    thief = sign_in(EMAIL)
    thief.opens("/en/nalog/drugi-korak/aplikacija/")
    assert thief.address == "/en/nalog/drugi-korak/"
    token = thief.page.select_one("input[name=csrf_token]")["value"]
    thief.sends("/en/nalog/drugi-korak/aplikacija/", code="000000", csrf_token=token)
    assert thief.address == "/en/nalog/drugi-korak/"
    assert thief.asks("/en/nalog/drugi-korak/qr.svg").status_code == 303
    for address in ("rezervni-kodovi/",):
        thief.opens(f"/en/nalog/drugi-korak/{address}")
        assert thief.address == "/en/nalog/drugi-korak/"


def test_a_code_is_used_once(moderator, enrolled, sign_in):
    _, phone, _ = enrolled()
    code = phone.shows()
    sign_in(EMAIL).submits(code=code)
    second = sign_in(EMAIL)
    second.submits(code=code, expects=422)
    assert not signed_in(second)


def test_a_code_of_the_half_minute_before_counts_and_an_older_one_does_not(moderator, enrolled, sign_in, clock):
    _, phone, _ = enrolled()
    clock.moves(minutes=5)
    code = phone.shows()
    clock.moves(seconds=60)
    sign_in(EMAIL).submits(code=code, expects=422)
    code = phone.shows()
    clock.moves(seconds=30)
    visitor = sign_in(EMAIL)
    visitor.submits(code=code)
    assert signed_in(visitor)


def test_the_session_has_another_token_after_the_code(moderator, enrolled, sign_in, app):
    _, phone, _ = enrolled()
    visitor = sign_in(EMAIL)
    half = cookie_of(visitor)
    visitor.submits(code=phone.shows())
    assert cookie_of(visitor) != half
    assert not signed_in(Browser(app, half))


def test_guessing_codes_is_stopped_and_a_known_device_is_not(moderator, enrolled, sign_in, clock):
    owner, phone, _ = enrolled()
    owner.opens("/en/nalog/odjava/")
    owner.submits()
    clock.moves(minutes=15)
    thief = sign_in(EMAIL)
    for _ in range(5):
        thief.submits(code="000000", expects=422)
    thief.submits(code=phone.shows(), expects=429)
    sign_in(EMAIL, visitor=owner)
    owner.submits(code=phone.shows())
    assert signed_in(owner)


def test_a_recovery_code_lets_in_once_and_a_letter_says_so(moderator, enrolled, sign_in, mailbox):
    _, _, codes = enrolled()
    visitor = sign_in(EMAIL)
    visitor.opens("/en/nalog/drugi-korak/rezervni-kod/")
    visitor.submits(code=codes[3].upper().replace("-", " "))
    assert signed_in(visitor)
    assert mailbox.link(EMAIL, "/zaboravljena-lozinka/")
    again = sign_in(EMAIL)
    again.opens("/en/nalog/drugi-korak/rezervni-kod/")
    again.submits(code=codes[3], expects=422)
    assert not signed_in(again)


def test_somebody_elses_recovery_code_opens_nothing(moderator, account, enrolled, sign_in):
    account("petar@primer.rs", roles=["editor"])
    _, _, theirs = enrolled("petar@primer.rs")
    enrolled(EMAIL)
    visitor = sign_in(EMAIL)
    visitor.opens("/en/nalog/drugi-korak/rezervni-kod/")
    visitor.submits(code=theirs[0], expects=422)
    assert not signed_in(visitor)


def test_new_recovery_codes_void_the_old_ones(moderator, enrolled, sign_in):
    visitor, _, old = enrolled()
    visitor.opens("/en/nalog/drugi-korak/rezervni-kodovi/")
    visitor.submits(password="not the password", expects=422)
    page = visitor.submits(password=PASSWORD)
    new = [code.text for code in page.select("ol.codes code")]
    assert len(set(new)) == 10
    for code, expected in ((old[0], 422), (new[0], 200)):
        other = sign_in(EMAIL)
        other.opens("/en/nalog/drugi-korak/rezervni-kod/")
        other.submits(code=code, expects=expected)


def test_another_telephone_replaces_the_first_after_the_password(moderator, enrolled, sign_in, clock):
    visitor, first, _ = enrolled()
    visitor.opens("/en/nalog/drugi-korak/aplikacija/")
    second = App(visitor.page.select_one("code.code").text, clock)
    visitor.submits(code=second.shows(), password="not the password", expects=422)
    visitor.submits(code=second.shows(), password=PASSWORD)
    clock.moves(seconds=60)
    other = sign_in(EMAIL)
    other.submits(code=first.shows(), expects=422)
    other.submits(code=second.shows())
    assert signed_in(other)


def test_who_becomes_staff_sets_up_the_app_before_going_on(account, sign_in, db):
    visitor = sign_in(account())
    with work() as inside:
        from portal.kernel.accounts.models import Role

        actions.grant(inside, queries.by_email(inside, EMAIL), Role.EDITOR, by=None)
    visitor.opens("/en/nalog/")
    assert visitor.address == "/en/nalog/drugi-korak/aplikacija/"


def test_after_the_second_step_one_is_where_one_wanted_to_be(moderator, enrolled, nobody):
    _, phone, _ = enrolled()
    nobody.opens("/en/nalog/uredjaji/")
    nobody.submits(email=EMAIL, password=PASSWORD)
    nobody.submits(code=phone.shows())
    assert nobody.address == "/en/nalog/uredjaji/"


def test_the_setting_switches_it_off(make_app, moderator):
    visitor = Browser(make_app(PORTAL_SECOND_FACTOR=False))
    visitor.opens("/en/nalog/prijava/")
    visitor.submits(email=EMAIL, password=PASSWORD)
    assert signed_in(visitor)


def test_staff_hear_of_a_new_device_and_not_of_a_known_one(moderator, enrolled, sign_in, mailbox, clock):
    owner, phone, _ = enrolled()
    letters = len(mailbox.letters(EMAIL))
    owner.opens("/en/nalog/odjava/")
    owner.submits()
    sign_in(EMAIL, visitor=owner)
    owner.submits(code=phone.shows())
    assert len(mailbox.letters(EMAIL)) == letters
    clock.moves(seconds=60)
    stranger = sign_in(EMAIL)
    stranger.sends(
        "/en/nalog/drugi-korak/",
        code=phone.shows(),
        csrf_token=stranger.page.select_one("input[name=csrf_token]")["value"],
        headers={"Sec-Fetch-Site": "same-origin", "User-Agent": FIREFOX},
    )
    assert len(mailbox.letters(EMAIL)) == letters + 1
    assert "Firefox" in mailbox.last(EMAIL).get_body(("plain",)).get_content()


def test_a_removed_app_ends_sessions_and_is_set_up_again(moderator, enrolled, sign_in, db):
    visitor, _, codes = enrolled()
    with work() as inside:
        actions.reset_second_factor(inside, queries.by_email(inside, EMAIL), by=None)
    assert not signed_in(visitor)
    assert sign_in(EMAIL).address == "/en/nalog/drugi-korak/aplikacija/"
    db.rollback()
    assert db.scalars(select(RecoveryCode)).all() == []


def test_of_two_presses_with_one_code_one_is_let_in(moderator, enrolled, db):
    _, phone, _ = enrolled()
    code = phone.shows()
    with work() as inside:
        actions.pass_code(inside, queries.by_email(inside, EMAIL), code)
    with pytest.raises(actions.WrongCode), work() as inside:
        actions.pass_code(inside, queries.by_email(inside, EMAIL), code)


def test_a_stolen_database_gives_no_codes(moderator, enrolled, db, make_app, clock):
    """What is stored is neither the secret nor enough to make it: the same row under another key asks other codes."""
    _, phone, _ = enrolled()
    salt = queries.by_email(db, EMAIL).totp_salt
    secret = second_factor.secret_of(salt)
    assert len(salt) == 32 and second_factor.step_of(secret, phone.shows(), clock.moment) is not None
    stored = " ".join(str(value) for row in db.execute(select(Person.__table__)) for value in row)
    assert secret not in stored and base64.b32decode(secret).hex() not in stored
    thief = make_app(PORTAL_SECRET_KEY="another-key-9876543210-zyxwvutsrqponmlkji")
    clock.moves(minutes=2)
    visitor = Browser(thief)
    visitor.opens("/en/nalog/prijava/")
    visitor.submits(email=EMAIL, password=PASSWORD)
    assert visitor.address == "/en/nalog/drugi-korak/"
    visitor.submits(code=phone.shows(), expects=422)


def test_two_people_and_two_set_ups_have_secrets_of_their_own(moderator, account, enrolled, sign_in):
    first = sign_in(EMAIL).page.select_one("code.code").text
    account("petar@primer.rs", roles=["moderator"])
    assert first != sign_in("petar@primer.rs").page.select_one("code.code").text
    assert second_factor.new_salt() != second_factor.new_salt()


def test_after_a_new_key_the_administrator_of_the_server_lets_somebody_set_up_anew(moderator, enrolled, make_app, clock):
    enrolled()
    app = make_app(PORTAL_SECRET_KEY="another-key-9876543210-zyxwvutsrqponmlkji")
    said = app.test_cli_runner().invoke(args=["portal", "person", "reset-second-factor", EMAIL])
    assert said.exit_code == 0, said.output
    visitor = Browser(app)
    visitor.opens("/en/nalog/prijava/")
    visitor.submits(email=EMAIL, password=PASSWORD)
    assert visitor.address == "/en/nalog/drugi-korak/aplikacija/"
