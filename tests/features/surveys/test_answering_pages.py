"""Answering in the browser: from a code to "received", without a session, and nothing is lost on the way."""

import pytest

from portal.features.surveys.models import Grant, Mode, Response, Survey
from portal.features.surveys.rules import codes
from portal.kernel.accounts.models import SignIn
from portal.kernel.db import session, work
from tests.features.surveys.polling import choices, codes_of, opened, publish, rows, said

WALK = {
    "format": 1,
    "sections": [
        {"code": "hello", "title": said("Добро дошли"), "text": said("Неколико речи унапред.")},
        {
            "code": "use",
            "title": said("Услуге"),
            "questions": [
                {"code": "used", "type": "multiple", "title": said("Шта сте користили?"), "isRequired": True,
                 "choices": choices("ask", "report", "none", alone=("none",))},
                {"code": "since", "type": "date", "title": said("Од када?")},
            ],
        },
        {
            "code": "why",
            "title": said("Зашто не"),
            "visibleIf": "{used} contains 'none'",
            "questions": [{"code": "reason", "type": "text", "title": said("Зашто нисте?"), "isRequired": True, "max": 30}],
        },
        {
            "code": "views",
            "title": said("Ваше мишљење"),
            "questions": [
                {"code": "trust", "type": "scale", "title": said("Поверење"), "noOpinion": True, "minLabel": said("ниско"),
                 "maxLabel": said("високо")},
                {"code": "advise", "type": "nps", "title": said("Препорука")},
                {"code": "order", "type": "ranking", "title": said("Редослед"), "choices": choices("roads", "water")},
                {"code": "staff", "type": "grid", "title": said("Службеници"), "rows": choices("kind", "quick")},
                {"code": "age", "type": "number", "title": said("Године"), "min": 16},
                {"code": "agree", "type": "consent", "title": said("Слажем се")},
            ],
        },
    ],
}  # fmt: skip


@pytest.fixture
def survey_id(db):
    return opened(document=WALK)


@pytest.fixture
def code(survey_id):
    return codes_of(survey_id, 1, Mode.PAPER)[0]


def begins(browser, survey_id, code, version="sr"):
    browser.opens(f"/{version}/ankete/{survey_id}/popuni/")
    return press(browser, code=code)


def press(browser, button="", expects=200, **fields):
    """Press a button of the questionnaire; the first one where none is named."""
    found = browser.page.select_one("main form button[name=go]")
    return browser.submits(button=button or " ".join(found.text.split()), expects=expects, **fields)


def answers(browser, survey_id, code, **last):
    """Walk to the look at everything."""
    begins(browser, survey_id, code)
    press(browser)
    press(browser, **{"q.used": "ask"})
    return press(browser, **last)


@pytest.mark.parametrize("version", ["sr", "lat", "en"])
def test_somebody_walks_through_all_parts_and_the_answers_are_received(nobody, survey_id, code, version):
    begins(nobody, survey_id, codes.spaced(code).lower(), version)
    assert nobody.page.select_one("progress")["max"] == "3"
    press(nobody)
    press(nobody, **{"q.used": "none"})
    assert nobody.page.select_one("progress")["max"] == "4", "who used nothing is asked why"
    press(nobody, **{"q.reason": "Немам рачунар."})
    press(nobody, **{"q.trust": "4", "q.order.water": "1", "q.staff.kind": "5", "q.age": "71"})
    assert "Немам" in nobody.page.text or "Nemam" in nobody.page.text
    nobody.submits(button=" ".join(nobody.page.select("main form button[name=go]")[-1].text.split()))
    assert nobody.page.select_one(".confirm")
    [response] = rows(Response, survey_id)
    assert (response.packed, response.numbers, response.mode) == ("001" + "4-" + "-1" + "5-" + "-", {"age": 71, "since": None}, Mode.PAPER)


def test_a_page_that_was_lost_can_be_sent_again(nobody, survey_id, code):
    answers(nobody, survey_id, code)
    page = nobody.page
    nobody.submits(button="Пошаљите одговоре")
    nobody.page = page
    nobody.submits(button="Пошаљите одговоре")
    assert nobody.page.select_one(".confirm") and len(rows(Response, survey_id)) == 1


def test_other_answers_with_the_same_code_are_refused_and_stay_on_the_page(nobody, survey_id, code):
    answers(nobody, survey_id, code)
    page = nobody.page
    nobody.submits(button="Пошаљите одговоре")
    nobody.page = page
    nobody.submits(button="Пошаљите одговоре", expects=409, **{"q.used": "report"})
    assert nobody.sees("важе први одговори") and nobody.sees("report")
    assert len(rows(Response, survey_id)) == 1


def test_what_is_missing_is_told_beside_the_field_and_what_was_typed_stays(nobody, survey_id, code):
    begins(nobody, survey_id, code)
    press(nobody)
    press(nobody, expects=400, **{"q.since.day": "31", "q.since.month": "9", "q.since.year": "2026"})
    assert [link["href"] for link in nobody.page.select(".govuk-error-summary a")] == ["#q-used", "#q-since"]
    assert all(nobody.page.select_one(link["href"]) for link in nobody.page.select(".govuk-error-summary a"))
    assert nobody.page.select_one("[name='q.since.day']")["value"] == "31"


def test_back_keeps_the_answers_of_the_page_even_where_something_is_wrong(nobody, survey_id, code):
    begins(nobody, survey_id, code)
    press(nobody)
    press(nobody, **{"q.used": "ask"})
    press(nobody, "Назад", **{"q.age": "дванаест"})
    assert nobody.page.select_one("[value=ask]").has_attr("checked")
    press(nobody)
    assert nobody.page.select_one("[name='q.age']")["value"] == "дванаест"


