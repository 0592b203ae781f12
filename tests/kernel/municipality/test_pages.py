"""The pages of the administration, as the administrator, a moderator and everybody else meet them."""

from datetime import date

import pytest
from sqlalchemy import func, select

from portal.kernel.moderation.models import Reason
from portal.kernel.municipality import queries
from portal.kernel.municipality.models import CalendarDay, Fact, Term, Unit

HOME = "/sr/radni-sto/uprava/"
LISTS = ["", "nazivi/", "funkcije/", "funkcije/predsednik-opstine/", "jedinice/", "teme/", "naselja/", "kalendar/", "obecanja/"]
EDITS = [
    "funkcije/nova/",
    "funkcije/predsednik-opstine/izmena/",
    "funkcije/predsednik-opstine/zatvaranje/",
    "funkcije/predsednik-opstine/mandat/",
    "mandati/1/",
    "mandati/1/odsustvo/",
    "jedinice/nova/",
    "jedinice/1/",
    "teme/nova/",
    "teme/1/",
    "naselja/novo/",
    "naselja/1/",
    "obecanja/answer/",
    "obecanja/reminders/",
    "obecanja/limits/",
]
REASONS = ["razlozi/", "razlozi/novi/", "razlozi/1/", "uocavanje/"]


@pytest.fixture
def boss(people):
    return people.administrator()


@pytest.mark.parametrize("version", ["sr", "lat", "en"])
def test_every_page_opens_in_every_version(boss, version):
    for page in (*LISTS, *EDITS, *REASONS):
        boss.opens(f"/{version}/radni-sto/uprava/{page}")


def test_only_the_administrator_changes_the_municipality(people, nobody):
    moderator, citizen = people.moderator(), people.citizen()
    for page in (*LISTS[1:], *EDITS):
        assert nobody.asks(HOME + page).status_code == 303
        moderator.opens(HOME + page, expects=403)
        citizen.opens(HOME + page, expects=403)


def test_a_note_is_asked_for_and_no_more_by_a_tick(people, db):
    moderator = people.moderator()
    reason = db.scalar(select(Reason).where(Reason.key == "insult"))
    moderator.opens(HOME + "razlozi/")
    before = moderator.page.text.count("уз напомену")
    for sent, wanted in (({"needs_note": "y"}, True), ({}, False)):
        moderator.opens(f"{HOME}razlozi/{reason.id}/")
        fields = moderator.page.select("main form input[type=hidden], main form input[type=text], main form textarea")
        standing = {field["name"]: field.get("value", field.text) for field in fields}
        moderator.sends(f"{HOME}razlozi/{reason.id}/", **standing, verdict="refuse", **sent)
        db.rollback()
        assert db.get(Reason, reason.id).needs_note is wanted
        assert moderator.page.text.count("уз напомену") == before + wanted


def test_a_moderator_finds_the_reasons_and_what_is_looked_for_and_nothing_else(people):
    moderator = people.moderator()
    moderator.opens("/sr/radni-sto/")
    assert moderator.page.select_one("main a[href='/sr/radni-sto/uprava/razlozi/']")
    moderator.opens(HOME)
    assert [link["href"] for link in moderator.page.select("main .entry a")] == [HOME + "razlozi/", HOME + "uocavanje/"]
    for page in REASONS:
        moderator.opens(HOME + page)
    people.citizen().opens(HOME + "razlozi/", expects=403)


def test_a_name_that_was_changed_stands_on_every_page_at_once(boss, nobody, db):
    boss.opens(HOME + "nazivi/")
    boss.submits(name_sr="Општина Ражањ на Морави", phone="037 841 001")
    assert "Општина Ражањ на Морави" in nobody.opens("/sr/plan/").text
    assert "Opština Ražanj na Moravi" in nobody.opens("/lat/plan/").text
    assert db.get(Fact, "municipality").value["phone"] == "037 841 001"


def test_wrong_contacts_are_said_beside_the_field_and_nothing_typed_is_lost(boss, db):
    boss.opens(HOME + "nazivi/")
    boss.submits(name_sr="", email="није адреса", web="razanj.rs", phone="037 999", expects=422)
    assert {error["id"] for error in boss.page.select(".govuk-error-message")} == {
        "name_sr-error", "email-error", "web-error"
    }
    assert boss.page.select_one("#phone")["value"] == "037 999"
    assert db.get(Fact, "municipality").version == 1


def test_two_administrators_at_once_the_slower_one_sees_both(boss, people):
    other = people.administrator()
    for somebody in (boss, other):
        somebody.opens(HOME + "funkcije/predsednik-opstine/izmena/")
    boss.submits(name_sr="Председница општине")
    other.submits(name_sr="Градоначелник", expects=409)
    assert "Председница општине" in other.page.text
    assert "Градоначелник" in other.page.text


def test_a_new_term_is_entered_with_days_as_we_write_them(boss, db):
    boss.opens(HOME + "funkcije/predsednik-opstine/mandat/")
    boss.submits(holder_sr="Нова председница", began_on=["1", "12", "2026"])
    assert boss.sees("Нова председница")
    assert queries.office(db, "predsednik-opstine").terms[0].ended_on == date(2026, 11, 30)
    assert boss.sees("30. новембра 2026.")


