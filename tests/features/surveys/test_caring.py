"""After a service: whoever was served is asked two questions, once, and nobody can tell whose answer is whose."""

from datetime import date, timedelta

import pytest

from portal.features.surveys.actions import caring, secrets
from portal.features.surveys.models import Ballot, Grant, PoolCode, Response, Series, Stage, Survey
from portal.features.surveys.queries.caring import asking, quarters, series_after
from portal.features.surveys.rules.quarters import Quarter, quarter_of
from portal.kernel import aftercare
from portal.kernel.accounts.models import Role
from portal.kernel.clock import clock, now
from portal.kernel.db import session, work
from portal.kernel.refusals import NotFound
from tests.features.problems.reporting import Reporting
from tests.features.questions.asking import Asking
from tests.features.surveys.surveying import Surveying

QUESTIONS, PROBLEMS = "questions.answer", "problems.solve"


@pytest.fixture
def surveying(app, db):
    """Surveys after services are open for this quarter."""
    found = Surveying(app)
    keeps(found)
    return found


def keeps(surveying):
    """What the worker does every day."""
    surveying.acts(lambda db, _me: caring.keep_running(db))
    surveying.works()


def current(service=QUESTIONS):
    session().rollback()
    return asking(session(), service)


def link(occasion="question:1", service=QUESTIONS):
    session().rollback()
    return aftercare.address(service, occasion)


def answers(nobody, address, satisfied="5"):
    """Go from the letter to the thanks."""
    nobody.opens(address)
    nobody.submits(button="Одговорите")
    nobody.submits(**{"q.satisfied": satisfied}, button="Прегледајте све одговоре")
    nobody.submits(button="Пошаљите одговоре")


@pytest.mark.parametrize("day, quarter, starts", [(date(2026, 1, 1), Quarter(2026, 1), date(2026, 1, 1)), (date(2026, 11, 23), Quarter(2026, 4), date(2026, 10, 1)), (date(2026, 9, 30), Quarter(2026, 3), date(2026, 7, 1))])
def test_a_day_lies_in_a_quarter(day, quarter, starts):
    assert quarter_of(day) == quarter and quarter.starts_on == starts and quarter_of(quarter.following.starts_on) == quarter.following


def test_each_service_has_a_series_and_one_survey_a_quarter(surveying):
    keeps(surveying)
    assert set(series_after(session())) == {QUESTIONS, PROBLEMS}
    found = session().query(Survey).all()
    assert [each.stage for each in found] == [Stage.OPEN, Stage.OPEN]
    assert current().title_sr == "Одговор на питање: задовољство, 4. тромесечје 2026."
    assert current().title_en == "Answer to a question: satisfaction, quarter 4 of 2026"


def test_the_next_quarter_has_its_own_and_letters_of_the_last_one_are_answered_for_three_weeks(surveying, nobody):
    before, last = current(), link()
    with clock.standing_at(now() + timedelta(days=45)):
        keeps(surveying)
        assert current().id != before.id and current().previous_id == before.id
        nobody.opens(last)
        assert nobody.sees("Два кратка питања")
    with clock.standing_at(now() + timedelta(days=75)):
        nobody.opens(last)
        assert nobody.sees("Ова питања су сада затворена")


def test_who_was_served_answers_from_the_letter_and_nothing_is_drawn_by_looking(surveying, nobody):
    address = link()
    nobody.opens(address)
    assert session().query(Grant).count() == 0
    answers(nobody, address)
    assert nobody.sees("Хвала")
    session().rollback()
    [answer] = session().query(Response).all()
    assert answer.survey_id == current().id


def test_a_letter_can_be_opened_again_and_answered_once(surveying, nobody):
    address = link()
    for _time in range(2):
        nobody.opens(address)
        nobody.submits(button="Одговорите")
    session().rollback()
    assert session().query(Grant).count() == 1
    answers(nobody, address, "4")
    nobody.opens(address)
    nobody.submits(button="Одговорите")
    nobody.submits(**{"q.satisfied": "1"}, button="Прегледајте све одговоре")
    nobody.submits(button="Пошаљите одговоре", expects=409)
    session().rollback()
    assert session().query(Response).count() == 1
    answers(nobody, link("question:2"), "4")


