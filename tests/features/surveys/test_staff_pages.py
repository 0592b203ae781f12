"""The working group's pages: from the first press to the closing, without JavaScript."""

import io
import json

import pytest

from portal.features.surveys.models import Stage
from portal.features.surveys.rules import editing
from portal.features.surveys.rules.questionnaire import Kind
from portal.kernel.clock import now


@pytest.fixture
def group(surveying):
    return surveying.group


def at(survey_id, path=""):
    return f"/en/ankete/sto/{survey_id}/{path}"


class TestWhoMay:
    def test_only_the_working_group_comes_in(self, surveying, people):
        survey_id = surveying.begun()
        for who, status in ((people.citizen(), 403), (people.clerk(), 403), (people.moderator(), 403), (surveying.group, 200)):
            for path in ("/en/ankete/sto/", "/en/ankete/sto/nova/", at(survey_id), at(survey_id, "upitnik/"), at(survey_id, "upitnik/datoteka/")):
                assert who.asks(path).status_code == status

    def test_a_survey_in_preparation_is_nobodys_to_see(self, surveying, people):
        survey_id = surveying.begun()
        assert people.citizen().asks(f"/en/ankete/{survey_id}/").status_code == 404


class TestBeginning:
    def test_the_desk_leads_to_the_yearly_survey_in_two_presses(self, group):
        group.opens("/en/ankete/sto/")
        assert group.sees("There has been no survey yet.")
        group.opens("/en/ankete/sto/nova/")
        group.submits(button="Begin with it")
        assert group.page.select_one("h1").text.startswith("Citizen satisfaction survey 2026")
        assert group.sees("the day on which it closes")
        group.opens("/en/radni-sto/")
        assert group.sees("Surveys: prepare, open and close")

    def test_two_presses_make_one_survey(self, group):
        page = group.opens("/en/ankete/sto/nova/")
        form = page.select_one("form[action$='godisnja/']")
        fields = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
        group.sends("/en/ankete/sto/nova/godisnja/", **fields)
        group.sends("/en/ankete/sto/nova/godisnja/", **fields)
        assert len(group.opens("/en/ankete/sto/").select(".entry")) == 1

    def test_last_years_survey_is_asked_again_in_one_press(self, surveying, group):
        survey_id = surveying.closed(surveying.opened(surveying.begun()))
        group.opens("/en/ankete/sto/nova/")
        group.submits(form="form[action$='/1/nova/']")
        assert group.page.select_one("h1").text == "Citizen satisfaction survey 2027"
        assert group.sees("follows: Citizen satisfaction survey 2026")
        group.opens(at(survey_id + 1, "izmene/"))
        assert group.sees("Every question is as it was.")
        surveying.reworded(survey_id + 1, "cares", "Општина се стара о грађанима.")
        group.opens(f"/sr/ankete/sto/{survey_id + 1}/izmene/")
        assert [each.text for each in group.page.select("del")] and [each.text for each in group.page.select("ins")]

    def test_one_without_questions_needs_a_title(self, group):
        group.opens("/en/ankete/sto/nova/")
        group.submits(form="form[action$='/nova/']:has(#title_sr)", title_sr="", expects=422)
        group.submits(form="form[action$='/nova/']:has(#title_sr)", title_sr="Анкета о превозу", title_en="Survey on transport")
        assert group.page.select_one("h1").text == "Survey on transport"
        group.opens("/en/ankete/sto/nova/")
        assert "Survey on transport" in group.page.select_one("#series_id").text


