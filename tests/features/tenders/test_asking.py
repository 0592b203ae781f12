"""Questions on a call: in time or not, answered for everybody, and nobody learns who asked."""

from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from portal.features.tenders.actions import asking
from portal.features.tenders.actions.opening import lock_of
from portal.features.tenders.models import Access, CallQuestion, ChangeKind, QuestionState
from portal.features.tenders.refusals import calls as refusals
from portal.kernel.accounts.models import Role
from portal.kernel.audit import AuditLine
from portal.kernel.clock import clock as standing
from portal.kernel.moments import moment_of
from portal.kernel.refusals import Stale
from portal.kernel.throttle import HOUR, Limit, tries

NAME = "Аврам Непознатовић"


class TestAsking:
    def test_one_asks_until_the_minute(self, calling, people, clock):
        call_id = calling.open()
        ask_by = calling.call(call_id).ask_by
        with standing.standing_at(ask_by - timedelta(microseconds=1)):
            calling.asked(call_id)
        with standing.standing_at(ask_by), pytest.raises(refusals.AskedTooLate):
            calling.asked(call_id)

    def test_who_is_late_reads_both_moments_and_keeps_the_text(self, calling, people, clock):
        call_id, citizen = calling.open(), people.citizen()
        clock.moves(days=15, seconds=7)
        citizen.signs_in_again()
        citizen.opens(f"/en/konkursi/{call_id}/pitanje/")
        citizen.submits(text="Да ли касним?", expects=422)
        error = citizen.page.select_one("#text-error").text
        assert "8 December 2026, 10:00" in error and "10:00:07" in error
        assert "arrived at 8 December 2026, 10:00:07" in error
        assert "Да ли касним?" in citizen.page.select_one("#text").text
        found = select(AuditLine).where(AuditLine.act == "tenders.ask_refused")
        who, facts = calling.acts(lambda db, _me: next((line.actor_id, dict(line.details)) for line in db.scalars(found)))
        assert who is None and facts["digest"] == sha256("Да ли касним?".encode()).hexdigest()
        assert facts["moment"] == facts["arrived"] == (calling.call(call_id).ask_by + timedelta(seconds=7)).isoformat()

    def test_a_clock_that_was_set_back_lets_no_question_in(self, calling, clock):
        call_id = calling.open()
        ask_by = calling.call(call_id).ask_by
        clock.moves(days=15)
        calling.acts(lambda db, _me: moment_of(db, lock_of(call_id)))
        with standing.standing_at(ask_by - timedelta(hours=1)), pytest.raises(refusals.AskedTooLate):
            calling.asked(call_id)

    def test_who_asks_too_often_reads_it_beside_the_text_and_keeps_it(self, calling, people):
        call_id, citizen = calling.open(), people.citizen()
        for _ in range(20):
            calling.acts(lambda db, me: tries(db, Limit("tenders.ask", str(me.id), 20).key, HOUR), by=citizen)
        citizen.opens(f"/en/konkursi/{call_id}/pitanje/")
        citizen.submits(text="Да ли питам превише?", expects=422)
        assert "Too many attempts" in citizen.page.select_one("#text-error").text
        assert "Да ли питам превише?" in citizen.page.select_one("#text").text

    def test_what_would_tell_who_asks_is_shown_before_it_is_sent(self, calling, people):
        call_id, citizen = calling.open(), people.citizen(name=NAME)
        citizen.opens(f"/en/konkursi/{call_id}/pitanje/")
        citizen.submits(text=f"Јавите на 064 123 4567, {NAME}")
        notice = citizen.page.select_one("#noticed").text
        assert "064 123 4567" in notice and NAME in notice
        assert calling.acts(lambda db, _me: db.scalars(select(CallQuestion)).all()) == []
        citizen.submits(button="Send it as it is")
        assert len(calling.acts(lambda db, _me: db.scalars(select(CallQuestion)).all())) == 1

    def test_nobody_fills_the_desk(self, calling, people):
        call_id, citizen = calling.open(), people.citizen()
        for _ in range(asking.MOST_WAITING):
            calling.asked(call_id, by=citizen)
        with pytest.raises(refusals.TooManyQuestions):
            calling.asked(call_id, by=citizen)
        calling.asked(call_id)

    def test_a_question_needs_an_account_and_words(self, calling, people, nobody):
        call_id = calling.open()
        nobody.opens(f"/en/konkursi/{call_id}/pitanje/")
        assert nobody.address == "/en/nalog/prijava/"
        citizen = people.citizen()
        citizen.opens(f"/en/konkursi/{call_id}/pitanje/")
        citizen.submits(text=" ", expects=422)
        assert citizen.page.select_one("#text-error")


