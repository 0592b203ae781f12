"""Beginning an application and laying files into it: who may, how many, and what a second press does."""

import pytest

from portal.features.tenders.actions import applying as verbs
from portal.features.tenders.models import Applicants, Call, Requirement, Stage
from portal.features.tenders.queries import applications as queries
from portal.features.tenders.refusals.applications import (
    CallCancelled,
    ClosedAlready,
    EnoughFiles,
    NoSuchLot,
    NotForOrganisations,
    NotForPeople,
    NotYourParty,
    OtherFile,
)
from portal.kernel.audit import AuditLine
from portal.kernel.refusals import NotFound
from portal.kernel.uploads import Upload
from tests.features.tenders.commission.commissioning import PDF


class TestBeginning:
    def test_a_second_begin_leads_to_the_first(self, applying):
        ana = applying.people.citizen()
        assert applying.begun(ana) == applying.begun(ana) != applying.begun(applying.people.citizen())

    def test_several_members_of_an_organisation_have_one_application_together(self, applying):
        owner, helper = applying.people.citizen(), applying.people.citizen()
        party = applying.organisation(owner)
        applying.joins(party, helper, owner)
        application = applying.begun(owner, party)
        assert applying.begun(helper, party) == application
        applying.laid(application, helper)
        assert len(applying.uploads(application)) == 1
        assert applying.reads(lambda db: queries.the_own(db, application, [party])) is not None

    def test_in_a_name_that_is_not_ones_own_nobody_applies(self, applying):
        owner = applying.people.citizen()
        party = applying.organisation(owner)
        with pytest.raises(NotYourParty):
            applying.begun(applying.people.citizen(), party)

    @pytest.mark.parametrize(("whose", "refusal"), [(Applicants.ORGANISATIONS, NotForPeople), (Applicants.PEOPLE, NotForOrganisations)])
    def test_who_may_apply_is_the_calls_rule(self, applying, whose, refusal):
        ana = applying.people.citizen()
        party = applying.organisation(ana) if whose is Applicants.PEOPLE else f"p{ana.id}"
        applying.acts(lambda db, _me: setattr(db.get(Call, applying.call), "applicants", whose))
        with pytest.raises(refusal):
            applying.begun(ana, party)

    def test_after_the_deadline_or_where_it_is_cancelled_nothing_begins(self, applying, clock):
        ana = applying.people.citizen()
        applying.acts(lambda db, _me: setattr(db.get(Call, applying.call), "stage", Stage.CANCELLED))
        with pytest.raises(CallCancelled):
            applying.begun(ana)
        applying.acts(lambda db, _me: setattr(db.get(Call, applying.call), "stage", Stage.PUBLISHED))
        clock.moment = applying.closes()
        with pytest.raises(ClosedAlready):
            applying.begun(ana)

    def test_a_lot_that_is_not_there_is_refused(self, applying):
        with pytest.raises(NoSuchLot):
            applying.begun(applying.people.citizen(), lot=3)


class TestLayingIn:
    def test_no_more_than_are_asked_for(self, applying):
        ana = applying.people.citizen()
        application = applying.begun(ana)
        applying.laid(application, ana)
        with pytest.raises(EnoughFiles):
            applying.laid(application, ana)

    def test_the_same_file_laid_in_twice_lies_there_once(self, applying):
        ana = applying.people.citizen()
        application = applying.begun(ana)
        upload = applying.sent(application, ana)

        def act(db, me):
            return verbs.enclose(db, application, applying.asked[0], db.get(Upload, upload), by=me).id

        assert applying.acts(act, ana) == applying.acts(act, ana)

    def test_a_file_sent_for_something_else_is_not_taken(self, applying):
        ana, zoran = applying.people.citizen(), applying.people.citizen()
        mine, his = applying.begun(ana), applying.begun(zoran)
        upload = applying.sent(his, zoran)
        with pytest.raises(OtherFile):
            applying.acts(lambda db, me: verbs.enclose(db, mine, applying.asked[0], db.get(Upload, upload), by=me), ana)

    def test_taken_out_before_it_is_submitted_it_is_gone_and_after_that_the_submitted_one_stays(self, applying):
        ana = applying.people.citizen()
        application = applying.begun(ana)
        enclosure = applying.laid(application, ana)
        applying.acts(lambda db, me: verbs.take_out(db, application, enclosure, by=me), ana)
        assert applying.uploads(application) == []
        enclosure = applying.laid(application, ana, PDF + b"second")
        applying.submits(application, ana)
        applying.acts(lambda db, me: verbs.take_out(db, application, enclosure, by=me), ana)
        assert [each.is_gone for each in applying.uploads(application)] == [False]
        assert applying.in_force(application) is not None
        assert applying.reads(lambda db: verbs.is_changed(db, db.get(type(applying.the(application)), application)))

    def test_a_stranger_and_another_organisation_find_nothing(self, applying):
        ana, stranger = applying.people.citizen(), applying.people.citizen()
        applying.organisation(stranger, "Друго удружење")
        application = applying.ready(ana)
        for act in (
            lambda db, me: verbs.room(db, application, applying.asked[0], by=me),
            lambda db, me: verbs.take_out(db, application, 1, by=me),
        ):
            with pytest.raises(NotFound):
                applying.acts(act, stranger)
        with pytest.raises(NotFound):
            applying.submits(application, stranger)

    def test_a_file_is_sealed_to_the_key_of_its_envelope(self, app):
        from portal.features.tenders.queries.commission import key_for
        from tests.features.tenders.applications.applying import Applying

        two = Applying(app, envelopes=2)
        ana = two.people.citizen()
        application = two.ready(ana)
        envelopes = two.reads(lambda db: {each.id: each.envelope for each in db.query(Requirement)})
        for line in two.reads(lambda db: queries.manifest(db, db.get(type(two.the(application)), application))):
            sealed_to = two.reads(lambda db, line=line: db.get(Upload, line["upload"]).recipient)
            assert sealed_to == two.reads(lambda db, line=line: key_for(db, two.call, envelopes[line["requirement"]]).recipient)


class TestTheLog:
    def test_tells_neither_who_nor_what_nor_how_many(self, applying):
        ana = applying.people.citizen()
        application = applying.ready(ana)
        applying.rehearses(application, ana)
        applying.submits(application, ana)
        applying.withdraws(application, ana)
        lines = applying.reads(lambda db: db.query(AuditLine).filter_by(act="tenders.apply", subject_id=str(applying.call)).all())
        assert len(lines) == 5
        assert {(line.actor_id, line.subject_kind, tuple(line.details)) for line in lines} == {(None, "call", ("digest",))}
        assert len({line.details["digest"] for line in lines}) == 5
        assert not applying.reads(lambda db: db.query(AuditLine).filter_by(subject_kind="application").all())
