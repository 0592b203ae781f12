"""Joining, handing over, "me too", decisions of moderators, and letters: what each verb does and to whom it tells it."""

import pytest

from portal.features.problems import actions, queries
from portal.features.problems.models import KIND, EventKind, State
from portal.features.problems.refusals import NotJoinable, NotJoined, NotYours, NoWayBack
from portal.kernel.accounts.models import Person, Role
from portal.kernel.clock import now
from portal.kernel.follows.actions import follow, followers
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation.actions import SamePersonAgain
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.municipality.models import Unit
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotFound
from tests.features.problems.reporting import ANSWER


def joins(reporting, twin, lead, by):
    reporting.does(lambda db, problem, by: actions.join(db, problem, db.get(type(problem), lead), by=by), twin, by=by)


def hears(reporting, id):
    return reporting._in_work(lambda db: sorted(f.email for f in followers(db, KIND, id)))


def subjects(mailbox, to):
    return [letter["Subject"] for letter in mailbox.letters(to)]


class TestJoining:
    def test_followers_move_and_come_back_when_it_was_a_mistake(self, reporting, unit):
        lead, twin = reporting.published(), reporting.published()
        reporting.does(lambda db, p: follow(db, KIND, p.id, Recipient("komsija@test.example", "sr"), confirmed=True), twin)
        joins(reporting, twin, lead, unit)
        assert hears(reporting, lead) == ["komsija@test.example"], "its reporter hears anyway"
        reporting.does(actions.separate, twin, by=unit)
        assert hears(reporting, lead) == [] and hears(reporting, twin) == ["komsija@test.example"]

    def test_the_clock_of_a_joined_report_stops_with_the_other(self, reporting, unit, clock):
        lead, twin = reporting.published(), reporting.published()
        joins(reporting, twin, lead, unit)
        assert reporting.look(twin, lambda p: p.due_at) is None
        clock.moves(hours=3)
        reporting.does(actions.answer, lead, ANSWER, by=unit)
        assert reporting.look(twin, lambda p: (p.state, p.round.answered_at)) == (State.DUPLICATE, now())
        clock.moves(hours=3)
        reporting.does(actions.resolve, lead, "", by=unit, has_photo=True)
        assert reporting.look(twin, lambda p: p.round.resolved_at) == now()

    def test_what_joins_an_answered_report_is_answered(self, reporting, unit, clock):
        lead = reporting.answered(by=unit)
        clock.moves(hours=1)
        twin = reporting.published()
        joins(reporting, twin, lead, unit)
        assert reporting.look(twin, lambda p: p.round.answered_at) == now()

    def test_two_reports_are_one_problem_and_both_are_counted(self, reporting, unit):
        lead, twin, third = (reporting.published() for _ in range(3))
        joins(reporting, third, twin, unit)
        joins(reporting, twin, lead, unit)
        assert reporting.look(lead, lambda p: p.same_count) == 2
        assert reporting.look(third, lambda p: p.joined_to_id) == lead, "a chain is not left behind"

    def test_separated_it_runs_on_as_before(self, reporting, unit, clock):
        lead, twin = reporting.published(), reporting.published()
        due = reporting.look(twin, lambda p: p.due_at)
        reporting.does(actions.accept, twin, by=unit)
        joins(reporting, twin, lead, unit)
        reporting.does(actions.separate, twin, by=unit)
        assert reporting.look(twin, lambda p: (p.state, p.due_at, p.joined_to_id)) == (State.IN_PROGRESS, due, None)
        assert reporting.look(lead, lambda p: p.same_count) == 0

    def test_it_joins_neither_itself_nor_one_that_is_joined_or_refused(self, reporting, unit):
        lead, twin, third, refused = (reporting.published() for _ in range(4))
        joins(reporting, twin, lead, unit)
        reporting.does(lambda db, p: actions.refuse(db, p, by=None, reason_sr="Не.", reason_en="No."), refused)
        for other in (third, twin, refused):
            with pytest.raises(NotJoinable):
                joins(reporting, third, other, unit)
        with pytest.raises(NotJoined):
            reporting.does(actions.separate, third, by=unit)

    def test_its_reporter_is_told_and_hears_the_answer(self, reporting, unit, mailbox):
        lead, twin = reporting.published(), reporting.published()
        joins(reporting, twin, lead, unit)
        reporting.does(actions.answer, lead, ANSWER, by=unit)
        heard = [letter.get_body(("plain",)).get_content() for letter in mailbox.letters("reporter2@")]
        assert reporting.look(lead, lambda p: p.reference) in heard[-2], "it says where to"
        assert sum(ANSWER[:30] in text for text in heard) == 1, "one letter, though the neighbour follows too"

    def test_the_public_is_led_on_to_the_one_that_stays(self, reporting, unit, nobody):
        lead, twin = reporting.published(), reporting.published()
        joins(reporting, twin, lead, unit)
        shown = reporting._in_work(lambda db: {row.id for row in queries.listed(db, queries.Filter()).rows})
        assert shown == {lead}


