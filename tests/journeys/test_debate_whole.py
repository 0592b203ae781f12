"""A draft decision of 64 articles under debate, from its file to the signed report, as all who touch it walk with it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.features.debates.models import Debate, Hearing
from portal.kernel import documents
from portal.kernel.accounts.models import Role
from portal.kernel.clock import local_date, now
from portal.kernel.db import work
from portal.kernel.paths import STARTER
from tests.journeys.walking import follows, goes, shown, works, writes_day
from tests.kernel.documents import files
from tests.support.site import ways

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
WALKS = ways("sr", plain="lat", is_long=True)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BEFORE, AFTER = ((STARTER / f"demo_draft_{number}.txt").read_text(encoding="utf-8").splitlines() for number in (1, 2))
ENDS, BEGINS = "надзор и казнене одредбе.", "Комунални ред, у смислу ове одлуке, обухвата:"
"""The end of one paragraph and the next one, which somebody wrote into one."""
ANSWERED_IN, THIRTY = "Савет месне заједнице може предложити", "30 дана"
NUMBERS, GUESTS = "Улице и тргови морају бити означени", "gost@primer.rs"
NEIGHBOUR, SELLER = "sused@primer.rs", "prodavac@primer.rs"
WRITTEN, GENERAL = "Месец дана је предуго.", "Одлука је добра, али предугачка."
PAPER, SPOKEN, ADVERT = "Писано руком: таблу нека плати општина.", "Изговорено: чистите и стазе у парку.", "Купите нашу косилицу!"
SHORTER, TOGETHER = "Прихвата се: рок је скраћен.", "Примљено к знању, није предмет одлуке."


@WALKS
def test_a_draft_of_64_articles_goes_from_its_file_to_the_signed_report(site, somebody, version, js):
    head = somebody(version, js=js, be=site.people.someone(Role.HEAD, name="Милан Пантић"))
    moderator, clerk = (somebody(version, js=js, be=who) for who in (site.people.moderator(), site.people.clerk()))
    marija = site.people.citizen(name="Марија Петровић")
    citizen, guest = somebody(version, js=js, be=marija, width=360), somebody(version, js=js)

    debate = prepares(head)
    reads_in_and_announces(head)
    line = remarks(citizen, guest, debate)
    comes_to_the_hearing(site, debate)
    enters(guest, clerk, debate)
    decides(moderator, guest, debate)
    changes(site, head, citizen, debate)

    ends(site, debate)
    head.opens(f"rasprave/{debate}/izrada-izvestaja/")
    assert head.sees("What is missing") and head.button("Make the report").is_disabled()
    answers(clerk, debate, line)
    head.opens(f"rasprave/{debate}/izrada-izvestaja/")
    head.presses("Make the report")
    assert head.sees("In the making")
    site.inside(works, site.app)
    head.opens(f"rasprave/{debate}/izrada-izvestaja/")
    with head.page.expect_navigation():
        head.page.locator("form[action*=potpis] button").click()
    assert head.reads("Милан Пантић" if version == "sr" else "Milan Pantić"), "names of people are Cyrillic on Cyrillic pages only"
    site.inside(works, site.app)

    citizen.opens(f"rasprave/{debate}/primedbe/1/")
    assert citizen.reads(shown(citizen, SHORTER))
    told = {to: letter(site, to) for to in (marija.email, GUESTS, NEIGHBOUR, SELLER)}
    assert shown(citizen, SHORTER) in told[marija.email] and shown(citizen, TOGETHER) not in told[marija.email]
    for to in (GUESTS, NEIGHBOUR):
        assert shown(guest, TOGETHER) in told[to], "what became of it, in the version in which they wrote"
    assert shown(guest, TOGETHER) not in told[SELLER] and "/izvestaj/" in told[SELLER]
    citizen.opens_letter(marija.email, "/izvestaj/")
    assert citizen.sees("Report on the public debate held")
    holds_every_remark_once(citizen)


def prepares(head) -> int:
    """Say what the debate is about; return its number."""
    head.opens("rasprave/sto/nova/")
    head.writes("Title in Serbian", "Нацрт одлуке о комуналном реду")
    head.writes("Summary in Serbian", "Шта се мења у реду у општини.")
    writes_day(head, "opens_on", local_date(now()))
    head.page.locator("[name=opens_time]").fill("0:00")
    writes_day(head, "closes_on", local_date(now()) + timedelta(days=20))
    head.presses("Save")
    return int(re.search(r"/sto/(\d+)/", head.page.url)[1])


def reads_in_and_announces(head) -> None:
    """Take the draft from a file of Word, put one paragraph right, publish it, call a hearing and announce."""
    joined = "\n".join(BEFORE).replace(f"{ENDS}\n{BEGINS}", f"{ENDS} {BEGINS}").split("\n")
    follows(head, "Read in the draft")
    head.page.locator("#file").set_input_files({**sent("nacrt.docx", joined), "buffer": b"%PDF-1.7"})
    head.presses("Read")
    assert head.page.locator("#file-error").count() == 1
    head.page.locator("#file").set_input_files(sent("nacrt.docx", joined))
    head.presses("Read")
    assert head.sees("The draft is read. Look at how it was split.")
    assert head.page.locator(".law__row--article").count() == 64

    follows(head, "Correct the split")
    wrong = head.page.locator("section.passage").filter(has_text=BEGINS)
    field = wrong.locator("textarea").first
    field.fill(field.input_value().replace(BEGINS, f"\n\n{BEGINS}"))
    head.presses("Split", wrong)
    follows(head, "Back to the version")
    assert head.page.locator(".law__row--paragraph", has_text=shown(head, BEGINS)).inner_text().startswith(shown(head, BEGINS))
    follows(head, "Publish this version")
    head.presses("Publish")
    goes(head, "a[href*='/tribine/nova/']")
    writes_day(head, "on", local_date(now()) + timedelta(days=1))
    for name, hour in (("starts", "18:00"), ("ends", "19:00")):
        head.page.locator(f"[name={name}]").fill(hour)
    head.writes("Place in Serbian", "Сала општине, приземље")
    head.presses("Save")
    assert head.sees("The hearing is called.")
    follows(head, "Announce the debate")
    assert head.page.locator(".previews__one").count() == 3
    head.presses("Announce")
    assert head.sees("Announced. Everybody can read it now.")


def remarks(citizen, guest, debate) -> int:
    """An account would have a passage read otherwise; two guests say something of the whole. Return the passage's line."""
    citizen.opens(f"rasprave/{debate}/tekst/")
    goes(citizen, ".law__remark", citizen.page.locator(".law__row", has_text=shown(citizen, ANSWERED_IN)))
    line = int(citizen.page.url.rpartition("na=")[2])
    citizen.writes("Your remark, proposal or suggestion", WRITTEN)
    wording = citizen.field("How should it read? (not obligatory)")
    wording.fill(wording.input_value().replace(THIRTY, "15 дана"))
    citizen.presses("Send the remark")
    assert citizen.sees("This is what you would change") and citizen.page.locator("main ins").count()
    citizen.presses("It is right: send my remark")
    assert citizen.sees("Your remark was sent") and citizen.reads("1")

    for text, address in ((GENERAL, GUESTS), (ADVERT, SELLER)):
        guest.opens(f"rasprave/{debate}/primedba/")
        guest.writes("Your remark, proposal or suggestion", text)
        guest.writes("Your first and last name", "Петар Јовић")
        guest.writes("Your e-mail address", address)
        guest.presses("Send the remark")
        assert guest.sees("One more step")
        guest.opens_letter(address, "/potvrda/")
        guest.presses("Confirm the remark")
        assert guest.sees("A moderator will read it")
    return line


