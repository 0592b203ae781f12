"""Lists, objections and the decision: published once, frozen, looked into and objected to in time."""

import io
from datetime import datetime
from zipfile import ZipFile

import pytest
from sqlalchemy import func, select

from portal.features.tenders.actions.list_documents import write_sheet
from portal.features.tenders.actions.minutes import digest_of
from portal.features.tenders.models import ChangeKind, Objection, RankingList, Stage
from portal.features.tenders.refusals import assessing as refusals
from portal.features.tenders.rules import terms
from portal.kernel.audit import AuditLine
from portal.kernel.clock import ZONE, WorkingCalendar
from portal.kernel.refusals import NotFound, Refusal
from tests.support.together import together

RULES = {"insight_days": 3, "objection_days": 8, "keep_years": 5}


class TestTerms:
    def test_insight_counts_working_days_and_objections_all_days(self):
        friday = datetime(2026, 11, 20, 14, tzinfo=ZONE)
        assert terms.insight(WorkingCalendar(), friday, RULES) == datetime(2026, 11, 26, tzinfo=ZONE)
        assert terms.objections(WorkingCalendar(), friday, RULES) == datetime(2026, 12, 1, tzinfo=ZONE)

    def test_a_last_day_of_objections_that_is_free_moves_to_the_next_working_day(self):
        since = datetime(2026, 11, 21, 10, tzinfo=ZONE)
        free = WorkingCalendar(free=frozenset({datetime(2026, 11, 30, tzinfo=ZONE).date()}))
        assert terms.objections(free, since, RULES) == datetime(2026, 12, 2, tzinfo=ZONE)


class TestPublishing:
    def test_the_list_is_frozen_with_its_hash_in_the_log_and_everybody_is_told(self, assessing, mailbox):
        found = assessing.listed()
        call = assessing.now()
        assert call.stage is Stage.LISTED and call.objections_until > call.insight_until > call.listed_at
        wanted = select(AuditLine).where(AuditLine.act == "tenders.publish_list")
        [line] = assessing.reads(lambda db: db.scalars(wanted).all())
        assert line.details["hash"] == found.hash == digest_of(found.content)
        changes = assessing.reads(lambda db: [each.kind for each in db.get(type(call), assessing.call).changes])
        assert changes == [ChangeKind.LISTED]
        assessing.works()
        for who, points in zip(assessing.applicants, ("30,00", "50,00"), strict=True):
            assert any(points in each.get_body(("plain",)).get_content() for each in mailbox.letters(who.email))

    def test_only_the_chair_publishes_and_after_the_scoring_only(self, assessing):
        assessing.all_state()
        assessing.all_checked()
        with pytest.raises(refusals.ScoringOpen):
            assessing.publishes()
        assessing.scored(*[[(1, 1), (2, 2)]] * 3)
        with pytest.raises(refusals.OnlyChair):
            assessing.publishes(assessing.one)

    def test_two_windows_of_the_chair_publish_one_list(self, assessing):
        assessing.all_state()
        assessing.all_checked()
        assessing.scored(*[[(1, 1), (2, 2)]] * 3)
        seen = assessing.seen

        def press(gate):
            gate.wait()
            assessing.publishes(seen=seen)

        [fault] = together(assessing.app, press, press)
        assert isinstance(fault, Refusal)
        count = select(func.count()).select_from(RankingList).where(RankingList.call_id == assessing.call)
        assert assessing.reads(lambda db: db.scalar(count)) == 1

    def test_everybody_reads_names_points_and_places_and_no_reason_or_sheet(self, assessing, nobody):
        assessing.all_state()
        assessing.all_checked(1)
        assessing.scored(*[[(20, 11), None]] * 3)
        nobody.opens(f"/sr/konkursi/{assessing.call}/rezultati/", expects=404)
        assessing.publishes()
        nobody.opens(f"/sr/konkursi/{assessing.call}/rezultati/")
        assert nobody.sees("Прва Пријава") and nobody.sees("31,00")
        assert not nobody.sees("Нема извода.")
        assessing.applicants[1].opens(f"/sr/konkursi/{assessing.call}/prijave/{assessing.applications[1]}/bodovi/")
        assert assessing.applicants[1].sees("Нема извода.")

    def test_names_never_become_formulas(self, commissions, noise):
        found = commissions("=HYPERLINK(1)", "+Друга")
        content = found.listed().content
        out = io.BytesIO()
        found.reads(lambda _db: write_sheet(out, {**content, "lines": [{**content["lines"][0], "name_sr": "=1+1", "name_en": "=1+1"}]}, version_key="en"))
        with ZipFile(out) as packed:
            assert all(b"<f>" not in packed.read(name) for name in packed.namelist())

    @pytest.mark.parametrize("what", ["docx", "odt", "xlsx"])
    def test_the_commission_prints_it_in_three_versions(self, assessing, what):
        assessing.listed()
        for key in ("sr", "lat", "en"):
            answer = assessing.one.asks(f"/sr/konkursi/komisija/{assessing.call}/liste/preliminarna-{key}.{what}")
            assert answer.status_code == 200 and answer.data[:2] == b"PK"