class TestHandingOver:
    def hand(self, reporting, id, by, text="Пут је државни.", reference=""):
        def act(db, problem, by):
            to = next(c for c in queries.competences(db) if c.key == "putevi-srbije")
            to.email = "putevi@test.example"
            actions.hand_over(db, problem, to, text, by=by, reference=reference)

        reporting.does(act, id, by=by)

    def test_it_counts_as_answered_and_the_second_clock_stops(self, reporting, unit, clock):
        id = reporting.published()
        clock.moves(hours=2)
        self.hand(reporting, id, unit)
        assert reporting.look(id, lambda p: (p.state, p.due_at, p.round.answered_at, p.round.stopped_at, p.round.resolved_at)) == (
            State.NOT_COMPETENT, None, now(), now(), None,
        )

    def test_the_reporter_reads_where_it_went_and_they_get_it_without_the_reporter(self, reporting, unit, mailbox):
        id = reporting.published(name="Радмила Стојадинов", phone="064 111 222")
        self.hand(reporting, id, unit, reference="ПС-77")
        reporter = mailbox.last("reporter1@").get_body(("plain",)).get_content()
        assert "Путеви Србије" in reporter and "ПС-77" in reporter
        letter = mailbox.last("putevi@").get_body(("plain",)).get_content()
        assert "Велика рупа на путу" in letter and "Пут је државни." in letter
        assert not [word for word in ("Радмила", "064", "reporter1@") if word in letter]

    def test_only_its_unit_hands_it_over_and_not_what_is_resolved(self, reporting, unit, people):
        id = reporting.published()
        with pytest.raises(NotYours):
            self.hand(reporting, id, people.clerk("jkp"))
        with pytest.raises(NoWayBack):
            self.hand(reporting, reporting.resolved(by=unit), unit)


class TestMeToo:
    def test_a_guest_without_an_address_counts_at_once(self, reporting):
        id = reporting.published()
        reporting.does(lambda db, p: actions.me_too(db, p, None, confirmed=False), id)
        assert reporting.look(id, lambda p: p.same_count) == 1

    def test_an_address_counts_when_it_is_confirmed_and_once(self, reporting, mailbox):
        id = reporting.published()
        guest = Recipient("komsija@test.example", "sr")
        for _ in range(2):
            reporting.does(lambda db, p: actions.me_too(db, p, guest, confirmed=False), id)
        assert reporting.look(id, lambda p: p.same_count) == 0 and len(mailbox.letters("komsija@")) == 1
        for _ in range(2):
            reporting.does(lambda db, p: actions.me_too(db, p, guest, confirmed=True), id)
        assert reporting.look(id, lambda p: p.same_count) == 1 and hears(reporting, id) == ["komsija@test.example"]


class TestRouting:
    def test_only_who_dispatches_passes_a_report_to_a_unit(self, reporting, unit, centre):
        id = reporting.published()
        jkp = reporting.unit("jkp")
        to_jkp = lambda db, p, by: actions.assign(db, p, db.get(Unit, jkp), by=by)  # noqa: E731
        with pytest.raises(NotYours):
            reporting.does(to_jkp, id, by=unit)
        reporting.does(to_jkp, id, by=centre)
        assert reporting.look(id, lambda p: (p.unit.key, p.accepted_at)) == ("jkp", None)

    def test_people_of_the_unit_are_written_to_or_else_its_address_with_a_link(self, reporting, unit, mailbox):
        reporting.reachable("jkp", "jkp@test.example")
        reporting.published()
        reporting.published(category="water")
        assert len(mailbox.letters(unit.email)) == 1 and "/veza/" not in str(mailbox.last(unit.email).get_body(("plain",)).get_content())
        assert "/veza/" in mailbox.last("jkp@").get_body(("plain",)).get_content()


