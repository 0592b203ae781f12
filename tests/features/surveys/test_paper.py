"""Forms on paper and in the field: printed with codes, typed in twice, counted once."""

import pytest

from portal.features.surveys.models import Ballot, Entry, Mode, Response, Survey, Tally
from portal.features.surveys.rules import codes, sums
from portal.kernel.accounts.models import Role
from portal.kernel.db import session, work
from tests.features.surveys.polling import DOCUMENT, opened, rows


@pytest.fixture
def survey_id(db):
    return opened(document=DOCUMENT)


@pytest.fixture
def clerk(people):
    return people.clerk()


def prints(clerk, survey_id, *, forms=3, mode="paper"):
    """Print a batch; return its id and its codes, as they stand on the forms."""
    clerk.opens(f"/sr/ankete/{survey_id}/unos/nova/")
    clerk.submits(button="Направите обрасце", name_="Шалтер", mode=mode, forms=str(forms))
    entry = clerk.page.select_one("main a[href*='/unos/']:not(.crumbs a)")["href"]
    return int(entry.rstrip("/").rpartition("/")[2]), [code.text for code in clerk.page.select(".paper-form .code")]


def types(clerk, survey_id, batch, code, expects=200, button="Преузмите образац, следећи", **given):
    fields = {f"q.{name.replace('__', '.')}": value for name, value in {"eservices": "ask", **given}.items()}
    if button == "Преузмите образац, следећи":
        clerk.opens(f"/sr/ankete/{survey_id}/unos/{batch}/")
    return clerk.submits(button=button, expects=expects, code=code, **fields)


def test_every_form_has_a_code_of_its_own_and_all_questions(clerk, survey_id):
    _batch, taken = prints(clerk, survey_id)
    forms = clerk.page.select(".paper-form")
    assert len(forms) == 3 == len(set(taken)) and all(codes.read(code) for code in taken)
    assert all(len(form.select(".paper-form__question")) == 10 for form in forms)


def test_the_codes_are_kept_nowhere(clerk, survey_id):
    batch, taken = prints(clerk, survey_id)
    for page in (f"/sr/ankete/{survey_id}/unos/", f"/sr/ankete/{survey_id}/unos/{batch}/"):
        clerk.opens(page)
        assert not any(code in clerk.page.text for code in taken)


def test_a_form_counts_when_two_typings_agree(clerk, people, survey_id):
    batch, [code, *_] = prints(clerk, survey_id, mode="field")
    types(clerk, survey_id, batch, code, trust="4")
    assert clerk.sees("Унето једном") and rows(Response, survey_id) == []
    types(people.clerk(), survey_id, batch, code.lower(), trust="4")
    [response] = rows(Response, survey_id)
    assert response.mode is Mode.FIELD and rows(Tally, survey_id)[0].mode is Mode.FIELD
    assert session().query(Entry).count() == 0, "what was typed is kept nowhere beside the code"


def test_two_typings_that_differ_wait_for_a_look_at_the_paper(clerk, survey_id):
    batch, [code, *_] = prints(clerk, survey_id)
    types(clerk, survey_id, batch, code, trust="4", age="71")
    types(clerk, survey_id, batch, code, trust="5", age="71")
    assert [cell.text for cell in clerk.page.select("main table td")] == ["4", "5"] and rows(Response, survey_id) == []
    types(clerk, survey_id, batch, code, button="Овако стоји на папиру: урачунај", trust="5", age="71")
    assert sums.total(rows(Tally, survey_id))[1]["trust"] == {"5": 1}


def test_a_form_is_counted_once(clerk, survey_id):
    batch, [code, *_] = prints(clerk, survey_id)
    types(clerk, survey_id, batch, code)
    types(clerk, survey_id, batch, code)
    types(clerk, survey_id, batch, code, expects=409)
    assert clerk.sees("већ одговорено") and len(rows(Response, survey_id)) == 1


def test_who_answered_on_the_web_with_the_code_of_a_form_has_answered(clerk, nobody, survey_id):
    batch, [code, *_] = prints(clerk, survey_id)
    nobody.sends(f"/sr/ankete/{survey_id}/popuni/", code=code, number="1", go="send", **{"q.eservices": "report"})
    types(clerk, survey_id, batch, code, expects=409)
    assert len(rows(Response, survey_id)) == 1


