"""The making of a questionnaire: steps, back and forth, and two editors at once."""

import json

import pytest

from portal.features.surveys import queries
from portal.features.surveys.actions import building
from portal.features.surveys.models import Draft, Survey
from portal.features.surveys.refusals import preparing as refusals
from portal.features.surveys.refusals.building import FaultyQuestionnaire
from portal.features.surveys.rules import editing
from portal.features.surveys.rules.changes import Sort, changes
from portal.features.surveys.rules.questionnaire import Kind, read
from portal.kernel.accounts.models import Person
from portal.kernel.db import work
from portal.kernel.refusals import NotFound, Stale
from tests.support.together import together


def said(text):
    return {"sr": text, "en": text}


def section(code="one", title="Одељак"):
    return {"code": code, "title": said(title)}


def question(code="a", type="single", **more):
    return {"code": code, "type": type, "title": said("Питање"), **more}


@pytest.fixture
def built(surveying):
    """A survey with two sections and three questions, the last of which depends on the first."""
    survey_id = surveying.empty()
    for code in ("one", "two"):
        surveying.built(survey_id, editing.add_section, section(code))
    for code in ("a", "b"):
        surveying.built(survey_id, editing.add_question, "one", question(code))
    for value in ("yes", "no"):
        surveying.built(survey_id, editing.put_part, "a", "choices", "", {"value": value, "text": said(value)})
    surveying.built(survey_id, editing.add_question, "two", question("c", "text", visibleIf="{a} = 'yes'"))
    return survey_id


def order(document):
    return {each["code"]: [one["code"] for one in each.get("questions", ())] for each in document["sections"]}


class TestParts:
    def test_sections_and_questions_are_added_at_the_end(self, surveying, built):
        assert order(surveying.draft(built)) == {"one": ["a", "b"], "two": ["c"]}

    def test_who_gives_no_code_gets_one_made_of_the_text(self, surveying, built):
        surveying.built(built, editing.add_question, "two", {"type": "text", "title": said("Шта бисте променили у раду?"), "code": ""})
        surveying.built(built, editing.add_question, "two", {"type": "text", "title": said("Шта бисте променили у раду?"), "code": ""})
        surveying.built(built, editing.add_section, {"title": said("2026. година"), "code": ""})
        assert order(surveying.draft(built))["two"] == ["c", "sta_biste_promenili_u_radu", "sta_biste_promenili_u_radu_2"]
        assert "q_2026_godina" in order(surveying.draft(built))

    def test_a_question_moves_within_its_section_and_over_its_edge(self, surveying, built):
        surveying.built(built, editing.move_question, "b", up=True)
        assert order(surveying.draft(built)) == {"one": ["b", "a"], "two": ["c"]}
        surveying.built(built, editing.move_question, "b", up=False)
        surveying.built(built, editing.move_question, "b", up=False)
        assert order(surveying.draft(built)) == {"one": ["a"], "two": ["b", "c"]}
        surveying.built(built, editing.move_question, "b", up=True)
        assert order(surveying.draft(built)) == {"one": ["a", "b"], "two": ["c"]}

    @pytest.mark.parametrize(("code", "up"), [("a", True), ("c", False)])
    def test_there_is_nothing_beyond_the_ends(self, surveying, built, code, up):
        with pytest.raises(refusals.OutOfOrder):
            surveying.built(built, editing.move_question, code, up=up)

    def test_a_question_does_not_move_above_the_one_it_depends_on(self, surveying, built):
        with pytest.raises(FaultyQuestionnaire):
            surveying.built(built, editing.move_section, "two", up=True)
        surveying.built(built, editing.change_question, "c", question("c", "text"))
        surveying.built(built, editing.move_section, "two", up=True)
        assert list(order(surveying.draft(built))) == ["two", "one"]

    def test_what_others_depend_on_is_not_removed_nor_given_another_code(self, surveying, built):
        for change in (
            (editing.remove_question, "a"),
            (editing.remove_section, "one"),
            (editing.remove_part, "a", "choices", "yes"),
            (editing.change_question, "a", question("other")),
        ):
            with pytest.raises(FaultyQuestionnaire):
                surveying.built(built, *change)

    def test_the_answers_of_a_question_stay_when_its_words_change(self, surveying, built):
        surveying.built(built, editing.change_question, "a", question("a", title=said("Друго")))
        found = editing.question(surveying.draft(built), "a")
        assert found["title"] == said("Друго")
        assert [each["value"] for each in found["choices"]] == ["yes", "no"]

    def test_answers_are_changed_moved_and_removed(self, surveying, built):
        surveying.built(built, editing.put_part, "a", "choices", "", {"text": said("Не знам")})
        surveying.built(built, editing.move_part, "a", "choices", "ne_znam", up=True)
        surveying.built(built, editing.put_part, "a", "choices", "no", {"value": "no", "text": said("Никако")})
        values = [each["value"] for each in editing.question(surveying.draft(built), "a")["choices"]]
        assert values == ["yes", "ne_znam", "no"]
        surveying.built(built, editing.remove_part, "a", "choices", "ne_znam")
        assert editing.question(surveying.draft(built), "a")["choices"][1]["text"]["sr"] == "Никако"

    def test_a_code_is_given_once(self, surveying, built):
        for change in (
            (editing.add_section, section("one")),
            (editing.change_section, "two", section("one")),
            (editing.add_question, "two", question("a")),
            (editing.change_question, "b", question("a")),
            (editing.put_part, "a", "choices", "no", {"value": "yes", "text": said("Да")}),
        ):
            with pytest.raises(refusals.CodeTaken):
                surveying.built(built, *change)

    def test_what_is_not_there_is_not_found(self, surveying, built):
        for change in (
            (editing.change_section, "x", section("x")),
            (editing.remove_question, "x"),
            (editing.add_question, "x", question("q")),
            (editing.remove_part, "a", "choices", "x"),
            (editing.put_part, "x", "rows", "", {"text": said("x")}),
        ):
            with pytest.raises(NotFound):
                surveying.built(built, *change)

    def test_a_removed_section_takes_its_questions_along(self, surveying, built):
        surveying.built(built, editing.remove_section, "two")
        assert order(surveying.draft(built)) == {"one": ["a", "b"]}