class TestModerators:
    def test_an_approved_report_is_public_and_its_reporter_told_once(self, reporting, mailbox):
        id = reporting.published()
        assert reporting.look(id, lambda p: (p.is_public, p.public_text == p.text, p.state)) == (True, True, State.ROUTED)
        assert len([s for s in subjects(mailbox, "reporter1@") if "јавна" in s]) <= 1 and len(mailbox.letters("reporter1@")) == 2

    def test_what_is_blacked_out_is_nowhere_in_public(self, reporting):
        text = "Зовите 064 123 45 67, рупа је огромна."
        id = reporting.reported(text)
        start = text.index("064")
        reporting.decided(id, Verdict.REDACT, redactions={"text": [(start, start + 13)]})
        public, written = reporting.look(id, lambda p: (p.public_text, p.text))
        assert "064" not in public and "рупа је огромна" in public and written == text

    def test_a_refusal_stops_the_work_and_an_appeal_that_succeeds_starts_it_again(self, reporting, people, clock):
        id = reporting.reported()
        due = reporting.look(id, lambda p: p.due_at)
        reporting.decided(id, Verdict.REFUSE, reason_text="Вређа.")
        assert reporting.look(id, lambda p: (p.state, p.due_at, p.is_public)) == (State.REFUSED, None, False)
        reporting._in_work(lambda db: moderation.appeal(db, item_of(db, KIND, id).id, "Нисам вређао.", by=None))
        with pytest.raises(SamePersonAgain):
            reporting.decided(id, Verdict.APPROVE)
        reporting.decided(id, Verdict.APPROVE, by=people.moderator())
        assert reporting.look(id, lambda p: (p.state, p.due_at, p.is_public, p.rounds_count)) == (State.ROUTED, due, True, 1)

    def test_a_report_that_is_answered_before_it_is_refused_is_hidden_and_stays_answered(self, reporting, unit, mailbox):
        id = reporting.reported()
        reporting.does(actions.answer, id, ANSWER, by=unit)
        reporting.decided(id, Verdict.REFUSE, reason_text="Вређа.")
        assert reporting.look(id, lambda p: (p.state, p.is_public, p.events[-1].kind)) == (State.ANSWERED, False, EventKind.HIDDEN)
        assert "Вређа." in mailbox.last("reporter1@").get_body(("plain",)).get_content()

    def test_nobody_decides_on_what_they_reported(self, reporting, people):
        from portal.kernel.moderation.actions import OwnSubmission

        moderator = people.moderator()
        id = reporting.reported(by=moderator)
        with pytest.raises(OwnSubmission):
            reporting.decided(id, Verdict.APPROVE, by=moderator)

    def test_a_refused_report_opened_again_by_staff_is_what_it_was(self, reporting, centre):
        id = reporting.published()
        reporting.does(lambda db, p: actions.refuse(db, p, by=None, reason_sr="Не.", reason_en="No."), id)
        assert reporting.look(id, lambda p: p.is_public) is False
        reporting.does(actions.reopen, id, by=centre)
        assert reporting.look(id, lambda p: (p.state, p.is_public)) == (State.ROUTED, True)


class TestRelease:
    def test_words_are_read_once(self, reporting, unit):
        id = reporting.published()
        reporting.does(actions.say_news, id, "Кренули смо.", by=None, by_link=True)
        event = reporting.look(id, lambda p: p.events[-1].id)

        def release(db):
            actions.release(db, queries.event(db, event), by=db.get(Person, unit.id))

        reporting._in_work(release)
        with pytest.raises(NotFound):
            reporting._in_work(release)

    def test_news_by_a_link_are_told_to_followers_when_read_and_not_before(self, reporting, unit, mailbox):
        id = reporting.published()
        before = len(mailbox.letters("reporter1@"))
        reporting.does(actions.say_news, id, "Кренули смо на терен.", by=None, by_link=True)
        assert len(mailbox.letters("reporter1@")) == before
        event = reporting.look(id, lambda p: p.events[-1].id)
        reporting._in_work(lambda db: actions.release(db, queries.event(db, event), by=db.get(Person, unit.id)))
        assert "Кренули смо на терен." in mailbox.last("reporter1@").get_body(("plain",)).get_content()

    def test_another_unit_reads_nothing_of_it(self, reporting, people):
        id = reporting.published()
        reporting.does(actions.say_news, id, "Кренули смо.", by=None, by_link=True)
        event, other = reporting.look(id, lambda p: p.events[-1].id), people.clerk("jkp")
        with pytest.raises(NotYours):
            reporting._in_work(lambda db: actions.release(db, queries.event(db, event), by=db.get(Person, other.id)))


