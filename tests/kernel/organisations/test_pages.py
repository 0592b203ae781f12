"""Pages of organisations, as an applicant and the administrator use them; and every letter in every version."""

import contextvars
import io

import pytest

from portal.kernel import demo
from portal.kernel.accounts import attempts
from portal.kernel.db import work
from portal.kernel.organisations import actions, queries
from portal.kernel.organisations.models import MemberRole
from portal.kernel.organisations.notices import NOTICES
from portal.kernel.throttle import HOUR, tries
from portal.kernel.words import speaking
from portal.kernel.worker import once
from tests.kernel.files import samples
from tests.kernel.organisations.conftest import numbers
from tests.support.browser import SAME_ORIGIN, Browser

AT = "/en/nalog/organizacije/"
PASSWORD = "most na Moravi 1934"
DATA = {
    "name": "Љубица Ђурић",
    "member": "Ђорђе Ђурић",
    "by": "Ђорђе Ђурић",
    "organisation": "Удружење „Ђурђевак”",
    "organisation_en": "",
    "role": "preparer",
    "reason": "Погрешан број.",
    "token": "a-token",
    "id": 1,
}


def fills(visitor, expects=200, **other):
    visitor.opens(f"{AT}nova/")
    given = {
        "kind": "company",
        "name_sr": "Млин „Бели” д.о.о.",
        "settlement": "Скорица",
        "address": "Млинска 3",
        "email": "mlin@primer.rs",
        **numbers(),
        **other,
    }
    return visitor.submits(expects=expects, **given)


def test_an_organisation_is_added_found_and_changed(mira):
    mira.opens("/en/nalog/")
    mira.opens(mira.page.find("a", string="My organisations")["href"])
    assert mira.sees("You do not act for any organisation")
    fills(mira)
    assert mira.sees("The organisation has an account now.") and mira.sees("Not checked yet")
    mira.opens(mira.page.select_one(".entry a")["href"])
    assert mira.sees("Account administrator") and mira.sees("Млинска 3, Скорица")
    mira.opens(mira.page.find("a", string="Change the data")["href"])
    mira.submits(phone="037 841 000")
    assert mira.sees("037 841 000")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("pib", "115840444", "its last digit does not fit"),
        ("registration_number", "28836628", "its last digit does not fit"),
        ("pib", "12345", "This number has 9 digits"),
        ("registration_number", "", "Write the registration number."),
    ],
)
def test_a_wrong_number_is_said_beside_its_field_and_nothing_typed_is_lost(mira, field, typed, said):
    page = fills(mira, expects=422, **{field: typed})
    assert said in page.select_one(f"#{field}-error").text
    assert page.select_one("#name_sr")["value"] == "Млин „Бели” д.о.о."


def test_numbers_are_taken_however_they_are_grouped(mira, db):
    given = numbers()
    fills(mira, pib=f"{given['pib'][:3]} {given['pib'][3:6]}-{given['pib'][6:]}", registration_number=f" {given['registration_number']} ")
    assert queries.of_person(db, mira.id)[0].organisation.pib == given["pib"]


def test_who_comes_second_learns_how_to_be_invited_and_no_names(office, bees, mira, zoran):
    page = fills(zoran, expects=422, pib=office.the(bees).pib)
    assert "already has an account" in page.select_one("#pib-error").text
    assert "Мира" not in page.text and mira.email not in page.text


def test_a_second_press_makes_no_second_organisation(mira, db):
    fills(mira)
    mira.opens(f"{AT}nova/")
    sent = {field["name"]: field.get("value", "") for field in mira.page.select("main form input[type=hidden]")}
    given = {**numbers(), "kind": "company", "name_sr": "А", "settlement": "Б", "address_": "В", "email": "a@primer.rs"}
    for _ in range(2):
        mira.sends(f"{AT}nova/", **sent, **given)
    assert len(queries.of_person(db, mira.id)) == 2


