"""What a form of answers may say."""

import pytest

from portal.features.surveys.rules import codes
from portal.features.surveys.rules.answers import checked
from portal.features.surveys.rules.questionnaire import read
from tests.features.surveys.polling import DOCUMENT, form

pytestmark = pytest.mark.one_engine


@pytest.fixture(autouse=True)
def sentences(app):
    """Sentences are said in a version."""
    with app.app_context():
        yield


def check(**given):
    return checked(read(DOCUMENT), form(**given))


def faults(**given):
    return {field: str(sentence) for field, sentence in check(**{"eservices": "ask", **given}).faults.items()}


def test_every_kind_of_answer_is_read():
    found = check(
        eservices=["report", "ask"], contact="no", trust="none", advise="10", age=" 71 ", since__day="1", since__month="5",
        since__year="2019", first__water="1", first__roads="2", staff__kind="5", more=" Хвала. ",
    )  # fmt: skip
    assert found.faults == {}
    assert found.answers == {
        "eservices": ["ask", "report"], "contact": "no", "trust": "none", "advise": 10, "age": 71, "since": "2019-05-01",
        "first": ["water", "roads"], "staff": {"kind": 5}, "more": "Хвала.",
    }  # fmt: skip


def test_a_question_that_is_not_asked_is_neither_required_nor_counted():
    found = check(eservices="ask", why="Немам рачунар.")
    assert found.faults == {} and "why" not in found.answers and "why" not in found.asked


def test_a_question_that_is_asked_is_required():
    assert list(check(eservices="none").faults) == ["why"]
    assert list(check().faults) == ["eservices"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("eservices", "made-up"), ("eservices", ["none", "ask"]), ("contact", "maybe"), ("contact", ["yes", "no"]),
        ("trust", "6"), ("trust", "0"), ("trust", "1.5"), ("advise", "11"), ("advise", "none"), ("age", "12"), ("age", "седам"),
        ("age", "9" * 5000), ("age", "1e3"), ("since", "31. 9."), ("since", "2026-09-31"), ("since", "2027-01-01"),
        ("since", "x" * 100_000), ("staff__kind", "7"), ("first__roads", "4"), ("more", "я" * 51),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_told_at_its_field(field, value):
    assert list(faults(**{field: value})) == [field.replace("__", ".")]


def test_places_begin_with_the_first():
    assert list(faults(first__roads="2")) == ["first"]


def test_two_with_the_same_place_are_told_at_the_second():
    assert list(faults(first__roads="1", first__water="1")) == ["first.water"]


def test_a_text_of_a_megabyte_is_refused_with_its_length():
    assert "1000000" in faults(more="a" * 1_000_000)["more"]


def test_null_bytes_and_halves_of_letters_do_not_come_in():
    assert check(eservices="ask", more="Хва\x00ла\ud800").answers["more"] == "Хвала"


def test_fields_that_no_question_knows_are_ignored():
    assert check(eservices="ask", csrf="1", old_question="5").faults == {}


def test_a_code_is_read_as_people_write_it():
    code = codes.new()
    assert codes.read(f" {codes.spaced(code).lower()} ") == code
    assert codes.read(code.translate(str.maketrans("ABEKMHPCTXJ", "АВЕКМНРСТХЈ"))) == code


def test_one_wrong_letter_and_two_exchanged_are_noticed():
    code = codes.new()
    for place in range(len(code)):
        other = "2" if code[place] != "2" else "3"
        assert codes.read(code[:place] + other + code[place + 1 :]) is None
    for place in range(len(code) - 1):
        if code[place] != code[place + 1]:
            assert codes.read(code[:place] + code[place + 1] + code[place] + code[place + 2 :]) is None


@pytest.mark.parametrize("typed", ["", "A" * 18, "x" * 100_000, "0OIL", "\x00"])
def test_what_is_no_code_is_none(typed):
    assert codes.read(typed) is None