class TestData:
    def test_days_and_numbers_are_written_and_refused_beside_their_fields(self, surveying, group):
        survey_id = surveying.begun()
        group.opens(at(survey_id, "podaci/"))
        group.submits(closes_on=["1", "1", "2020"], closes_time="20:00", expects=422)
        assert "still to come" in group.page.select_one("#closes_on-error").text
        group.submits(closes_on=["24", "12", "2026"], smallest="4", expects=422)
        assert "cannot be below 5" in group.page.select_one("#smallest-error").text
        group.submits(closes_on=["24", "12", "2026"], smallest="5", population="9150", ballots="600")
        survey = surveying.survey(survey_id)
        assert (survey.population, survey.ballots, survey.closes_at.hour) == (9150, 600, 19)
        assert group.sees("Everything is there. Look at the questionnaire once more, then open the survey.")

    def test_an_open_survey_keeps_its_smallest_number(self, surveying, group):
        survey_id = surveying.opened()
        group.opens(at(survey_id, "podaci/"))
        assert not group.page.select_one("#smallest")
        group.submits(title_sr="Исправљено", closes_on=["24", "12", "2026"])
        assert surveying.survey(survey_id).title_sr == "Исправљено"
        group.opens(at(survey_id, "podaci/"))
        group.submits(smallest="6", closes_on=["24", "12", "2026"], expects=422)
        assert group.sees("cannot be changed any more")


class TestOpening:
    def test_what_becomes_fixed_is_said_before_it_opens(self, surveying, group):
        survey_id = surveying.small()
        surveying.saved(survey_id, closes_at=now().replace(year=2027), ballots=20)
        group.opens(at(survey_id))
        group.opens(at(survey_id, "otvaranje/"))
        assert group.sees("What becomes fixed")
        assert group.sees("The smallest number that is shown: 5.")
        group.submits(button="Open it")
        assert group.sees("Ballots are being made: 0 of 20. It opens by itself.")
        surveying.works()
        group.opens(at(survey_id))
        assert group.sees("People are answering.")
        group.opens(f"/en/ankete/{survey_id}/")

    def test_what_is_missing_stands_where_the_button_would(self, surveying, group):
        survey_id = surveying.empty()
        group.opens(at(survey_id, "otvaranje/"))
        assert group.sees("There is no question yet.")
        assert not group.page.select("main form[method=post]")
        assert not group.opens(at(survey_id)).select("a[href$='otvaranje/']")

    def test_it_is_called_off_revised_closed_and_dropped_after_a_question(self, surveying, group):
        survey_id = surveying.opening(surveying.small())
        for path, button, stage in (("otkazivanje/", "Call it off", Stage.PREPARING), ("otvaranje/", "Open it", Stage.OPENING)):
            group.opens(at(survey_id, path))
            group.submits(button=button)
            assert surveying.survey(survey_id).stage is stage
        surveying.works()
        surveying.reworded(survey_id, "contact", "Да ли сте долазили?")
        group.opens(at(survey_id))
        assert group.sees("People still answer the version before.")
        group.opens(at(survey_id, "nova-verzija/"))
        group.submits(button="Publish it")
        assert len(group.page.select(".versions li")) == 2
        group.opens(at(survey_id, "zatvaranje/"))
        group.submits(button="Close it")
        assert surveying.survey(survey_id).stage is Stage.CLOSING
        group.opens(at(survey_id, "brisanje/"))
        group.submits(button="Delete it", expects=409)
        other = surveying.empty()
        group.opens(at(other, "brisanje/"))
        group.submits(button="Delete it")
        assert group.asks(at(other)).status_code == 404


