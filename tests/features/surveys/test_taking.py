"""Ballots drawn and answers taken: one each, and the first ones stay."""

import threading

import pytest
from sqlalchemy import inspect

from portal.features.surveys.actions import answering, drawing, secrets, wiping
from portal.features.surveys.models import Ballot, Day, Grant, Mode, PoolCode, Response, Stage, Survey, Tally, TextAnswer
from portal.features.surveys.refusals.answering import (
    AnsweredBefore,
    CodeMistyped,
    KeyGone,
    NoBallotsLeft,
    NoSuchBallot,
    NotThisVersion,
    NotYours,
    SurveyOver,
)
from portal.features.surveys.rules import codes, sums
from portal.features.surveys.rules.layout import Layout
from portal.features.surveys.rules.questionnaire import read
from portal.kernel.audit import AuditLine
from portal.kernel.db import session, work
from tests.features.surveys.polling import DOCUMENT, answered, codes_of, opened, publish, rows
from tests.support.together import together


@pytest.fixture
def survey_id(db):
    return opened()


def drawn(survey_id, person, nonce="page-1"):
    with work() as db:
        return drawing.draw(db, survey_id, person.person(db), nonce)


def test_a_right_is_exchanged_for_a_code_once(survey_id, people):
    ana = people.citizen()
    code = drawn(survey_id, ana)
    assert codes.read(code) == code
    assert drawn(survey_id, ana) == code, "the same page shows it again"
    with pytest.raises(NotYours):
        drawn(survey_id, ana, "another page")
    assert len(rows(PoolCode, survey_id)) == 49 and len(rows(Grant, survey_id)) == 1


def test_nothing_but_the_grant_tells_that_somebody_drew(survey_id, people):
    ana = people.citizen()
    lines = session().query(AuditLine).count()
    code = drawn(survey_id, ana)
    [grant] = rows(Grant, survey_id)
    assert session().query(AuditLine).count() == lines
    assert {column.key for column in inspect(Grant).columns} == {"survey_id", "mark", "sealed"}
    assert code.encode() not in grant.sealed
    assert secrets.unseal(secrets.key(survey_id), grant.sealed) is None, "without the nonce of the page"


def test_two_presses_at_once_give_one_code(survey_id, people, app):
    ana, found = people.citizen(), []

    def press(gate: threading.Barrier):
        gate.wait()
        with work() as db:
            found.append(drawing.draw(db, survey_id, ana.person(db), "page-1"))

    assert together(app, press, press) == []
    assert len(set(found)) == 1 and len(rows(PoolCode, survey_id)) == 49


def test_the_pool_can_run_out(people, db):
    survey_id = opened(ballots=1)
    drawn(survey_id, people.citizen())
    with pytest.raises(NoBallotsLeft):
        drawn(survey_id, people.citizen())


def test_codes_for_paper_leave_the_pool_and_carry_their_mode(survey_id):
    taken = codes_of(survey_id, 7, Mode.PAPER)
    modes = {row.hash: row.mode for row in rows(Ballot, survey_id)}
    assert len(set(taken)) == 7 and len(rows(PoolCode, survey_id)) == 43
    assert {modes[codes.hashed(code)] for code in taken} == {Mode.PAPER} and list(modes.values()).count(Mode.WEB) == 43


def test_an_answer_lies_in_the_store_its_sums_and_its_texts(survey_id):
    [code] = codes_of(survey_id, 1, Mode.FIELD)
    assert answered(survey_id, code, eservices="none", why="Немам рачунар.", trust="4", age="71", staff__quick="2")
    [response], [text], [day] = rows(Response, survey_id), rows(TextAnswer, survey_id), rows(Day, survey_id)
    assert (response.mode, response.number, response.numbers) == (Mode.FIELD, 1, {"age": 71, "since": None})
    assert response.packed == "0001" + "-4-" + "---" + "-2"
    assert (text.code, text.text) == ("why", "Немам рачунар.") and text.id != response.id
    assert day.responses == 1
    responses, counts, values = sums.total(rows(Tally, survey_id))
    assert responses == 1 and counts["trust"] == {"4": 1} and counts["eservices.none"] == {"1": 1} and values == {"age": {"71": 1}, "since": {"-": 1}}


def test_the_sums_are_those_of_the_responses(survey_id):
    for place, code in enumerate(codes_of(survey_id, 20, Mode.PAPER)):
        answered(survey_id, code, eservices=["ask", "report"][: 1 + place % 2], trust=str(1 + place % 5), age=str(20 + place))
    responses, counts, values = sums.total(rows(Tally, survey_id))
    layout, again, numbers = Layout(read(DOCUMENT)), {}, {}
    for response in rows(Response, survey_id):
        sums.add(again, numbers, layout, response.packed, response.numbers)
    assert (responses, counts, values) == (20, again, numbers)


