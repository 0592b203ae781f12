"""A clerk with a citizen on the telephone, a foreman in the field with a link, the head with a digest in the mailbox."""

from datetime import timedelta

import pytest

from portal.features.problems import actions
from portal.features.problems.models import Channel, Problem, State
from portal.kernel.accounts.models import Role
from portal.kernel.clock import clock, now
from portal.kernel.db import work
from tests.features.problems.reporting import Reporting
from tests.support.site import ways

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
WAYS = ways("en", plain="sr")
ANSWER = "Екипа излази на терен данас, вода стиже до вечери."


@pytest.fixture
def reporting(site):
    return Reporting(site.app)


@pytest.fixture
def look(site):
    """A function that reads something of a report as it is now."""

    def read(id, what):
        def act():
            with work() as db:
                return what(db.get_one(Problem, id))

        return site.inside(act)

    return read


@WAYS
def test_a_clerk_types_in_a_phone_call_and_the_next_one(site, somebody, reporting, look, version, js):
    clerk = somebody(version, be=site.people.clerk(), js=js)
    clerk.opens("radni-sto/")
    with clerk.page.expect_navigation():
        clerk.page.get_by_role("link", name=clerk.word("Enter a report for a citizen")).click()
    clerk.field("By phone").check()
    clerk.field("In which settlement is it?").select_option(index=3)
    clerk.page.locator("input[value=roads]").check()
    clerk.presses("Continue")
    clerk.writes("Where exactly?", "код другог моста")
    clerk.presses("Save and print")
    assert clerk.page.locator(".govuk-error-summary").count() == 1, "what is the problem?"
    assert clerk.field("Where exactly?").input_value() == "код другог моста"
    clerk.writes("What is the problem?", "Рупа на путу, кола једва пролазе.")
    clerk.writes("Telephone of the citizen (not obligatory)", "063 222 333")
    clerk.presses("Save and print")
    assert look(1, lambda p: (p.channel, p.reporter_phone, p.state)) == (Channel.PHONE, "063 222 333", State.ROUTED)
    assert clerk.reads(look(1, lambda p: p.reference)) and clerk.page.locator("strong.code").count() == 1

    with clerk.page.expect_navigation():
        clerk.page.get_by_role("link", name=clerk.word("Another one of the same kind and place")).click()
    clerk.writes("Where exactly?", "код школе")
    clerk.writes("What is the problem?", "Још једна рупа.")
    clerk.presses("Save and enter another one here")
    assert clerk.field("Where exactly?").input_value() == ""
    assert look(2, lambda p: (p.channel, p.place_text)) == (Channel.PHONE, "код школе")


@WAYS
def test_a_foreman_by_link_takes_it_answers_and_resolves(site, somebody, reporting, look, version, js):
    reporting.reachable("jkp", "jkp@test.example")
    id = reporting.published("Пукла је цев и вода тече улицом.", category="water")
    foreman = somebody(version, js=js, width=360)
    foreman.opens(site.mailbox.link("jkp@", "/veza/").replace("/sr/", f"/{version}/"))
    foreman.presses("We take it on")
    assert look(id, lambda p: p.state) is State.IN_PROGRESS

    foreman.unfolds("Answer the citizen")
    foreman.writes("Your answer to the citizen", ANSWER)
    foreman.presses("Send the answer")
    assert look(id, lambda p: (p.state, p.events[-1].waits)) == (State.ANSWERED, True)
    assert foreman.sees("not public yet")

    foreman.unfolds("It is resolved")
    foreman.presses("Mark as resolved")
    assert foreman.page.locator("#reseno[open]").count() == 1 and look(id, lambda p: p.state) is State.ANSWERED
    foreman.writes("If there is no photo: why?", "Затрпано је.")
    foreman.presses("Mark as resolved")
    assert look(id, lambda p: p.state) is State.RESOLVED
    assert foreman.sees("Nothing more is to be done with this report. Thank you.")

    centre = somebody(version, be=site.people.clerk(), js=js)
    centre.opens("problemi/sto/")
    with centre.page.expect_navigation():
        centre.page.locator("#texts li", has_text="Ekipa" if version == "lat" else "Екипа").locator("button[name=release]").click()
    citizen = somebody(version, js=js, width=360)
    citizen.opens(f"problemi/{id}/")
    assert citizen.reads("Екипа излази" if version != "lat" else "Ekipa izlazi")


@WAYS
def test_the_head_hears_of_what_is_late_and_sees_to_it(site, somebody, reporting, look, version, js):
    head, unit = site.people.someone(Role.HEAD), site.people.clerk("urbanizam")
    with clock.standing_at(now() - timedelta(hours=80)):
        late = reporting.published(place="код старог млина")
    reporting._in_work(actions.escalate)
    letters = site.mailbox.letters(head.email)
    assert len(letters) == 1 and len(site.mailbox.letters(unit.email)) == 2, "one digest to each, the unit also its first letter"
    window = somebody(version, be=head, js=js)
    window.opens(site.mailbox.link(head.email, "/problemi/sto/").replace("/sr/", f"/{version}/"))
    assert window.reads("код старог млина" if version != "lat" else "kod starog mlina")
    with window.page.expect_navigation():
        window.page.locator(".desk-item--late h3 a").click()
    window.unfolds("Write a note for colleagues")
    window.writes("Note for colleagues", "Зашто касни?")
    window.presses("Save the note")
    assert look(late, lambda p: p.events[-1].text) == "Зашто касни?" and window.sees("only for colleagues")

