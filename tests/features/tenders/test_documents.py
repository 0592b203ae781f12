"""The documentation of a call: versions that never change, who may have them, who took them."""

from io import BytesIO
from urllib.parse import quote

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal.features.tenders import queries
from portal.features.tenders.actions import collecting, documenting, parts, telling
from portal.features.tenders.models import Access, ChangeKind, Collection, Interest
from portal.features.tenders.personal import export, forget
from portal.features.tenders.refusals import calls as refusals
from portal.kernel.audit import AuditLine
from portal.kernel.files.models import StoredFile
from tests.kernel.files import samples
from tests.support.browser import Browser


def path_of(calling, call_id):
    return f"/sr/konkursi/dokumenti/{calling.version_id(call_id)}/{quote('Конкурсна документација.pdf')}"


def downloads(calling, call_id):
    id = calling.version_id(call_id)
    return calling.acts(lambda db, _me: queries.downloads(db, [id])[id])


def answered(browser, address, **headers):
    answer = browser.asks(address, **headers)
    content = answer.data
    answer.close()
    return answer, content


class TestPublicDocuments:
    def test_everybody_has_them_under_their_cyrillic_name_and_only_a_number_is_kept(self, calling, nobody):
        call_id = calling.open()
        link = nobody.opens(f"/sr/konkursi/{call_id}/").select_one("main a[href*='/dokumenti/']")["href"]
        answer, content = answered(nobody, link)
        assert content == samples.PDF
        assert f"filename*=UTF-8''{quote('Конкурсна документација.pdf')}" in answer.headers["Content-Disposition"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert downloads(calling, call_id) == 1
        assert calling.acts(lambda db, _me: db.scalars(select(Collection)).all()) == []

    def test_a_continued_download_and_a_head_are_not_counted(self, calling, nobody):
        call_id = calling.open()
        path = path_of(calling, call_id)
        answer, content = answered(nobody, path, Range="bytes=0-9")
        assert (answer.status_code, content) == (206, samples.PDF[:10])
        tag = answer.headers["ETag"]
        answer, content = answered(nobody, path, **{"Range": "bytes=10-", "If-Range": tag})
        assert (answer.status_code, content) == (206, samples.PDF[10:])
        assert answered(nobody, path, **{"If-None-Match": tag})[0].status_code == 304
        nobody._fresh(nobody._client.head, path).close()
        assert downloads(calling, call_id) == 1

    def test_a_file_that_changed_meanwhile_is_given_whole(self, calling, nobody):
        call_id = calling.open()
        answer, content = answered(nobody, path_of(calling, call_id), **{"Range": "bytes=10-", "If-Range": '"old"'})
        assert (answer.status_code, content) == (200, samples.PDF)

    def test_a_counter_that_fails_keeps_nobody_from_the_document(self, calling, nobody, monkeypatch):
        call_id = calling.open()

        def locked(*_):
            raise OperationalError("insert", {}, Exception("database is locked"))

        monkeypatch.setattr(collecting, "count_download", locked)
        assert answered(nobody, path_of(calling, call_id))[1] == samples.PDF

    def test_nobody_has_one_before_it_is_published_or_checked(self, calling, nobody):
        call_id = calling.prepared()
        calling.documented(call_id)
        calling.works()
        nobody.opens(path_of(calling, call_id), expects=404)
        calling.clerk.asks(f"/sr/konkursi/sto/{call_id}/dokumenti/{calling.version_id(call_id)}/{quote('Конкурсна документација.pdf')}").close()
        other = calling.prepared()
        calling.documented(other, content=samples.PDF + b"x")
        calling.published(other)
        nobody.opens(path_of(calling, other), expects=404)

    def test_the_general_address_of_files_does_not_give_them(self, calling, nobody):
        calling.open()
        id, name = calling.acts(lambda db, _me: db.execute(select(StoredFile.id, StoredFile.name)).first())
        nobody.opens(f"/sr/uploads/{id}/{quote(name)}", expects=404)
        nobody.opens(f"/uploads/{id}/{quote(name)}", expects=404)


class TestVersions:
    def test_a_new_one_says_what_is_different_and_the_old_one_stays(self, calling, nobody):
        call_id = calling.open()
        old = path_of(calling, call_id)
        document_id = calling.acts(lambda db, _me: queries.documents(db, call_id)[0].id)
        with pytest.raises(refusals.ChangedNeeded):
            calling.version(document_id, call_id, note="", content=samples.PDF + b"2")
        calling.version(document_id, call_id)
        calling.works()
        change = calling.call(call_id).changes[-1]
        assert (change.kind, change.asks_again) == (ChangeKind.DOCUMENT, True)
        assert change.said_sr.endswith("Исправљен рок.")
        nobody.opens(f"/sr/konkursi/{call_id}/")
        assert nobody.sees("Исправљен рок.") and len(nobody.page.select(".document__version")) == 2
        assert answered(nobody, old)[1] == samples.PDF

    def test_the_same_bytes_are_no_new_version(self, calling):
        call_id = calling.open()
        document_id = calling.acts(lambda db, _me: queries.documents(db, call_id)[0].id)
        with pytest.raises(refusals.SameFile):
            calling.version(document_id, call_id, content=samples.PDF)

    def test_a_published_document_stays(self, calling):
        call_id = calling.open()
        document_id = calling.acts(lambda db, _me: queries.documents(db, call_id)[0].id)
        with pytest.raises(refusals.DocumentPublished):
            calling.acts(lambda db, me: documenting.remove_document(db, document_id, by=me, seen=calling.seen(db, call_id)))

    def test_the_desk_takes_a_file_and_asks_for_it_beside_the_field(self, calling):
        call_id, clerk = calling.prepared(), calling.clerk
        clerk.opens(f"/en/konkursi/sto/{call_id}/dokumenti/novi/")
        clerk.submits(title_sr="Образац", expects=422)
        assert "Choose the file" in clerk.page.select_one("#file-error").text
        clerk.submits(title_sr="Образац", file=(BytesIO(samples.PDF), "Образац пријаве.pdf"))
        assert clerk.sees("Образац пријаве.pdf")
        page = clerk.opens(f"/en/konkursi/sto/{call_id}/dokumenti/")
        remove = next(form["action"] for form in page.select("form") if "/brisanje/" in form["action"])
        clerk.submits(form=f"form[action='{remove}']")
        assert not clerk.sees("Образац пријаве.pdf")


    def test_a_file_far_too_large_gets_its_sentence_beside_the_field_and_what_was_typed_stays(self, calling):
        call_id, clerk = calling.prepared(), calling.clerk
        clerk.opens(f"/en/konkursi/sto/{call_id}/dokumenti/novi/")
        clerk.submits(title_sr="Образац", file=(BytesIO(samples.PDF.ljust(60_000_000)), "Образац.pdf"), expects=422)
        clerk.answer.request.environ["wsgi.input"].close()
        assert "the most is 10 MB" in clerk.page.select_one("#file-error").text
        assert clerk.page.select_one("#title_sr")["value"] == "Образац"


class TestCollecting:
    def test_one_signs_in_presses_and_is_in_the_register(self, calling, people, nobody):
        call_id = calling.open(access=Access.SIGNED_IN)
        nobody.opens(path_of(calling, call_id), expects=404)
        nobody.opens(f"/sr/konkursi/{call_id}/podizanje/")
        assert nobody.address == "/sr/nalog/prijava/"
        citizen, other = people.citizen(), people.citizen()
        calling.collected(call_id, other)
        citizen.opens(f"/sr/konkursi/{call_id}/podizanje/")
        citizen.submits()
        link = citizen.page.select_one("main a[href*='/preuzimanje/']")["href"]
        answer, content = answered(citizen, link)
        assert content == samples.PDF
        assert answered(citizen, link, Range="bytes=5-")[0].status_code == 206
        calling.collected(call_id, citizen)
        wanted = select(Collection.person_id, Collection.party, Collection.times).order_by(Collection.id)
        rows = calling.acts(lambda db, _me: db.execute(wanted).all())
        assert rows == [(other.id, f"p{other.id}", 1), (citizen.id, f"p{citizen.id}", 2)]

    def test_a_signed_address_serves_one_person_for_a_quarter_of_an_hour(self, calling, people, clock):
        call_id = calling.open(access=Access.SIGNED_IN)
        citizen, other = people.citizen(), people.citizen()
        calling.collected(call_id, citizen)
        link = citizen.opens(f"/sr/konkursi/{call_id}/podignuto/").select_one("main a[href*='/preuzimanje/']")["href"]
        other.opens(link, expects=403)
        assert answered(Browser(calling.app), link)[0].status_code == 303
        version, until, seal, name = link.split("/")[-4:]
        citizen.opens(link.replace(f"/{until}/", f"/{int(until) + 900}/"), expects=403)
        clock.moves(minutes=14, seconds=59)
        assert answered(citizen, link)[0].status_code == 200
        clock.moves(seconds=1)
        citizen.opens(link, expects=403)
        assert version and seal and name

    def test_who_collected_nothing_gets_no_address(self, calling, people):
        call_id = calling.open(access=Access.SIGNED_IN)
        calling.collected(call_id, people.citizen())
        page = people.citizen().opens(f"/sr/konkursi/{call_id}/podignuto/")
        assert not page.select("main a[href*='/preuzimanje/']")

    def test_documents_for_organisations_ask_for_one(self, calling, people, organised):
        call_id = calling.open(access=Access.ORGANISATION)
        citizen = people.citizen()
        citizen.opens(f"/en/konkursi/{call_id}/podizanje/")
        citizen.submits(expects=422)
        assert citizen.sees("This document is for organisations.")
        member, organisation_id = organised
        member.opens(f"/en/konkursi/{call_id}/podizanje/")
        member.submits(party=f"o{organisation_id}")
        assert member.page.select("main a[href*='/preuzimanje/']")
        member.opens(f"/en/konkursi/{call_id}/podizanje/")
        member.submits(party="o999", expects=422)

    def test_the_register_is_a_number_until_the_opening_of_a_secret_call(self, calling, people):
        open_call = calling.open(access=Access.SIGNED_IN, is_secret=False)
        secret = calling.open(access=Access.SIGNED_IN)
        citizen = people.citizen(name="Персида Тајановић")
        for call_id in (open_call, secret):
            calling.collected(call_id, citizen)
        assert "Персида Тајановић" in calling.clerk.opens(f"/sr/konkursi/sto/{open_call}/registar/").text
        page = calling.clerk.opens(f"/sr/konkursi/sto/{secret}/registar/")
        assert "Персида" not in page.text and page.select_one("tbody td:nth-of-type(2)").text == "1"
        actors = calling.acts(lambda db, _me: db.scalars(select(AuditLine.actor_id).where(AuditLine.act == "tenders.collect").order_by(AuditLine.seq)).all())
        assert actors == [citizen.id, None]


class TestMeaning:
    def test_one_says_that_one_means_to_apply_and_takes_it_back(self, calling, people):
        call_id = calling.open(applicants="both")
        citizen = people.citizen()
        citizen.opens(f"/en/konkursi/{call_id}/namera/")
        citizen.submits(button="I intend to apply")
        assert citizen.sees("Noted")
        citizen.opens("/en/konkursi/moji/")
        assert citizen.sees("You intend to apply")
        citizen.opens(f"/en/konkursi/{call_id}/namera/")
        citizen.submits(form="form:has(button[name=forgo])", forgo="1")
        assert calling.acts(lambda db, _me: db.scalars(select(Interest)).all()) == []

    def test_a_call_for_organisations_asks_for_one(self, calling, people):
        call_id = calling.open()
        with pytest.raises(refusals.OrganisationNeeded):
            person = people.citizen()
            calling.acts(lambda db, me: collecting.intend(db, call_id, f"p{me.id}", by=me), by=person)


class TestTelling:
    def test_every_change_is_mailed_once_to_who_collected_or_means_to_apply(self, calling, people, mailbox):
        call_id = calling.open(access=Access.SIGNED_IN, applicants="both")
        collector, meaning, stranger = people.citizen(), people.citizen(), people.citizen()
        calling.collected(call_id, collector)
        calling.acts(lambda db, me: collecting.intend(db, call_id, f"p{me.id}", by=me), by=collector)
        calling.acts(lambda db, me: collecting.intend(db, call_id, f"p{me.id}", by=me), by=meaning)
        document_id = calling.acts(lambda db, _me: queries.documents(db, call_id)[0].id)
        calling.version(document_id, call_id)
        calling.works()
        calling.acts(lambda db, _me: telling.tell(db, calling.call_changes(db, call_id)[-1]))
        assert [len(mailbox.letters(each.email)) for each in (collector, meaning, stranger)] == [1, 1, 0]
        collector.opens(mailbox.link(collector.email, "/izmene/2/"))
        collector.submits()
        assert collector.page.select_one("main .state--green")
        calling.clerk.opens(f"/en/konkursi/sto/{call_id}/")
        assert calling.clerk.sees("1 confirmed")

    def test_batches_reach_everybody(self, calling, people, mailbox, monkeypatch):
        monkeypatch.setattr(telling, "BATCH", 2)
        call_id = calling.open(access=Access.SIGNED_IN)
        crowd = [people.citizen() for _ in range(5)]
        for each in crowd:
            calling.collected(call_id, each)
        document_id = calling.acts(lambda db, _me: queries.documents(db, call_id)[0].id)
        calling.version(document_id, call_id)
        calling.works()
        assert [len(mailbox.letters(each.email)) for each in crowd] == [1] * 5

    def test_all_who_act_for_an_organisation_hear_of_it(self, calling, organised, mailbox):
        call_id = calling.open(access=Access.ORGANISATION)
        member, organisation_id = organised
        calling.acts(lambda db, me: collecting.collect(db, call_id, f"o{organisation_id}", by=me), by=member)
        document_id = calling.acts(lambda db, _me: queries.documents(db, call_id)[0].id)
        calling.version(document_id, call_id)
        calling.works()
        assert any("2026-1" in letter["Subject"] for letter in mailbox.letters(member.email))


class TestOpeningUp:
    """Who may have a published document can become more, in public; never fewer."""

    def document(self, calling, call_id):
        return calling.acts(lambda db, _me: queries.documents(db, call_id)[0].id)

    def opened_up(self, calling, call_id, access, note="") -> None:
        document_id = self.document(calling, call_id)
        act = documenting.open_up
        calling.acts(lambda db, me: act(db, document_id, access, by=me, seen=calling.seen(db, call_id), note=parts.Note(sr=note)))
        calling.works()

    def test_it_is_a_numbered_change_told_to_all_who_collected_and_asks_nobody_to_confirm_again(self, calling, people, organised, nobody, mailbox):
        call_id = calling.open(access=Access.ORGANISATION)
        member, organisation_id = organised
        calling.acts(lambda db, me: collecting.collect(db, call_id, f"o{organisation_id}", by=me), by=member)
        stranger, citizen = people.citizen(), people.citizen()
        citizen.opens(f"/en/konkursi/{call_id}/podizanje/")
        citizen.submits(expects=422)
        self.opened_up(calling, call_id, Access.SIGNED_IN, "Закон то тражи.")
        change = calling.call(call_id).changes[-1]
        assert (change.kind, change.number, change.asks_again) == (ChangeKind.ACCESS, 2, False)
        assert change.said_sr.endswith("Конкурсна документација.\nЗакон то тражи.")
        assert change.details["before"] == "organisation"
        assert [len(mailbox.letters(each.email)) for each in (member, stranger)] == [1, 0]
        citizen.submits()
        assert citizen.page.select("main a[href*='/preuzimanje/']")
        nobody.opens(path_of(calling, call_id), expects=404)
        self.opened_up(calling, call_id, Access.PUBLIC)
        assert answered(nobody, path_of(calling, call_id))[1] == samples.PDF
        nobody.opens(f"/en/konkursi/{call_id}/izmene/3/")
        assert nobody.sees("everybody can download this document, without signing in")

    def test_never_to_fewer_nor_to_the_same_nor_after_the_end(self, calling, clock):
        call_id = calling.open(access=Access.SIGNED_IN)
        for access in (Access.SIGNED_IN, Access.ORGANISATION):
            with pytest.raises(refusals.OnlyLooser):
                self.opened_up(calling, call_id, access)
        clock.moves(days=21)
        with pytest.raises(refusals.NotRunning):
            self.opened_up(calling, call_id, Access.PUBLIC)
        assert calling.call(call_id).change == 1

    def test_the_page_offers_wider_circles_only(self, calling):
        call_id, clerk = calling.open(access=Access.ORGANISATION), calling.clerk
        page = clerk.opens(f"/en/konkursi/sto/{call_id}/dokumenti/")
        clerk.opens(next(a["href"] for a in page.select("main a") if "Open it to more people" in a.text))
        assert [each["value"] for each in clerk.page.select("input[name=access]")] == ["public", "signed_in"]
        address = clerk.address
        clerk.submits(expects=422)
        clerk.submits(access="signed_in")
        clerk.opens(address)
        clerk.submits()
        assert clerk.sees("Everybody, without signing in")
        assert not clerk.sees("Open it to more people")
        clerk.opens(address, expects=404)

    def test_a_document_that_nobody_has_seen_is_simply_changed(self, calling):
        call_id = calling.prepared()
        document_id = calling.documented(call_id, access=Access.SIGNED_IN)
        calling.clerk.opens(f"/en/konkursi/sto/dokumenti/{document_id}/pristup/", expects=404)


class TestMyCalls:
    def test_ones_own_page_has_what_was_collected_and_what_is_to_be_read(self, calling, people):
        call_id = calling.open(access=Access.SIGNED_IN)
        citizen, other = people.citizen(), people.citizen()
        calling.collected(call_id, citizen)
        other.opens("/en/konkursi/moji/")
        assert other.page.select_one(".empty")
        document_id = calling.acts(lambda db, _me: queries.documents(db, call_id)[0].id)
        calling.version(document_id, call_id)
        citizen.opens("/en/konkursi/moji/")
        assert citizen.sees("Changes to read") and citizen.sees("version 1")
        citizen.opens(f"/en/konkursi/{call_id}/izmene/2/")
        citizen.submits()
        citizen.opens("/en/konkursi/moji/")
        assert not citizen.sees("Changes to read")

    def test_an_account_that_goes_takes_its_lines_along(self, calling, people):
        call_id = calling.open(access=Access.SIGNED_IN)
        citizen, other = people.citizen(), people.citizen()
        calling.collected(call_id, citizen)
        calling.collected(call_id, other)
        calling.asked(call_id, by=citizen)
        found = calling.acts(export, by=citizen)
        assert len(found["call_collections"]) == len(found["call_questions"]) == 1
        calling.acts(forget, by=citizen)
        left = calling.acts(lambda db, _me: db.scalars(select(Collection.person_id)).all())
        assert left == [other.id]
