"""A commission at its pages: keys that are handed out once, an opening by two browsers, minutes to keep."""

import zipfile
from io import BytesIO

import pytest
from sqlalchemy import select

from portal.features.tenders.models import Part, Statement, Submission
from portal.kernel.accounts.models import Role
from portal.kernel.clock import now
from tests.features.tenders.commission.commissioning import PDF
from tests.features.tenders.commission.test_secrecy import Thief
from tests.support.browser import Browser


@pytest.fixture
def opened(commissioning, noise, clock):
    found = commissioning.open_call()
    commissioning.applies(found.call, commissioning.people.citizen("Прва Пријава"), ("понуда.pdf", PDF + b"1"))
    clock.moves(days=20, hours=2)
    commissioning.opens(found)
    for who in (*found.people, *noise.people):
        who.signs_in_again()
    return found


class TestNaming:
    def test_who_prepares_the_call_names_members_and_reads_what_two_keys_mean(self, commissioning, noise):
        call, member = commissioning.call(), commissioning.people.someone(Role.COMMISSION)
        head = commissioning.head
        head.opens(f"/en/konkursi/sto/{call}/komisija/")
        assert head.sees("With two keys, one lost key loses all applications")
        head.submits(form="main form[data-keep]", person=str(member.id), part="chair")
        assert head.sees(member.name) and head.sees("No key yet")
        head.submits(button=f"Take out: {member.name}")
        assert head.sees("Has left")

    def test_another_departments_clerk_does_not_see_it(self, commissioning, noise):
        clerk = commissioning.people.clerk("neka-druga")
        clerk.opens(f"/en/konkursi/sto/{noise.call}/komisija/", expects=403)


class TestAKey:
    def test_is_handed_out_once_tried_and_nowhere_kept(self, commissioning, noise, app):
        found = commissioning.commission(commissioning.call(), 1)
        who = commissioning.joins(found, key=False)
        who.opens(f"/en/konkursi/komisija/{found.call}/")
        who.submits(button="Make my key")
        key = who.answer.get_data(as_text=True)
        assert who.answer.headers["Cache-Control"] == "no-store"
        assert f"kljuc-{found.call}-2.txt" in who.answer.headers["Content-Disposition"]
        secret = next(line for line in key.splitlines() if line.startswith("AGE-SECRET-KEY-1"))
        assert secret not in str(Thief(app).keys)
        assert not any(secret.encode() in each for each in Thief(app).files)
        who.opens(f"/en/konkursi/komisija/{found.call}/kljuc/proba/")
        who.submits(file=(BytesIO(key.encode()), "kljuc.txt"))
        assert who.sees("key tried")

    def test_a_wrong_one_is_refused_beside_the_field_and_never_repeated(self, commissioning, noise):
        found = commissioning.commission(commissioning.call(), 2)
        one, other = found.people
        one.opens(f"/en/konkursi/komisija/{found.call}/kljuc/proba/")
        one.submits(typed=found.key(other), expects=422)
        assert one.sees("This is a key, but not yours for this call.")
        assert found.key(other) not in one.answer.get_data(as_text=True)
        one.submits(typed="AGE-SECRET-KEY-1NOTAKEY", expects=422)
        assert "NOTAKEY" not in one.answer.get_data(as_text=True)

    def test_an_own_ones_public_part_is_pasted(self, commissioning, noise):
        from portal.kernel import sealing

        found = commissioning.commission(commissioning.call(), 1)
        who = commissioning.joins(found, key=False)
        who.opens(f"/en/konkursi/komisija/{found.call}/kljuc/svoj/")
        who.submits(recipient="age1nonsense", expects=422)
        who.submits(recipient=sealing.new_key()[1])
        assert who.address.endswith("/kljuc/proba/")

    def test_strangers_and_secretaries_have_no_page_for_it(self, commissioning, noise):
        found = commissioning.commission(commissioning.call(), 2)
        noise.people[0].opens(f"/en/konkursi/komisija/{found.call}/", expects=403)
        commissioning.people.administrator().opens(f"/en/konkursi/komisija/{found.call}/", expects=403)
        secretary = commissioning.joins(found, Part.SECRETARY)
        secretary.opens(f"/en/konkursi/komisija/{found.call}/")
        assert not secretary.sees("Make my key")