def test_a_term_that_cannot_be_is_refused_beside_its_day(boss, db):
    boss.opens(HOME + "funkcije/predsednik-opstine/mandat/")
    boss.submits(holder_sr="Прерано", began_on=["31", "2", "2026"], expects=422)
    boss.submits(holder_sr="Прерано", began_on=["1", "2", "2020"], expects=422)
    assert boss.page.select_one("#began_on-error")
    assert boss.page.select_one("#holder_sr")["value"] == "Прерано"
    assert len(queries.office(db, "predsednik-opstine").terms) == 1


def test_an_absence_is_entered_and_cleared(boss, people, db):
    deputy = people.citizen()
    id = queries.office(db, "predsednik-opstine").terms[0].id
    boss.opens(f"{HOME}mandati/{id}/odsustvo/")
    boss.submits(absent_from=["1", "12", "2026"], absent_to=["5", "12", "2026"], deputy_email=deputy.email)
    db.expire_all()
    assert db.get(Term, id).deputy_id == deputy.id
    boss.opens(f"{HOME}mandati/{id}/odsustvo/")
    assert [box["value"] for box in boss.page.select("input[name=absent_from]")] == ["1", "12", "2026"]
    boss.submits(absent_from=["", "", ""], absent_to=["", "", ""], deputy_email="")
    db.expire_all()
    assert (db.get(Term, id).absent_from, db.get(Term, id).absent_to, db.get(Term, id).deputy_id) == (None, None, None)


def test_an_office_closes_with_its_reason_and_opens_by_one_button(boss, db):
    boss.opens(HOME + "funkcije/predsednik-opstine/zatvaranje/")
    boss.submits(closed_reason_sr="", expects=422)
    boss.submits(closed_reason_sr="Мандат је престао.")
    assert boss.sees("Мандат је престао.")
    boss.submits(form="main form[action$='/otvaranje/']")
    assert queries.office(db, "predsednik-opstine").open


def test_a_button_pressed_on_an_old_page_is_told_so(boss, db):
    boss.opens(HOME + "razlozi/")
    page = boss.page
    boss.submits(form="main form[action$='/razlozi/1/ponuda/']")
    boss.page = page
    boss.submits(form="main form[action$='/razlozi/1/ponuda/']", expects=409)
    assert db.get(Reason, 1).version == 2


def test_a_forged_button_does_nothing(boss, db):
    boss.sends(HOME + "razlozi/1/ponuda/", seen="1", expects=400)
    boss.sends(HOME + "kalendar/praznici/", year="2031", expects=400)
    assert db.get(Reason, 1).retired_at is None
    assert not queries.days_of(db, 2031)


def test_two_presses_make_one_unit(boss, db):
    boss.opens(HOME + "jedinice/nova/")
    page, before = boss.page, db.scalar(select(func.count()).select_from(Unit))
    for _ in range(2):
        boss.page = page
        boss.submits(name_sr="Зелена служба")
    assert db.scalar(select(func.count()).select_from(Unit)) == before + 1


def test_the_calendar_of_a_year_is_filled_by_one_button_and_a_day_taken_out(boss, db):
    boss.opens(HOME + "kalendar/?godina=2031")
    assert boss.page.select_one(".empty")
    boss.submits(form="main form[action$='/praznici/']")
    added = len(queries.days_of(db, 2031))
    assert len(boss.page.select("main .entry")) == added > 5
    boss.submits(form="main form[action$='/2031-01-01/uklanjanje/']")
    db.expire_all()
    assert len(queries.days_of(db, 2031)) == added - 1


def test_a_working_saturday_is_entered_and_a_known_day_refused(boss, db):
    boss.opens(HOME + "kalendar/")
    boss.submits(form="main form[action*='godina=2026']", day=["28", "11", "2026"], working="y", name_sr="Надокнада")
    assert db.get(CalendarDay, date(2026, 11, 28)).working
    boss.submits(form="main form[action*='godina=2026']", day=["28", "11", "2026"], name_sr="Опет", expects=422)
    assert boss.page.select_one("#day-error")


@pytest.mark.parametrize("year", ["0", "99999", "abc", "-5"])
def test_a_strange_year_in_the_address_breaks_nothing(boss, year):
    boss.opens(f"{HOME}kalendar/?godina={year}")


def test_a_promise_is_made_anew_and_the_one_before_stays_on_the_page(people, db, clock):
    clock.moves(days=1)
    boss = people.administrator()
    boss.opens(HOME + "obecanja/reminders/")
    assert boss.page.select_one("#before_days")["value"] == "3, 1"
    assert boss.page.select_one("#at_deadline").has_attr("checked")
    boss.submits(before_days="5; 2", expects=200)
    assert queries.promise(db, "reminders").rules == {"before_days": [5, 2], "at_deadline": True}
    assert boss.page.select_one("section[aria-labelledby=p-reminders]").text.count("5, 2") == 1
    assert "3, 1" in boss.page.select_one("main details").text


def test_a_wrong_number_in_a_promise_is_said_beside_it(boss, db):
    boss.opens(HOME + "obecanja/answer/")
    boss.submits(working_days="100", expects=422)
    assert boss.page.select_one("#working_days-error")
    assert boss.page.select_one("#working_days")["value"] == "100"
    boss.opens(HOME + "obecanja/reminders/")
    boss.submits(before_days="сутра", expects=422)
    assert boss.page.select_one("#before_days")["value"] == "сутра"
    assert queries.promise(db, "answer").version == 1


def test_what_does_not_exist_is_not_found(boss):
    for page in ("funkcije/nema/", "mandati/9999/", "jedinice/9999/", "teme/9999/", "naselja/9999/", "obecanja/nema/", "razlozi/9999/"):
        boss.opens(HOME + page, expects=404)
