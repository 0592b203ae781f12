"""Staff at their desks: the keyboard alone, and the way in with password and codes."""

import time

import pyotp
import pytest

from portal.features.questions.models import Question, State
from portal.kernel.accounts import actions
from portal.kernel.accounts.models import Role
from portal.kernel.db import work
from tests.features.questions.asking import Asking
from tests.support.site import versions, ways

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
PASSWORD = "most na Moravi 1934"


@pytest.fixture
def asking(site):
    return Asking(site.app)


@pytest.fixture
def state_of(site):
    def look(id):
        def read():
            with work() as db:
                found = db.get(Question, id)
                return found.state, found.redacted

        return site.inside(read)

    return look


class Keyboard:
    """Hands that never leave the keyboard."""

    def __init__(self, walker):
        self.page = walker.page

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def decides(self, key, id):
        """Decide on an item; the page stays, and the next item comes by itself."""
        self.page.evaluate("window.stayed = true")
        self.page.keyboard.press(key)
        self.page.wait_for_function("id => !document.getElementById(id)", arg=f"item-{id}")
        assert self.page.evaluate("window.stayed"), "no other page was opened"

    @property
    def at(self):
        """The title of the item in which the focus stands."""
        return self.page.evaluate("document.activeElement.closest('[data-item]')?.querySelector('h2').innerText || ''")


@versions("sr")
def test_a_moderator_decides_by_keyboard_alone(site, somebody, asking, state_of, version):
    titles = ("First question to be published?", "Second question to be refused?", "Third question with a number?", "Fourth question, it stays?")
    ids = [asking.waiting(title, text="Мој број је 064 123 45 67." if "number" in title else "") for title in titles]
    moderator = somebody(version, be=site.people.moderator())
    moderator.opens("radni-sto/moderacija/")
    keys = Keyboard(moderator)

    keys.press("j")
    assert keys.at == titles[0]
    keys.press("j", "j", "k")
    assert keys.at == titles[1], "j goes on, k goes back"
    keys.press("k")
    keys.decides("a", ids[0])
    assert state_of(ids[0]) == (State.PUBLISHED, False)
    said = {"sr": "Објављено.", "lat": "Objavljeno.", "en": "Published."}[version]
    assert moderator.page.locator("[data-desk-said]").inner_text() == said
    assert keys.at == titles[1], "the focus is on the next item"

    keys.press("r", "2")
    assert moderator.page.locator("[data-reason='2']:checked").count() == 1
    assert keys.at == titles[1], "the button of the verdict has the focus"
    keys.decides("Enter", ids[1])
    assert keys.at == titles[2]
    assert state_of(ids[1])[0] in {State.REFUSED, State.RETURNED}

    keys.press("e")
    assert moderator.page.evaluate("document.activeElement.tagName") in {"TEXTAREA", "INPUT"}
    assert "064 123 45 67" in moderator.page.evaluate("document.activeElement.value"), "what the machine noticed stands there"
    keys.press("Tab")
    keys.decides("Enter", ids[2])
    assert state_of(ids[2]) == (State.PUBLISHED, True)
    assert state_of(ids[3])[0] == State.WAITING


@versions("sr")
def test_keys_stay_silent_while_somebody_types_and_when_switched_off(site, somebody, asking, state_of, version):
    id = asking.waiting("Will the letters of my remark decide?")
    asking.waiting("Another one?")
    moderator = somebody(version, be=site.people.moderator())
    moderator.opens("radni-sto/moderacija/")
    keys = Keyboard(moderator)
    keys.press("j", "r")
    words = moderator.page.locator("textarea[name=words]").first
    words.focus()
    moderator.page.keyboard.type("a jaka reč, e")
    assert words.input_value() == "a jaka reč, e"
    assert state_of(id)[0] == State.WAITING

    moderator.unfolds("Keyboard")
    moderator.field("Use the keys").uncheck()
    moderator.page.locator("h1").click()
    keys.press("j", "a")
    assert keys.at == ""
    moderator.opens("radni-sto/moderacija/")
    keys.press("j", "a")
    assert keys.at == "", "switched off for good, by the cookie"
    assert state_of(id)[0] == State.WAITING
    moderator.unfolds("Keyboard")
    assert not moderator.field("Use the keys").is_checked()


def new_member(site, email):
    """Somebody of the staff with a password and no app for codes yet."""

    def add():
        with work() as db:
            actions.add_person(db, email=email, name="Нова Модераторка", password=PASSWORD, roles=[(Role.MODERATOR, "")])

    site.inside(add)


@ways("lat", plain="sr")
def test_staff_come_in_by_password_and_code_and_set_up_the_app_the_first_time(site, somebody, version, js):
    new_member(site, "nova@primer.rs")
    member = somebody(version, js=js, width=360)
    member.opens("radni-sto/")
    assert "/nalog/prijava/" in member.page.url, "the door comes first"
    member.writes("E-mail address", "nova@primer.rs")
    member.writes("Password", "погрешна лозинка")
    member.presses("Sign in")
    assert member.page.locator(".govuk-error-summary").count() == 1
    member.writes("Password", PASSWORD)
    member.presses("Sign in")

    picture = member.page.locator("main img")
    assert picture.get_attribute("alt")
    assert js is False or picture.evaluate("image => image.complete && image.naturalWidth > 0")
    secret = pyotp.TOTP("".join(member.page.locator("code.code").first.text_content().split()))
    code = member.page.locator("#code")
    code.fill("000000")
    member.presses("Finish")
    assert member.page.locator(".govuk-error-summary").count() == 1
    code.fill(secret.now())
    member.presses("Finish")
    codes = member.page.locator("ol.codes code").all_text_contents()
    assert len(set(codes)) == 10
    member.page.get_by_role("link", name=member.word("I have kept them, continue")).click()
    assert member.page.url == f"{site.url}/{version}/radni-sto/", "led on to where they wanted to go"

    member.opens("nalog/odjava/")
    member.presses("Sign out")
    assert member.sees("You have signed out.")
    member.opens("nalog/prijava/")
    member.writes("E-mail address", "nova@primer.rs")
    member.writes("Password", PASSWORD)
    member.presses("Sign in")
    code.fill(secret.at(time.time() + 30))
    member.presses("Continue")
    assert member.page.url == f"{site.url}/{version}/radni-sto/"
