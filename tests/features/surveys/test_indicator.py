"""Activity 5.1.4: at least 30 % of respondents used an electronic service; met, not met, or nobody can tell."""

import pytest

from portal.features.plan.queries import Reading, Verdict
from portal.features.surveys import indicators
from portal.features.surveys.actions import publishing
from portal.features.surveys.models import Mode, Survey
from portal.features.surveys.rules.questionnaire import Said
from portal.features.surveys.rules.starter import ESERVICES, YEARLY, starter
from portal.kernel.accounts.models import Role
from portal.kernel.clock import now
from portal.kernel.db import session, work
from tests.features.surveys.polling import answered, codes_of, opened

TARGET = 0.30


def polled(people, used, of, *, published=True):
    """Some of so many used a service; the results are published."""
    survey_id = opened(ballots=of)
    for place, code in enumerate(codes_of(survey_id, of, Mode.PAPER)):
        used_it = place < used
        answered(survey_id, code, eservices="ask" if used_it else "none", why="" if used_it else "Зато.")
    group = people.someone(Role.WORKING_GROUP)
    with work() as db:
        survey = db.get_one(Survey, survey_id)
        survey.stage, survey.closed_at = "closed", now()
        if published:
            publishing.pick(db, survey_id, [("eservices", "")], by=group.person(db), seen=survey.version)
            publishing.publish(db, survey_id, Said(), by=group.person(db), seen=survey.version)
    return survey_id


def measured():
    return indicators.users(session(), now())


def verdict():
    return Reading((indicators.INDICATORS[0],), measured()).verdict(TARGET)


@pytest.mark.parametrize(("used", "of", "said"), [(50, 100, Verdict.MET), (10, 100, Verdict.NOT_MET), (34, 100, Verdict.CANNOT_TELL)])
def test_the_verdict_follows_the_interval(people, db, used, of, said):
    polled(people, used, of)
    found = measured()
    assert (found.numerator, found.denominator) == (used, of) and found.interval[0] < used / of < found.interval[1]
    assert verdict() is said and found.parts == (("On paper", of),)


def test_of_fewer_than_ten_nothing_is_said(people, db):
    polled(people, 5, 9)
    assert measured().interval is None and verdict() is None


def test_before_publication_nothing_is_counted(people, db):
    polled(people, 50, 100, published=False)
    assert (measured().numerator, measured().denominator) == (0, 0)


def test_answering_the_survey_is_no_option_of_the_question(db):
    asked = next(q for part in starter(YEARLY, []).document["sections"] for q in part["questions"] if q["code"] == ESERVICES)
    assert not [each for each in asked["choices"] if "survey" in each["value"] or "anket" in each["value"]]
    assert asked["help"]["en"] == "Answering this survey does not count." and asked["choices"][-1]["alone"]


def test_the_page_of_the_activity_says_interval_and_verdict(people, nobody, db):
    polled(people, 34, 100)
    for version, said in (("sr", "Не може се рећи"), ("lat", "Ne može se reći"), ("en", "Cannot tell")):
        nobody.opens(f"/{version}/plan/5.1.4/")
        assert nobody.sees(said)