class TestSteps:
    def test_undo_and_redo_go_through_the_steps(self, surveying, built):
        document = surveying.draft(built)
        goes(surveying, built, building.undo)
        assert order(surveying.draft(built)) == {"one": ["a", "b"], "two": []}
        goes(surveying, built, building.redo)
        assert surveying.draft(built) == document
        assert surveying.asks(lambda db: queries.steps(db, db.get(Survey, built))) == (True, False)

    def test_there_is_no_step_before_the_first_nor_after_the_last(self, surveying):
        survey_id = surveying.empty()
        for verb in (building.undo, building.redo):
            with pytest.raises(refusals.NoStep):
                goes(surveying, survey_id, verb)

    def test_what_was_undone_is_forgotten_with_the_next_change(self, surveying, built):
        goes(surveying, built, building.undo)
        surveying.built(built, editing.add_question, "two", question("d", "text"))
        with pytest.raises(refusals.NoStep):
            goes(surveying, built, building.redo)
        goes(surveying, built, building.undo)
        assert order(surveying.draft(built))["two"] == []

    def test_a_change_that_changes_nothing_is_no_step(self, surveying, built):
        before = surveying.survey(built)
        surveying.built(built, editing.change_section, "one", section("one"))
        assert surveying.survey(built).step == before.step

    def test_the_oldest_steps_are_forgotten(self, surveying, monkeypatch):
        monkeypatch.setattr(building, "MOST_STEPS", 3)
        survey_id = surveying.empty()
        for n in range(6):
            surveying.built(survey_id, editing.add_section, section(f"s{n}"))
        assert surveying.asks(lambda db: db.query(Draft).filter_by(survey_id=survey_id).count()) == 4

    def test_other_surveys_keep_theirs(self, surveying, built):
        other = surveying.begun()
        goes(surveying, built, building.undo)
        surveying.built(built, editing.remove_section, "two")
        assert len(editing.codes(surveying.draft(other))) > 20


def goes(surveying, survey_id, verb):
    surveying.acts(lambda db, me: verb(db, survey_id, by=me, seen=surveying.seen(db, survey_id)))


class TestTwoEditors:
    def test_the_slower_one_sees_both_texts(self, surveying, built):
        seen = surveying.survey(built).version
        surveying.reworded(built, "b", "Туђе питање")
        change = question("b", title=said("Моје питање"))
        with pytest.raises(Stale) as refused:
            surveying.acts(
                lambda db, me: building.build(db, built, lambda d: editing.change_question(d, "b", change), by=me, seen=seen, mine=change)
            )
        assert "title.sr: Моје питање" in refused.value.mine
        assert "Туђе питање" in refused.value.theirs

    def test_of_two_at_once_one_is_told(self, app, surveying, built):
        seen = surveying.survey(built).version

        def change(code):
            def act(gate):
                gate.wait()
                with work() as db:
                    me = db.get(Person, surveying.group.id)
                    building.build(db, built, lambda d: editing.add_question(d, "two", question(code, "text")), by=me, seen=seen)

            return act

        assert [type(fault) for fault in together(app, change("x"), change("y"))] == [Stale]
        assert len(order(surveying.draft(built))["two"]) == 2


