"""A question as those who touch it walk with it: from a citizen to an answer to the plan, and through a refusal."""

import pytest

from tests.support.site import versions, ways

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
WALKS = ways("en", plain="lat")
MAYOR = "predsednik-opstine"
QUESTION, ANSWER = "Када ће аутобус поново ићи из Витошевца?", "Од понедељка, сваког радног дана у подне."
ASKER, FOLLOWER = "marija@primer.rs", "sused@primer.rs"


def asks(asker):
    """Fill in the form of a question and send it."""
    asker.opens("pitanja/pitaj/")
    asker.writes("Your question in one sentence", QUESTION)
    asker.writes("Details (not obligatory)", "Већ две недеље нема поласка у подне.")
    asker.field("Whom are you asking?").select_option(MAYOR)
    asker.writes("Your first and last name", "Марија Петровић")
    asker.writes("Your e-mail address", ASKER)
    asker.presses("Send the question")


def confirms(asker):
    """Follow the letter's link and press the one button of its page."""
    asker.opens_letter(ASKER, "/potvrda/")
    assert asker.page.locator("main").get_by_role("button").count() == 1
    asker.presses("Confirm the question")


def shown(asker, text):
    """Return a text that a citizen or an office wrote, as the version shows it."""
    from portal.kernel.texts import to_latin

    return to_latin(text) if asker.version == "lat" else text


@WALKS
def test_a_question_travels_from_a_citizen_to_an_answer_to_the_plan(site, somebody, version, js):
    asker, follower = somebody(version, js=js, width=360), somebody(version, js=js, width=360)
    moderator, clerk, mayor = (
        somebody(version, js=js, be=who) for who in (site.people.moderator(), site.people.clerk(MAYOR), site.people.official(MAYOR))
    )
    asker.opens("plan/3.1.1/")
    used = asker.page.get_by_role("row", name=asker.word("Ask the mayor"))
    assert asker.word("on, not used") in used.inner_text()

    asks(asker)
    assert asker.sees("One more step")
    confirms(asker)
    assert asker.sees("A moderator will read it")

    moderator.opens("radni-sto/")
    moderator.page.get_by_role("link", name=moderator.word("Moderation")).click()
    moderator.presses("Take ten")
    moderator.decides(moderator.button("Publish", moderator.page.locator("[data-item]", has_text=shown(moderator, QUESTION))).first)
    assert moderator.sees("Published.")

    follower.opens("pitanja/")
    follower.page.get_by_role("link", name=shown(follower, QUESTION)).click()
    follower.page.get_by_role("link", name=follower.word("I have this question too")).click()
    follower.writes("Your e-mail address", FOLLOWER)
    follower.presses("I have this question too")
    follower.opens_letter(FOLLOWER, "/i-ja/")
    follower.presses("Confirm")
    assert follower.sees("Thank you, your question counts")

    clerk.opens("pitanja/sto/")
    clerk.page.get_by_role("link", name=shown(clerk, QUESTION)).click()
    clerk.writes("Text in Serbian", "Од понедељка.")
    clerk.presses("Send for approval")
    assert clerk.sees("The draft waits for approval.")

    mayor.opens("pitanja/sto/")
    mayor.page.get_by_role("link", name=mayor.word("Change the text")).click()
    mayor.writes("Text in Serbian", ANSWER)
    mayor.presses("Save the draft")
    mayor.presses("Approve and publish")
    assert mayor.sees("Published. The citizen gets a letter.")

    for reader, address in ((asker, ASKER), (follower, FOLLOWER)):
        reader.opens_letter(address, "/pitanja/")
        assert reader.reads(shown(reader, ANSWER)), address
    assert follower.sees("%(num)s more person has the same question", "%(num)s more people have the same question", 1)
    assert follower.reads("М. П." if version != "lat" else "M. P.")
    assert not follower.reads("Петровић") and not follower.reads("Petrović")

    asker.opens("plan/3.1.1/")
    assert asker.word("on and in use") in used.inner_text()
    assert used.get_by_role("cell").last.locator("span").last.inner_text() == "1"


@WALKS
def test_a_refused_question_is_appealed_and_another_moderator_publishes_it(site, somebody, version, js):
    first, second = site.people.moderator(), site.people.moderator()
    asker = somebody(version, js=js, width=360)
    refuser, another = somebody(version, js=js, be=first), somebody(version, js=js, be=second)
    asks(asker)
    confirms(asker)
    own = asker.page.url.removeprefix(site.url)

    refuser.opens("radni-sto/moderacija/")
    item = refuser.page.locator("[data-item]", has_text=shown(refuser, QUESTION))
    refuser.unfolds("Refuse or return", within=item)
    item.locator("input[data-verdict=refuse]").first.check()
    reason = item.locator("label", has=refuser.page.locator("kbd")).first.inner_text()
    refuser.decides(refuser.button("Refuse", item).first)
    assert refuser.sees("Refused. The author gets the reason and can appeal.")
    assert reason

    site.mailbox.sends_what_waits()
    letter = site.mailbox.last(ASKER).get_body(("plain",)).get_content()
    asker.opens_letter(ASKER, "/moje/")
    assert asker.sees("It was not published") and asker.sees("The reason")
    told = asker.page.locator(".govuk-inset-text p").first.inner_text()
    assert " ".join(told.split())[:60] in " ".join(letter.split()), "the letter gives the reason of the page"
    asker.presses("Send the appeal")
    assert asker.sees("Write in a few words why you do not agree.")
    asker.writes("Why do you not agree?", "Аутобус је јавна ствар.")
    asker.presses("Send the appeal")
    assert asker.sees("Another moderator looks at your appeal")

    refuser.opens("radni-sto/moderacija/")
    refuser.decides(refuser.button("Publish").first)
    assert not refuser.sees("Published."), "nobody decides twice"
    another.opens("radni-sto/moderacija/")
    assert another.reads(shown(another, "Аутобус је јавна ствар."))
    another.decides(another.button("Publish").first)
    assert another.sees("Published.")

    asker.opens(own)
    asker.page.get_by_role("link", name=asker.word("Read it on the portal")).click()
    assert asker.page.get_by_role("heading", level=1).inner_text() == shown(asker, QUESTION)


@versions("sr")
def test_similar_questions_come_while_one_is_typing(site, somebody, version):
    from tests.features.questions.asking import Asking

    asked = Asking(site.app).published("Зашто нема аутобуса из Витошевца?")
    asker = somebody(version)
    asker.opens("pitanja/pitaj/")
    field = asker.field("Your question in one sentence")
    field.press_sequentially("autobus vitosevac", delay=10)
    hint = asker.page.locator("#title-similar")
    hint.get_by_role("link", name=asker.word("I have this question too")).wait_for()
    assert hint.get_attribute("aria-live") == "polite"
    assert hint.get_by_role("link", name=shown(asker, "Зашто нема аутобуса из Витошевца?")).count() == 1
    field.fill("")
    hint.get_by_role("link").first.wait_for(state="detached")
    field.press_sequentially("autobus vitosevac", delay=10)
    hint.get_by_role("link", name=asker.word("I have this question too")).click()
    assert asker.page.url.endswith(f"/{version}/pitanja/{asked}/i-ja/")