class TestBuilder:
    def test_a_questionnaire_is_made_by_forms_alone(self, surveying, group):
        survey_id = surveying.empty()
        group.opens(at(survey_id, "upitnik/"))
        assert group.sees("There is no section yet.")
        group.opens(at(survey_id, "upitnik/odeljak/"))
        group.submits(title_sr="Услуге", title_en="Services")
        for kind in Kind:
            group.opens(at(survey_id, f"upitnik/odeljak/usluge/novo-pitanje/?vrsta={kind}"))
            group.submits(title_sr=f"Питање {kind}", code=f"q_{kind}")
            assert group.address == at(survey_id, f"upitnik/pitanje/q_{kind}/")
        assert [each["type"] for each in surveying.draft(survey_id)["sections"][0]["questions"]] == [str(kind) for kind in Kind]

    def test_every_kind_keeps_what_its_form_says(self, surveying, group):
        survey_id = surveying.small()
        before = surveying.draft(survey_id)
        for code in editing.codes(before):
            group.opens(at(survey_id, f"upitnik/pitanje/{code}/"))
            days = {"earliest": ["1", "1", "1950"], "latest": ["31", "12", "2026"]} if code == "since" else {}
            group.submits(button="Save", **days)
        assert surveying.draft(survey_id) == before
        assert surveying.survey(survey_id).step == 2

    def test_answers_come_several_at_a_time_and_are_put_in_order(self, surveying, group):
        survey_id = surveying.small()
        group.opens(at(survey_id, "upitnik/pitanje/contact/odgovori/"))
        group.submits(lines="Можда = Maybe\n\nНе сећам се")
        assert [each["value"] for each in editing.question(surveying.draft(survey_id), "contact")["choices"]] == ["yes", "no", "mozda", "ne_secam_se"]
        group.submits(button="Up: Maybe")
        group.opens(at(survey_id, "upitnik/pitanje/contact/odgovori/ne_secam_se/"))
        group.submits(text_en="I do not remember", code="unsure")
        group.submits(button="Delete: no")
        found = editing.question(surveying.draft(survey_id), "contact")["choices"]
        assert [(each["value"], each["text"].get("en")) for each in found] == [("yes", "yes"), ("mozda", "Maybe"), ("unsure", "I do not remember")]

    def test_an_answer_may_exclude_all_others(self, surveying, group):
        survey_id = surveying.small()
        group.opens(at(survey_id, "upitnik/pitanje/eservices/odgovori/ask/"))
        group.submits(alone="y")
        assert editing.question(surveying.draft(survey_id), "eservices")["choices"][0]["alone"] is True
        group.opens(at(survey_id, "upitnik/pitanje/contact/odgovori/yes/"))
        assert not group.page.select_one("#alone")

    def test_faults_stand_beside_their_fields_and_what_was_typed_stays(self, surveying, group):
        survey_id = surveying.small()
        group.opens(at(survey_id, "upitnik/pitanje/contact/"))
        group.submits(button="Save", condition="{trust} = 3", title_sr="Ново питање", expects=422)
        assert "comes later" in group.page.select_one("#condition-error").text
        assert group.page.select_one("#title_sr")["value"] == "Ново питање"
        group.submits(button="Save", condition="{contact} empty", expects=422)
        assert "contact → contact" in group.page.select_one("#condition-error").text
        group.submits(button="Save", condition="", code="Контакт", expects=422)
        assert "small Latin letters" in group.page.select_one("#code-error").text
        group.submits(button="Save", code="trust", expects=422)
        assert "already" in group.page.select_one("#code-error").text
        group.opens(at(survey_id, "upitnik/pitanje/age/"))
        group.submits(button="Save", least="50", most="40", expects=422)
        assert "larger than the largest" in group.page.select_one("#least-error").text

    def test_taking_out_is_undone(self, surveying, group):
        survey_id = surveying.small()
        before = surveying.draft(survey_id)
        group.opens(at(survey_id, "upitnik/"))
        group.submits(button="Delete: Још нешто")
        assert group.sees("brings it back")
        assert "more" not in editing.codes(surveying.draft(survey_id))
        group.submits(button="Undo the last change")
        assert surveying.draft(survey_id) == before
        group.submits(button="Do it again")
        assert "more" not in editing.codes(surveying.draft(survey_id))

    def test_what_others_depend_on_is_not_taken_out(self, surveying, group):
        survey_id = surveying.small()
        group.opens(at(survey_id, "upitnik/"))
        group.submits(button="Delete: Које сте електронске услуге користили?", expects=400)
        assert group.sees("there is no such question")

    def test_two_editors_meet_on_a_page_with_both_texts(self, surveying, group):
        survey_id = surveying.small()
        group.opens(at(survey_id, "upitnik/pitanje/contact/"))
        surveying.reworded(survey_id, "contact", "Туђи наслов")
        group.submits(button="Save", title_sr="Мој наслов", expects=409)
        assert group.sees("Мој наслов") and group.sees("Туђи наслов")

    def test_what_is_not_there_is_not_found(self, surveying, group):
        survey_id = surveying.small()
        for path in (
            "upitnik/odeljak/nema/",
            "upitnik/odeljak/nema/novo-pitanje/?vrsta=text",
            "upitnik/odeljak/services/novo-pitanje/?vrsta=video",
            "upitnik/pitanje/nema/",
            "upitnik/pitanje/more/odgovori/",
            "upitnik/pitanje/contact/redovi/",
            "upitnik/pitanje/contact/odgovori/nema/",
            "izmene/",
        ):
            assert group.asks(at(survey_id, path)).status_code == 404, path
        group.sends(at(survey_id, "upitnik/gore/"), csrf_token="", name="x", code="y", expects=404)

    def test_while_it_opens_there_are_no_buttons(self, surveying, group):
        survey_id = surveying.opening(surveying.small())
        page = group.opens(at(survey_id, "upitnik/"))
        assert not page.select("main form")
        group.opens(at(survey_id, "upitnik/pitanje/contact/"))
        group.submits(button="Save", title_sr="Друго", expects=422)
        assert group.sees("The questionnaire cannot be changed now")


