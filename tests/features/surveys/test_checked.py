"""What a questionnaire must keep to, and the ones that a municipality begins with."""

import copy
import json
import re

import pytest

from portal.features.surveys.refusals.building import FaultyQuestionnaire
from portal.features.surveys.rules.checked import checked, looked_at, sound
from portal.features.surveys.rules.layout import MOST_CHOICES
from portal.features.surveys.rules.questionnaire import Kind, Said, read
from portal.features.surveys.rules.starter import ESERVICES, NO_ESERVICE, SERVICE, YEARLY, starter
from portal.kernel.paths import ROOT
from portal.kernel.words import speaking

pytestmark = pytest.mark.one_engine


def said(text="Питање"):
    return {"sr": text, "en": "Question"}


def choices(*codes):
    return [{"value": code, "text": said(code)} for code in codes]


def question(code, type="single", **more):
    own = {"choices": choices("yes", "no")} if type in ("single", "multiple", "ranking") else {}
    own = {"min": 0, "max": 120} if type == "number" else own
    own = {"earliest": "2020-01-01", "latest": "2026-12-31"} if type == "date" else own
    own = {"rows": choices("kind", "quick")} if type == "grid" else own
    return {"code": code, "type": type, "title": said(), **own, **more}


def document(*questions, **more):
    return {"format": 1, "sections": [{"code": "one", "title": said("Одељак"), "questions": list(questions), **more}]}


@pytest.fixture(autouse=True)
def english(app):
    with app.test_request_context("/en/"), speaking("en"):
        yield


def faults(raw, kinds=None):
    return {fault.place: str(fault) for fault in looked_at(raw, kinds)[1]}


def test_every_kind_of_question_passes_and_comes_back_as_it_was():
    raw = document(*(question(f"q_{kind}", str(kind)) for kind in Kind))
    assert checked(raw) == raw
    assert checked(checked(raw)) == raw


def test_what_is_empty_is_left_out_and_text_is_tidied():
    raw = document(question("a", title={"sr": " Питање\u200b  прво ", "en": ""}, isRequired=False, visibleIf="", help={}))
    assert checked(raw)["sections"][0]["questions"][0] == {
        "code": "a",
        "type": "single",
        "title": {"sr": "Питање прво"},
        "choices": choices("yes", "no"),
    }


def test_a_limit_of_nought_is_no_empty_limit():
    assert checked(document(question("age", "number", min=0)))["sections"][0]["questions"][0]["min"] == 0


@pytest.mark.parametrize("raw", [None, [], {}, {"format": 2, "sections": []}, {"format": 1}, {"format": 1, "sections": "x"}])
def test_what_is_no_questionnaire_is_refused(raw):
    with pytest.raises(FaultyQuestionnaire) as refused:
        sound(raw)
    assert str(refused.value) == "This is not a questionnaire in format 1."


@pytest.mark.parametrize(
    ("raw", "place", "says"),
    [
        (document(question("a", "slider")), "sections.1.questions.1.type", "no such kind"),
        (document(question("A1")), "sections.1.questions.1.code", "small Latin letters"),
        (document(question("a" * 41)), "sections.1.questions.1.code", "at most 40"),
        (document(question("a", maximum=3)), "sections.1.questions.1.maximum", "no place here"),
        (document(question("a", rows=choices("x"))), "sections.1.questions.1.rows", "no place here"),
        (document(question("a", choices=[*choices("x"), {"value": "y", "text": said(), "alone": True}])), "sections.1.questions.1.choices.2.alone", "no place"),
        (document(question("a", title="Питање")), "sections.1.questions.1.title", "is written as"),
        (document(question("a", title={"sr": "x", "de": "y"})), "sections.1.questions.1.title", "is written as"),
        (document(question("a", title={"sr": "x" * 501})), "sections.1.questions.1.title", "500"),
        (document(question("a", isRequired="yes")), "sections.1.questions.1.isRequired", "neither true nor false"),
        (document(question("a", "number", min="1")), "sections.1.questions.1.min", "whole number"),
        (document(question("a", "number", min=True)), "sections.1.questions.1.min", "whole number"),
        (document(question("a", "date", earliest="1. 1. 2020.")), "sections.1.questions.1.earliest", "2026-11-24"),
        (document(question("a", choices=choices(*(f"c{n}" for n in range(63))))), "sections.1.questions.1.choices", "at most 62"),
        (document(question("a", "ranking", choices=choices(*(f"c{n}" for n in range(62))))), "sections.1.questions.1.choices", "at most 61"),
        (document(question("a", choices={"yes": "Да"})), "sections.1.questions.1.choices", "not a list"),
        (document(question("a", choices=["yes"])), "sections.1.questions.1.choices.1", "an object"),
        (document("a"), "sections.1.questions.1", "an object"),
        (document(*(question(f"q{n}") for n in range(121))), "sections", "at most 120"),
        (document(question("a", visibleIf=["x"])), "sections.1.questions.1.visibleIf", "is a text"),
        (document(question("a", help={"sr": "x" * 400_000})), "", "larger than"),
    ],
)
def test_what_has_not_the_shape_of_a_question_is_refused_with_its_place(raw, place, says):
    assert says in faults(raw)[place]
    with pytest.raises(FaultyQuestionnaire):
        sound(raw)


