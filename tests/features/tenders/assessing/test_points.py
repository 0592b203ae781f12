"""Statements, conditions and points: who sees and gives what, and how points become places."""

from fractions import Fraction

import pytest
from sqlalchemy import select

from portal.features.tenders.actions import stating
from portal.features.tenders.models import Call
from portal.features.tenders.queries import assessing as queries
from portal.features.tenders.queries.lists import lines
from portal.features.tenders.refusals import assessing as refusals
from portal.features.tenders.rules import points
from portal.kernel.audit import AuditLine
from portal.kernel.refusals import NotFound, Stale


class TestFractions:
    @pytest.mark.parametrize(
        ("sum_of", "members", "shown"),
        [(1, 3, "0,33"), (2, 3, "0,67"), (1, 200, "0,01"), (1, 201, "0,00"), (100, 1, "100,00"), (1999, 200, "10,00"), (0, 3, "0,00")],
    )
    def test_two_decimals_come_of_whole_numbers(self, sum_of, members, shown):
        assert points.in_digits(Fraction(sum_of, members)) == shown

    def test_equal_ones_share_a_place_and_what_only_looks_equal_does_not(self):
        third = Fraction(1, 3)
        assert points.places([third + third + third, Fraction(1), Fraction(1000001, 1000000), Fraction(0)]) == [2, 2, 1, 4]
        assert points.places([]) == []

    def test_a_kept_fraction_is_the_same_again(self):
        assert points.read(points.written(Fraction(61, 3))) == Fraction(61, 3)


class TestStating:
    def test_nothing_is_checked_or_scored_before_the_statement(self, assessing):
        with pytest.raises(refusals.StatementFirst):
            assessing.checks(0)
        assessing.one.opens(f"{home(assessing)}prijave/{assessing.applications[0]}/uslovi/", expects=403)
        assessing.one.opens(f"{home(assessing)}ocenjivanje/")
        assert not assessing.one.sees("Прва Пријава")

    def test_a_barred_member_sees_and_scores_nothing_of_it_and_the_list_says_so(self, assessing):
        assessing.all_state()
        assessing.states(assessing.one, 0)
        assessing.one.opens(f"{home(assessing)}ocenjivanje/")
        assert not assessing.one.sees("Прва Пријава")
        with pytest.raises(refusals.Barred):
            assessing.checks(0, assessing.one)
        assessing.checks(0, assessing.other)
        assessing.checks(1)
        assessing.confirms()
        with pytest.raises(refusals.Barred):
            assessing.gives(assessing.one, 0, 30, 20)
        assessing.scored([(10, 10), (10, 10)], [None, (10, 10)], [(11, 10), (10, 10)])
        content = assessing.publishes().content
        [line] = [each for each in content["lines"] if each["application"] == assessing.applications[0]]
        assert (line["barred"], line["points"], [each["member"] for each in line["given"]]) == ([2], "41/2", [1, 3])

    def test_who_is_barred_later_loses_the_points_and_the_log_keeps_both_statements(self, assessing):
        assessing.all_state()
        assessing.all_checked()
        assessing.gives(assessing.one, 0, 30, 20)
        assessing.states(assessing.one, 0)
        assert not [key for key in assessing.sheet().points if key[1] == assessing.applications[0]]
        wanted = select(AuditLine).where(AuditLine.act == "tenders.state_conflicts", AuditLine.subject_id == str(assessing.call))
        said = [line.details["barred"] for line in assessing.reads(lambda db: db.scalars(wanted).all()) if line.details["member"] == 2]
        assert said == ["", str(assessing.applications[0])]

    def test_a_conflict_has_words_and_names_applications_of_this_call_only(self, assessing, noise):
        with pytest.raises(refusals.WhyBarred):
            assessing.states(assessing.one, 0, text="")
        with pytest.raises(NotFound):
            assessing.acts(
                lambda db, me: stating.state_conflicts(db, assessing.call, barred=noise.applications, text="Род.", by=me), assessing.one
            )

    def test_nobody_comes_back_into_an_application_after_the_scoring(self, assessing):
        assessing.all_state()
        assessing.states(assessing.one, 0)
        assessing.checks(0, assessing.other)
        assessing.checks(1)
        assessing.confirms()
        assessing.scored([(1, 1), (1, 1)], [None, (1, 1)], [(1, 1), (1, 1)])
        with pytest.raises(refusals.ScoringClosed):
            assessing.states(assessing.one)


class TestChecking:
    def test_a_no_has_a_reason_and_the_chair_confirms_the_whole(self, assessing):
        assessing.all_state()
        with pytest.raises(refusals.ReasonForNo):
            assessing.checks(0, eligible=False)
        assessing.checks(0, eligible=False, reason="Нема извода.")
        with pytest.raises(refusals.NotAllChecked):
            assessing.confirms()
        assessing.checks(1)
        with pytest.raises(refusals.OnlyChair):
            assessing.confirms(assessing.one)
        with pytest.raises(refusals.ChecksFirst):
            assessing.gives(assessing.one, 1, 1, 1)
        assessing.confirms()
        with pytest.raises(refusals.ChecksConfirmed):
            assessing.checks(0, eligible=True, seen=1)
        with pytest.raises(refusals.OnlyVoters):
            assessing.checks(0, assessing.secretary)

    def test_two_who_check_at_once_are_told(self, assessing):
        assessing.all_state()
        assessing.checks(0)
        with pytest.raises(Stale):
            assessing.checks(0, assessing.other, eligible=False, reason="Касни.")


