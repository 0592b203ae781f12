"""Submitting: the moment decides, everybody gets a receipt, and nothing is submitted twice or lost."""

import contextlib
import threading
from datetime import timedelta

import pytest

from portal.features.tenders.actions.collecting import hides_people
from portal.features.tenders.models import ApplicationState, Attempt, Call, ChangeKind, Stage, Submission
from portal.features.tenders.queries import applications as queries
from portal.features.tenders.refusals.applications import MandateNeeded, NothingSubmitted, WithdrawnTooLate
from portal.kernel import clock as clocks
from portal.kernel import receipts
from portal.kernel.accounts.models import Person
from portal.kernel.audit import AuditLine
from portal.kernel.db import work
from portal.kernel.organisations.models import MemberRole
from portal.kernel.receipts import Verdict
from tests.features.tenders.commission.commissioning import PDF
from tests.support.together import together

MS = timedelta(milliseconds=1)


def is_sound(applying, receipt) -> bool:
    return applying.reads(lambda _db: receipts.verify(receipt, *(key.pem for key in receipts.public_keys()))) is Verdict.SOUND


class TestInTime:
    def test_a_complete_application_is_frozen_and_its_receipt_says_all_of_it(self, applying, clock):
        ana = applying.people.citizen("Ана Анић")
        application = applying.ready(ana)
        clock.moment = applying.closes() - MS
        made = applying.submits(application, ana)
        assert isinstance(made, Submission)
        assert is_sound(applying, made.receipt)
        said = made.receipt["statement"]
        assert (said["kind"], said["party"], said["reference"]) == ("submission", "Ана Анић", made.reference)
        assert said["moment"] == made.at.isoformat() == (applying.closes() - MS).isoformat()
        assert [each["root"] for each in said["files"]] == [each["root"] for each in made.manifest["files"]]
        assert all(each.frozen_at for each in applying.uploads(application))
        assert applying.the(application).state is ApplicationState.SUBMITTED

    def test_its_digest_stands_in_the_log(self, applying):
        ana = applying.people.citizen()
        made = applying.submits(applying.ready(ana), ana)
        lines = applying.reads(lambda db: [line.details.get("digest") for line in db.query(AuditLine)])
        assert queries.digest_of(made.receipt) in lines

    def test_a_new_one_replaces_it_and_the_old_one_stays(self, applying):
        ana = applying.people.citizen()
        application = applying.ready(ana)
        first, second = applying.submits(application, ana), applying.submits(application, ana)
        assert second.receipt["statement"]["replaces"] == first.reference
        assert applying.in_force(application).id == second.id
        assert [each.id for each in applying.submissions()] == [first.id, second.id]

    def test_the_commission_opens_what_is_in_force_alone(self, applying, clock):
        ana, zoran = applying.people.citizen(), applying.people.citizen()
        mine = applying.ready(ana, content=PDF + b"mine")
        applying.submits(mine, ana)
        last = applying.submits(mine, ana)
        his = applying.ready(zoran)
        applying.submits(his, zoran)
        applying.withdraws(his, zoran)
        clock.moves(days=20, hours=2)
        opening = applying.commissioning.opens(applying.commission)
        assert opening.submissions == [last.id]
        assert [(file.name, file.size, file.fault) for file in applying.commissioning.found(applying.call)] == [("plan.pdf", len(PDF) + 4, "")]
        assert applying.commissioning.faults() == []


class TestRefused:
    def test_at_the_very_moment_and_a_millisecond_after_it_is_late_with_proof(self, applying, clock):
        ana = applying.people.citizen()
        application = applying.ready(ana)
        for late in (timedelta(0), MS):
            clock.moment = applying.closes() + late
            tried = applying.submits(application, ana, arrived=applying.closes() - MS)
            assert isinstance(tried, Attempt)
            assert is_sound(applying, tried.receipt)
            said = tried.receipt["statement"]
            assert (said["kind"], said["reason"], said["late_by_milliseconds"]) == ("refusal", "late", int(late / MS))
            assert said["arrived_at"] == (applying.closes() - MS).isoformat()
            assert len(said["files"]) == 1
        assert applying.submissions() == []
        assert all(each.frozen_at is None for each in applying.uploads(application))

    def test_what_is_missing_is_named(self, applying):
        ana = applying.people.citizen()
        tried = applying.submits(applying.begun(ana), ana)
        assert (tried.why, tried.receipt["statement"]["missing"]) == ("incomplete", ["Образац 1"])

    def test_a_cancelled_call_takes_nothing(self, applying):
        ana = applying.people.citizen()
        application = applying.ready(ana)
        applying.acts(lambda db, _me: setattr(db.get(Call, applying.call), "stage", Stage.CANCELLED))
        assert applying.submits(application, ana).why == "cancelled"

    def test_who_may_only_prepare_is_refused_with_proof_and_a_representative_submits_the_same(self, applying):
        owner, helper, speaker = (applying.people.citizen() for _ in range(3))
        party = applying.organisation(owner)
        applying.joins(party, helper, owner)
        applying.joins(party, speaker, owner, MemberRole.REPRESENTATIVE)
        application = applying.ready(helper, party)
        assert applying.submits(application, helper).why == "mandate"
        assert isinstance(applying.submits(application, speaker), Submission)
        with pytest.raises(MandateNeeded):
            applying.withdraws(application, helper)

    def test_an_upload_that_the_deadline_overtakes_is_not_lost_and_not_taken(self, applying, clock):
        ana = applying.people.citizen()
        application = applying.begun(ana)
        applying.sent(application, ana)
        clock.moment = applying.closes()
        assert applying.submits(application, ana).why == "late"
        assert len(applying.uploads(application)) == 1

    def test_a_clock_set_back_lets_nobody_in_again(self, applying, clock):
        ana, zoran = applying.people.citizen(), applying.people.citizen()
        mine, his = applying.ready(ana), applying.ready(zoran)
        clock.moment = applying.closes()
        assert applying.submits(mine, ana).why == "late"
        clock.moment = applying.closes() - timedelta(hours=1)
        assert applying.submits(his, zoran).why == "late"