class TestImport:
    def test_a_document_goes_out_and_comes_in_again(self, surveying):
        survey_id, other = surveying.begun(), surveying.empty()
        text = editing.written(surveying.draft(survey_id))
        takes_in(surveying, other, text)
        assert surveying.draft(other) == surveying.draft(survey_id)
        goes(surveying, other, building.undo)
        assert surveying.draft(other) == queries.EMPTY

    @pytest.mark.parametrize("text", ["", "{", "[1, 2", "{'format': 1}", "[" * 100_000, "9" * 5000])
    def test_what_is_no_json_is_refused(self, surveying, text):
        survey_id = surveying.empty()
        with pytest.raises((refusals.NotJson, FaultyQuestionnaire)):
            takes_in(surveying, survey_id, text)

    def test_a_document_with_faults_is_refused_with_all_of_them(self, surveying):
        survey_id = surveying.empty()
        faulty = {"format": 1, "sections": [{**section(), "questions": [question("A"), question("b", visibleIf="{b} empty")]}]}
        with pytest.raises(FaultyQuestionnaire) as refused:
            takes_in(surveying, survey_id, json.dumps(faulty))
        assert [fault.place for fault in refused.value.faults] == ["sections.1.questions.1.code"]


def takes_in(surveying, survey_id, text):
    surveying.acts(lambda db, me: building.take_in(db, survey_id, text, by=me, seen=surveying.seen(db, survey_id)))


class TestCodes:
    def test_a_code_does_not_become_another_kind_in_a_later_survey(self, surveying):
        second = surveying.cloned(surveying.opened())
        scale = editing.question(surveying.draft(second), "trust")
        with pytest.raises(FaultyQuestionnaire):
            surveying.built(second, editing.change_question, "trust", {**scale, "type": "nps", "noOpinion": False})
        nps = {**scale, "type": "nps", "noOpinion": False, "code": "trust_nps"}
        surveying.built(second, editing.change_question, "trust", nps)
        assert read(surveying.draft(second)).questions["trust_nps"].kind is Kind.NPS

    def test_in_another_series_a_code_may_be_anything(self, surveying):
        surveying.opened()
        survey_id = surveying.empty()
        surveying.built(survey_id, editing.add_section, section())
        surveying.built(survey_id, editing.add_question, "one", question("trust", "nps"))
        assert "trust" in editing.codes(surveying.draft(survey_id))

    def test_what_is_different_from_the_last_one_is_known_word_by_word(self, surveying):
        first = surveying.opened()
        second = surveying.cloned(first)
        surveying.reworded(second, "contact", "Контакт са управом")
        surveying.built(second, editing.remove_question, "more")
        surveying.built(second, editing.add_question, "services", question("new", "text"))
        surveying.built(second, editing.put_part, "first", "choices", "", {"value": "schools", "text": said("Школе")})
        found = changes(read(surveying.draft(first)), read(surveying.draft(second)))
        assert [(each.sort, each.question.code) for each in found] == [
            (Sort.REWORDED, "contact"),
            (Sort.REWORDED, "first"),
            (Sort.ADDED, "new"),
            (Sort.REMOVED, "more"),
        ]
        contact, first_choices = found[0].wordings[0], found[1].wordings[0]
        assert contact.runs == [("same", "Контакт"), ("new", " са управом")]
        assert (first_choices.name, first_choices.part, first_choices.before, first_choices.after) == ("options", "schools", "", "Школе")

    def test_other_rules_are_named_and_another_order_is_no_difference(self, surveying):
        first = surveying.opened()
        second = surveying.cloned(first)
        age = editing.question(surveying.draft(second), "age")
        surveying.built(second, editing.change_question, "age", {**age, "max": 110, "isRequired": True, "visibleIf": "{contact} = 'yes'"})
        surveying.built(second, editing.move_question, "more", up=True)
        (only,) = changes(read(surveying.draft(first)), read(surveying.draft(second)))
        assert only.rules == ("required", "condition", "limits")


class TestWhen:
    def test_while_it_opens_and_after_it_closed_nobody_builds(self, surveying):
        closed = surveying.closed(surveying.opened())
        opening = surveying.opening(surveying.small())
        for survey_id in (opening, closed):
            with pytest.raises(refusals.NoMoreBuilding):
                surveying.built(survey_id, editing.remove_question, "more")
