"""A department takes a decision from its file to the second version; a reader sees what is different."""

import re

import pytest

from portal.kernel import worker
from portal.kernel.accounts.models import Role
from tests.kernel.documents import files
from tests.support.site import ways

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
WALKS = ways("sr", plain="lat")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LINES = ["НАЦРТ ОДЛУКЕ О СНЕГУ", "I ОПШТЕ ОДРЕДБЕ", "Предмет", "Члан 1.", "Овом одлуком уређује се чишћење снега на улицама и тротоарима.", "Снег чисти власник зграде. Рок је осам сати ујутру.", "II ЗАВРШНЕ ОДРЕДБЕ", "Завршна одредба", "Члан 2.", "Одлука ступа на снагу осмог дана од дана објављивања."]
LATER = [line.replace("осам сати", "седам сати") for line in LINES]


def sent(name, lines):
    return {"name": name, "mimeType": DOCX, "buffer": files.saved(files.word(*lines))}


def follows(walker, sentence):
    """Follow a link by its words."""
    pattern = re.compile("^" + re.escape(walker.word(sentence)))
    with walker.page.expect_navigation():
        walker.page.locator("main").get_by_role("link", name=pattern).first.click()


def writes_dates(walker):
    for name, day in (("opens_on", ("24", "11", "2031")), ("closes_on", ("20", "12", "2031"))):
        for box, part in zip(walker.page.locator(f"[name={name}]").all(), day, strict=True):
            box.fill(part)


@WALKS
def test_a_department_takes_a_draft_from_its_file_to_the_second_version(site, somebody, version, js):
    head, reader = somebody(version, js=js, be=site.people.someone(Role.HEAD)), somebody(version, js=js, width=360)
    head.opens("rasprave/sto/nova/")
    head.writes("Title in Serbian", "Нацрт одлуке о снегу")
    head.writes("Summary in Serbian", "Ко чисти снег и до када.")
    writes_dates(head)
    head.presses("Save")

    follows(head, "Read in the draft")
    head.page.locator("#file").set_input_files({**sent("nacrt.docx", LINES), "buffer": b"%PDF-1.7"})
    head.presses("Read")
    assert head.page.locator("#file-error").count() == 1
    head.page.locator("#file").set_input_files(sent("nacrt.docx", LINES))
    head.presses("Read")
    assert head.sees("The draft is read. Look at how it was split.")

    follows(head, "Correct the split")
    wrong = head.page.locator("section.passage").nth(4)
    wrong.locator("textarea").first.fill("Снег чисти власник зграде.\n\nРок је осам сати ујутру.")
    head.presses("Split", wrong)
    assert head.page.locator("section.passage").count() == 9
    follows(head, "Back to the version")
    follows(head, "Publish this version")
    head.presses("Publish")
    follows(head, "Announce the debate")
    assert head.page.locator(".previews__one").count() == 3
    head.presses("Announce")
    assert head.sees("Announced. Everybody can read it now.")

    follows(head, "Read in a new version")
    head.page.locator("#file").set_input_files(sent("nacrt-2.docx", LATER))
    head.presses("Read")
    follows(head, "Correct the split")
    again = head.page.locator("section.passage").nth(4)
    again.locator("textarea").first.fill("Снег чисти власник зграде.\n\nРок је седам сати ујутру.")
    head.presses("Split", again)
    follows(head, "Back to the version")
    follows(head, "Confirm where each passage comes from")
    _compares(head)
    assert head.sees("The versions are being compared. It takes up to a minute; this page asks again by itself.")
    site.inside(worker.once, site.app)
    _confirms(head)
    follows(head, "Back to the version")
    follows(head, "Publish this version")
    head.presses("Publish")
    assert head.page.locator("#note_sr-error").count() == 1
    head.writes("What is different in this version and why, in Serbian", "Рок је померен на седам сати.")
    head.presses("Publish")
    assert head.sees("The version is published. From now on it does not change.")

    reader.opens("rasprave/")
    reader.page.locator(".entry__title a").first.click()
    with reader.page.expect_navigation():
        reader.page.locator("main a[href*=uporedni-prikaz]").first.click()
    words = [each.inner_text() for each in reader.page.locator(".compared ins, .compared del").all()]
    assert len(words) == 2


def _compares(walker):
    with walker.page.expect_navigation():
        walker.page.locator("main button[name=compare]").click()


def _confirms(walker):
    """Confirm with one press what is sure, and say of the rest what is proposed."""
    walker.page.reload()
    if walker.page.locator("main button[name=sure]").count():
        with walker.page.expect_navigation():
            walker.page.locator("main button[name=sure]").click()
    asked = walker.page.locator("section.mapping")
    for place in range(asked.count()):
        asked.nth(place).locator("input[type=radio]").first.check()
    if asked.count():
        walker.presses("Confirm these")
    assert walker.sees("All passages are confirmed: the version can be published.")
