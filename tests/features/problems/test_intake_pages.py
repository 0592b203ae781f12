"""A clerk types in what people say: fast, several in a row, on a flood day without a limit."""

import pytest

from portal.features.problems.models import Channel, Problem, State
from portal.kernel.codes import code_of, spaced
from portal.kernel.db import counted

FORM = "/en/problemi/unos/prijava/?kanal=phone&oblast=roads&naselje="


@pytest.fixture
def village(reporting):
    from sqlalchemy import select

    from portal.kernel.municipality.models import Settlement

    return reporting._in_work(lambda db: db.scalar(select(Settlement.id).where(Settlement.name_sr == "Скорица")))


def newest(reporting, read):
    def look(db):
        from sqlalchemy import select

        return read(db.scalars(select(Problem).order_by(Problem.id.desc()).limit(1)).one())

    return reporting._in_work(look)


def test_a_phone_call_from_the_desk_to_the_print_out(reporting, centre, village):
    centre.opens("/en/radni-sto/")
    centre.opens(centre.page.select_one("a[href$='/problemi/unos/']")["href"])
    centre.opens(f"/en/problemi/unos/?kanal=phone&naselje={village}&oblast=roads&dalje=da")
    assert centre.address == "/en/problemi/unos/prijava/"
    centre.submits(place="код другог моста", text="Рупа на путу.", name="Милан Петровић", phone="064 111 222", extra_passable="no")
    problem = newest(reporting, lambda p: (p.id, p.reference, p.channel, p.entered_by_id, p.reporter_name, p.reporter_phone, p.extra, p.state))
    assert problem[2:] == (Channel.PHONE, centre.id, "Милан Петровић", "064 111 222", {"passable": "no"}, State.ROUTED)
    assert centre.sees(problem[1]) and centre.sees(spaced(reporting._in_work(lambda db: code_of("problem", problem[0]))))
    assert not centre.sees("064 111 222"), "the print-out lies about on tables"


def test_it_is_counted_as_assisted(reporting, centre, village):
    centre.opens(f"{FORM}{village}")
    centre.submits(place="код моста", text="Рупа на путу.")
    assert reporting._in_work(lambda db: (counted(db, "problems.assisted"), counted(db, "problems.submitted"))) == (1, 1)


def test_the_next_one_of_the_same_kind_is_one_press_away(reporting, centre, village):
    centre.opens(f"{FORM}{village}")
    for number in range(1, 4):
        centre.submits(button="Save and enter another one here", place=f"кућа {number}", text="Вода у подруму.")
        assert centre.address == "/en/problemi/unos/prijava/" and centre.page.select_one("[name=kanal]")["value"] == "phone"
        assert f"2026-{number}" in centre.page.get_text()
    assert centre.page.select_one("[name=place]")["value"] == ""


@pytest.mark.parametrize("many", [40, pytest.param(2000, marks=pytest.mark.slow)])
def test_a_flood_day_of_many_reports_is_taken_from_one_helper(reporting, centre, village, many):
    centre.opens(f"{FORM}{village}")
    for number in range(many):
        centre.submits(button="Save and enter another one here", place=f"кућа {number}", text="Вода у подруму.")
    assert reporting._in_work(lambda db: counted(db, "problems.submitted")) == many


def test_letters_come_in_the_script_the_citizen_wants(reporting, centre, village, mailbox):
    centre.opens(f"{FORM}{village}")
    centre.submits(place="kod mosta", text="Rupa na putu.", email="milan@test.example", letters="lat")
    assert "Prijava" in mailbox.last("milan@")["Subject"] or "prijava" in mailbox.last("milan@")["Subject"]


def test_what_is_wrong_comes_back_with_what_was_typed(centre, village):
    centre.opens(f"{FORM}{village}")
    centre.submits(place="код моста", email="nije adresa", expects=422)
    assert centre.page.select_one("[name=place]")["value"] == "код моста"
    assert {link["href"] for link in centre.page.select(".govuk-error-summary a")} == {"#text", "#email"}


def test_pressed_twice_is_one_report(reporting, centre, village):
    first = centre.opens(f"{FORM}{village}")
    centre.submits(place="код моста", text="Рупа на путу.")
    centre.page = first
    centre.submits(place="код моста", text="Рупа на путу.")
    assert reporting._in_work(lambda db: counted(db, "problems.submitted")) == 1


def test_a_closed_category_and_a_question_that_stops_take_nothing_here_either(reporting, centre, village):
    centre.opens(f"/en/problemi/unos/?kanal=phone&naselje={village}&oblast=heating&dalje=da")
    assert centre.sees("There is no district heating in the municipality.")
    centre.opens(FORM.replace("roads", "dump") + str(village))
    centre.submits(place="крај пута", text="Гори отпад.", extra_burns="yes", expects=422)
    assert centre.sees("Call the fire brigade at 193 now.")
    assert reporting._in_work(lambda db: counted(db, "problems.submitted")) == 0


def test_a_channel_of_ones_own_invention_is_refused(reporting, centre, village):
    centre.opens(FORM.replace("phone", "open311") + str(village))
    centre.submits(place="код моста", text="Рупа на путу.", expects=422)
    assert reporting._in_work(lambda db: counted(db, "problems.submitted")) == 0


def test_what_may_be_the_same_is_shown_beside_the_print_out(reporting, centre, village):
    first = reporting.published("Велика рупа на путу код другог моста.")
    centre.opens(f"{FORM}{village}")
    centre.submits(place="код другог моста", text="Рупа на путу.")
    assert centre.sees("Perhaps the same problem") and centre.sees(reporting.look(first, lambda p: p.reference))


def test_intake_is_for_clerks_and_the_print_out_for_who_entered_it(reporting, people, centre, village):
    people.citizen().opens("/en/problemi/unos/", expects=403)
    centre.opens(f"{FORM}{village}")
    centre.submits(place="код моста", text="Рупа на путу.")
    address = centre.address
    people.clerk("jkp").opens(address, expects=404)
    people.moderator().opens(address)