class TestFiles:
    def test_a_questionnaire_is_saved_as_a_file_and_taken_in(self, surveying, group):
        survey_id, other = surveying.begun(), surveying.empty()
        text = group.asks(at(survey_id, "upitnik/datoteka/")).get_data(as_text=True)
        assert json.loads(text) == surveying.draft(survey_id)
        page = group.opens(at(other, "upitnik/uvoz/"))
        hidden = {field["name"]: field["value"] for field in page.select("main form input[type=hidden]")}
        group.sends(at(other, "upitnik/uvoz/"), **hidden, file=(io.BytesIO(text.encode("utf-8-sig")), "upitnik.json"))
        assert surveying.draft(other) == surveying.draft(survey_id)

    def test_what_is_wrong_with_a_file_is_said(self, surveying, group):
        survey_id = surveying.empty()
        group.opens(at(survey_id, "upitnik/uvoz/"))
        group.submits(document='{"format": 1,\n "sections": [}', expects=422)
        assert "line 2" in group.page.select_one("#document-error").text
        group.submits(document='{"format": 1, "sections": [{"code": "A"}]}', expects=422)
        assert group.sees("small Latin letters")


class TestTrial:
    def test_the_words_stand_side_by_side_in_three_versions(self, surveying, group):
        survey_id = surveying.begun()
        shown = group.opens(at(survey_id, "upitnik/pregled/")).select(".previews__text")
        assert [len(each.select("h3")) for each in shown] == [5, 5, 5]
        texts = [each.text for each in shown]
        assert ["Општина брине" in texts[0], "Opština brine" in texts[1], "The municipality cares" in texts[2]] == [True] * 3

    def test_it_is_tried_out_and_nothing_is_stored(self, surveying, group):
        survey_id = surveying.small()
        group.opens(at(survey_id, "upitnik/proba/"))
        group.submits(button="End of the trial", expects=422)
        assert group.page.select_one("#q-eservices-error")
        group.submits(**{"q.eservices": "none"}, button="End of the trial", expects=422)
        group.submits(**{"q.why": "Нисам знао.", "q.trust": "4"}, button="End of the trial")
        assert group.sees("Nothing was stored.") and group.sees("Нисам знао.")

    def test_one_goes_back_and_forth_through_the_parts(self, surveying, group):
        survey_id = surveying.begun()
        group.opens(at(survey_id, "upitnik/proba/"))
        group.submits(button="Next")
        group.submits(**{"q.contact": "no"}, button="Next")
        assert group.sees("Part 3 of 5")
        group.submits(button="Back")
        assert group.page.select_one("input[name='q.contact'][value=no]").has_attr("checked")

    def test_there_is_nothing_to_try_in_an_empty_one(self, surveying, group):
        group.opens(at(surveying.empty(), "upitnik/proba/"))
        assert group.sees("There is nothing to answer yet.")
