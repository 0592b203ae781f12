"""A public call from its first word to the list of points, as the department, the commission and an association walk with it."""

import hashlib
import re
from datetime import timedelta
from pathlib import Path

import pytest

from portal.features.tenders.models import Call
from portal.kernel.accounts.models import Role
from portal.kernel.clock import clock, local_date, now
from portal.kernel.db import session
from portal.kernel.texts import to_latin
from tests.features.tenders.applications.applying import Applying
from tests.features.tenders.commission.commissioning import PDF
from tests.journeys.walking import follows, goes, shown, works, writes_day
from tests.support.site import ways

pytestmark = [pytest.mark.browser, pytest.mark.one_engine]
WALKS = ways("sr", plain="sr", is_long=True)
TITLE, TERMS, FORM = "Средства за библиотеке у селима", "Услови конкурса.pdf", "Наша пријава.pdf"
CONTENT = PDF + "пријава".encode()
WHO = "Удружење „Књига“"


@WALKS
def test_a_call_goes_from_its_first_word_to_the_points_that_its_applicant_reads(site, somebody, version, js):
    others = Applying(site.app)
    somebody_else = others.people.citizen("Неко Други")
    others.submits(others.ready(somebody_else), somebody_else)
    clerk, head = (somebody(version, js=js, be=who) for who in (site.people.clerk(), site.people.someone(Role.HEAD)))
    people = [site.people.someone(Role.COMMISSION, name=name) for name in ("Драгана Милутиновић", "Живорад Ђорђевић")]
    owner = site.people.citizen("Ана Анић")
    party = others.organisation(owner, WHO)

    call = prepares(clerk, people)
    keys = make_keys([somebody(version, js=js, be=who) for who in people], call)
    head.opens(f"konkursi/sto/{call}/")
    follows(head, "Publish the call")
    head.presses("Publish")
    assert head.sees("Published. Everybody can read it now.")
    works(site.app)
    applies(somebody(version, js=js, be=owner, width=360), call, party)

    member = somebody(version, js=js, be=people[0])
    member.opens(f"konkursi/komisija/{call}/")
    assert member.sees("Until then nobody sees who applied, how many there are, or any file: neither you nor the administrator.")
    opens_at = site.inside(lambda: session().get(Call, call).opens_at)
    with clock.standing_at(opens_at + timedelta(minutes=1)):
        for who in (*people, owner):
            who.signs_in_again()
        chair, second = commission = [somebody(version, js=js, be=who) for who in people]
        opens(site, commission, keys, call)
        reads_and_publishes_the_minutes(second, somebody(version, js=js), call)
        assesses(chair, second, call)
        works(site.app)
        reads_the_points(somebody(version, js=js, be=owner, width=360), owner)


def prepares(clerk, people) -> int:
    """Say what is called for, until when, with which document and what to hand in, and name the commission; return the call."""
    clerk.opens("konkursi/sto/")
    goes(clerk, "a[href$='/sto/nov/']")
    clerk.page.locator("input[value=associations]").check(force=True)
    clerk.presses("Go on")
    clerk.writes("Title in Serbian", TITLE)
    clerk.writes("Title in English", "Funds for village libraries")
    clerk.writes("Summary in Serbian", "Ко може да добије новац за књиге.")
    clerk.writes("Where applications are opened, in Serbian", "Сала општине, приземље")
    clerk.presses("Save")
    call = int(re.search(r"/sto/(\d+)/", clerk.page.url)[1])
    assert clerk.sees("a deadline for applications that is still to come")
    follows(clerk, "Change what it is about")
    writes_day(clerk, "closes_on", local_date(now()) + timedelta(days=20))
    clerk.presses("Save")

    follows(clerk, "Documents")
    follows(clerk, "Add a document")
    clerk.writes("Title in Serbian", "Услови")
    clerk.page.locator("input[value=signed_in]").check(force=True)
    clerk.page.set_input_files("main input[type=file]", {"name": TERMS, "mimeType": "application/pdf", "buffer": PDF})
    clerk.presses("Save")
    assert clerk.reads(shown(clerk, TERMS)) and clerk.sees("Who signs in")

    clerk.opens(f"konkursi/sto/{call}/")
    follows(clerk, "What to hand in")
    for _time in range(4):
        goes(clerk, "li:nth-child(2) form[action$='/brisanje/'] button")
    assert clerk.page.locator("ol.parts > li").count() == 2

    clerk.opens(f"konkursi/sto/{call}/")
    follows(clerk, "Commission")
    for who, part in zip(people, ("chair", "member"), strict=True):
        clerk.field("Who").select_option(str(who.id))
        clerk.page.locator(f"input[value={part}]").check(force=True)
        clerk.presses("Name the member")
        assert clerk.sees("The member is named and gets a letter.")
    clerk.opens(f"konkursi/sto/{call}/objava/", expects=403)
    return call


