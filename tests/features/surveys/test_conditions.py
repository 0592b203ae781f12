"""Conditions: they are read by hand, and mean what they mean to SurveyJS."""

import json
from pathlib import Path

import pytest

from portal.features.surveys.refusals.building import BadCondition
from portal.features.surveys.rules import conditions
from portal.features.surveys.rules.asking import asked
from portal.features.surveys.rules.questionnaire import read
from portal.kernel.words import speaking

pytestmark = pytest.mark.one_engine

REFERENCE = json.loads((Path(__file__).parent / "surveyjs.json").read_text())
"""What survey-core 3.1.1 said: a condition, answers, whether it holds."""


def holds(text, **answers):
    return conditions.holds(conditions.parse(text), answers)


def test_every_condition_holds_where_it_does_in_surveyjs():
    assert len(REFERENCE) > 500
    assert [(text, answers) for text, answers, expected in REFERENCE if holds(text, **answers) is not expected] == []


def test_what_was_not_answered_only_differs_and_is_empty():
    assert [holds(f"{{q}} {test}") for test in ("= 'a'", "<> 'a'", "< 3", "contains 'a'", "anyof ['a']", "empty", "notempty")] == [
        False,
        True,
        False,
        False,
        False,
        True,
        False,
    ]


def test_nothing_written_always_holds():
    assert conditions.parse("  ") is None
    assert holds("")


def test_not_may_be_written_as_a_word_or_as_surveyjs_does():
    assert conditions.parse("not {a} empty") == conditions.parse("!{a} empty") == conditions.parse("NOT ( {a} EMPTY )")


def test_the_questions_on_which_a_condition_rests_are_known():
    assert conditions.codes(conditions.parse("not ({a} = 1 or {grid.row} > 3) and {b} anyof ['x']")) == {"a", "grid", "b"}


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("{a} = ", 6, "belongs here"),
        ("{a}", 4, "comparison"),
        ("{a} = 1 {b} = 2", 9, "or the end"),
        ("({a} = 1", 9, "closing parenthesis"),
        ("{a} anyof [1, 2", 16, "closing bracket"),
        ("{a} anyof []", 12, "belongs here"),
        ("{a} = 'x", 7, "not closed"),
        ("{a} = ''", 7, "belongs here"),
        ("{Питање} = 1", 1, "small Latin letters"),
        ("{a.b.c} = 1", 1, "small Latin letters"),
        ("{a} = 1;", 8, "no meaning"),
        ("a = 1", 1, "in braces"),
        ("{a} = __import__('os')", 7, "no meaning"),
        ("{a} = 1 or", 11, "in braces"),
        ("{a} = 1.2.3", 7, "no meaning"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(app, text, place, says):
    with app.test_request_context("/en/"), speaking("en"):
        with pytest.raises(BadCondition) as refused:
            conditions.parse(text)
        assert refused.value.words["place"] == place
        assert says in str(refused.value)


@pytest.mark.parametrize(
    "text", ["(" * 500 + "{a} = 1" + ")" * 490, "!" * 900 + "{a} empty", "not " * 11 + "{a} empty", "{a} = 1 or " * 200 + "{a} = 2"]
)
def test_conditions_that_nobody_would_write_are_refused_before_they_cost_anything(text):
    with pytest.raises(BadCondition):
        conditions.parse(text)


def question(code, condition="", **more):
    return {"code": code, "type": "single", "title": {"sr": code}, "visibleIf": condition, **more}


FORM = read(
    {
        "format": 1,
        "sections": [
            {"code": "one", "title": {}, "questions": [question("contact"), question("how", "{contact} = 'yes'")]},
            {"code": "two", "title": {}, "visibleIf": "{how} = 'web'", "questions": [question("web")]},
            {"code": "three", "title": {}, "questions": [question("why", "{web} empty")]},
        ],
    }
)


def test_questions_are_asked_where_their_conditions_hold():
    assert asked(FORM, {}) == {"contact", "why"}
    assert asked(FORM, {"contact": "yes", "how": "web"}) == {"contact", "how", "web", "why"}
    assert asked(FORM, {"contact": "yes", "how": "web", "web": "x"}) == {"contact", "how", "web"}


def test_an_answer_to_a_question_that_is_hidden_now_does_not_count_for_later_ones():
    assert asked(FORM, {"contact": "no", "how": "web", "web": "x"}) == {"contact", "why"}