def test_the_same_answers_twice_are_received_once(survey_id):
    [code] = codes_of(survey_id, 1, Mode.PAPER)
    assert answered(survey_id, code, eservices="ask") is True
    assert answered(survey_id, codes.spaced(code).lower(), eservices="ask") is False
    assert len(rows(Response, survey_id)) == 1 and sums.total(rows(Tally, survey_id))[0] == 1


def test_other_answers_with_the_same_code_are_refused_and_the_first_stay(survey_id):
    [code] = codes_of(survey_id, 1, Mode.PAPER)
    answered(survey_id, code, eservices="ask", trust="5")
    with pytest.raises(AnsweredBefore):
        answered(survey_id, code, eservices="ask", trust="1")
    assert [response.packed[5] for response in rows(Response, survey_id)] == ["5"]
    assert sums.total(rows(Tally, survey_id))[1]["trust"] == {"5": 1}


def test_a_double_press_makes_one_answer(survey_id, app):
    [code] = codes_of(survey_id, 1, Mode.PAPER)
    new = []

    def press(gate: threading.Barrier):
        gate.wait()
        new.append(answered(survey_id, code, eservices="ask"))

    assert together(app, press, press) == []
    assert sorted(new) == [False, True] and len(rows(Response, survey_id)) == 1


@pytest.mark.parametrize(("code", "refusal"), [("not a code", CodeMistyped), ("ZFH7GMWNH64XRWSZ8T", NoSuchBallot)])
def test_made_up_codes_are_refused(survey_id, code, refusal):
    with pytest.raises(refusal):
        answered(survey_id, code, eservices="ask")


def test_a_ballot_of_another_survey_is_none_here(survey_id):
    [code] = codes_of(opened(title="Друга"), 1, Mode.PAPER)
    with pytest.raises(NoSuchBallot):
        answered(survey_id, code, eservices="ask")


def test_after_the_last_minute_nothing_is_taken(survey_id, clock):
    [code] = codes_of(survey_id, 1, Mode.PAPER)
    clock.moves(days=30, milliseconds=-1)
    answered(survey_id, code, eservices="ask")
    [late] = codes_of(survey_id, 1, Mode.PAPER)
    clock.moves(milliseconds=1)
    with pytest.raises(SurveyOver):
        answered(survey_id, late, eservices="ask")


def test_who_began_on_an_older_version_finishes_on_it(survey_id):
    newer = {**DOCUMENT, "sections": [{**DOCUMENT["sections"][0], "questions": DOCUMENT["sections"][0]["questions"][:1]}]}
    with work() as db:
        survey = db.get_one(Survey, survey_id)
        answering.document(db, survey_id, 1)
        publish(db, survey, newer, 2)
        survey.number = 2
    first, second = codes_of(survey_id, 2, Mode.PAPER)
    answered(survey_id, first, eservices="ask", trust="3", number=1)
    answered(survey_id, second, eservices="ask", number=2, document=newer)
    assert sorted((row.number, len(row.packed)) for row in rows(Response, survey_id)) == [(1, 12), (2, 4)]


def test_a_version_that_never_was_is_refused(survey_id):
    [code] = codes_of(survey_id, 1, Mode.PAPER)
    with pytest.raises(NotThisVersion):
        answered(survey_id, code, eservices="ask", number=9)


class TestClosing:
    @pytest.fixture
    def closed(self, survey_id, people, clock):
        """Answers on three days, one of them alone on its day, and then the end."""
        self.code = drawn(survey_id, people.citizen())
        for place, code in enumerate(codes_of(survey_id, 13, Mode.PAPER)):
            if place in {6, 7}:
                clock.moves(days=1)
            answered(survey_id, code, eservices="ask")
        with work() as db:
            survey = db.get_one(Survey, survey_id)
            survey.stage = Stage.CLOSING
            wiping.wipe(db, survey)
        wiping.compact()
        return survey_id

    def test_pool_and_key_are_gone_and_a_second_time_does_no_harm(self, closed):
        assert rows(PoolCode, closed) == []
        with pytest.raises(KeyGone):
            secrets.key(closed)
        with work() as db:
            wiping.wipe(db, db.get_one(Survey, closed))
        assert len(rows(Response, closed)) == 13

    def test_a_day_with_one_answer_is_joined_with_the_next(self, closed):
        assert [row.responses for row in rows(Day, closed)] == [6, 7]

    def test_grants_name_nobody_any_more(self, closed, people):
        ana = people.citizen()
        with pytest.raises(KeyGone), work() as db:
            drawing.has_drawn(db, closed, ana.person(db))
