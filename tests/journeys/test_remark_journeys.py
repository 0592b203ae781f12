"""A draft decision under debate as those who touch it walk with it: from remarks of three kinds to the signed report."""

import io
from datetime import timedelta
from pathlib import Path

import pytest

from portal.features.debates.models import Debate
from portal.kernel import documents, worker
from portal.kernel.accounts.models import Role
from portal.kernel.clock import local_date, now
from portal.kernel.db import work
from portal.kernel.documents.writing import Paragraph
from portal.kernel.texts import to_latin
from tests.features.debates.debating import DRAFT, Debating
from tests.support.site import ways

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
WALKS = ways("sr", plain="lat")
CITIZEN, NEIGHBOUR = "marija@primer.rs", "sused@primer.rs"
REMARK, REASON = "Снег испред продавнице нико не чисти.", "Прихвата се: власник локала чисти испред локала."


@pytest.fixture
def debate(site) -> int:
    """A debate on a draft that came as DOCX and takes remarks now."""
    written = io.BytesIO()
    documents.write_docx(written, [Paragraph(line) for line in DRAFT.splitlines()], title="Нацрт", version="sr")
    read = documents.read(written.getvalue(), "odluka.docx")
    return Debating(site.app).open(text=read.text)


def shown(walker, text):
    """Return what people wrote as the version shows it."""
    return to_latin(text) if walker.version == "lat" else text


def ends(site, debate) -> None:
    """Let the time for remarks be over."""

    def act():
        with work() as db:
            db.get(Debate, debate).closes_at = now() - timedelta(seconds=1)

    site.inside(act)


def approves(moderator, text):
    """Let everybody read a remark."""
    moderator.opens("radni-sto/moderacija/?vrsta=remark")
    moderator.decides(moderator.button("Publish", moderator.page.locator("[data-item]", has_text=shown(moderator, text))).first)


@WALKS
def test_remarks_from_the_portal_from_paper_and_the_hearing_are_answered_and_the_report_is_signed(site, somebody, debate, version, js):
    citizen = somebody(version, js=js, width=360)
    moderator, clerk = (somebody(version, js=js, be=who) for who in (site.people.moderator(), site.people.clerk()))
    head = somebody(version, js=js, be=site.people.someone(Role.HEAD, name="Милан Пантић"))

    citizen.opens(f"rasprave/{debate}/tekst/")
    citizen.page.locator("main a[href*='primedba/?na=']").nth(1).click()
    citizen.writes("Your remark, proposal or suggestion", REMARK)
    wording = citizen.field("How should it read? (not obligatory)")
    wording.fill(wording.input_value().strip() + " Ово важи и за продавнице.")
    citizen.writes("Your first and last name", "Марија Петровић")
    citizen.writes("Your e-mail address", CITIZEN)
    citizen.presses("Send the remark")
    assert citizen.sees("This is what you would change") and citizen.page.locator("main ins").count()
    citizen.presses("It is right: send my remark")
    assert citizen.sees("One more step")
    citizen.opens_letter(CITIZEN, "/potvrda/")
    citizen.presses("Confirm the remark")
    assert citizen.sees("A moderator will read it")

    clerk.opens(f"rasprave/{debate}/unos/")
    day = local_date(now())
    for suffix, part in (("", day.day), ("-month", day.month), ("-year", day.year)):
        clerk.page.locator(f"#received_on{suffix}").fill(str(part))
    clerk.writes("Your remark, proposal or suggestion", "Писано руком: смањите казну.")
    clerk.writes("First and last name of the citizen", "Деда Милоје")
    clerk.presses("Save and print")
    assert clerk.page.locator("h1").inner_text().endswith("2")
    clerk.opens(f"rasprave/{debate}/zapisnik/")
    clerk.writes("Your remark, proposal or suggestion", "Изговорено: чистите и стазе у парку.")
    clerk.writes("Who is speaking?", "Радован Симић")
    clerk.presses("Save, next speaker")
    assert clerk.page.locator("#last").inner_text().endswith("3")

    for text in (REMARK, "Писано руком: смањите казну.", "Изговорено: чистите и стазе у парку."):
        approves(moderator, text)
    citizen.opens(f"rasprave/{debate}/primedbe/3/")
    citizen.page.get_by_role("link", name=citizen.word("I support this remark")).click()
    citizen.writes("Your e-mail address", NEIGHBOUR)
    citizen.presses("I support this remark")
    citizen.opens_letter(NEIGHBOUR, "/podrska/")
    citizen.presses("Confirm the support")
    assert citizen.sees("Thank you, your support counts")

    ends(site, debate)
    head.opens(f"rasprave/{debate}/izrada-izvestaja/")
    assert head.sees("What is missing") and head.button("Make the report").is_disabled()
    clerk.opens(f"rasprave/{debate}/odgovori/1/")
    clerk.page.locator("#disposition").check(force=True)
    clerk.writes("Reason in Serbian", REASON)
    clerk.presses("Publish the answer")
    clerk.opens(f"rasprave/{debate}/odgovori/?clan=0")
    for box in clerk.page.locator("label[for^=tick-]").all():
        box.click()
    clerk.presses("Write one answer to all of them")
    clerk.page.locator("#disposition-3").check(force=True)
    clerk.writes("Reason in Serbian", "Није предмет ове одлуке.")
    clerk.presses("Look at it once more")
    assert clerk.sees("What each of them gets")
    with clerk.page.expect_navigation():
        clerk.page.locator("button[name=publish]").click()
    assert clerk.sees("Answered together")

    head.opens(f"rasprave/{debate}/izrada-izvestaja/")
    head.presses("Make the report")
    assert head.sees("In the making")
    site.inside(_works, site.app)
    head.opens(f"rasprave/{debate}/izrada-izvestaja/")
    with head.page.expect_navigation():
        head.page.locator("form[action*=potpis] button").click()
    assert head.reads(shown(head, "Милан Пантић"))
    site.inside(_works, site.app)

    citizen.opens(f"rasprave/{debate}/primedbe/1/")
    assert citizen.reads(shown(citizen, REASON)) and citizen.sees("Not accepted") is False
    citizen.opens_letter(CITIZEN, "/izvestaj/")
    assert citizen.sees("Report on the public debate held")
    with citizen.page.expect_download() as taken:
        citizen.page.locator("a[href$='-sr.docx']").click()
    found = documents.read(Path(taken.value.path()).read_bytes(), "izvestaj.docx")
    for text in (REMARK, "Писано руком: смањите казну.", "Изговорено: чистите и стазе у парку."):
        assert str([block.rows or block.text for block in found.blocks]).count(text) == 1


def _works(app) -> None:
    while worker.once(app):
        pass