@pytest.mark.parametrize(
    ("raw", "place", "says"),
    [
        (document(question("a"), question("a")), "sections", "stands at two questions"),
        ({"format": 1, "sections": document(question("a"))["sections"] + document(question("b"))["sections"]}, "sections", "two sections"),
        (document(question("a", choices=choices("x", "x"))), "sections.1.questions.1.choices", "“x” stands at two"),
        (document(question("mode")), "sections.1.questions.1.code", "way of answering"),
        (document(question("a", "number", min=5, max=4)), "sections.1.questions.1.min", "larger than the largest"),
        (document(question("a", "text", min=-1)), "sections.1.questions.1.min", "negative"),
        (document(question("a", "text", max=20_001)), "sections.1.questions.1.max", "20000"),
        (document(question("a", "date", earliest="2026-01-02", latest="2026-01-01")), "sections.1.questions.1.earliest", "after the last"),
        (document(question("a", visibleIf="{b = 1")), "sections.1.questions.1.visibleIf", "at letter 1"),
        (document(question("a", visibleIf="{x} empty")), "sections.1.questions.1.visibleIf", "no such question"),
        (document(question("a", visibleIf="{b} = 'yes'"), question("b")), "sections.1.questions.1.visibleIf", "comes later"),
        (document(question("a"), question("b", visibleIf="{a} = 'maybe'")), "sections.1.questions.2.visibleIf", "“maybe” is no answer"),
        (document(question("a"), question("b", visibleIf="{a} > 3")), "sections.1.questions.2.visibleIf", "can only ask: =, <>, anyof"),
        (document(question("a"), question("b", visibleIf="{a} contains 'yes'")), "sections.1.questions.2.visibleIf", "can only ask"),
        (document(question("a"), question("b", visibleIf="{a.yes} = 1")), "sections.1.questions.2.visibleIf", "no rows"),
        (document(question("a", "grid"), question("b", visibleIf="{a} = 1")), "sections.1.questions.2.visibleIf", "one asks by row"),
        (document(question("a", "grid"), question("b", visibleIf="{a.slow} = 1")), "sections.1.questions.2.visibleIf", "no row “slow”"),
        (document(question("a", "scale"), question("b", visibleIf="{a} = 6")), "sections.1.questions.2.visibleIf", "“6” is no answer"),
        (document(question("a", "scale"), question("b", visibleIf="{a} = 'none'")), "sections.1.questions.2.visibleIf", "“none” is no answer"),
        (document(question("a", "text"), question("b", visibleIf="{a} = 'x'")), "sections.1.questions.2.visibleIf", "can only ask: empty"),
        (document(question("a", "date"), question("b", visibleIf="{a} < '1.1.2020'")), "sections.1.questions.2.visibleIf", "is no answer"),
        (document(question("a", "consent"), question("b", visibleIf="{a} = 1")), "sections.1.questions.2.visibleIf", "is no answer"),
        (document(question("a"), visibleIf="{a} = 'yes'"), "sections.1.visibleIf", "circle: a → a"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused_at_saving(raw, place, says):
    assert says in faults(raw)[place]
    with pytest.raises(FaultyQuestionnaire):
        sound(raw)


def test_a_circle_of_conditions_is_refused_with_its_path():
    raw = document(
        question("a", visibleIf="{c} = 'yes'"),
        question("b", visibleIf="{a} = 'yes'"),
        question("c", visibleIf="{b} = 'yes'"),
        question("d", visibleIf="{d} empty"),
    )
    found = faults(raw)
    assert "a → c → b → a" in found["sections.1.questions.1.visibleIf"]
    assert "d → d" in found["sections.1.questions.4.visibleIf"]


def test_a_circle_through_a_section_is_found():
    first = document(question("a", visibleIf="{b} = 'yes'"))["sections"][0]
    second = {"code": "two", "title": said(), "visibleIf": "{a} = 'yes'", "questions": [question("b")]}
    assert "a → b → a" in faults({"format": 1, "sections": [first, second]})["sections.1.questions.1.visibleIf"]


@pytest.mark.parametrize(
    ("raw", "place", "says"),
    [
        ({"format": 1, "sections": []}, "sections", "no question yet"),
        (document(), "sections.1.questions", "neither a question nor a text"),
        (document(question("a"), title={}), "sections.1.title", "Serbian text is missing"),
        (document(question("a", title={"en": "Only English"})), "sections.1.questions.1.title", "Serbian text is missing"),
        (document(question("a", choices=choices("yes"))), "sections.1.questions.1.choices", "at least two"),
        (document(question("a", choices=[*choices("yes"), {"value": "no", "text": {}}])), "sections.1.questions.1.choices", "“no” has no Serbian text"),
        (document(question("a", "grid", rows=[])), "sections.1.questions.1.rows", "no rows yet"),
        (document(question("a", "multiple", max=3)), "sections.1.questions.1.max", "more are asked for"),
        (document(question("a", "multiple", max=0)), "sections.1.questions.1.max", "at most none"),
        (document(question("a", "number", max=None)), "sections.1.questions.1.max", "a smallest and a largest"),
        (document(question("a", "number", max=10_001)), "sections.1.questions.1.max", "at most 10000 apart"),
        (document(question("a", "date", latest="")), "sections.1.questions.1.latest", "first and a last"),
        (document(question("a"), question("b", isRequired=True, visibleIf="{a} = 'yes' and {a} = 'no'")), "sections.1.questions.2.visibleIf", "no answers lead"),
        (document(question("a"), question("b", visibleIf="{a} = 'yes'"), question("c", visibleIf="{b} notempty and {a} = 'no'")), "sections.1.questions.3.visibleIf", "no answers lead"),
        (document(question("a", "number"), question("b", visibleIf="{a} > 120")), "sections.1.questions.2.visibleIf", "no answers lead"),
        (document(question("a", "grid"), question("b", visibleIf="{a.kind} < 1")), "sections.1.questions.2.visibleIf", "no answers lead"),
    ],
)  # fmt: skip
def test_what_is_not_finished_may_be_saved_but_not_opened(raw, place, says):
    assert says in faults(raw)[place]
    assert sound(raw)["format"] == 1
    with pytest.raises(FaultyQuestionnaire):
        checked(raw)


@pytest.mark.parametrize(
    "questions",
    [
        [question("a", "multiple"), question("b", visibleIf="{a} contains ['yes', 'no']")],
        [question("a", "ranking"), question("b", visibleIf="{a} anyof ['no']")],
        [question("a", "scale", noOpinion=True), question("b", visibleIf="{a} = 'none' or {a} >= 4")],
        [question("a", "number"), question("b", visibleIf="{a} > 17 and {a} < 19.5")],
        [question("a", "date"), question("b", visibleIf="{a} > '2026-12-30'")],
        [question("a", "grid"), question("b", visibleIf="{a.kind} = 5 and {a.quick} = 1")],
        [question("a", "grid"), question("b", visibleIf="{a} empty")],
        [question("a", "consent"), question("b", visibleIf="{a} <> true")],
        [question("a", "text"), question("b", visibleIf="{a} notempty")],
        [question("a", "nps"), question("b", visibleIf="{a} >= 9"), question("c", visibleIf="not ({a} >= 9)")],
        [*(question(f"q{n}", "nps") for n in range(6)), question("z", visibleIf=" and ".join(f"{{q{n}}} = 7" for n in range(6)))],
    ],
)
def test_conditions_that_some_answers_fulfil_pass(questions):
    assert faults(document(*questions)) == {}


def test_a_section_may_be_a_text_alone():
    words = {"code": "welcome", "title": said(), "text": said("Добро дошли"), "questions": []}
    raw = {"format": 1, "sections": [words, *document(question("a"))["sections"]]}
    assert checked(raw)["sections"][0]["text"]["sr"] == "Добро дошли"


def test_a_code_keeps_its_kind_within_a_series():
    raw = document(question("trust", "scale"))
    assert checked(raw, {"trust": Kind.SCALE})
    with pytest.raises(FaultyQuestionnaire) as refused:
        sound(raw, {"trust": Kind.NPS})
    assert "new code" in str(refused.value)


def test_all_faults_are_told_at_once():
    raw = document(question("a", choices=choices("x", "x"), visibleIf="{y} empty"), question("b", "number", min=3, max=1))
    with pytest.raises(FaultyQuestionnaire) as refused:
        checked(raw)
    assert len(refused.value.faults) == 3
    assert str(refused.value).startswith("a: ")


PLACES = [Said(sr="Ражањ"), Said(sr="Горња Топоница"), Said(sr="Ђунис", en="Djunis")]


def test_the_conditions_of_the_guide_work_in_the_yearly_questionnaire():
    written = re.findall(r"`(\{[^`]+)`", (ROOT / "docs" / "guides" / "surveys.md").read_text(encoding="utf-8"))
    document = starter(YEARLY, PLACES).document
    for n, condition in enumerate(written):
        document["sections"][-1]["questions"].append(question(f"guide_{n}", "text", visibleIf=condition))
    assert len(written) == 7
    assert faults(document) == {}


class TestStarter:
    def test_the_yearly_questionnaire_is_ready_in_both_languages(self):
        document = starter(YEARLY, PLACES).document
        assert checked(document) == document
        assert list(missing_english(document)) == [{"sr": "Ражањ"}, {"sr": "Горња Топоница"}]

    def test_it_counts_who_used_an_online_service_without_this_survey(self):
        asked = read(starter(YEARLY, PLACES).document).questions[ESERVICES]
        assert asked.kind is Kind.MULTIPLE
        assert asked.required
        assert [option.code for option in asked.options if option.alone] == [NO_ESERVICE]
        assert "survey" not in {option.code for option in asked.options}
        assert "12" in asked.title.sr
        assert "анкету се не рачуна" in asked.help.sr

    def test_every_online_service_is_rated_by_those_who_used_it(self):
        document = read(starter(YEARLY, PLACES).document)
        used = {option.code for option in document.questions[ESERVICES].options} - {NO_ESERVICE}
        rated = " ".join(each.condition for each in document.questions.values() if each.code.startswith("sat_"))
        assert {code for code in used if f"'{code}'" in rated} == used

    def test_settlements_keep_their_codes_in_whatever_order_they_come(self):
        here, there = (starter(YEARLY, places).document for places in (PLACES, PLACES[::-1]))
        codes = {option.code for option in read(here).questions["settlement"].options}
        assert codes == {option.code for option in read(there).questions["settlement"].options}
        assert codes == {"in_razanj", "in_gornja_toponica", "in_dunis", "elsewhere", "unsaid"}

    def test_a_city_with_many_settlements_asks_for_the_seat(self):
        many = [Said(sr=f"Насеље {n}") for n in range(MOST_CHOICES)]
        codes = [option.code for option in read(starter(YEARLY, many).document).questions["settlement"].options]
        assert codes == ["seat", "villages", "elsewhere", "unsaid"]

    def test_the_small_one_after_a_service_has_a_scale_and_a_text(self):
        kinds = [each.kind for each in read(starter(SERVICE, []).document).questions.values()]
        assert kinds == [Kind.SCALE, Kind.TEXT]
        assert not list(missing_english(starter(SERVICE, []).document))

    def test_nobody_changes_what_the_next_one_begins_with(self):
        before = json.dumps(starter(YEARLY, PLACES).document)
        copy.deepcopy(starter(YEARLY, PLACES).document)["sections"].clear()
        starter(YEARLY, PLACES).document["sections"].clear()
        assert json.dumps(starter(YEARLY, PLACES).document) == before


def missing_english(raw):
    if isinstance(raw, list):
        for each in raw:
            yield from missing_english(each)
    elif isinstance(raw, dict):
        if "sr" in raw and "en" not in raw:
            yield raw
        for each in raw.values():
            yield from missing_english(each)
