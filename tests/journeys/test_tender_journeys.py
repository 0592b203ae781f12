"""An applicant and the portal: a file sent over a line that breaks, a rehearsal, the submission, a receipt that holds."""

import json

import pytest
from playwright.sync_api import expect

from tests.features.tenders.applications.applying import Applying
from tests.features.tenders.commission.commissioning import PDF
from tests.support.site import ways

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
CONTENT = PDF + bytes(700_000)


def chooses(walker, content=CONTENT, name="Пријава.pdf"):
    walker.page.set_input_files("main input[type=file]", {"name": name, "mimeType": "application/pdf", "buffer": content})


def begins(walker, applying) -> str:
    """Begin an application from the page of the call; returns its address."""
    walker.opens(f"konkursi/{applying.call}/")
    with walker.page.expect_navigation():
        walker.page.get_by_role("link", name=walker.word("Apply"), exact=True).click()
    walker.presses("Begin the application")
    assert walker.sees("Still missing:")
    return walker.page.url.removeprefix(walker.site.url)


def sends(walker) -> None:
    """Send the file; with scripts the line breaks once, and sending goes on by itself."""
    with walker.page.expect_navigation():
        walker.page.locator("main .slots a.govuk-button").first.click()
    if not walker.scripts:
        chooses(walker)
        walker.presses("Add the file")
        return
    tries = []

    def breaks(route):
        tries.append(route)
        route.abort() if len(tries) == 2 else route.continue_()

    walker.page.route("**/uploads/tus/at/*", lambda route: breaks(route) if route.request.method == "PATCH" else route.continue_())
    chooses(walker)
    walker.button("Add the file").click()
    expect(walker.page.locator("[data-upload-said]")).to_have_text(walker.word("The line is broken. We wait and go on from where it stopped; you need not do anything."))
    with walker.page.expect_navigation():
        walker.page.evaluate("dispatchEvent(new Event('online'))")
    assert len(tries) == 3
    walker.heard()


@ways("lat", plain="sr")
def test_an_applicant_prepares_over_a_broken_line_rehearses_submits_and_has_the_receipt_verified(site, somebody, version, js):
    applying = Applying(site.app)
    person = applying.people.citizen("Ана Анић")
    ana = somebody(version, be=person, js=js)
    home = begins(ana, applying)
    sends(ana)
    assert ana.sees("The file is in your application.")
    assert ana.sees("Everything that is obligatory is here. Submit the application: only then the commission receives it.")
    assert ana.reads("Пријава.pdf") == js, "only the browser that sent it knows the name"
    with ana.page.expect_navigation():
        ana.page.get_by_role("link", name=ana.word("Rehearse submitting")).click()
    ana.presses("Rehearse submitting")
    assert ana.sees("Submitted at that moment, the application would have been taken.")
    assert applying.submissions() == []
    ana.opens(home)
    with ana.page.expect_navigation():
        ana.page.get_by_role("link", name=ana.word("Look through and submit")).click()
    ana.presses("Submit the application")
    made = applying.submissions()[0]
    assert ana.reads(made.reference)
    with ana.page.expect_download() as saved:
        ana.page.get_by_role("link", name=ana.word("Download the receipt")).click()
    receipt = saved.value.path().read_bytes()
    assert json.loads(receipt) == made.receipt
    anybody = somebody(version, js=js)
    anybody.opens("konkursi/potvrda/")
    anybody.page.set_input_files("main input[type=file]", {"name": "potvrda.json", "mimeType": "application/json", "buffer": receipt})
    anybody.presses("Verify")
    assert anybody.sees("This receipt is genuine: the portal signed exactly this.")
    if js:
        for content, said in ((CONTENT, "the same file"), (CONTENT + b".", "None of the files of this receipt: it was changed, or it is another one.")):
            anybody.page.set_input_files("#compared", {"name": "moja.pdf", "mimeType": "application/pdf", "buffer": content})
            expect(anybody.page.locator("[data-compare-said]")).to_have_text(anybody.word(said))
    assert site.mailbox.letters(person.email)
