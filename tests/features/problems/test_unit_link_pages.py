"""A unit without an account: one page behind a link, opened as often as needed; acts hold at once, words wait."""

import io
import re
from datetime import timedelta

import pytest

from portal.features.problems import actions
from portal.features.problems.actions.routing import LINK_LASTS
from portal.features.problems.models import UPDATE, EventKind, State
from portal.kernel import photos
from portal.kernel.municipality.models import Unit
from tests.features.problems.reporting import ANSWER
from tests.kernel.photos import samples
from tests.kernel.photos.keeping import asked

UNIT = "jkp@"


@pytest.fixture
def foreman(reporting, mailbox, nobody):
    """A reader with the link of the letter to the public enterprise, which has no account; `id` is the report."""
    reporting.reachable("jkp", "jkp@test.example")
    nobody.id = reporting.published("Пукла цев, вода тече улицом.", category="water")
    nobody.link = mailbox.link(UNIT, "/veza/").replace("/sr/", "/en/")
    nobody.opens(nobody.link)
    return nobody


def says(foreman, step, expects=200, **fields):
    named = {f"{step}-{name}": value for name, value in fields.items()}
    return foreman.submits(form=f"form[action$='/{step}/']", expects=expects, **named)


def test_the_page_says_what_where_and_by_when_and_opens_as_often_as_needed(foreman):
    for _ in range(3):
        foreman.opens(foreman.link)
    assert foreman.sees("Пукла цев, вода тече улицом.") and foreman.sees("код другог моста") and foreman.sees("answer by")


def test_opening_changes_nothing(foreman, reporting):
    foreman.opens(foreman.link)
    assert reporting.look(foreman.id, lambda p: (p.state, p.accepted_at)) == (State.ROUTED, None)


def test_we_take_it(foreman, reporting):
    says(foreman, "prihvatanje")
    assert foreman.sees("in progress") and not foreman.page.select("form[action$='/prihvatanje/']")
    assert reporting.look(foreman.id, lambda p: (p.state, p.events[-1].by_link, p.events[-1].by_id)) == (State.IN_PROGRESS, True, None)


def test_an_answer_stops_the_clock_at_once_and_its_words_wait_for_a_colleague(foreman, reporting, clock, app, mailbox):
    from portal.kernel.clock import now
    from tests.support.browser import Browser

    clock.moves(hours=3)
    before = len(mailbox.letters("reporter1@"))
    says(foreman, "odgovor", text=ANSWER)
    assert reporting.look(foreman.id, lambda p: (p.state, p.round.answered_at)) == (State.ANSWERED, now())
    assert len(mailbox.letters("reporter1@")) == before
    citizen = Browser(app)
    citizen.opens(f"/en/problemi/{foreman.id}/")
    assert citizen.sees("Answered") and not citizen.sees(ANSWER)


def test_not_ours_goes_back_and_the_link_is_dead(foreman, reporting):
    says(foreman, "nije-nase", text="", expects=422)
    says(foreman, "nije-nase", text="Ово је државни пут.")
    assert foreman.sees("no longer works")
    assert reporting.look(foreman.id, lambda p: (p.state, p.unit_id)) == (State.RECEIVED, None)
    foreman.opens(foreman.link, expects=404)
    assert foreman.sees("This link has already been used or has expired")


def test_resolved_with_a_photo_in_one_step(foreman, reporting):
    says(foreman, "reseno", text=ANSWER, expects=422)
    assert foreman.page.select("#reseno[open]") and foreman.page.select_one("#reseno textarea").text.strip() == ANSWER
    says(foreman, "reseno", text=ANSWER, pictures=(io.BytesIO(samples.jpeg()), "posle.jpg"))
    kinds = reporting.look(foreman.id, lambda p: [e.kind for e in p.events][-2:])
    assert kinds == [EventKind.ANSWERED, EventKind.RESOLVED]
    event = reporting.look(foreman.id, lambda p: (p.events[-1].id, p.events[-1].waits))
    assert event[1], "a photo that nobody has looked at is not public either"
    assert len(reporting._in_work(lambda db: photos.of(db, UPDATE, event[0]))) == 1


def test_a_resolved_report_is_over_and_its_page_says_so(foreman, reporting):
    says(foreman, "reseno", text=ANSWER, no_photo="Затрпано је.")
    assert foreman.sees("Nothing more is to be done with this report")


def test_a_report_that_moved_to_another_unit_is_none_of_theirs_any_more(foreman, reporting, centre):
    unit = reporting.unit("urbanizam")
    reporting.does(lambda db, problem, by: actions.assign(db, problem, db.get(Unit, unit), by=by), foreman.id, by=centre)
    says(foreman, "prihvatanje", expects=404)
    foreman.opens(foreman.link, expects=404)


