"""How answers are packed."""

import pytest

from portal.features.surveys.rules.layout import Layout
from portal.features.surveys.rules.questionnaire import read

pytestmark = pytest.mark.one_engine


def said(text):
    return {"sr": text, "en": text}


def choices(*codes):
    return [{"value": code, "text": said(code)} for code in codes]


DOCUMENT = {
    "format": 1,
    "sections": [
        {
            "code": "all",
            "title": said("Све"),
            "questions": [
                {"code": "contact", "type": "single", "title": said("Контакт"), "choices": choices("yes", "no", "unsure")},
                {"code": "used", "type": "multiple", "title": said("Услуге"), "choices": choices("ask", "report")},
                {"code": "trust", "type": "scale", "title": said("Поверење"), "noOpinion": True},
                {"code": "advise", "type": "nps", "title": said("Препорука")},
                {"code": "age", "type": "number", "title": said("Године")},
                {"code": "first", "type": "ranking", "title": said("Редослед"), "choices": choices("roads", "water", "light")},
                {"code": "staff", "type": "grid", "title": said("Службеници"), "rows": choices("kind", "quick")},
                {"code": "more", "type": "text", "title": said("Још нешто")},
                {"code": "agree", "type": "consent", "title": said("Слажем се")},
            ],
        }
    ],
}


@pytest.fixture
def layout():
    return Layout(read(DOCUMENT))


def test_every_option_row_and_choice_has_a_slot_of_its_own(layout):
    keys = ["contact", "used.ask", "used.report", "trust", "advise", "first.roads", "first.water", "first.light"]
    assert [slot.key for slot in layout.slots] == [*keys, "staff.kind", "staff.quick", "agree"]


def test_an_answer_is_one_letter_for_each_slot(layout):
    answers = {
        "contact": "unsure",
        "used": ["report"],
        "trust": "none",
        "advise": 10,
        "first": ["water", "roads"],
        "staff": {"kind": 4},
        "agree": True,
    }
    assert layout.pack(answers, frozenset(read(DOCUMENT).questions)) == "201~A21-4-1"


def test_what_was_not_asked_differs_from_what_was_not_answered(layout):
    assert layout.pack({}, frozenset({"contact", "used"})) == "---" + "." * 8


def test_every_letter_that_is_packed_has_a_meaning(layout):
    assert [layout.by_key[key].letters[letter] for key, letter in (("contact", "2"), ("advise", "A"), ("first.water", "1"))] == ["unsure", "10", "1"]
    assert layout.by_key["used.ask"].letters == {"1": "yes", "0": "no"}


def test_a_number_that_was_asked_for_and_not_given_differs_from_one_not_asked_for(layout):
    assert layout.numbers({"age": 71}, frozenset({"age"})) == {"age": 71}
    assert layout.numbers({}, frozenset({"age"})) == {"age": None}
    assert layout.numbers({}, frozenset({"contact"})) == {}