def test_an_answer_that_is_no_longer_asked_is_not_counted(nobody, survey_id, code):
    begins(nobody, survey_id, code)
    press(nobody)
    press(nobody, **{"q.used": "none"})
    press(nobody, **{"q.reason": "Зато."})
    press(nobody, "Назад")
    press(nobody, "Назад")
    press(nobody, **{"q.used": "report"})
    press(nobody)
    assert not nobody.sees("Зашто нисте?")
    nobody.submits(button="Пошаљите одговоре")
    assert nobody.page.select_one(".confirm")


def test_the_same_page_in_another_version_keeps_the_answers(nobody, survey_id, code):
    begins(nobody, survey_id, code)
    press(nobody)
    fields = {"code": code, "number": "1", "part": "use", "go": "here", "q.used": "report"}
    english = nobody.page.select_one("button[lang=en]")["formaction"]
    nobody.sends(english, **fields)
    assert nobody.page.html["lang"] == "en" and nobody.page.select_one("[value=report]").has_attr("checked")


def test_a_mistyped_code_is_told_before_the_first_question(nobody, survey_id, code):
    nobody.opens(f"/sr/ankete/{survey_id}/popuni/")
    press(nobody, expects=400, code="ABC")
    assert nobody.page.select_one("#code")["value"] == "ABC" and nobody.page.select_one("#code-error")
    press(nobody, expects=404, code=codes.new())
    assert nobody.sees("У овој анкети нема листића са том шифром")


def test_a_used_code_is_told_before_the_first_question(nobody, survey_id, code):
    answers(nobody, survey_id, code)
    nobody.submits(button="Пошаљите одговоре")
    nobody.opens(f"/sr/ankete/{survey_id}/popuni/")
    press(nobody, expects=409, code=code)
    assert nobody.sees("већ одговорено")


def test_after_the_last_minute_the_answers_can_be_copied(nobody, survey_id, code, clock):
    begins(nobody, survey_id, code)
    press(nobody)
    press(nobody, **{"q.used": "none"})
    press(nobody, **{"q.reason": "Немам рачунар."})
    press(nobody)
    clock.moves(days=31)
    nobody.submits(button="Пошаљите одговоре", expects=409)
    assert nobody.sees("Анкета није отворена") and nobody.sees("Немам рачунар.") and rows(Response, survey_id) == []


def test_who_began_before_the_questionnaire_changed_finishes_on_the_old_one(nobody, survey_id, code):
    answers(nobody, survey_id, code)
    with work() as db:
        survey = db.get_one(Survey, survey_id)
        publish(db, survey, {**WALK, "sections": WALK["sections"][:2]}, 2)
        survey.number = 2
    nobody.submits(button="Пошаљите одговоре")
    assert [row.number for row in rows(Response, survey_id)] == [1]


def test_a_version_that_never_was_and_made_up_fields_do_no_harm(nobody, survey_id, code):
    where = f"/sr/ankete/{survey_id}/popuni/"
    nobody.sends(where, expects=409, code=code, number="9", go="next")
    nobody.sends(where, expects=400, code=code, number="1", go="send", **{"q.made_up": "1", "q.used": "made-up"})
    assert rows(Response, survey_id) == []


def test_a_megabyte_of_text_is_refused_in_a_sentence(nobody, survey_id, code):
    fields = {"q.used": "none", "q.reason": "а" * 500_000}
    nobody.sends(f"/sr/ankete/{survey_id}/popuni/", expects=400, code=code, number="1", go="send", **fields)
    assert nobody.sees("Текст је предугачак")


class TestTaking:
    def test_a_citizen_takes_a_code_answers_and_can_take_no_second_one(self, people, survey_id):
        ana = people.citizen()
        ana.opens(f"/sr/ankete/{survey_id}/")
        ana.opens(f"/sr/ankete/{survey_id}/listic/")
        page = ana.page
        ana.submits(button="Преузимам шифру")
        code = ana.page.select_one("#code").text
        ana.page = page
        ana.submits(button="Преузимам шифру")
        assert ana.page.select_one("#code").text == code, "the same page shows the same code"
        press(ana)
        assert ana.page.select_one("progress")
        ana.opens(f"/sr/ankete/{survey_id}/listic/")
        ana.submits(button="Преузимам шифру", expects=409)
        assert ana.sees("Шифру за ову анкету сте већ преузели")

    def test_who_is_not_signed_in_is_led_to_the_sign_in(self, nobody, survey_id):
        nobody.opens(f"/sr/ankete/{survey_id}/listic/")
        assert nobody.address == "/sr/nalog/prijava/"

    def test_while_answering_nobody_is_signed_in(self, people, survey_id):
        ana = people.citizen()
        seen = session().query(SignIn.seen_at).filter_by(person_id=ana.id).scalar()
        code = codes_of(survey_id, 1, Mode.PAPER)[0]
        answers(ana, survey_id, code)
        assert not ana.page.select("form input[name=csrf_token]")
        ana.submits(button="Пошаљите одговоре")
        assert "Set-Cookie" not in ana.answer.headers and ana.answer.headers["Cache-Control"] == "no-store"
        session().rollback()
        assert session().query(SignIn.seen_at).filter_by(person_id=ana.id).scalar() == seen
        assert rows(Grant, survey_id) == []


def test_an_answer_from_another_site_is_refused(nobody, survey_id, code):
    nobody.sends(f"/sr/ankete/{survey_id}/popuni/", expects=403, headers={"Origin": "https://evil.example"}, code=code, go="start")


def test_a_survey_being_prepared_is_nobodys_to_see(nobody, survey_id):
    with work() as db:
        db.get_one(Survey, survey_id).stage = "preparing"
    for page in ("", "popuni/"):
        nobody.opens(f"/sr/ankete/{survey_id}/{page}", expects=404)