class TestScoring:
    @pytest.mark.parametrize("given", [(31, 0), (-1, 0), (0, 21)])
    def test_points_lie_between_nought_and_the_most(self, assessing, given):
        assessing.all_state()
        assessing.all_checked()
        with pytest.raises(refusals.WrongPoints):
            assessing.gives(assessing.one, 0, *given)
        assessing.gives(assessing.one, 0, 30, 20)

    def test_others_points_are_seen_after_all_have_handed_in(self, assessing):
        assessing.all_state()
        assessing.all_checked()
        for who in assessing.voters:
            for place in (0, 1):
                assessing.gives(who, place, 29, 17)
            assessing.chair.opens(f"{home(assessing)}ocenjivanje/")
            assert not assessing.chair.sees("46,00")
            assessing.hands_in(who)
        assessing.one.opens(f"{home(assessing)}ocenjivanje/")
        assert assessing.one.sees("46,00")
        assert assessing.now().scored_at is not None

    def test_nothing_is_handed_in_with_gaps_and_what_is_stays(self, assessing):
        assessing.all_state()
        assessing.all_checked()
        assessing.gives(assessing.one, 0, 1, 1)
        with pytest.raises(refusals.PointsMissing):
            assessing.hands_in(assessing.one)
        assessing.gives(assessing.one, 1, 1, 1)
        assessing.hands_in(assessing.one)
        with pytest.raises(refusals.HandedIn):
            assessing.gives(assessing.one, 0, 2, 2)

    def test_the_chair_closes_and_what_was_not_handed_in_does_not_count(self, assessing):
        assessing.all_state()
        assessing.all_checked()
        with pytest.raises(refusals.PointsMissing):
            assessing.closes()
        for place in (0, 1):
            assessing.gives(assessing.one, place, 10, 10)
            assessing.gives(assessing.other, place, 30, 20)
        assessing.hands_in(assessing.one)
        assessing.closes()
        assert [line["points"] for line in assessing.reads(lambda db: lines(found_sheet(db, assessing)))] == ["20/1", "20/1"]

    def test_the_places_come_of_exact_means_lot_by_lot_and_ties_share_one(self, commissions, noise):
        found = commissions("А", "Б", "В", "Г", "Д", lots=["Спорт", "Култура"], of_lots=[1, 1, 1, 1, 2])
        found.all_state()
        found.all_checked(3)
        found.scored(
            [(10, 10), (10, 11), (30, 20), None, (0, 0)],
            [(10, 11), (10, 10), (30, 20), None, (0, 0)],
            [(11, 10), (11, 10), (30, 19), None, (0, 1)],
        )
        rows = found.reads(lambda db: lines(found_sheet(db, found)))
        shown = [(row["lot"], row["number"], row["place"], row["eligible"]) for row in rows]
        assert shown == [(1, 3, 1, True), (1, 1, 2, True), (1, 2, 2, True), (1, 4, 0, False), (2, 5, 1, True)]
        assert rows[1]["points"] == "62/3"


def home(assessing) -> str:
    return f"/sr/konkursi/komisija/{assessing.call}/"


def found_sheet(db, found):
    return queries.sheet(db, db.get(Call, found.call))


class TestTable:
    def test_what_is_no_number_is_refused_beside_its_box_of_the_single_form_too(self, assessing, noise):
        assessing.all_state()
        assessing.all_checked()
        first, second = assessing.criteria()
        assessing.one.opens(f"{home(assessing)}prijave/{assessing.applications[0]}/bodovi/")
        assessing.one.submits(**{f"c{first}": "много", f"c{second}": ""}, expects=422)
        assert assessing.one.sees("Упишите цео број од 0 до 30.") and assessing.one.sees("Упишите цео број од 0 до 20.")

    def test_all_points_are_given_in_one_table_a_row_may_wait_and_half_a_row_is_refused(self, assessing, noise):
        assessing.all_state()
        assessing.all_checked()
        who, address = assessing.one, f"{home(assessing)}bodovi/"
        first, second = assessing.criteria()
        a, b = assessing.applications[:2]
        who.opens(address)
        who.submits(**{f"a{a}c{first}": "20", f"a{a}c{second}": "", f"a{b}c{first}": "", f"a{b}c{second}": ""}, expects=422)
        assert who.sees("Упишите цео број од 0 до 20.") and not assessing.sheet().points
        [told] = who.page.select(".govuk-error-summary__list li")
        one = assessing.sheet().applied[0]
        assert told.text.startswith(f"{one.number}. {one.name_sr}, "), "of many boxes it says which"
        who.opens(address)
        who.submits(**{f"a{a}c{first}": "20", f"a{a}c{second}": "7", f"a{b}c{first}": "", f"a{b}c{second}": ""})
        assert [dict(each) for each in assessing.sheet().points.values()] == [{first: 20, second: 7}]
        who.opens(address)
        who.submits(**{f"a{a}c{first}": "", f"a{a}c{second}": ""}, expects=422)
        assert list(assessing.sheet().points) and who.sees("Упишите цео број од 0 до 30.")

    def test_who_is_barred_finds_no_row_and_who_has_handed_in_no_table(self, assessing):
        assessing.all_state()
        assessing.all_checked()
        assessing.states(assessing.one, 0)
        assessing.one.opens(f"{home(assessing)}bodovi/")
        names = [each["name"] for each in assessing.one.page.select("main .marks input")]
        assert names and not any(each.startswith(f"a{assessing.applications[0]}c") for each in names)
        for place in range(1, len(assessing.applications)):
            assessing.gives(assessing.one, place, 20, 10)
        assessing.hands_in(assessing.one)
        assessing.one.opens(f"{home(assessing)}bodovi/")
        assert assessing.one.sees("Сада нема пријаве којој можете да дате бодове.")
        assessing.secretary.opens(f"{home(assessing)}bodovi/", expects=403)
