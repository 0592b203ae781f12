"""What holds for whoever reads: mistakes are said and nothing is lost, and pages look as the reader chose."""

import pytest

from tests.support.site import ways

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
WALKS = ways("sr", plain="en")


@WALKS
def test_an_empty_form_says_what_is_missing_and_keeps_what_was_typed(somebody, version, js):
    asker = somebody(version, js=js, width=360)
    asker.opens("pitanja/pitaj/")
    asker.writes("Details (not obligatory)", "Прва реченица.\nДруга < реченица & још.")
    asker.writes("Your e-mail address", "није адреса")
    asker.field("What is it about?").select_option("prevoz")
    asker.field("First and last name").check()
    asker.presses("Send the question")

    summary = asker.page.locator(".govuk-error-summary")
    said = summary.get_by_role("link").all_inner_texts()
    assert said == [
        asker.word(sentence)
        for sentence in ("Write your question in one sentence.", "Write your first and last name.", "Write an e-mail address like ime@primer.rs.")
    ]
    assert asker.page.title().startswith(asker.word("Error:"))
    if js:
        assert summary.evaluate("box => box === document.activeElement"), "the summary has the focus"
    for name, sentence in zip(("title", "name", "email"), said, strict=True):
        field = asker.page.locator(f"#{name}")
        assert field.get_attribute("aria-invalid") == "true"
        assert f"{name}-error" in field.get_attribute("aria-describedby").split()
        assert sentence in asker.page.locator(f"#{name}-error").inner_text()
    assert asker.field("Details (not obligatory)").input_value() == "Прва реченица.\nДруга < реченица & још."
    assert asker.field("Your e-mail address").input_value() == "није адреса"
    assert asker.field("What is it about?").input_value() == "prevoz"
    assert asker.field("First and last name").is_checked()
    summary.get_by_role("link", name=said[1]).click()
    if js:
        assert asker.page.evaluate("document.activeElement.id") == "name", "the link leads to its field"


@WALKS
def test_pages_look_as_the_reader_chose_until_they_choose_otherwise(somebody, version, js):
    reader = somebody(version, js=js)
    reader.opens("pitanja/")
    root = reader.page.locator("html")

    def look():
        return {name: root.get_attribute(f"data-{name}") for name in ("size", "contrast", "spacing")}

    def chooses(sentence):
        button = reader.button(sentence, within=reader.page.locator("header"))
        if js:
            button.click()
        else:
            with reader.page.expect_navigation():
                button.click()

    assert look() == {"size": "m", "contrast": "normal", "spacing": "normal"}
    small = reader.page.locator("h1").evaluate("heading => parseFloat(getComputedStyle(heading).fontSize)")
    for sentence in ("Text size 4 of 4", "High contrast", "Wider spacing"):
        chooses(sentence)
    chosen = {"size": "xxl", "contrast": "high", "spacing": "wide"}
    assert look() == chosen
    assert reader.page.url.endswith(f"/{version}/pitanja/"), "one stays on the page"
    for address in ("pitanja/", "plan/", "nalog/prijava/", "/en/"):
        reader.opens(address)
        assert look() == chosen, address
    assert reader.page.locator("h1").evaluate("heading => parseFloat(getComputedStyle(heading).fontSize)") > small * 1.3
    assert reader.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(0, 0, 0)"
    reader.opens("")
    chooses("High contrast")
    chooses("Text size 1 of 4")
    reader.opens("podesavanja/")
    assert look() == {"size": "m", "contrast": "normal", "spacing": "wide"}
    reader.page.locator("#spacing-normal").check()
    reader.presses("Save")
    assert look() == {"size": "m", "contrast": "normal", "spacing": "normal"}
    cookie = [cookie for cookie in reader.context.cookies() if cookie["name"] == "portal_prefs" and cookie["value"].strip('"')]
    assert not cookie, "what everybody has needs no cookie"