def enters(reader, clerk, debate) -> None:
    """What came on a printed form with its code, and what was said at the hearing, join the same register."""
    reader.opens(f"rasprave/{debate}/tekst/")
    goes(reader, ".law__remark", reader.page.locator(".law__row", has_text=shown(reader, NUMBERS)))
    follows(reader, "A form to print and fill in by hand")
    code = reader.page.locator(".code").inner_text()
    clerk.opens("rasprave/unos/")
    goes(clerk, f"a[href*='/{debate}/unos/']")
    writes_day(clerk, "received_on", local_date(now()))
    clerk.page.locator("[name=code]").fill(code)
    clerk.writes("Your remark, proposal or suggestion", PAPER)
    clerk.writes("First and last name of the citizen", "Деда Милоје")
    clerk.presses("Save and print")
    assert clerk.page.locator("h1").inner_text().endswith("4")
    clerk.opens("rasprave/unos/")
    goes(clerk, f"a[href*='/{debate}/zapisnik/']")
    clerk.writes("Your remark, proposal or suggestion", SPOKEN)
    clerk.writes("Who is speaking?", "Радован Симић")
    clerk.presses("Save, next speaker")
    assert clerk.page.locator("#last").inner_text().endswith("5")


def decides(moderator, reader, debate) -> None:
    """All but the advert are published; that one stays in the register, with the reason. Somebody supports another's."""
    for text in (WRITTEN, GENERAL, PAPER, SPOKEN):
        moderator.opens("radni-sto/moderacija/?vrsta=remark")
        moderator.decides(moderator.button("Publish", card(moderator, text)).first)
    moderator.opens("radni-sto/moderacija/?vrsta=remark")
    advert = card(moderator, ADVERT)
    advert.locator("[data-act=reasons] summary").click()
    advert.locator("input[value=remark_advert]").check(force=True)
    moderator.decides(advert.locator("button[value=refuse]"))

    reader.opens(f"rasprave/{debate}/primedbe/")
    assert reader.page.locator("ol.register > li").count() == 5
    assert reader.sees("Not made public") and not reader.reads(shown(reader, ADVERT))
    reader.opens(f"rasprave/{debate}/primedbe/5/")
    follows(reader, "I support this remark")
    reader.writes("Your e-mail address", NEIGHBOUR)
    reader.presses("I support this remark")
    reader.opens_letter(NEIGHBOUR, "/podrska/")
    reader.presses("Confirm the support")
    assert reader.sees("Thank you, your support counts")


