"""A survey beside an earlier one: by the code of each question, with the difference and its interval, and honest about chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.features.surveys.actions import publishing
from portal.features.surveys.models import Mode, Publication, Survey
from portal.features.surveys.queries import comparison, publication
from portal.features.surveys.rules import intervals
from portal.features.surveys.rules.comparing import Side, Trend, compared
from portal.features.surveys.rules.questionnaire import Said
from portal.kernel.accounts.models import Role
from portal.kernel.clock import now
from portal.kernel.db import session, work
from tests.features.surveys.polling import answered, codes_of, opened


def side(yes, n, title="Питање", population=0):
    shares = {"yes": (Said(sr="Да"), intervals.wilson(yes, n)), "no": (Said(sr="Не"), intervals.wilson(n - yes, n))}
    return Side(title=Said(sr=title), n=n, shares=shares, population=population)


class TestRule:
    def test_cesid_grew_from_37_to_45_percent_and_that_is_sure(self):
        """The published waves of 2017 and 2019, about 11,400 people each time (knowledge file, 2.5)."""
        [found] = compared({"cares": side(4218, 11400)}, {"cares": side(5124, 11387)})
        up, down = found.shares
        assert up.trend is Trend.UP and down.trend is Trend.DOWN and round(100 * up.by.value, 1) == 8.0
        assert not found.is_reworded

    def test_a_difference_with_nought_inside_is_none_that_one_may_tell(self):
        [found] = compared({"cares": side(40, 100)}, {"cares": side(45, 100)})
        assert {each.trend for each in found.shares} == {Trend.CANNOT_TELL}

    def test_questions_of_one_wave_only_are_left_out_and_other_words_are_said(self):
        [found] = compared({"a": side(5, 20), "gone": side(5, 20)}, {"new": side(5, 20), "a": side(5, 20, title="Друго")})
        assert found.key == "a" and found.is_reworded

    def test_what_is_hidden_or_too_few_has_no_difference(self):
        few = Side(title=Said(sr="Питање"), n=3, shares={"yes": (Said(sr="Да"), None), "no": (Said(sr="Не"), None)})
        [found] = compared({"a": few}, {"a": side(10, 20)})
        assert [each.by for each in found.shares] == [None, None] and found.mean is None and found.nps is None

    @given(st.integers(0, 50), st.integers(0, 50))
    def test_looked_at_the_other_way_round_it_is_the_same_difference(self, one, other):
        [there] = compared({"a": side(one, 50)}, {"a": side(other, 50)})
        [back] = compared({"a": side(other, 50)}, {"a": side(one, 50)})
        assert there.shares[0].by.value == pytest.approx(-back.shares[0].by.value)
        assert there.shares[0].by.low == pytest.approx(-back.shares[0].by.high)


@pytest.fixture
def waves(db):
    """Two closed surveys of a series: 20 of 60 trusted last year, 50 of 60 do now; and an open one of another series."""
    first, second = opened(ballots=70, title="Анкета 2025."), opened(ballots=70, title="Анкета 2026.")
    opened(ballots=2, series="noise", title="Друга анкета")
    for survey_id, trusting in ((first, 20), (second, 50)):
        for place, code in enumerate(codes_of(survey_id, 60, Mode.PAPER)):
            answers = {"contact": "yes" if place < trusting else "no", "trust": "5" if place < trusting else "2"}
            answered(survey_id, code, eservices="ask", advise=str(place % 11), age=str(30 + place), **answers)
    with work() as writing:
        for survey_id, number in ((first, 0), (second, 1)):
            survey = writing.get_one(Survey, survey_id)
            survey.stage, survey.opened_at, survey.closed_at = "closed", now().replace(year=2024 + number), now()
    return first, second


def found_of(waves):
    one, other = (session().get_one(Survey, each) for each in waves)
    return {each.key: each for each in comparison.of_surveys(session(), one, other)}


def publishes(group, survey_id, *keys):
    for act in ("pick", "publish"):
        with work() as db:
            seen, me = db.get_one(Survey, survey_id).version, group.person(db)
            if act == "pick":
                publishing.pick(db, survey_id, [(key, "") for key in keys], by=me, seen=seen)
            else:
                publishing.publish(db, survey_id, Said(sr="Текст."), by=me, seen=seen)


class TestSurveys:
    def test_each_question_is_found_by_its_code(self, waves):
        found = found_of(waves)
        yes = found["contact"].shares[0]
        assert (yes.before.value, yes.after.value) == (20 / 60, 50 / 60) and yes.trend is Trend.UP
        assert found["trust"].mean.by.value == pytest.approx((50 * 5 + 10 * 2) / 60 - (20 * 5 + 40 * 2) / 60)
        assert found["age"].mean.trend is Trend.CANNOT_TELL and found["advise"].nps.by.value == 0

    def test_earlier_ones_of_the_series_the_newest_first(self, waves):
        survey = session().get_one(Survey, waves[1])
        assert [each.id for each in comparison.earlier(session(), survey)] == [waves[0]]
        assert comparison.earlier(session(), session().get_one(Survey, waves[0])) == []

    def test_the_published_reports_say_the_same_and_nothing_that_one_of_them_hides(self, people, waves):
        group = people.someone(Role.WORKING_GROUP)
        publishes(group, waves[0], "contact", "trust")
        publishes(group, waves[1], "contact", "trust", "advise")
        one, other = (publication.newest(session(), each) for each in waves)
        found = {each.key: each for each in comparison.of_publications(one, other)}
        whole = found_of(waves)
        assert found.keys() == {"contact", "trust"}
        for key in found:
            for here, there in zip(found[key].differences, whole[key].differences, strict=True):
                assert here.by.value == pytest.approx(there.by.value, abs=2e-6)
                assert here.by.low == pytest.approx(there.by.low, abs=2e-6) and here.trend is there.trend


def hidden(document):
    questions = [{**each, "whole": False, "rows": [{**row, "number": None, "share": None} for row in each["rows"]]} for each in document["questions"]]
    return Publication(survey_id=1, number=1, published_at=now(), published_by_id=None, document={**document, "questions": questions}, digest="")


def test_a_hidden_share_has_no_difference(people, waves):
    group = people.someone(Role.WORKING_GROUP)
    for each in waves:
        publishes(group, each, "trust")
    one, other = (publication.newest(session(), each) for each in waves)
    [found] = comparison.of_publications(hidden(one.document), other)
    assert [each.by for each in found.shares] == [None] * 5 and found.mean is None


class TestPages:
    def test_the_working_group_sees_what_changed_before_anybody_else(self, people, nobody, waves):
        group = people.someone(Role.WORKING_GROUP)
        group.opens(f"/sr/ankete/{waves[1]}/brojevi/")
        assert group.sees("Поређење са ранијом анкетом")
        group.opens(f"/sr/ankete/{waves[1]}/poredjenje/")
        assert group.sees("Анкета 2025.") and group.sees("+50 (") and group.sees("Порасло")
        group.opens(f"/lat/ankete/{waves[0]}/poredjenje/")
        assert group.sees("prva anketa u svom nizu")
        nobody.opens(f"/sr/ankete/{waves[1]}/poredjenje/")
        assert not nobody.sees("Порасло")
        nobody.opens(f"/sr/ankete/{waves[1]}/rezultati/poredjenje/", expects=404)

    def test_everybody_sees_it_once_both_are_published(self, people, nobody, waves):
        group = people.someone(Role.WORKING_GROUP)
        publishes(group, waves[1], "contact")
        nobody.opens(f"/en/ankete/{waves[1]}/rezultati/poredjenje/", expects=404)
        publishes(group, waves[0], "contact")
        nobody.opens(f"/en/ankete/{waves[1]}/rezultati/")
        assert nobody.sees("What changed since the last survey")
        nobody.opens(f"/en/ankete/{waves[1]}/rezultati/poredjenje/")
        assert nobody.sees("60 answered before") and nobody.sees("Went up") and len(nobody.page.select("main tbody tr")) == 2