class TestEscalation:
    @pytest.fixture
    def people_of(self, people):
        """Those who are told: a clerk of the unit, its head, the head of administration, a clerk of the service centre."""
        return (
            people.clerk("urbanizam"), people.someone(Role.OFFICIAL, scope="urbanizam"), people.someone(Role.HEAD), people.clerk(),
        )

    def runs(self, reporting):
        reporting._in_work(actions.escalate)

    def counts(self, mailbox, people_of, sure=""):
        return [len([letter for letter in mailbox.letters(person.email) if "2026-" not in letter["Subject"]]) for person in people_of]

    def test_each_is_told_in_turn_and_once(self, reporting, people_of, mailbox, clock):
        reporting.reported()
        self.runs(reporting)
        assert self.counts(mailbox, people_of) == [0, 0, 0, 0], "48 hours are left"
        clock.moves(hours=25)
        for _ in range(2):
            self.runs(reporting)
        assert self.counts(mailbox, people_of) == [1, 0, 0, 0], "the unit is warned"
        clock.moves(hours=24)
        for _ in range(2):
            self.runs(reporting)
        assert self.counts(mailbox, people_of) == [2, 1, 0, 0], "broken: the unit and its head"
        clock.moves(hours=24)
        for _ in range(2):
            self.runs(reporting)
        assert self.counts(mailbox, people_of) == [2, 1, 1, 0], "a day later the head of administration"

    def test_many_reports_are_one_letter(self, reporting, people_of, mailbox, clock):
        for _ in range(60):
            reporting.reported(email="")
        clock.moves(hours=49)
        self.runs(reporting)
        assert self.counts(mailbox, people_of)[:2] == [1, 1]
        text = mailbox.last(people_of[1].email).get_body(("plain",)).get_content()
        assert "2026-1 " in text and "10" in text, "fifty lines and how many more"

    def test_reports_of_no_unit_go_to_those_who_dispatch(self, reporting, people_of, mailbox, clock):
        reporting.reported(category="other")
        clock.moves(hours=25)
        self.runs(reporting)
        assert self.counts(mailbox, people_of) == [0, 0, 0, 1]

    def test_a_unit_that_nobody_can_write_to_has_its_digest_read_by_those_who_dispatch(self, reporting, people_of, mailbox, clock):
        reporting.reported(category="water")
        clock.moves(hours=25)
        self.runs(reporting)
        assert self.counts(mailbox, people_of) == [0, 0, 0, 1]

    def test_what_is_answered_is_told_to_nobody_before_its_resolution_is_due(self, reporting, people_of, mailbox, clock):
        reporting.answered(by=people_of[0])
        clock.moves(hours=60)
        self.runs(reporting)
        assert self.counts(mailbox, people_of) == [0, 0, 0, 0]

    def test_who_is_away_is_stood_in_for(self, reporting, people, people_of, mailbox, clock):
        from portal.kernel.clock import local_date
        from portal.kernel.municipality.queries import office

        deputy, head = people.citizen("Заменица"), people_of[1]

        def away(db):
            term = office(db, "odbornik-1").terms[-1]
            term.person_id, term.deputy_id = head.id, deputy.id
            term.absent_from, term.absent_to = local_date(now()), None

        reporting._in_work(away)
        reporting.reported()
        clock.moves(hours=49)
        self.runs(reporting)
        assert self.counts(mailbox, [head, deputy]) == [0, 1]

    def test_a_report_opened_again_is_told_anew(self, reporting, people_of, mailbox, clock):
        id = reporting.reported()
        clock.moves(hours=49)
        self.runs(reporting)
        reporting.does(actions.answer, id, ANSWER, by=people_of[0])
        reporting.does(actions.resolve, id, "", by=people_of[0], has_photo=True)
        reporting.does(actions.say_whether_true, id, true=False)
        clock.moves(hours=49)
        self.runs(reporting)
        assert self.counts(mailbox, people_of)[1] == 2


def test_a_year_after_the_end_the_reporter_is_forgotten_and_the_report_stays(reporting, unit, clock):
    old = reporting.resolved(by=unit, name="Марија Петровић", phone="064 123 45 67")
    clock.moves(days=300)
    young = reporting.resolved(by=unit)
    still_open = reporting.published()
    clock.moves(days=66)
    assert reporting._in_work(actions.forget_reporters) == 1
    assert reporting._in_work(actions.forget_reporters) == 0, "once"
    gone = reporting.look(old, lambda p: (p.reporter_name, p.reporter_email, p.reporter_phone, p.public_text != ""))
    assert gone == ("", "", "", True)
    for id in (young, still_open):
        assert reporting.look(id, lambda p: p.reporter_email) != ""