class TestRehearsal:
    def test_goes_the_whole_way_and_submits_nothing(self, applying):
        ana = applying.people.citizen()
        application = applying.ready(ana)
        made = applying.rehearses(application, ana)
        said = made.receipt["statement"]
        assert is_sound(applying, made.receipt)
        assert (made.why, said["kind"], said["would_be"], said["reason"]) == ("rehearsal", "rehearsal", "accepted", "")
        assert applying.submissions() == []
        assert all(each.frozen_at is None for each in applying.uploads(application))
        assert applying.the(application).rehearsed_at == made.at

    def test_says_what_would_be_refused(self, applying):
        ana = applying.people.citizen()
        assert applying.rehearses(applying.begun(ana), ana).receipt["statement"]["would_be"] == "incomplete"


class TestAfterwards:
    def test_it_is_taken_back_until_the_deadline_with_a_receipt_and_submitted_anew(self, applying, clock):
        ana = applying.people.citizen()
        application = applying.ready(ana)
        applying.submits(application, ana)
        taken = applying.withdraws(application, ana)
        assert is_sound(applying, taken.withdrawal)
        assert taken.withdrawal["statement"]["kind"] == "withdrawal"
        assert applying.in_force(application) is None
        with pytest.raises(NothingSubmitted):
            applying.withdraws(application, ana)
        applying.submits(application, ana)
        clock.moment = applying.closes()
        with pytest.raises(WithdrawnTooLate):
            applying.withdraws(application, ana)
        assert applying.in_force(application) is not None

    def test_after_a_change_that_asks_again_the_same_files_are_confirmed_under_it(self, applying):
        from portal.features.tenders.actions.shared import happened

        ana = applying.people.citizen()
        application = applying.ready(ana)
        first = applying.submits(application, ana)
        number = applying.acts(
            lambda db, me: happened(db, db.get(Call, applying.call), ChangeKind.TERMS, me, asks_again=True, said_sr="Рок.").number
        )

        def to_confirm(db):
            one = db.get(type(applying.the(application)), application)
            return queries.to_confirm(db, one, db.get(Submission, one.current_id))

        assert applying.reads(to_confirm).number == number
        again = applying.submits(application, ana, change=number, again=True)
        assert again.manifest == first.manifest
        assert again.change == again.receipt["statement"]["change"] == number
        assert applying.reads(to_confirm) is None

    def test_before_the_opening_people_are_hidden(self, applying):
        assert applying.reads(lambda db: hides_people(db.get(Call, applying.call)))


def straddling(app, applying, clock, monkeypatch, number: int) -> None:
    """So many people submit at once while the clock runs over the deadline; exactly those with a moment before it are in."""
    who = [applying.people.citizen() for _ in range(number)]
    pairs = [(applying.ready(each), each) for each in who]
    closes = applying.closes()
    clock.moment = closes - timedelta(milliseconds=number // 2)
    guard = threading.Lock()

    def runs():
        with guard:
            clock.moment += timedelta(milliseconds=0.5) if clock.moment < closes else MS
            return clock.moment

    monkeypatch.setattr(clocks.clock, "_source", runs)
    found = []

    def one(application, visitor):
        def act(gate):
            gate.wait()
            with work() as db:
                from portal.features.tenders.actions import submitting

                made = submitting.submit(db, application, by=db.get_one(Person, visitor.id), change=0)
                line = type(made).__name__, made.at, made.receipt["statement"]["moment"]
            found.append(line)

        return act

    assert together(app, *(one(*pair) for pair in pairs)) == []
    assert len(found) == number
    assert {kind for kind, at, _ in found if at < closes} <= {"Submission"}
    assert {kind for kind, at, _ in found if at >= closes} <= {"Attempt"}
    kept = applying.submissions()
    assert {each.at for each in kept} == {at for kind, at, _ in found if kind == "Submission"}
    assert all(each.at < closes for each in kept)
    assert len(kept) + len(applying.attempts()) == number
    assert all(at.isoformat() == said for _, at, said in found)


class TestAtOnce:
    def test_of_many_across_the_deadline_exactly_those_before_it_are_in(self, app, applying, clock, monkeypatch):
        straddling(app, applying, clock, monkeypatch, 24)

    @pytest.mark.slow
    def test_of_two_hundred_too(self, app, applying, clock, monkeypatch):
        straddling(app, applying, clock, monkeypatch, 200)

    def test_two_members_of_one_organisation_submit_and_the_newest_counts(self, app, applying):
        owner, speaker = applying.people.citizen(), applying.people.citizen()
        party = applying.organisation(owner)
        applying.joins(party, speaker, owner, MemberRole.REPRESENTATIVE)
        application = applying.ready(owner, party)

        def one(visitor):
            def act(gate):
                gate.wait()
                with contextlib.suppress(RuntimeError), work() as db:
                    from portal.features.tenders.actions import submitting

                    submitting.submit(db, application, by=db.get_one(Person, visitor.id), change=0)

            return act

        assert together(app, one(owner), one(speaker)) == []
        made = applying.submissions(application)
        assert len(made) == 2
        assert applying.in_force(application).id == max(made, key=lambda each: (each.at, each.id)).id