def test_the_address_names_nobody_and_a_made_up_one_leads_nowhere(surveying, nobody):
    assert link("question:1") != link("question:2") and "question" not in link().split("/posle/")[1]
    survey_id = caring.survey_of(link().split("/posle/")[1].strip("/"))
    assert survey_id == current().id
    nobody.opens(link()[:-4] + "AAA/", expects=404)
    with pytest.raises(NotFound):
        caring.survey_of("x.y")


def test_the_grant_tells_nothing_without_the_key(surveying, nobody):
    answers(nobody, link())
    session().rollback()
    [grant] = session().query(Grant).all()
    token = link().split("/posle/")[1].strip("/")
    assert grant.mark == secrets.mark(secrets.key(current().id), f"after:{token}")
    assert token.encode() not in grant.sealed


def test_ballots_are_added_before_they_run_out(surveying, monkeypatch):
    monkeypatch.setattr(caring, "BALLOTS", 4000)
    keeps(surveying)
    session().rollback()
    assert {each.ballots for each in session().query(Survey)} == {5000}
    assert session().query(Ballot).filter_by(survey_id=current().id).count() == 5000
    assert session().query(PoolCode).filter_by(survey_id=current().id).count() == 5000


def test_it_is_no_survey_of_everybody(surveying, people, nobody):
    nobody.opens("/sr/ankete/")
    assert not nobody.sees("задовољство, 4. тромесечје")
    people.citizen().opens(f"/sr/ankete/{current().id}/listic/", expects=404)
    nobody.opens(f"/sr/ankete/{current().id}/")
    assert nobody.sees("Питамо писмом оне који су добили услугу.")


class TestLetters:
    def test_the_answer_to_a_question_asks_its_asker_alone(self, app, surveying, people, mailbox):
        mayor = people.official("predsednik-opstine")
        questions = Asking(app)
        questions.answered(mayor, email="ana@test.example")
        text = mailbox.last("ana@test.example").get_body(("plain",)).get_content()
        assert "Како смо обавили посао?" in text and "/ankete/posle/" in text

    def test_a_solved_problem_asks_its_reporter(self, app, surveying, people, mailbox):
        problems, unit = Reporting(app), people.clerk("urbanizam")
        problems.resolved(by=unit, email="pera@test.example")
        text = mailbox.last("pera@test.example").get_body(("plain",)).get_content()
        assert "/ankete/posle/" in text

    def test_nobody_is_asked_where_it_is_turned_off(self, surveying):
        group = surveying.acts(lambda db, me: caring.turn(db, QUESTIONS, on=False, by=me).is_on)
        assert group is False and link() == "" and link(service=PROBLEMS)
        keeps(surveying)
        assert link() == ""
        surveying.acts(lambda db, me: caring.turn(db, QUESTIONS, on=True, by=me))
        assert link()


class TestPages:
    def test_the_working_group_follows_every_service_quarter_by_quarter(self, surveying, people, nobody):
        for place in range(12):
            answers(nobody, link(f"question:{place}"), "45"[place % 2])
        group = people.someone(Role.WORKING_GROUP)
        group.opens("/sr/ankete/sto/")
        assert group.sees("После услуге")
        group.opens("/sr/ankete/sto/posle-usluge/")
        assert group.sees("4,5 (од 4,2 до 4,8)") and group.sees("Решен проблем")
        group.submits(form="form[action$='questions.answer/iskljuci/']")
        assert group.sees("не питамо".capitalize()) and link() == ""
        [quarter] = quarters(session(), series_after(session())[QUESTIONS])
        assert quarter.responses == 12

    def test_nobody_else_turns_it_off(self, surveying, people):
        people.citizen().sends("/sr/ankete/sto/posle-usluge/questions.answer/iskljuci/", expects=403)
        session().rollback()
        assert all(each.is_on for each in session().query(Series))


def test_with_work_done_twice_nothing_is_double(surveying):
    with work() as db:
        caring.keep_running(db)
        caring.keep_running(db)
    session().rollback()
    assert session().query(Survey).count() == 2