class TestAnswering:
    def test_an_answer_gets_a_number_and_is_part_of_page_and_feed(self, calling, nobody):
        call_id = calling.open()
        calling.answered(calling.asked(call_id))
        calling.answered(calling.asked(call_id, text="Друго?"), public_text="Друго питање?", answer_sr="Да.", answer_en="Yes.")
        page = nobody.opens(f"/en/konkursi/{call_id}/")
        assert [each.h3.text for each in page.select("[id^=pitanje-]")] == ["Question 1", "Question 2"]
        assert "Yes." in page.text
        assert calling.call(call_id).changes[-1].kind is ChangeKind.ANSWER
        assert "Рачуна се." in nobody.asks(f"/sr/konkursi/{call_id}/izmene.atom").text

    def test_the_asker_hears_of_the_answer_like_everybody(self, calling, people, mailbox):
        call_id, asker = calling.open(access=Access.SIGNED_IN), people.citizen()
        collector = people.citizen()
        calling.collected(call_id, collector)
        calling.answered(calling.asked(call_id, by=asker))
        calling.works()
        mine, theirs = mailbox.last(asker.email), mailbox.last(collector.email)
        assert mine["Subject"] == theirs["Subject"]

    def test_one_that_is_declined_tells_its_asker_alone_and_nothing_in_the_letter(self, calling, people, mailbox, nobody):
        call_id, asker = calling.open(), people.citizen()
        question_id = calling.asked(call_id, by=asker)
        calling.acts(lambda db, me: asking.decline(db, question_id, reason="Није о позиву.", by=me, seen=1))
        text = mailbox.last(asker.email).get_body(("plain",)).get_content()
        assert "Није о позиву." not in text and "питањ" not in text.lower()
        assert "Није о позиву." in asker.opens("/sr/konkursi/moji/").text
        assert "Није о позиву." not in nobody.opens(f"/sr/konkursi/{call_id}/").text
        with pytest.raises(Stale):
            calling.answered(question_id)

    def test_personal_data_does_not_become_public(self, calling):
        question_id = calling.asked(calling.open())
        with pytest.raises(refusals.AskerNamed):
            calling.answered(question_id, public_text="Зовите 064 123 4567")
        state = calling.acts(lambda db, _me: db.get(CallQuestion, question_id).state)
        assert state is QuestionState.WAITING

    def test_forms_say_what_is_missing_beside_the_field(self, calling):
        question_id, clerk = calling.asked(calling.open()), calling.clerk
        clerk.opens(f"/en/konkursi/sto/pitanja/{question_id}/")
        clerk.submits(expects=422)
        assert clerk.page.select_one("#answer_sr-error")
        clerk.submits(answer_sr="Да.")
        assert clerk.sees("Answered")

    def test_two_who_answer_at_once_are_told_apart(self, calling):
        question_id = calling.asked(calling.open())
        calling.answered(question_id)
        with pytest.raises(Stale):
            calling.answered(question_id)


class TestHidden:
    def test_no_page_of_staff_or_public_names_the_asker(self, calling, people, nobody, mailbox):
        call_id, asker = calling.open(), people.citizen(name=NAME)
        waits, answered, declined = (calling.asked(call_id, text=f"Питање {n}?", by=asker) for n in range(3))
        calling.answered(answered)
        calling.acts(lambda db, me: asking.decline(db, declined, reason="Није о позиву.", by=me, seen=1))
        calling.works()
        head = people.someone(Role.HEAD)
        staff = [
            f"/sr/konkursi/sto/{call_id}/",
            f"/sr/konkursi/sto/{call_id}/pitanja/",
            f"/sr/konkursi/sto/{call_id}/registar/",
            f"/sr/konkursi/sto/pitanja/{waits}/",
            f"/sr/konkursi/sto/pitanja/{waits}/odbijanje/",
            "/sr/konkursi/sto/",
            "/sr/radni-sto/",
            "/sr/radni-sto/dnevnik/",
            f"/sr/radni-sto/dnevnik/?vrsta=call_question&broj={waits}",
        ]
        public = [f"/sr/konkursi/{call_id}/", "/sr/konkursi/", f"/sr/konkursi/{call_id}/izmene/2/"]
        for reader, addresses in ((head, staff), (nobody, public)):
            for address in addresses:
                text = reader.opens(address).text
                assert NAME not in text and asker.email not in text, address
        for address in ("izmene.atom",):
            assert NAME not in nobody.asks(f"/sr/konkursi/{call_id}/{address}").text
        head.opens(f"/sr/radni-sto/dnevnik/?ko=%23{asker.id}")
        assert "tenders.ask" not in head.page.text and "итање на позив" not in head.page.text

