"""News as an editor and a reader walk with them: written, looked at in three versions, published, found, corrected."""

import re
from datetime import timedelta

import pytest

from portal.kernel import worker
from portal.kernel.accounts.models import Role
from portal.kernel.clock import clock, now
from portal.kernel.texts import to_latin
from tests.kernel.photos import samples
from tests.support.site import ways

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
WALKS = ways("sr", plain="lat")
TITLE, LEAD = "Отворена је нова пијаца", "Ради сваког дана осим недеље."
TEXT = "Пијаца има 40 тезги.\n\n# Радно време\n\n- радним даном од 6 до 14\n- суботом од 6 до 16"


def shown(walker, text):
    """Return a Serbian text as a version shows it."""
    return to_latin(text) if walker.version == "lat" else text


@WALKS
def test_an_editor_writes_looks_at_three_versions_publishes_and_corrects(site, somebody, version, js):
    editor, reader = somebody(version, js=js, be=site.people.someone(Role.EDITOR)), somebody(version, js=js, width=360)
    editor.opens("radni-sto/")
    editor.page.locator("main").get_by_role("link", name=re.compile(rf"^{editor.word('Municipal news')}")).first.click()
    editor.page.get_by_role("link", name=editor.word("Write news")).first.click()
    editor.writes("Title in Serbian", TITLE)
    editor.writes("Summary in Serbian", LEAD)
    editor.writes("Text in Serbian", TEXT)
    editor.presses("Preview")
    assert editor.sees("It is not saved yet: the form is below.")
    for text in (TITLE, to_latin(TITLE)):
        assert editor.page.locator(".previews__title", has_text=text).count()
    assert editor.sees("No English text yet: readers get the Serbian one")
    editor.writes("Title in English", "A new market is open")
    editor.writes("Summary in English", "Open every day but Sunday.")
    editor.writes("Text in English", "The market has 40 stalls.")
    editor.presses("Save")
    assert editor.sees("Saved. Below is what readers see.") and not editor.sees("No English text yet: readers get the Serbian one")
    assert editor.page.locator(".previews__title", has_text="A new market is open").count() == 1

    editor.page.get_by_role("link", name=re.compile(rf"^{editor.word('Pictures')}")).click()
    editor.page.locator("#pictures").set_input_files({"name": "pijaca.jpg", "mimeType": "image/jpeg", "buffer": samples.jpeg()})
    editor.presses("Add the picture")
    assert editor.sees("Describe the picture in both languages, or tick that it is decorative.")
    editor.page.locator("#pictures").set_input_files({"name": "pijaca.jpg", "mimeType": "image/jpeg", "buffer": samples.jpeg()})
    editor.writes("What is on the picture, in Serbian", "Тезге са воћем.")
    editor.writes("What is on the picture, in English", "Stalls with fruit.")
    editor.presses("Add the picture")
    site.inside(worker.once, site.app)
    editor.page.get_by_role("link", name=editor.word("Back to the news item")).click()
    editor.page.get_by_role("link", name=editor.word("Publish or schedule")).click()
    with clock.standing_at(now() - timedelta(hours=1)):
        editor.presses("Publish")
    assert editor.sees("Published. Everybody can read it.")

    reader.opens("")
    reader.page.locator("main").get_by_role("link", name=reader.word("Read and comment")).click()
    title = "A new market is open" if version == "en" else shown(reader, TITLE)
    reader.page.get_by_role("link", name=title).click()
    assert reader.page.get_by_role("heading", level=1).inner_text() == title
    picture = "Stalls with fruit." if version == "en" else shown(reader, "Тезге са воћем.")
    assert reader.page.get_by_role("img", name=picture).count() == 1
    address = reader.page.url.removeprefix(site.url)
    reader.opens("arhiva/?q=pijaca")
    assert reader.reads(title)

    editor.page.reload()
    editor.page.get_by_role("link", name=editor.word("Correct the news item")).click()
    editor.writes("Text in Serbian", TEXT.replace("40", "42"))
    editor.presses("Publish the correction")
    assert editor.sees("Write what you corrected: the note stands under the news item with its day.")
    editor.writes("What was corrected, in Serbian", "Тезги има 42, а не 40.")
    editor.writes("What was corrected, in English", "There are 42 stalls, not 40.")
    editor.presses("Publish the correction")
    reader.opens(address)
    assert reader.reads("There are 42 stalls, not 40." if version == "en" else shown(reader, "Тезги има 42, а не 40."))
