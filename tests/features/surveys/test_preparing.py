"""What the working group does before a survey opens."""

from datetime import timedelta

import pytest

from portal.features.surveys import queries
from portal.features.surveys.actions import preparing
from portal.features.surveys.models import SMALLEST, Draft, SeriesKind, Stage, Survey
from portal.features.surveys.refusals import preparing as refusals
from portal.features.surveys.rules import editing
from portal.features.surveys.rules.questionnaire import Said, read
from portal.features.surveys.rules.starter import ESERVICES, SERVICE
from portal.kernel.audit import AuditLine
from portal.kernel.clock import now
from portal.kernel.refusals import NotFound, Stale


class TestBeginning:
    def test_the_yearly_survey_is_ready_for_this_year_with_the_settlements_of_the_municipality(self, surveying):
        survey = surveying.survey(surveying.begun())
        assert (survey.title_sr, survey.title_en) == ("Анкета о задовољству грађана 2026.", "Citizen satisfaction survey 2026")
        assert (survey.stage, survey.series.key, survey.series.kind) == (Stage.PREPARING, "yearly", SeriesKind.WAVES)
        questions = read(surveying.draft(survey.id)).questions
        assert ESERVICES in questions
        assert "in_razanj" in {option.code for option in questions["settlement"].options}

    def test_a_second_one_is_of_the_same_series(self, surveying):
        first, second = surveying.survey(surveying.begun()), surveying.survey(surveying.begun())
        assert first.series_id == second.series_id
        assert second.previous_id is None

    def test_it_follows_the_last_one_that_was_opened(self, surveying):
        first = surveying.opened(surveying.begun())
        assert surveying.survey(surveying.begun()).previous_id == first

    def test_an_empty_one_begins_a_series_of_its_own_or_goes_into_one_that_there_is(self, surveying):
        first = surveying.survey(surveying.empty())
        assert surveying.draft(first.id) == queries.EMPTY
        second = surveying.acts(lambda db, me: preparing.empty(db, Said(sr="Друга"), by=me, series_id=first.series_id).series_id)
        third = surveying.survey(surveying.empty()).series_id
        assert second == first.series_id != third
        with pytest.raises(NotFound):
            surveying.acts(lambda db, me: preparing.empty(db, Said(sr="Трећа"), by=me, series_id=999))

    def test_the_one_after_a_service_has_a_series_of_its_own(self, surveying):
        kind = surveying.acts(lambda db, me: preparing.from_starter(db, SERVICE, by=me, kind=SeriesKind.SERVICE).series.kind)
        assert kind is SeriesKind.SERVICE


class TestCloning:
    def test_it_takes_one_step_and_keeps_what_was_asked_under_its_codes(self, surveying):
        first = surveying.opened(surveying.begun(), population=8000, smallest=7)
        second = surveying.survey(surveying.cloned(first))
        assert (second.title_sr, second.title_en) == ("Анкета о задовољству грађана 2027.", "Citizen satisfaction survey 2027")
        assert (second.population, second.ballots, second.smallest, second.previous_id) == (8000, 20, 7, first)
        assert (second.stage, second.closes_at, second.number) == (Stage.PREPARING, None, 0)
        assert surveying.draft(second.id) == surveying.draft(first)

    def test_it_takes_what_was_asked_last_not_what_was_written_since(self, surveying):
        first = surveying.opened()
        surveying.reworded(first, "contact", "Да ли сте долазили у општину?")
        asked = editing.question(surveying.draft(surveying.cloned(first)), "contact")
        assert asked["title"]["sr"] == "Контакт"

    def test_what_never_opened_can_be_cloned_too(self, surveying):
        first = surveying.begun()
        surveying.built(first, editing.remove_question, "cares")
        assert "cares" not in editing.codes(surveying.draft(surveying.cloned(first)))

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("Анкета 2024.", "Анкета 2026."),
            ("Анкета 2026.", "Анкета 2027."),
            ("Анкета за 2024. о 2024.", "Анкета за 2026. о 2026."),
            ("Анкета о 12024 стварима", "Анкета о 12024 стварима"),
            ("Анкета", "Анкета"),
        ],
    )
    def test_the_title_gets_the_new_year(self, clock, before, after):
        assert preparing.renewed(before) == after

    def test_there_is_nothing_to_clone_where_there_is_no_survey(self, surveying):
        with pytest.raises(NotFound):
            surveying.cloned(5)


