"""The desk of those who work reports off: what ends first on top, by unit, and words that wait to be read."""

import pytest

from portal.features.problems import actions
from portal.features.problems.models import EventKind
from portal.kernel.accounts.models import Role
from tests.features.problems.reporting import ANSWER

DESK = "/en/problemi/sto/"


def titles(visitor):
    return [card.select_one("h3").get_text(" ", strip=True) for card in visitor.page.select("#owed ~ .cards > li, section[aria-labelledby=owed] .cards > li")]


def test_a_unit_sees_its_own_reports_what_ends_first_on_top(reporting, unit, clock):
    later = reporting.reported(place="later place")
    clock.moves(hours=-5)
    reporting.reported(place="sooner place")
    reporting.reported(category="water", place="somebody else's")
    clock.moves(hours=5)
    unit.opens(DESK)
    assert [title.split(", ")[-1] for title in titles(unit)] == ["sooner place", "later place"]
    assert unit.page.select(f"a[href='/en/problemi/{later}/uredi/']")


def test_who_dispatches_sees_those_of_no_unit_first_and_filters_by_unit(reporting, centre):
    reporting.reported(place="of a unit")
    reporting.reported(category="other", place="of nobody")
    centre.opens(DESK)
    assert [title.split(", ")[-1] for title in titles(centre)] == ["of nobody", "of a unit"]
    centre.opens(f"{DESK}?jedinica=bez")
    assert [title.split(", ")[-1] for title in titles(centre)] == ["of nobody"]
    centre.opens(f"{DESK}?jedinica=urbanizam")
    assert [title.split(", ")[-1] for title in titles(centre)] == ["of a unit"]


def test_late_and_today_are_told_apart_from_the_rest(reporting, unit, clock):
    reporting.reported(place="long late")
    clock.moves(hours=45)
    reporting.reported(place="fresh")
    clock.moves(hours=4)
    unit.signs_in_again()
    unit.opens(f"{DESK}?rok=kasni")
    assert [title.split(", ")[-1] for title in titles(unit)] == ["long late"]
    clock.moves(hours=40)
    unit.signs_in_again()
    unit.opens(f"{DESK}?rok=danas")
    assert [title.split(", ")[-1] for title in titles(unit)] == ["fresh"]
    unit.opens(DESK)
    figures = [figure.get_text(" ", strip=True) for figure in unit.page.select(".figure")]
    assert figures == ["2 Open", "1 Late", "1 End today"]


def test_answered_ones_stay_until_resolved_and_resolved_ones_leave(reporting, unit):
    reporting.answered(by=unit, place="answered")
    reporting.resolved(by=unit, place="resolved")
    unit.opens(DESK)
    assert [title.split(", ")[-1] for title in titles(unit)] == ["answered"]


@pytest.mark.parametrize("number", (100, pytest.param(400, marks=pytest.mark.slow)))
def test_hundreds_of_reports_come_in_pages_and_cost_as_few_queries_as_twenty(reporting, unit, app, clock, number):
    def many(db, how_many):
        for _ in range(how_many):
            actions.submit(db, actions.Report(category_key="roads", settlement_id=None, place="негде", text="Рупа на путу."), by=None)

    reporting._in_work(lambda db: many(db, 25))
    few = queries_of(app, lambda: unit.opens(DESK))
    reporting._in_work(lambda db: many(db, number - 25))
    assert queries_of(app, lambda: unit.opens(DESK)) <= few
    assert len(titles(unit)) == 20
    seen = 20
    while unit.page.select(".pager .next"):
        unit.opens(unit.page.select_one(".pager .next")["href"])
        seen += len(titles(unit))
    assert seen == number and unit.page.select(".pager .previous")
    unit.opens(f"{DESK}?stampa=da")
    assert len(unit.page.select("tbody tr")) == number