def test_who_invites_beyond_the_limit_of_letters_reads_it_beside_the_address_and_keeps_what_was_typed(office, bees, mira):
    for _ in range(4):
        office.does(lambda db, by: tries(db, attempts.of_letter("dusan@test.example", "")[1].key, HOUR), by=mira)
    mira.opens(f"{AT}{bees}/pozivi/novi/")
    mira.submits(email="dusan@test.example", role="owner", expects=422)
    assert "Too many attempts" in mira.page.select_one("#email-error").text
    assert mira.page.select_one("#email")["value"] == "dusan@test.example"
    assert mira.page.select_one("input[name=role][checked]")["value"] == "owner"


def test_an_invited_guest_opens_an_account_and_finds_what_waits(office, bees, mira, mailbox, app, db):
    mira.opens(f"{AT}{bees}/pozivi/novi/")
    mira.submits(email="nova@primer.rs", role="representative")
    assert mira.sees("nova@primer.rs")
    guest = Browser(app)
    guest.opens(mailbox.link("nova@primer.rs", "/organizacije/poziv/").replace("/sr/", "/en/"))
    assert guest.sees("sign in with the e-mail address") and "Мира" not in guest.page.text
    guest.opens("/en/nalog/registracija/")
    guest.submits(name="Нова Новић", email="nova@primer.rs", password=PASSWORD)
    guest.opens(mailbox.link("nova@primer.rs", "/potvrda/"))
    guest.submits()
    guest.opens(AT)
    guest.opens(guest.page.find("a", string="See the invitation")["href"])
    guest.submits(button="Accept the invitation")
    assert guest.sees("You are a member now.") and guest.sees("Мира Марић")
    assert {person.email for person in queries.people_of(db, bees)} == {mira.email, "nova@primer.rs"}


def test_the_link_in_other_hands_shows_how_to_come_in_and_accepts_nothing(office, bees, mira, zoran, people, mailbox, db):
    office.does(actions.invite, bees, zoran.email, MemberRole.OWNER, by=mira)
    address, thief = mailbox.link(zoran.email, "/organizacije/poziv/").replace("/sr/", "/en/"), people.citizen()
    thief.opens(address)
    assert thief.sees("sent to another e-mail address") and not thief.page.find("button", string="Accept the invitation")
    thief.sends(address, expects=422, csrf_token=thief.opens(f"{AT}nova/").select_one("[name=csrf_token]")["value"])
    assert len(queries.people_of(db, bees)) == 1
    zoran.opens(address)
    zoran.submits(button="Accept the invitation")
    zoran.opens(address, expects=404)


def test_a_stranger_finds_nothing_and_a_member_changes_nothing(office, bees, mira, zoran, people):
    member, stranger = office.joins(bees, zoran, owner=mira), people.citizen()
    pages = ["", "podaci/", "pozivi/novi/", f"clanovi/{member}/", f"clanovi/{member}/ovlascenje/", f"clanovi/{member}/uklanjanje/"]
    for page in pages:
        stranger.opens(f"{AT}{bees}/{page}", expects=404)
        zoran.opens(f"{AT}{bees}/{page}", expects=403 if page else 200)
    stranger.opens(f"{AT}{bees}/napustanje/", expects=404)
    for who in (stranger, zoran):
        who.opens(f"{AT}spisak/", expects=403)
        who.opens(f"{AT}spisak/{bees}/", expects=403)