class TestSaving:
    def test_words_days_and_numbers_are_kept_and_audited(self, surveying):
        survey_id = surveying.begun()
        surveying.saved(survey_id, title_sr="Нова анкета", population=9150, closes_at=now() + timedelta(days=9))
        survey = surveying.survey(survey_id)
        assert (survey.title_sr, survey.population) == ("Нова анкета", 9150)
        line = surveying.asks(lambda db: db.query(AuditLine).filter_by(act="surveys.save").one())
        assert line.details["was_population"] == "0"

    @pytest.mark.parametrize(
        ("words", "refusal"),
        [
            ({"smallest": SMALLEST - 1}, refusals.TooSmall),
            ({"ballots": 0}, refusals.ManyBallots),
            ({"ballots": preparing.MOST_BALLOTS + 1}, refusals.ManyBallots),
            ({"closes_at": timedelta()}, refusals.ClosesTooEarly),
            ({"opens_at": timedelta(days=5), "closes_at": timedelta(days=5)}, refusals.ClosesTooEarly),
        ],
    )
    def test_what_cannot_be_is_refused(self, surveying, words, refusal):
        survey_id = surveying.begun()
        given = {name: now() + value if isinstance(value, timedelta) else value for name, value in words.items()}
        with pytest.raises(refusal):
            surveying.saved(survey_id, **given)

    def test_two_editors_are_told_apart(self, surveying):
        survey_id = surveying.begun()
        told = preparing.Told(title_sr="Моја")
        surveying.saved(survey_id, title_sr="Туђа")
        with pytest.raises(Stale) as refused:
            surveying.acts(lambda db, me: preparing.save(db, survey_id, told, by=me, seen=2))
        assert (refused.value.mine, refused.value.theirs) == ("Моја", "Туђа")

    def test_while_it_is_open_words_and_the_end_change_but_no_promise_does(self, surveying):
        survey_id = surveying.opened()
        later = now() + timedelta(days=40)
        surveying.saved(survey_id, title_sr="Исправљен наслов", closes_at=later, ballots=25)
        survey = surveying.survey(survey_id)
        assert (survey.title_sr, survey.closes_at, survey.stage) == ("Исправљен наслов", later, Stage.OPEN)
        for words, refusal in [
            ({"smallest": 6}, refusals.FixedNow),
            ({"ballots": 24}, refusals.FewBallots),
            ({"closes_at": None}, refusals.ClosesTooEarly),
        ]:
            with pytest.raises(refusal):
                surveying.saved(survey_id, **words)

    def test_ballots_that_are_added_are_made(self, surveying):
        survey_id = surveying.opened(ballots=20)
        surveying.saved(survey_id, ballots=33)
        surveying.works()
        assert surveying.asks(lambda db: queries.ballots_made(db, survey_id)) == 33

    @pytest.mark.parametrize("state", ["opening", "closed"])
    def test_while_it_opens_and_after_it_closed_nothing_changes(self, surveying, state):
        survey_id = surveying.opening(surveying.small()) if state == "opening" else surveying.closed(surveying.opened())
        with pytest.raises(refusals.NotPreparing):
            surveying.saved(survey_id, title_sr="Друго")


class TestDropping:
    def test_what_never_opened_is_deleted_with_its_steps(self, surveying):
        survey_id, other = surveying.begun(), surveying.begun()
        surveying.acts(lambda db, me: preparing.drop(db, survey_id, by=me, seen=1 + 1))
        assert surveying.asks(lambda db: [each.id for each in db.query(Survey)]) == [other]
        assert surveying.asks(lambda db: {each.survey_id for each in db.query(Draft)}) == {other}

    def test_what_follows_it_follows_the_one_before(self, surveying):
        first = surveying.opened()
        second = surveying.cloned(first)
        third = surveying.cloned(second)
        surveying.acts(lambda db, me: preparing.drop(db, second, by=me, seen=surveying.seen(db, second)))
        assert surveying.survey(third).previous_id == first

    def test_what_was_opened_stays(self, surveying):
        survey_id = surveying.opened()
        with pytest.raises(refusals.NotPreparing):
            surveying.acts(lambda db, me: preparing.drop(db, survey_id, by=me, seen=surveying.seen(db, survey_id)))