def test_a_link_ends_after_two_weeks(foreman, clock):
    clock.moves(seconds=LINK_LASTS / timedelta(seconds=1) + 1)
    foreman.opens(foreman.link, expects=404)


def test_a_link_for_one_report_opens_no_other(foreman, reporting, mailbox):
    other = reporting.published("Нема воде од јутрос у целој улици.", category="water")
    says(foreman, "prihvatanje")
    assert reporting.look(other, lambda p: p.state) is State.ROUTED


def test_what_changed_meanwhile_is_not_overwritten(foreman, reporting, people):
    reporting.does(actions.accept, foreman.id, by=people.clerk("jkp"))
    says(foreman, "odgovor", text=ANSWER, expects=409)
    assert foreman.sees(ANSWER)


def test_pressed_twice_is_once(foreman, reporting):
    first = foreman.page
    says(foreman, "vest", text="Екипа је кренула.")
    foreman.page = first
    says(foreman, "vest", text="Екипа је кренула.")
    assert reporting.look(foreman.id, lambda p: [e.kind for e in p.events].count(EventKind.UPDATE)) == 1


@pytest.mark.slow
def test_sixty_acts_an_hour_are_enough_for_anybody(foreman):
    for _ in range(60):
        says(foreman, "vest", text="", expects=422)
    says(foreman, "vest", text="Екипа је кренула.", expects=429)


def test_steps_of_the_staff_are_not_for_links(foreman, reporting):
    for step in ("beleska", "jedinica", "odbijanje", "spajanje", "ponovo", "ustupanje", "pitanje"):
        foreman.sends(f"{foreman.link}{step}/", expects=404)


def test_the_unit_reads_no_notes_and_no_address_of_the_reporter(foreman, reporting, people):
    reporting.does(actions.note, foreman.id, "Звати Перу.", by=people.clerk("jkp"))
    foreman.opens(foreman.link)
    assert not foreman.sees("Звати Перу.") and not foreman.sees("reporter1@")


def test_a_photo_that_is_kept_back_is_never_public_and_stays_with_colleagues(foreman, reporting, centre, app):
    from portal.features.problems import queries
    from portal.kernel import worker

    says(foreman, "reseno", text=ANSWER, pictures=(io.BytesIO(samples.jpeg()), "posle.jpg"))
    worker.once(app)
    event = reporting.look(foreman.id, lambda p: p.events[-1].id)
    (photo,) = reporting._in_work(lambda db: [(one.id, one.revision) for one in photos.of(db, UPDATE, event)])
    address = f"/uploads/photos/{photo[0]}/{photo[1]}-small.jpg"
    assert asked(foreman, address).status_code == 404, "nobody has looked at it yet"
    centre.opens("/en/problemi/sto/")
    centre.submits(form=f"form[action$='/procitano/{event}/']:has([name=keep])", keep="1")
    assert asked(foreman, address).status_code == 404
    note = reporting.look(foreman.id, lambda p: p.events[-1].id)
    assert reporting._in_work(lambda db: len(photos.of(db, UPDATE, note))) == 1 and not reporting._in_work(lambda db: queries.shows_update(db, note))
    assert asked(centre, f"/en/problemi/{foreman.id}/slika/{photo[0]}/{photo[1]}-small.jpg").status_code == 200


def test_a_photo_that_is_released_is_public(foreman, reporting, centre, app):
    from portal.kernel import worker

    says(foreman, "reseno", text=ANSWER, pictures=(io.BytesIO(samples.jpeg()), "posle.jpg"))
    worker.once(app)
    event = reporting.look(foreman.id, lambda p: p.events[-1].id)
    (photo,) = reporting._in_work(lambda db: [(one.id, one.revision) for one in photos.of(db, UPDATE, event)])
    centre.opens("/en/problemi/sto/")
    centre.submits(form=f"form[action$='/procitano/{event}/']", release="1")
    assert asked(foreman, f"/uploads/photos/{photo[0]}/{photo[1]}-small.jpg").status_code == 200


def test_a_digest_to_a_unit_without_accounts_has_a_link_to_each_report(foreman, reporting, clock, mailbox):
    other = reporting.published("Цури хидрант код школе.", category="water")
    clock.moves(hours=49)
    reporting._in_work(actions.escalate)
    letter = mailbox.last(UNIT)
    text, html = (letter.get_body((kind,)).get_content() for kind in ("plain", "html"))
    links = re.findall(r"http://localhost(/sr/problemi/veza/\S+)", text)
    assert len(links) == 2 and all(link in html for link in links) and "radni-sto" not in text and "/sto/" not in text
    for link, id in zip(links, (foreman.id, other), strict=True):
        foreman.opens(link)
        assert foreman.sees(reporting.look(id, lambda p: p.reference))
    foreman.opens(foreman.link)
    assert foreman.sees("Пукла цев, вода тече улицом."), "the first link works on"
