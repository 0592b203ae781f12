"""A news item and what is said under it, as guests, officials, moderators and readers walk with it."""


import pytest

from portal.features.news import actions as news
from portal.features.news import queries as news_queries
from portal.kernel.accounts.models import Person, Role
from portal.kernel.comments import figures
from portal.kernel.db import work
from portal.kernel.texts import to_latin
from tests.support.site import versions, ways

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
WALKS = ways("lat", plain="sr")
MAYOR, GUEST = "predsednik-opstine", "zora@primer.rs"
SAID, ANSWER = "Кад ће пут бити готов?", "До Нове године."


@pytest.fixture
def item(site):
    """A public news item."""
    editor = site.people.someone(Role.EDITOR)

    def write():
        with work() as db:
            by = db.get_one(Person, editor.id)
            said = news.Said(category_id=news_queries.categories(db)[0].id, title_sr="Почели радови на путу", lead_sr="Ради се.", written_sr="Радови трају.")
            made = news.write(db, said, by=by)
            news.release(db, made.id, by=by)
            return made.id

    return site.inside(write)


def shown(walker, text):
    return to_latin(text) if walker.version == "lat" else text


def at_the_desk(moderator, text, button):
    """Open the desk and return a button of the card with a text."""
    moderator.opens("radni-sto/moderacija/?vrsta=comment")
    return moderator.button(button, moderator.page.locator("[data-item]", has_text=shown(moderator, text))).first


def decides(moderator, text, button):
    """Press a button of the card with a text, on the desk."""
    moderator.decides(at_the_desk(moderator, text, button))


def refuses(moderator, text):
    moderator.opens("radni-sto/moderacija/?vrsta=comment")
    card = moderator.page.locator("[data-item]", has_text=shown(moderator, text))
    moderator.unfolds("Refuse or return", within=card)
    card.locator("[name=words]").fill("Није о путу.")
    moderator.decides(card.locator("button[value=refuse]"))


def says(walker, item, text, email=""):
    walker.opens(f"vesti/{item}/")
    walker.page.get_by_role("link", name=walker.word("Leave a comment")).click()
    walker.writes("Your comment", text)
    if email:
        walker.writes("Your first and last name", "Зора Матић")
        walker.writes("Your e-mail address", email)
    walker.presses("Send the comment")


@WALKS
def test_a_guest_asks_under_the_news_and_the_mayor_answers(site, somebody, item, version, js):
    guest, reader = somebody(version, js=js, width=360), somebody(version, js=js, width=360)
    moderator, mayor = (somebody(version, js=js, be=who) for who in (site.people.moderator(), site.people.official(MAYOR)))
    says(guest, item, SAID, GUEST)
    assert guest.sees("One more step")
    guest.opens_letter(GUEST, "/komentari/potvrda/")
    guest.presses("Confirm the comment")
    reader.opens(f"vesti/{item}/")
    assert reader.sees("Nobody has commented yet. Be the first.")

    decides(moderator, SAID, "Publish")
    mayor.opens(f"vesti/{item}/")
    assert mayor.reads(shown(mayor, SAID))
    mayor.page.get_by_role("link", name=mayor.word("Quote")).first.click()
    mayor.writes("Your comment", ANSWER)
    mayor.field("In whose name are you writing?").select_option(f"office.{MAYOR}")
    mayor.presses("Send the comment")

    reader.opens(f"vesti/{item}/")
    assert reader.reads(shown(reader, ANSWER)) and reader.sees("Official answer")
    assert reader.page.locator(".comment--official blockquote").inner_text().strip() == shown(reader, SAID)
    assert reader.page.locator("#komentari").inner_text() == f"{reader.word('Comments')} (2)"


@WALKS
def test_a_refusal_is_explained_appealed_and_decided_by_somebody_else(site, somebody, item, version, js):
    ana = site.people.citizen("Ана Јовановић")
    author, reader = somebody(version, js=js, be=ana, width=360), somebody(version, js=js, width=360)
    first, second = (somebody(version, js=js, be=site.people.moderator()) for _ in range(2))
    says(author, item, SAID)
    refuses(first, SAID)
    author.opens("komentari/moji/")
    author.page.locator(".entry__title a").first.click()
    assert author.reads(shown(author, "Није о путу."))
    author.writes("Why do you not agree?", "Јесте о путу.")
    author.presses("Send the appeal")
    assert author.sees("Your appeal was sent. Another moderator will decide.")

    decides(first, SAID, "Publish")
    assert first.sees("You have decided on this before. Another moderator must decide on the appeal.")
    decides(second, SAID, "Publish")
    reader.opens(f"vesti/{item}/")
    assert reader.reads(shown(reader, SAID))
    site.mailbox.sends_what_waits()
    assert site.mailbox.last(ana.email)["Subject"] == author.word("Your appeal was accepted")


@versions("en")
def test_of_two_moderators_at_one_comment_the_slower_one_is_told_who_decided(site, somebody, item, version):
    author = somebody(version, be=site.people.citizen())
    first, second = (somebody(version, be=site.people.moderator()) for _ in range(2))
    says(author, item, SAID)
    for moderator in (first, second):
        moderator.opens("radni-sto/moderacija/?vrsta=comment")
    first.decides(first.button("Publish").first)
    with second.page.expect_navigation():
        second.button("Publish").first.click()
    assert second.sees("Somebody has changed this in the meantime. Look at the new state and decide again.")
    assert site.inside(figures.drift) == {}


@versions("en")
def test_a_reader_reports_and_what_was_removed_leaves_its_reason(site, somebody, item, version):
    author, reader, moderator = somebody(version, be=site.people.citizen()), somebody(version, width=360), somebody(version, be=site.people.moderator())
    says(author, item, SAID)
    decides(moderator, SAID, "Publish")
    reader.opens(f"vesti/{item}/")
    reader.page.get_by_role("link", name=reader.word("Report it")).first.click()
    reader.field("It has nothing to do with the topic").check()
    reader.presses("Send the report")
    kept = reader.page.url
    refuses(moderator, SAID)
    reader.page.goto(kept)
    assert reader.sees("You were right")
    reader.opens(f"vesti/{item}/")
    assert not reader.reads(shown(reader, SAID)) and reader.page.locator(".comment--gone").count() == 1