def test_a_mandate_has_a_document_for_those_whom_it_concerns(app, office, bees, mira, zoran, people, db):
    member = office.joins(bees, zoran, owner=mira)
    other = people.citizen()
    office.joins(bees, other, owner=mira)
    page = mira.opens(f"{AT}{bees}/clanovi/{member}/ovlascenje/")
    sent = {field["name"]: field.get("value", "") for field in page.select("main form input[type=hidden]")}
    sent |= {"text": "По одлуци скупштине.", "until": ["31", "12", "2026"], "files": (io.BytesIO(samples.PDF), "Овлашћење.pdf")}
    contextvars.Context().run(mira._client.post, mira.address, data=sent, headers=SAME_ORIGIN)
    mira.opens(f"{AT}{bees}/")
    assert mira.sees("По одлуци скупштине.") and mira.sees("Is being checked")
    contextvars.Context().run(once, app)
    mira.opens(f"{AT}{bees}/")
    address = mira.page.find("a", string="Овлашћење.pdf")["href"]
    for who, status in ((mira, 200), (zoran, 200), (people.administrator(), 200), (other, 404), (people.citizen(), 404)):
        with who.asks(address) as answer:
            assert answer.status_code == status
    other.opens(f"{AT}{bees}/")
    assert not other.sees("По одлуци скупштине."), "a mandate concerns the member and who looks after the account"
    mira.opens(f"{AT}{bees}/clanovi/{member}/ovlascenje/")
    mira.submits(button="Remove Овлашћење.pdf", until=["31", "12", "2026"])
    mira.opens(f"{AT}{bees}/clanovi/{member}/ovlascenje/")
    assert not mira.sees("Овлашћење.pdf") and mira.page.select_one("#text").text.strip() == "По одлуци скупштине."


def test_members_are_given_roles_removed_and_leave(office, bees, mira, zoran):
    member = office.joins(bees, zoran, owner=mira)
    mira.opens(f"{AT}{bees}/clanovi/{member}/")
    mira.submits(role="owner")
    assert mira.sees("The role has been changed.")
    mira.opens(f"{AT}{bees}/napustanje/")
    mira.submits()
    assert mira.sees("You have left the organisation.") and mira.sees("You do not act for any organisation")
    zoran.opens(f"{AT}{bees}/napustanje/")
    zoran.submits(expects=409)
    assert zoran.sees("First make another member the account administrator.")


def test_the_administrator_finds_checks_and_closes(office, bees, mira, people):
    boss = people.administrator()
    boss.opens("/en/radni-sto/")
    boss.opens(next(link["href"] for link in boss.page.select(".desk-link") if "Organisations" in link.text))
    assert boss.sees("Фирма неког другог")
    boss.opens(f"{AT}spisak/?q=pcelara bagrem")
    assert not boss.sees("Фирма неког другог")
    boss.opens(boss.page.select_one(".entry a")["href"])
    boss.submits(button="The data agree with the register")
    assert boss.sees("Checked against the register")
    boss.submits(button="Close the account", expects=422)
    boss.submits(button="Close the account", reason="Удружење је угашено.")
    mira.opens(AT)
    assert mira.sees("You do not act for any organisation")
    boss.opens(f"{AT}spisak/?stanje=closed")
    assert boss.sees("Удружење пчелара")


def test_a_long_list_is_turned_page_by_page(office, people, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    owner, boss = people.citizen(), people.administrator()
    for number in range(5):
        office.makes(owner, f"Организација {number}")
    boss.opens(f"{AT}spisak/?q=организација")
    seen = [boss.page.select(".entry")]
    while boss.page.select_one("a.next"):
        boss.opens(boss.page.select_one("a.next")["href"])
        seen.append(boss.page.select(".entry"))
    assert [len(entries) for entries in seen] == [2, 2, 1]


def test_the_demonstration_has_organisations_that_say_so(told):
    app, _people = told
    with app.app_context(), work() as db:
        found, applicant = demo.organisation(db, "koraci"), demo.person(db, "applicant")
        assert "демо" in found.name_sr and found.registration_number.startswith("99")
        assert queries.may_submit(db, applicant, found.id)
        assert not queries.may_submit(db, demo.person(db, "citizen"), found.id)
        assert queries.may_prepare(db, demo.person(db, "citizen"), found.id)


@pytest.mark.parametrize("kind", NOTICES)
def test_a_letter_is_whole_in_every_version(kind, db):
    for version in ("sr", "lat", "en"):
        with speaking(version):
            letter = NOTICES[kind](DATA)
        text = " ".join([letter.subject, letter.greeting, *letter.paragraphs, *(letter.after or [])])
        assert "%(" not in text and ("Đurđevak" if version == "lat" else "Ђурђевак") in letter.subject
        assert letter.button is None or letter.button.url.startswith(f"http://localhost/{version}/nalog/")
