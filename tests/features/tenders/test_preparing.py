"""What a department does with a call, from its first line to its end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.features.tenders import queries
from portal.features.tenders.actions import dropping, parts, preparing, publishing
from portal.features.tenders.actions.parts import Note
from portal.features.tenders.models import Call, CallKind, ChangeKind, Phase, Stage
from portal.features.tenders.refusals import calls as refusals
from portal.features.tenders.rules.clocks import Clocks
from portal.features.tenders.rules.presets import PRESETS
from portal.kernel.clock import now
from portal.kernel.db import work
from portal.kernel.files.models import StoredFile
from portal.kernel.refusals import Stale
from tests.support.together import together

DAY = timedelta(days=1)


def told(db, call_id, **words):
    """What the form of a call says when nothing but some words are different."""
    call = db.get(Call, call_id)
    same = {name: getattr(call, name) for name in preparing.LINES} | {name: call.typed.get(name, "") for name in preparing.RICH}
    return preparing.Told(unit_id=call.unit_id, **{**same, **words})


class TestPreparing:
    @pytest.mark.parametrize("kind", list(CallKind))
    def test_a_call_begins_with_what_its_kind_asks_for(self, calling, kind):
        more = {"external_address": "https://jnportal.ujn.gov.rs/1"} if kind is CallKind.EXTERNAL else {}
        call = calling.call(calling.prepared(kind, is_sealed=None, **more))
        preset = PRESETS[kind]
        assert (call.is_sealed, call.envelopes, call.applicants) == (preset.is_sealed, preset.envelopes, preset.applicants)
        assert [each.title_sr for each in call.requirements] == [each.title_sr for each in preset.requirements]
        assert [each.most for each in call.criteria] == [each.most for each in preset.criteria]
        assert call.ask_by is None if call.is_external else call.ask_by == call.closes_at - preset.ask_days * DAY

    def test_two_envelopes_are_begun_with_something_in_each(self, calling):
        call = calling.call(calling.prepared(CallKind.PURCHASE))
        assert {each.envelope for each in call.requirements} == {1, 2}

    def test_the_desk_begins_a_call_of_every_kind(self, calling):
        clerk = calling.clerk
        clerk.opens("/sr/konkursi/sto/nov/")
        clerk.submits(kind="land")
        for kind in CallKind:
            more = {"external_address": "https://jnportal.ujn.gov.rs/1"} if kind is CallKind.EXTERNAL else {}
            clerk.opens(f"/sr/konkursi/sto/nov/{kind}/")
            clerk.submits(title_sr=f"Проба {kind}", **more)
            assert clerk.page.select_one("h1").text == f"Проба {kind}"

    def test_clocks_that_do_not_follow_each_other_are_refused_beside_the_field(self, calling):
        clerk = calling.clerk
        days = {"closes_on": ["1", "12", "2026"], "ask_on": ["2", "12", "2026"], "answer_on": ["1", "12", "2026"]}
        clerk.opens("/en/konkursi/sto/nov/scholarship/")
        clerk.submits(title_sr="Стипендије", expects=422, **days)
        assert "Questions must end before applications do." in clerk.page.select_one("#ask_on-error").text
        assert clerk.page.select_one("#title_sr")["value"] == "Стипендије"
        clerk.submits(closes_time="25:00", file_kinds="application/x-sh", expects=422)
        assert "application/x-sh" in clerk.page.select_one("#file_kinds-error").text
        assert clerk.page.select_one("#closes_time-error")

    def test_a_preview_in_three_versions_saves_nothing(self, calling):
        clerk = calling.clerk
        clerk.opens("/en/konkursi/sto/nov/subsidy/")
        clerk.submits(title_sr="Пробни позив", text_sr="# Услови\n- први", button="Preview")
        assert len(clerk.page.select(".previews__one")) == 3
        assert "Probni poziv" in clerk.page.select(".previews__one")[1].text
        assert calling.acts(lambda db, _me: db.scalar(select(Call.id))) is None

    def test_two_editors_are_told_apart(self, calling):
        call_id = calling.prepared()
        calling.acts(lambda db, me: preparing.save(db, call_id, told(db, call_id, summary_sr="Прва."), by=me, seen=1 + 1))
        with pytest.raises(Stale):
            calling.acts(lambda db, me: preparing.save(db, call_id, told(db, call_id, summary_sr="Друга."), by=me, seen=1 + 1))

    def test_another_department_does_not_touch_it(self, app, calling, people):
        call_id = calling.prepared()
        other = people.clerk("finansije")
        for path in ("", "podaci/", "dokumenti/", "pitanja/", "registar/", "kriterijumi/"):
            other.opens(f"/sr/konkursi/sto/{call_id}/{path}", expects=403)

    def test_citizens_have_no_desk(self, people, nobody):
        people.citizen().opens("/sr/konkursi/sto/", expects=403)
        nobody.opens("/sr/konkursi/sto/")
        assert nobody.address == "/sr/nalog/prijava/"


class TestParts:
    def test_lots_are_numbered_anew_when_one_goes(self, calling):
        call_id = calling.prepared()
        for name in ("Прва", "Друга", "Трећа"):
            calling.acts(lambda db, me, name=name: parts.put(db, call_id, "lot", None, {"title_sr": name}, by=me, seen=calling.seen(db, call_id)))
        first = calling.call(call_id).lots[0].id
        calling.acts(lambda db, me: parts.remove(db, call_id, "lot", first, by=me, seen=calling.seen(db, call_id)))
        assert [(lot.number, lot.title_sr) for lot in calling.call(call_id).lots] == [(1, "Друга"), (2, "Трећа")]

    def test_parts_are_put_in_order_by_plain_buttons(self, calling):
        call_id, clerk = calling.prepared(), calling.clerk
        before = [each.title_sr for each in calling.call(call_id).criteria]
        page = clerk.opens(f"/sr/konkursi/sto/{call_id}/kriterijumi/")
        down = next(form for form in page.select("form") if "/dole/" in form["action"])
        clerk.submits(form=f"form[action='{down['action']}']")
        assert [each.title_sr for each in calling.call(call_id).criteria][:2] == before[1::-1]

    def test_one_is_added_and_changed_by_a_form_that_says_what_is_wrong(self, calling):
        call_id, clerk = calling.prepared(), calling.clerk
        clerk.opens(f"/en/konkursi/sto/{call_id}/kriterijumi/novo/")
        clerk.submits(most="many", expects=422)
        assert clerk.page.select_one("#title_sr-error") and clerk.page.select_one("#most-error")
        clerk.submits(title_sr="Јасноћа", most="7")
        assert calling.call(call_id).criteria[-1].most == 7


class TestPublishing:
    def test_one_gets_a_number_its_promise_and_a_public_change(self, calling):
        first, second = calling.open(), calling.open(title_sr="Други позив")
        call = calling.call(second)
        assert (calling.call(first).reference, call.reference, call.stage) == ("2026-1", "2026-2", Stage.PUBLISHED)
        assert [each.kind for each in call.changes] == [ChangeKind.PUBLISHED]
        assert call.promise.rules["objection_days"] == 8

    def test_nobody_sees_it_before(self, calling, nobody):
        call_id = calling.prepared()
        for path in ("", "izmene.atom", "izmene/1/"):
            nobody.opens(f"/sr/konkursi/{call_id}/{path}", expects=404)
        assert "удружења младих" not in nobody.opens("/sr/konkursi/").get_text()

    def test_a_sealed_one_waits_for_two_members_with_tried_keys(self, calling):
        call_id = calling.prepared(is_sealed=True)
        calling.commission(call_id, proven=1)
        with pytest.raises(refusals.NotReady):
            calling.published(call_id)
        other = calling.prepared(is_sealed=True)
        calling.commission(other)
        calling.published(other)
        assert calling.call(other).is_public

    def test_the_checklist_says_what_is_missing_and_hides_the_button(self, calling):
        call_id = calling.prepared(summary_sr="", clocks=Clocks())
        page = calling.official.opens(f"/en/konkursi/sto/{call_id}/objava/")
        assert "a summary in plain words" in page.text and "a deadline for applications" in page.text
        assert page.select("main form") == []
        with pytest.raises(refusals.NotReady):
            calling.published(call_id)

    def test_a_short_one_is_published_with_a_warning(self, calling):
        call_id = calling.prepared(lasts=5)
        page = calling.official.opens(f"/sr/konkursi/sto/{call_id}/objava/")
        assert "15" in page.select_one(".notice--error").text
        calling.official.submits(button="Објавите")
        assert calling.call(call_id).stage is Stage.PUBLISHED

    def test_a_clerk_prepares_and_an_official_publishes(self, calling):
        calling.clerk.opens(f"/sr/konkursi/sto/{calling.prepared()}/objava/", expects=403)

    def test_an_external_one_leads_to_the_other_portal_and_takes_nothing(self, calling, nobody):
        call_id = calling.prepared(CallKind.EXTERNAL, external_address="https://jnportal.ujn.gov.rs/tender/1")
        calling.published(call_id)
        page = nobody.opens(f"/en/konkursi/{call_id}/")
        links = [a["href"] for a in page.select("main a")]
        assert "https://jnportal.ujn.gov.rs/tender/1" in links
        assert not any(word in link for link in links for word in ("podizanje", "namera", "pitanje", "prijav"))
        assert calling.call(call_id).phase(now()) is Phase.ELSEWHERE

    def test_two_who_publish_at_once_make_one_publication(self, app, calling):
        call_id = calling.prepared()
        calling.documented(call_id)
        seen = calling.call(call_id).version

        def act(gate):
            gate.wait()
            with work() as db:
                publishing.publish(db, call_id, by=calling.official.person(db), seen=seen)

        faults = together(app, act, act)
        assert [type(each) for each in faults] in ([Stale], [refusals.NotPreparing])
        assert len(calling.call(call_id).changes) == 1

    def test_one_never_published_is_deleted_with_its_files(self, calling):
        kept = calling.open()
        call_id = calling.prepared()
        calling.documented(call_id, content=b"%PDF-1.7 other")
        calling.acts(lambda db, me: dropping.drop(db, call_id, by=me, seen=calling.seen(db, call_id)))
        left = calling.acts(lambda db, _me: (db.get(Call, call_id), db.scalars(select(StoredFile.name)).all()))
        assert left == (None, ["Конкурсна документација.pdf"])
        with pytest.raises(refusals.NotPreparing):
            calling.acts(lambda db, me: dropping.drop(db, kept, by=me, seen=calling.seen(db, kept)))

    def test_it_stands_in_the_search_the_feed_the_calendar_and_on_the_home_page(self, app, calling, nobody):
        call_id = calling.open()
        nobody.opens("/sr/arhiva/?q=udruzenja")
        assert nobody.sees("Конкурс за удружења младих")
        assert "Конкурс за удружења младих" in nobody.asks("/sr/konkursi/novo.atom").text
        calendar = nobody.asks("/en/konkursi/rokovi.ics").text
        assert f"UID:call-{call_id}@localhost" in calendar and "DTEND:20261213T090000Z" in calendar
        assert "удружења младих" in nobody.opens("/sr/").text


class TestChangingInPublic:
    def changed(self, calling, call_id, note="Погрешан износ.", **words):
        def act(db, me):
            said = told(db, call_id, **words)
            return publishing.change_terms(db, call_id, said, by=me, seen=calling.seen(db, call_id), note=Note(sr=note, en="A wrong amount."))

        return calling.acts(act, as_head=True)

    def moved(self, calling, call_id, by=DAY, note="Празник."):
        def act(db, me):
            call = db.get(Call, call_id)
            clocks = Clocks(
                ask_by=call.ask_by + max(by, 0 * DAY),
                answer_by=call.answer_by + max(by, 0 * DAY),
                closes_at=call.closes_at + by,
                opens_at=call.opens_at + max(by, 0 * DAY),
            )
            return publishing.move_deadline(db, call_id, clocks, by=me, seen=call.version, note=Note(sr=note))

        return calling.acts(act, as_head=True)

    def test_terms_write_a_numbered_change_in_two_languages(self, calling, nobody):
        call_id = calling.open()
        self.changed(calling, call_id, value="1.200.000 РСД")
        change = calling.call(call_id).changes[-1]
        assert (change.number, change.kind, change.asks_again) == (2, ChangeKind.TERMS, True)
        assert change.said_en == "Changed: the value.\nA wrong amount."
        assert change.said_sr.endswith("Погрешан износ.")
        assert change.details["before"] == {"value": ""}
        nobody.opens(f"/en/konkursi/{call_id}/izmene/2/")
        assert nobody.sees("A wrong amount.")

    def test_whom_to_ask_is_no_reason_to_confirm_again(self, calling):
        call_id = calling.open()
        self.changed(calling, call_id, contact="037 841 000")
        assert not calling.call(call_id).changes[-1].asks_again

    def test_nothing_is_changed_in_silence_or_for_nothing(self, calling):
        call_id = calling.open()
        with pytest.raises(refusals.NothingChanged):
            self.changed(calling, call_id)
        with pytest.raises(refusals.NoteNeeded):
            self.changed(calling, call_id, note="", value="1")
        with pytest.raises(refusals.NotPreparing):
            calling.acts(lambda db, me: preparing.save(db, call_id, told(db, call_id), by=me, seen=calling.seen(db, call_id)))

    def test_the_deadline_moves_later_and_never_earlier(self, calling):
        call_id = calling.open()
        before = calling.call(call_id).closes_at
        self.moved(calling, call_id)
        call = calling.call(call_id)
        assert call.closes_at == before + DAY
        assert call.changes[-1].details["before"]["closes_at"] == before.isoformat()
        with pytest.raises(refusals.OnlyLater):
            self.moved(calling, call_id, by=-timedelta(minutes=1))

    def test_nothing_moves_once_it_is_over(self, calling, clock):
        call_id = calling.open()
        clock.moves(days=20)
        assert calling.call(call_id).phase(now()) is Phase.CLOSED
        with pytest.raises(refusals.NotRunning):
            self.moved(calling, call_id)
        with pytest.raises(refusals.NotRunning):
            self.changed(calling, call_id, value="1")

    def test_a_change_in_the_last_days_asks_for_more_time(self, calling, clock):
        call_id = calling.open()
        calling.official.opens(f"/en/konkursi/sto/{call_id}/izmena/")
        assert not calling.official.page.select(".notice--error")
        clock.moves(days=18)
        calling.official.signs_in_again()
        calling.official.opens(f"/en/konkursi/sto/{call_id}/izmena/")
        assert "move the deadline too" in calling.official.page.select_one(".notice--error").text

    def test_what_to_hand_in_changes_in_public_and_is_never_taken_out(self, calling):
        call_id = calling.open()
        asked = calling.call(call_id).requirements[0].id
        words = {"title_sr": "Уговор", "title_en": "Contract", "is_obligatory": True, "most": 1}
        with pytest.raises(refusals.NoteNeeded):
            calling.acts(lambda db, me: parts.put(db, call_id, "requirement", None, words, by=me, seen=calling.seen(db, call_id)))
        note = Note(sr="Тражи га закон.")
        calling.acts(lambda db, me: parts.put(db, call_id, "requirement", None, words, by=me, seen=calling.seen(db, call_id), note=note))
        assert calling.call(call_id).changes[-1].said_en.startswith("Something more to hand in: Contract.")
        with pytest.raises(refusals.NotPreparing):
            calling.acts(lambda db, me: parts.remove(db, call_id, "requirement", asked, by=me, seen=calling.seen(db, call_id)))

    def test_one_is_cancelled_with_a_reason(self, calling, nobody):
        call_id = calling.open()
        head = calling.official
        head.opens(f"/sr/konkursi/sto/{call_id}/obustava/")
        head.submits(expects=422)
        head.submits(note_sr="Нема новца у буџету.")
        page = nobody.opens(f"/sr/konkursi/{call_id}/")
        assert "Нема новца у буџету." in page.text
        assert calling.call(call_id).stage is Stage.CANCELLED
        with pytest.raises(refusals.AlreadyOver):
            calling.acts(lambda db, me: publishing.cancel(db, call_id, by=me, seen=calling.seen(db, call_id), reason=note_of("Опет.")), as_head=True)

    def test_forms_of_a_public_change_keep_what_was_typed(self, calling):
        call_id, head = calling.open(), calling.official
        head.opens(f"/en/konkursi/sto/{call_id}/izmena/")
        head.submits(value="5", expects=422)
        assert head.page.select_one("#value")["value"] == "5" and head.page.select_one("#note_sr-error")
        head.submits(note_sr="Исправка.")
        head.opens(f"/en/konkursi/sto/{call_id}/rokovi/")
        days = {"ask_on": ["8", "12", "2026"], "answer_on": ["10", "12", "2026"], "opens_on": ["13", "12", "2026"]}
        head.submits(**days, closes_on=["1", "12", "2026"], note_sr="Раније.", expects=422)
        assert "never earlier" in head.page.select_one("#closes_on-error").text


def note_of(text):
    return Note(sr=text)


class TestReading:
    def test_lists_filter_and_say_when_there_is_nothing(self, calling, nobody, clock):
        open_one = calling.open()
        calling.open(title_sr="Земљиште", kind=CallKind.LAND, lasts=2)
        clock.moves(days=3)
        nobody.opens("/sr/konkursi/?faza=otvoreni")
        assert nobody.sees("Конкурс за удружења младих") and not nobody.sees("Земљиште")
        nobody.opens("/sr/konkursi/?faza=zatvoreni&vrsta=land")
        assert nobody.sees("Земљиште")
        nobody.opens("/sr/konkursi/?faza=odluceni")
        assert nobody.page.select_one(".empty")
        nobody.opens("/sr/konkursi/?faza=svasta&godina=x")
        assert nobody.sees("Земљиште") and nobody.sees("Конкурс за удружења младих")
        assert open_one

    def test_a_long_list_is_paged(self, calling, nobody):
        for number in range(queries.PAGE + 2):
            call_id = calling.prepared(CallKind.EXTERNAL, title_sr=f"Позив {number}", external_address="https://a.example/")
            calling.published(call_id)
        page = nobody.opens("/sr/konkursi/")
        assert len(page.select(".cards article")) == queries.PAGE
        nobody.opens(page.select_one("a[rel=next]")["href"])
        assert len(nobody.page.select(".cards article")) == 2

    def test_the_deadline_is_told_in_words_with_its_zone_and_the_servers_clock(self, calling, nobody, clock):
        call_id = calling.open()
        line = nobody.opens(f"/en/konkursi/{call_id}/").select_one(".countdown")
        assert "Central European Time" in line.text and "in 20 days" in line.text
        clock.moves(days=19, hours=22, minutes=30)
        assert "in 1 hour 30 minutes" in nobody.opens(f"/en/konkursi/{call_id}/").select_one(".countdown").text
        assert nobody.asks("/en/konkursi/vreme.json").json == {"now": int(now().timestamp() * 1000)}

    def test_the_page_in_the_cache_closes_by_itself(self, calling, nobody, clock):
        call_id = calling.open()
        nobody.opens(f"/en/konkursi/{call_id}/")
        clock.moves(days=20)
        page = nobody.opens(f"/en/konkursi/{call_id}/")
        assert not page.select(".countdown") and "Closed" in page.select_one(".state").text