class TestAnOpening:
    def test_is_begun_and_joined_at_two_browsers(self, commissioning, noise, clock):
        found = commissioning.open_call()
        for number in range(3):
            commissioning.applies(found.call, commissioning.people.citizen(), (f"p{number}.pdf", PDF))
        one, other, third = found.people
        address = f"/en/konkursi/komisija/{found.call}/otvaranje/1/"
        one.opens(address)
        assert one.sees("not before") and not one.page.select("main form[method=post]")
        clock.moves(days=20, hours=2)
        for who in found.people:
            who.signs_in_again()
        one.opens(address)
        one.submits(typed=found.key(other), expects=422)
        assert one.sees("This key does not open it")
        one.submits(file=(BytesIO(found.key(one).encode()), "k.txt"))
        assert one.sees("Your part is done.")
        other.opens(address)
        other.submits(typed=found.key(other))
        assert other.sees("0 of 3 opened")
        piece = other.asks(f"{address}napredak/").get_data(as_text=True)
        assert "<progress" in piece
        commissioning.works()
        third.opens(address)
        third.opens(third.page.select_one("main a.govuk-button")["href"])
        assert third.sees("p0.pdf") and third.sees("p2.pdf")

    def test_files_are_served_to_its_commission_alone(self, commissioning, opened, noise):
        [file] = commissioning.found(opened.call)
        address = f"/en/konkursi/komisija/datoteke/{file.id}/{file.name}"
        assert opened.people[2].asks(address).status_code == 403
        commissioning.states(opened)
        answer = opened.people[2].asks(address)
        assert (answer.status_code, answer.data) == (200, PDF + b"1")
        assert answer.headers["Content-Disposition"].startswith("attachment")
        answer.close()
        assert noise.people[0].asks(address).status_code == 403
        assert commissioning.people.administrator().asks(address).status_code == 403

    def test_a_file_that_is_not_clean_is_served_to_nobody(self, commissioning, opened, app):
        from portal.kernel.files.models import FileState, StoredFile

        [file] = commissioning.found(opened.call)
        commissioning.states(opened)
        commissioning.acts(lambda db, me: setattr(db.scalar(select(StoredFile).where(StoredFile.about_id == file.id)), "state", FileState.REFUSED))
        assert opened.people[0].asks(f"/en/konkursi/komisija/datoteke/{file.id}/{file.name}").status_code == 404
        opened.people[0].opens(f"/en/konkursi/komisija/{opened.call}/zapisnik/1/")
        assert not opened.people[0].page.select(f'a[href*="datoteke/{file.id}/"]')

    def test_who_has_a_conflict_of_interest_gets_no_file(self, commissioning, opened):
        [file] = commissioning.found(opened.call)
        who = opened.people[1]
        member = commissioning.member(opened.call, who)
        one = commissioning.reads(lambda db: db.get(Submission, file.submission_id).application_id)
        barred = Statement(call_id=opened.call, member_id=member.id, at=now(), barred=[one], text="Рођак")
        commissioning.acts(lambda db, me: db.add(barred))
        assert who.asks(f"/en/konkursi/komisija/datoteke/{file.id}/{file.name}").status_code == 403

    def test_everybody_reads_who_applied_once_a_member_has_published_it(self, app, commissioning, opened, noise):
        address = f"/sr/konkursi/{opened.call}/otvaranje/"
        browser = Browser(app)
        browser.opens(address)
        assert not browser.sees("Прва Пријава")
        browser.opens(f"/sr/konkursi/{noise.call}/otvaranje/", expects=404)
        member = opened.people[2]
        member.opens(f"/en/konkursi/komisija/{opened.call}/zapisnik/1/")
        member.submits(button="Publish this part")
        browser.opens(address)
        assert browser.sees("Прва Пријава")
        assert "понуда" not in browser.answer.get_data(as_text=True) and "R-2" not in browser.answer.get_data(as_text=True)

    @pytest.mark.parametrize("version", ["sr", "lat", "en"])
    def test_the_minutes_are_documents_in_three_versions(self, opened, version, commissioning):
        who = opened.people[0]
        who.opens(f"/en/konkursi/komisija/{opened.call}/zapisnik/1/")
        for what, part in (("docx", "word/document.xml"), ("odt", "content.xml")):
            [link] = who.page.select(f'a[href$="-{version}.{what}"]')
            content = zipfile.ZipFile(BytesIO(who.asks(link["href"]).data)).read(part).decode()
            assert ("Prva Prijava" if version == "lat" else "Прва Пријава") in content
            assert commissioning.opening(opened.call).minutes_hash in content

    def test_a_key_does_not_leave_memory_when_something_breaks(self, commissioning, noise, monkeypatch, caplog, clock):
        from portal.features.tenders.actions import opening

        found = commissioning.open_call()
        clock.moves(days=20, hours=2)
        who = found.people[0]
        who.signs_in_again()
        who.opens(f"/en/konkursi/komisija/{found.call}/otvaranje/1/")
        monkeypatch.setattr(opening, "secret_in", lambda _key: 1 / 0)
        who.submits(typed=found.key(who), expects=500)
        assert found.key(who) not in who.answer.get_data(as_text=True)
        assert found.key(who) not in caplog.text and "ZeroDivisionError" in caplog.text