def changes(site, head, reader, debate) -> None:
    """A second version comes; where each passage comes from is confirmed, and readers see what is different."""
    head.opens(f"rasprave/sto/{debate}/")
    follows(head, "Read in a new version")
    head.page.locator("#file").set_input_files(sent("nacrt-2.docx", AFTER))
    head.presses("Read")
    follows(head, "Confirm where each passage comes from")
    goes(head, "button[name=compare]")
    assert head.sees("The versions are being compared. It takes up to a minute; this page asks again by itself.")
    address = head.page.url
    head.page.goto("about:blank")  # else the page asks again by itself in the middle of the next step
    site.inside(works, site.app)
    head.page.goto(address)
    goes(head, "button[name=sure]")
    for asked in head.page.locator("section.mapping").all():
        asked.locator("input[type=radio]").first.check(force=True)
    head.presses("Confirm these")
    assert head.sees("All passages are confirmed: the version can be published.")
    follows(head, "Back to the version")
    follows(head, "Publish this version")
    head.presses("Publish")
    assert head.page.locator("#note_sr-error").count() == 1
    head.writes("What is different in this version and why, in Serbian", "Рокови су скраћени.")
    head.presses("Publish")
    assert head.sees("The version is published. From now on it does not change.")

    reader.opens(f"rasprave/{debate}/uporedni-prikaz/")
    assert reader.page.locator(".compared ins", has_text=shown(reader, "15")).count()
    reader.opens(f"rasprave/{debate}/primedbe/1/")
    since = reader.page.locator("main .govuk-inset-text")
    assert since.inner_text().startswith(reader.word("Written on version %(number)s; the text has changed since:") % {"number": 1})
    assert since.locator("ins", has_text="15").count() == 1


def answers(clerk, debate, line) -> None:
    """One answer says where the change is, another stands alone, two remarks on the whole get one together."""
    clerk.opens(f"rasprave/{debate}/odgovori/1/")
    clerk.page.locator("#disposition").check(force=True)
    clerk.writes("Reason in Serbian", SHORTER)
    clerk.page.locator("[name=changed]").select_option(str(line))
    clerk.presses("Publish the answer")
    clerk.opens(f"rasprave/{debate}/odgovori/4/")
    clerk.page.locator("#disposition-3").check(force=True)
    clerk.writes("Reason in Serbian", "Таблу поставља власник, по закону.")
    clerk.presses("Publish the answer")
    clerk.opens(f"rasprave/{debate}/odgovori/?clan=0")
    for box in clerk.page.locator("label[for^=tick-]").all():
        box.click()
    clerk.presses("Write one answer to all of them")
    clerk.page.locator("#disposition-4").check(force=True)
    clerk.writes("Reason in Serbian", TOGETHER)
    clerk.presses("Look at it once more")
    assert clerk.sees("What each of them gets")
    goes(clerk, "button[name=publish]")
    assert clerk.sees("Answered together")


def holds_every_remark_once(reader) -> None:
    """The report that is downloaded says each remark once, and of the refused one only that there was one."""
    with reader.page.expect_download() as taken:
        reader.page.locator("a[href$='-sr.docx']").click()
    found = documents.read(Path(taken.value.path()).read_bytes(), "izvestaj.docx")
    whole = str([block.rows or block.text for block in found.blocks])
    assert [whole.count(text) for text in (WRITTEN, GENERAL, PAPER, SPOKEN, ADVERT)] == [1, 1, 1, 1, 0]


def sent(name, lines):
    """Return a file of Word as a browser sends it."""
    return {"name": name, "mimeType": DOCX, "buffer": files.saved(files.word(*lines))}


def card(moderator, text):
    """Return a remark on the moderators' desk."""
    return moderator.page.locator("[data-item]", has_text=shown(moderator, text)).first


def letter(site, to) -> str:
    """Return the newest letter to an address, in one line."""
    return " ".join(site.mailbox.last(to).get_body(("plain",)).get_content().split())


def comes_to_the_hearing(site, debate) -> None:
    """Let the hearing begin now, at whatever hour of the day this runs."""

    def act():
        with work() as db:
            hearing = db.scalars(select(Hearing).where(Hearing.debate_id == debate)).one()
            hearing.starts_at, hearing.ends_at = now(), now() + timedelta(hours=1)

    site.inside(act)


def ends(site, debate) -> None:
    """Let the time for remarks be over."""

    def act():
        with work() as db:
            db.get(Debate, debate).closes_at = now() - timedelta(seconds=1)

    site.inside(act)
