"""Opening an account: by a letter, and without telling anybody who has one."""

from sqlalchemy import func, select

from portal.kernel.accounts.models import Person, Ticket
from tests.kernel.accounts.conftest import PASSWORD, signed_in

FORM = {"name": "Јован Јовић", "email": "jovan@primer.rs", "password": PASSWORD}


def asks_for_account(visitor, version="en", expects=200, **other):
    visitor.opens(f"/{version}/nalog/registracija/")
    visitor.submits(expects=expects, **{**FORM, **other})


def people_named(db, email):
    db.rollback()
    return db.scalar(select(func.count()).where(Person.email == email))


def test_the_button_behind_the_letters_link_opens_the_account(nobody, mailbox, db):
    asks_for_account(nobody)
    assert nobody.sees("Look into your mail")
    assert people_named(db, "jovan@primer.rs") == 0
    nobody.opens(mailbox.link("jovan@primer.rs", "/potvrda/"))
    assert people_named(db, "jovan@primer.rs") == 0, "opening the link does nothing yet"
    nobody.submits()
    assert signed_in(nobody)
    assert people_named(db, "jovan@primer.rs") == 1


def test_the_letter_is_in_the_version_of_the_page(nobody, mailbox):
    asks_for_account(nobody, "lat")
    assert "/lat/nalog/potvrda/" in mailbox.link("jovan@primer.rs", "/potvrda/")


def test_the_link_works_once(nobody, mailbox):
    asks_for_account(nobody)
    link = mailbox.link("jovan@primer.rs", "/potvrda/")
    nobody.opens(link)
    nobody.submits()
    nobody.opens(link, expects=404)


def test_the_link_ends_after_48_hours(nobody, mailbox, clock):
    asks_for_account(nobody)
    link = mailbox.link("jovan@primer.rs", "/potvrda/")
    clock.moves(hours=47)
    nobody.opens(link)
    clock.moves(hours=1)
    nobody.opens(link, expects=404)


def test_in_another_browser_the_link_asks_for_the_password_that_was_chosen(nobody, browser, mailbox, db):
    asks_for_account(nobody)
    other = browser()
    other.opens(mailbox.link("jovan@primer.rs", "/potvrda/"))
    other.submits(password="not this one at all", expects=422)
    assert people_named(db, "jovan@primer.rs") == 0
    other.submits(password=PASSWORD)
    assert signed_in(other)


def test_a_known_address_gets_the_same_page_and_a_letter_that_says_so(account, browser, mailbox, db):
    email = account()
    known, unknown = browser(), browser()
    asks_for_account(known, email=email)
    asks_for_account(unknown)
    assert known.page.select_one("main").text == unknown.page.select_one("main").text
    assert known.address == unknown.address
    assert mailbox.link(email, "/prijava/")
    assert people_named(db, email) == 1


def test_pressing_twice_sends_one_letter(nobody, mailbox):
    nobody.opens("/en/nalog/registracija/")
    token = nobody.page.select_one("input[name=once_token]")["value"]
    for _ in range(2):
        nobody.sends("/en/nalog/registracija/", once_token=token, **FORM)
    assert len(mailbox.letters("jovan@primer.rs")) == 1


def test_what_was_typed_stays_and_the_password_does_not_come_back(nobody):
    asks_for_account(nobody, password="short", expects=422)
    assert nobody.page.select_one("input[name=email]")["value"] == FORM["email"]
    assert nobody.page.select_one("input[name=name]")["value"] == FORM["name"]
    assert 'value="short"' not in nobody.answer.get_data(as_text=True)
    assert nobody.sees("at least 10 characters")


def test_odd_input_is_a_sentence_beside_the_field(nobody, mailbox):
    asks_for_account(nobody, email="\x00", expects=422)
    asks_for_account(nobody, name="\x00", expects=422)
    asks_for_account(nobody, name="M" * 101, expects=422)
    asks_for_account(nobody, password=b"\xff\xfe" * 4, expects=422)
    asks_for_account(nobody, email="jovan\x00@primer.rs")
    assert mailbox.letters("jovan@primer.rs")


def test_an_address_gets_four_letters_an_hour(nobody, mailbox, clock):
    for _ in range(4):
        asks_for_account(nobody)
    asks_for_account(nobody, expects=429)
    assert len(mailbox.letters("jovan@primer.rs")) == 4
    clock.moves(hours=1)
    asks_for_account(nobody)


def test_the_data_of_a_sign_up_do_not_stay_in_its_ticket(nobody, mailbox, db):
    asks_for_account(nobody)
    nobody.opens(mailbox.link("jovan@primer.rs", "/potvrda/"))
    nobody.submits()
    assert db.scalars(select(Ticket)).one().data == {}


def test_a_forgotten_password_is_replaced_by_a_link_and_every_session_ends(account, sign_in, nobody, mailbox):
    email = account()
    elsewhere = sign_in(email)
    nobody.opens("/en/nalog/zaboravljena-lozinka/")
    nobody.submits(email=email.upper())
    nobody.opens(mailbox.link(email, "/nova-lozinka/"))
    assert signed_in(elsewhere)
    nobody.submits(password="nova reka stara ada")
    assert not signed_in(elsewhere)
    sign_in(email, PASSWORD, expects=422)
    assert signed_in(sign_in(email, "nova reka stara ada"))
    assert mailbox.link(email, "/zaboravljena-lozinka/"), "the person is told, and shown what to do if it was not them"


def test_the_reset_page_says_the_same_for_unknown_addresses_and_writes_to_nobody(account, browser, mailbox):
    email = account()
    known, unknown = browser(), browser()
    for visitor, address in ((known, email), (unknown, "niko@primer.rs")):
        visitor.opens("/en/nalog/zaboravljena-lozinka/")
        visitor.submits(email=address)
    assert known.answer.get_data() == unknown.answer.get_data()
    assert mailbox.letters("niko@primer.rs") == []


def test_a_reset_link_lasts_an_hour(account, nobody, mailbox, clock):
    email = account()
    nobody.opens("/en/nalog/zaboravljena-lozinka/")
    nobody.submits(email=email)
    link = mailbox.link(email, "/nova-lozinka/")
    clock.moves(minutes=59)
    nobody.opens(link)
    clock.moves(minutes=1)
    nobody.opens(link, expects=404)


def test_a_new_password_spends_every_other_reset_link(account, nobody, mailbox):
    email, links = account(), []
    for _ in range(2):
        nobody.opens("/en/nalog/zaboravljena-lozinka/")
        nobody.submits(email=email)
        links.append(mailbox.link(email, "/nova-lozinka/"))
    nobody.opens(links[0])
    nobody.submits(password="nova reka stara ada")
    nobody.opens(links[1], expects=404)


def test_a_disabled_account_gets_no_link(account, people, db, nobody, mailbox):
    from portal.kernel.accounts import actions, queries
    from portal.kernel.db import work

    email = account()
    with work() as inside:
        actions.disable(inside, queries.by_email(inside, email), by=None)
    before = len(mailbox.letters(email))
    nobody.opens("/en/nalog/zaboravljena-lozinka/")
    nobody.submits(email=email)
    assert len(mailbox.letters(email)) == before