def make_keys(commission, call) -> list[Path]:
    """Each member saves a key file and tries it, the second one another's first; return the files."""
    keys = []
    for member in commission:
        member.opens("konkursi/komisija/")
        goes(member, f"a[href$='/komisija/{call}/']")
        with member.page.expect_download() as saved:
            member.button("Make my key").click()
        keys.append(saved.value.path())
        follows(member, "Open this page again")
        follows(member, "Try my key")
        if len(keys) > 1:
            member.page.set_input_files("main input[type=file]", keys[0])
            member.presses("Try the key")
            assert member.page.locator(".govuk-error-summary").count() == 1
        member.page.set_input_files("main input[type=file]", keys[-1])
        member.presses("Try the key")
        assert member.sees("The key is right. Keep it safe until the opening.")
    return keys


def applies(ana, call, party) -> None:
    """Collect the documents for an association, begin for it, add the form and submit."""
    ana.opens(f"konkursi/{call}/")
    follows(ana, "Collect the documents")
    ana.page.locator(f"input[value={party}]").check(force=True)
    ana.presses("Collect the documents")
    with ana.page.expect_download() as taken:
        ana.page.locator("main").get_by_role("link", name=shown(ana, TERMS)).click()
    assert taken.value.path().read_bytes() == PDF

    ana.opens(f"konkursi/{call}/")
    follows(ana, "Apply")
    assert names_it(ana)
    ana.presses("Begin the application")
    follows(ana, "Add a file")
    ana.page.set_input_files("main input[type=file]", {"name": FORM, "mimeType": "application/pdf", "buffer": CONTENT})
    ana.presses("Add the file")
    assert ana.sees("The file is in your application.")
    follows(ana, "Look through and submit")
    ana.presses("Submit the application")
    assert ana.page.get_by_role("link", name=ana.word("Download the receipt")).count() == 1


def opens(site, commission, keys, call) -> None:
    """One member begins with the file that was saved, another joins from a window of their own, and the worker opens."""
    for member, key, sentence in zip(commission, keys, ("Begin the opening", "Join the opening"), strict=True):
        member.opens(f"konkursi/komisija/{call}/")
        follows(member, "Go to the opening")
        member.page.set_input_files("main input[type=file]", key)
        member.presses(sentence)
    assert commission[1].sees("The applications are being opened.")
    for member in commission:
        member.page.goto("about:blank")  # else the page asks again by itself in the middle of the next step
    works(site.app)


def reads_and_publishes_the_minutes(member, anybody, call) -> None:
    """The minutes hold the applicant and the file with its fingerprint; everybody reads who applied, and of no file."""
    member.opens(f"konkursi/komisija/{call}/")
    follows(member, "Read the minutes")
    digest = hashlib.sha256(CONTENT).hexdigest()
    assert names_it(member) and member.reads(shown(member, FORM)) and member.reads(digest)
    member.presses("Publish this part")
    follows(member, "Read it on the portal")
    anybody.opens(f"konkursi/{call}/otvaranje/")
    assert names_it(anybody)
    assert not anybody.reads(shown(anybody, FORM)) and not anybody.reads(digest)


def assesses(chair, second, call) -> None:
    """Both state that nothing ties them, the chair checks and confirms, both give points, the chair publishes the list."""
    home = f"konkursi/komisija/{call}/ocenjivanje/"
    for member in (chair, second):
        member.opens(home)
        follows(member, "Make the statement")
        member.page.locator("[name=has][value=no]").check(force=True)
        member.presses("Save the statement")
        assert member.sees("Your statement is saved.")
    chair.opens(home)
    follows(chair, "Files and conditions")
    with chair.page.expect_download() as taken:
        chair.page.locator("main").get_by_role("link", name=shown(chair, FORM)).click()
    assert taken.value.path().read_bytes() == CONTENT
    chair.page.locator("[name=eligible][value=yes]").check(force=True)
    chair.presses("Save")
    chair.presses("Confirm who fulfils the conditions")
    for member, points in ((chair, "20"), (second, "15")):
        member.opens(home)
        follows(member, "Give points")
        for box in member.page.locator("main input[type=text]").all():
            box.fill(points)
        member.presses("Save the points")
        member.presses("Hand in my points")
        assert member.sees("Your points are handed in.")
    chair.opens(home)
    follows(chair, "Look at the list and publish it")
    chair.presses("Publish the preliminary list")
    assert chair.sees("The preliminary list is published.") and names_it(chair)


def reads_the_points(ana, owner) -> None:
    """The letter leads the applicant to the means of what the members gave."""
    letters = "".join(each.get_body(("plain",)).get_content() for each in ana.site.mailbox.letters(owner.email))
    ana.opens(re.search(r"/\w+/(konkursi/\d+/prijave/\d+/bodovi/)", letters)[1])
    points = "70.00" if ana.version == "en" else "70,00"
    assert ana.sees("%(points)s points, place %(place)s", points=points, place=1)
    assert ana.button("Hand in the objection").count() == 1


def names_it(walker) -> bool:
    """Tell whether the association stands on the page; in English, where it has no name, in either script."""
    names = {"sr": [WHO], "lat": [to_latin(WHO)], "en": [WHO, to_latin(WHO)]}[walker.version]
    return any(walker.reads(name) for name in names)