@pytest.mark.parametrize(("code", "expects"), [("ABC", 400), ("ZFH7GMWNH64XRWSZ8T", 404)])
def test_a_code_that_is_none_is_told_beside_the_field_and_the_answers_stay(clerk, survey_id, code, expects):
    batch, _codes = prints(clerk, survey_id)
    types(clerk, survey_id, batch, code, expects=expects, age="71")
    assert clerk.page.select_one("#code-error") and clerk.page.select_one("[name='q.age']")["value"] == "71"


def test_a_code_of_another_kind_of_form_is_refused(clerk, survey_id):
    _paper, [code, *_] = prints(clerk, survey_id)
    batch, _codes = prints(clerk, survey_id, mode="field")
    types(clerk, survey_id, batch, code, expects=409)


def test_what_is_wrong_on_the_form_is_told_beside_the_question(clerk, survey_id):
    batch, [code, *_] = prints(clerk, survey_id)
    types(clerk, survey_id, batch, code, expects=400, age="12")
    assert clerk.page.select_one("#q-age-error") and session().query(Entry).count() == 0


def test_nobody_answers_with_a_spoiled_form(clerk, nobody, survey_id):
    batch, [code, *_] = prints(clerk, survey_id)
    clerk.opens(f"/sr/ankete/{survey_id}/unos/{batch}/")
    clerk.submits(button="Образац је неважећи", code=code)
    nobody.sends(f"/sr/ankete/{survey_id}/popuni/", expects=409, code=code, number="1", go="send", **{"q.eservices": "ask"})
    assert rows(Response, survey_id) == [] and {row.digest for row in rows(Ballot, survey_id)} == {"", "spoiled"}


def test_a_closed_batch_takes_nothing_and_its_forms_can_be_typed_in_elsewhere(clerk, survey_id):
    batch, [code, *_] = prints(clerk, survey_id)
    other, _codes = prints(clerk, survey_id)
    types(clerk, survey_id, batch, code)
    clerk.opens(f"/sr/ankete/{survey_id}/unos/")
    clerk.sends(f"/sr/ankete/{survey_id}/unos/{batch}/zatvori/", csrf_token=clerk.page.select_one("[name=csrf_token]")["value"])
    types(clerk, survey_id, batch, code, expects=409)
    types(clerk, survey_id, other, code)
    types(clerk, survey_id, other, code)
    assert len(rows(Response, survey_id)) == 1


@pytest.mark.parametrize(("name", "forms"), [("", "3"), ("Шалтер", "0"), ("Шалтер", "301"), ("Шалтер", "много")])
def test_a_batch_without_a_name_or_a_number_is_not_made(clerk, survey_id, name, forms):
    clerk.opens(f"/sr/ankete/{survey_id}/unos/nova/")
    clerk.submits(button="Направите обрасце", expects=400, name_=name, forms=forms)
    assert clerk.page.select_one(".govuk-error-message")


def test_after_the_last_minute_nothing_is_typed_in(clerk, survey_id, clock):
    batch, [code, *_] = prints(clerk, survey_id)
    clock.moves(days=31)
    clerk.signs_in_again()
    types(clerk, survey_id, batch, code, expects=409)


def test_citizens_and_moderators_do_not_type_in(people, survey_id):
    for person in (people.citizen(), people.moderator()):
        person.opens(f"/sr/ankete/{survey_id}/unos/", expects=403)
    people.someone(Role.WORKING_GROUP).opens(f"/sr/ankete/{survey_id}/unos/")


def test_where_no_survey_is_open_the_page_says_so(clerk, survey_id):
    clerk.opens("/sr/ankete/unos/")
    assert clerk.address == f"/sr/ankete/{survey_id}/unos/"
    with work() as db:
        db.get_one(Survey, survey_id).stage = "closed"
    clerk.opens("/sr/ankete/unos/")
    assert clerk.sees("Тренутно нема отворених анкета")