def queries_of(app, act):
    from sqlalchemy import event

    from portal.kernel.db import session

    seen = []
    with app.app_context():
        engine = session().get_bind()
    listen = lambda *args: seen.append(args[2])  # noqa: E731
    event.listen(engine, "before_cursor_execute", listen)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", listen)
    return len(seen)


@pytest.fixture
def by_link(reporting):
    """A report that a unit has answered by its link, and nobody has read the words."""
    id = reporting.published()
    reporting.does(actions.answer, id, ANSWER, by=None, by_link=True)
    return id


def test_words_that_came_by_a_link_wait_to_be_read_and_then_everybody_hears(reporting, by_link, unit, nobody, mailbox):
    letters = len(mailbox.letters("reporter1@"))
    unit.opens(DESK)
    assert unit.sees(ANSWER)
    unit.submits(button="Let everybody read it " + reporting.look(by_link, lambda p: p.reference) + ", 1")
    assert not unit.sees("Wait to be read")
    assert reporting.look(by_link, lambda p: [e.waits for e in p.events if e.text == ANSWER]) == [False]
    assert len(mailbox.letters("reporter1@")) == letters + 1 and ANSWER[:20] in str(mailbox.last("reporter1@").get_body(("plain",)).get_content())


def test_words_may_be_kept_between_colleagues_and_the_act_stays(reporting, by_link, unit, mailbox):
    letters = len(mailbox.letters("reporter1@"))
    answered = reporting.look(by_link, lambda p: p.round.answered_at)
    unit.opens(DESK)
    unit.submits(button="Keep it between colleagues " + reporting.look(by_link, lambda p: p.reference) + ", 1")
    events = reporting.look(by_link, lambda p: [(e.kind, e.text, e.waits) for e in p.events][-2:])
    assert events == [(EventKind.ANSWERED, "", False), (EventKind.NOTE, ANSWER, False)]
    assert reporting.look(by_link, lambda p: p.round.answered_at) == answered
    assert len(mailbox.letters("reporter1@")) == letters


def test_a_reporters_reply_is_read_by_colleagues_and_by_nobody_else(reporting, unit, nobody):
    id = reporting.published()
    reporting.does(actions.ask_reporter, id, "Који мост?", by=unit)
    reporting.does(actions.reply, id, "Код школе, звати Перу.", by=None)
    unit.opens(DESK)
    assert unit.sees("Код школе, звати Перу.") and not unit.sees("Let everybody read it")
    unit.submits(button="I have read it " + reporting.look(id, lambda p: p.reference) + ", 1")
    assert not unit.sees("Wait to be read") and unit.page.get_text().count("Marked as read.") == 1
    nobody.opens(f"/en/problemi/{id}/")
    assert not nobody.sees("звати Перу")


def test_another_unit_neither_sees_nor_releases_the_words(reporting, by_link, people):
    other = people.clerk("jkp")
    other.opens(DESK)
    assert not other.sees(ANSWER)
    event = reporting.look(by_link, lambda p: next(e.id for e in p.events if e.waits))
    token = other.opens("/en/nalog/odjava/").select_one("[name=csrf_token]")["value"]
    other.sends(f"/en/problemi/procitano/{event}/", release="1", csrf_token=token, expects=403)
    assert reporting.look(by_link, lambda p: [e.waits for e in p.events if e.text == ANSWER]) == [True]


def test_the_desk_is_for_staff(people, nobody):
    people.citizen().opens(DESK, expects=403)
    administrator = people.administrator()
    administrator.opens(DESK, expects=403)


def test_the_desk_of_the_staff_counts_what_waits(reporting, unit, people):
    reporting.reported()
    reporting.reported(category="water")
    unit.opens("/en/radni-sto/")
    link = unit.page.select_one("a[href$='/problemi/sto/']")
    assert " ".join(link.text.split()).endswith("1")
    head = people.someone(Role.HEAD)
    head.opens("/en/radni-sto/")
    assert " ".join(head.page.select_one("a[href$='/problemi/sto/']").text.split()).endswith("2")