class TestObjecting:
    def test_one_in_time_is_taken_and_the_first_moment_after_is_refused_with_both_moments(self, assessing, clock):
        assessing.listed()
        until = assessing.now().objections_until
        clock.moment = until
        with pytest.raises(refusals.TooLateToObject) as told:
            assessing.objects(0)
        assert told.value.words["until"]
        address = f"/sr/konkursi/{assessing.call}/prijave/{assessing.applications[0]}/bodovi/"
        assert assessing.reads(lambda db: db.scalar(select(func.count()).select_from(Objection))) == 0
        assessing.applicants[0].opens(address)
        assert not assessing.applicants[0].sees("Предај приговор")

    def test_the_moment_before_the_end_is_in_time(self, assessing, clock):
        assessing.listed()
        clock.moment = assessing.now().objections_until
        clock.moves(microseconds=-1)
        assessing.objects(0)

    def test_who_is_late_keeps_the_text(self, assessing, clock):
        assessing.listed()
        who = assessing.applicants[0]
        who.opens(f"/sr/konkursi/{assessing.call}/prijave/{assessing.applications[0]}/bodovi/")
        clock.moment = assessing.now().objections_until
        who.submits(text="Бодови за буџет нису тачни.", expects=422)
        assert who.sees("Бодови за буџет нису тачни.")

    def test_only_the_applicants_people_object_and_once(self, assessing, noise):
        assessing.listed()
        for stranger in (assessing.applicants[1], noise.applicants[0], assessing.chair):
            with pytest.raises(NotFound):
                assessing.objects(0, who=stranger)
        assessing.objects(0)
        with pytest.raises(refusals.AlreadyObjected):
            assessing.objects(0)

    def test_an_accepted_one_opens_the_points_of_that_application_and_the_final_list_shows_it(self, assessing, clock):
        assessing.listed()
        one = assessing.objects(0)
        with pytest.raises(refusals.NotScored):
            assessing.gives(assessing.one, 0, 30, 20)
        assessing.answers(one, accepted=True)
        with pytest.raises(refusals.AlreadyAnswered):
            assessing.answers(one, accepted=False, who=assessing.other, seen=2)
        with pytest.raises(refusals.NotScored):
            assessing.gives(assessing.one, 1, 30, 20)
        for who in assessing.voters:
            assessing.gives(who, 0, 30, 20)
        clock.moment = assessing.now().objections_until
        content = assessing.decides(amounts={assessing.applications[0]: "250.000 РСД"}).content
        assert [(line["place"], line["changed"], line["amount"]) for line in content["lines"]] == [(1, True, "250.000 РСД"), (1, False, "")]
        assert assessing.reads(lambda db: db.scalars(select(RankingList.content).order_by(RankingList.id)).first())["lines"][0]["points"] == "50/1"

    def test_who_is_let_in_after_an_objection_waits_for_everybodys_points(self, assessing, clock):
        assessing.all_state()
        assessing.all_checked(1)
        assessing.scored(*[[(20, 11), None]] * 3)
        assessing.publishes()
        assessing.answers(assessing.objects(1), accepted=True)
        assessing.checks(1, eligible=True, seen=1)
        assessing.gives(assessing.chair, 1, 30, 20)
        clock.moment = assessing.now().objections_until
        with pytest.raises(refusals.PointsMissing):
            assessing.decides()
        assessing.gives(assessing.one, 1, 30, 20)
        assessing.gives(assessing.other, 1, 30, 20)
        assert [line["place"] for line in assessing.decides().content["lines"]] == [1, 2]

    def test_a_barred_member_answers_no_objection(self, assessing):
        assessing.all_state()
        assessing.states(assessing.one, 0)
        for place in (0, 1):
            assessing.checks(place, assessing.other)
        assessing.confirms()
        assessing.scored([(1, 1), (1, 1)], [None, (1, 1)], [(1, 1), (1, 1)])
        assessing.publishes()
        one = assessing.objects(0)
        with pytest.raises(refusals.Barred):
            assessing.answers(one, accepted=True)


class TestInsight:
    def test_applicants_look_at_the_sheets_until_the_days_are_over(self, assessing, noise, clock):
        assessing.listed()
        address = f"/sr/konkursi/{assessing.call}/uvid/"
        noise.applicants[0].opens(address, expects=404)
        assessing.applicants[1].opens(address)
        assert assessing.applicants[1].sees("Прва Пријава")
        clock.moment = assessing.now().insight_until
        assessing.applicants[1].signs_in_again()
        assessing.applicants[1].opens(address)
        assert not assessing.applicants[1].sees("Прва Пријава")


class TestDeciding:
    def test_nothing_is_decided_before_objections_are_over_and_answered(self, assessing, clock):
        assessing.listed()
        one = assessing.objects(0)
        with pytest.raises(refusals.ObjectionsOpen):
            assessing.decides()
        clock.moment = assessing.now().objections_until
        with pytest.raises(refusals.NotAnswered):
            assessing.decides()
        assessing.answers(one, accepted=False)
        with pytest.raises(refusals.WordsOfDecision):
            assessing.decides(text_sr="")
        assessing.decides()
        assert assessing.now().stage is Stage.DECIDED
        with pytest.raises(refusals.AlreadyListed):
            assessing.decides()
