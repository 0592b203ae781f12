"""A survey opens and closes, by hand and by itself."""

from datetime import timedelta

import pytest

from portal.features.surveys import queries
from portal.features.surveys.actions import closing, drawing, opening, preparing, secrets
from portal.features.surveys.models import Ballot, PoolCode, Stage, Survey
from portal.features.surveys.refusals import preparing as refusals
from portal.features.surveys.refusals.answering import KeyGone, SurveyOver
from portal.features.surveys.refusals.building import FaultyQuestionnaire
from portal.features.surveys.rules import editing
from portal.features.surveys.rules.questionnaire import digest_of
from portal.kernel.audit import AuditLine
from portal.kernel.clock import now
from portal.kernel.db import Generation
from portal.kernel.refusals import Stale

DAY = timedelta(days=1)


def presses(surveying, verb, survey_id, **more):
    return surveying.acts(lambda db, me: verb(db, survey_id, by=me, seen=surveying.seen(db, survey_id), **more).stage)


def pool(surveying, survey_id):
    return surveying.asks(lambda db: db.query(PoolCode).filter_by(survey_id=survey_id).count())


def has_key(surveying, survey_id):
    def looks(_db):
        try:
            return bool(secrets.key(survey_id))
        except KeyGone:
            return False

    return surveying.asks(looks)


class TestOpening:
    def test_the_draft_becomes_the_first_questionnaire_and_its_digest_stands_in_the_audit_chain(self, surveying):
        survey_id = surveying.opening(surveying.small())
        survey = surveying.survey(survey_id)
        (version,) = surveying.asks(lambda db: queries.versions(db, survey_id))
        line = surveying.asks(lambda db: db.query(AuditLine).filter_by(act="surveys.begin").one())
        assert (survey.stage, survey.number) == (Stage.OPENING, 1)
        assert version.document == surveying.draft(survey_id)
        assert line.details["digest"] == version.digest == digest_of(version.document)

    def test_people_can_answer_when_all_ballots_are_made(self, surveying, monkeypatch):
        monkeypatch.setattr(opening, "BATCH", 7)
        survey_id = surveying.opening(surveying.small(), ballots=20)
        assert (pool(surveying, survey_id), has_key(surveying, survey_id)) == (0, False)
        assert surveying.works() == 3
        survey = surveying.survey(survey_id)
        assert (survey.stage, survey.opened_at, pool(surveying, survey_id)) == (Stage.OPEN, now(), 20)
        assert has_key(surveying, survey_id)
        assert survey.id in surveying.asks(lambda db: [each.id for each in queries.public(db)])

    def test_the_worker_may_come_twice(self, surveying):
        survey_id = surveying.opened(ballots=20)
        surveying.acts(lambda db, _me: opening.fill(db, survey_id))
        surveying.works()
        assert pool(surveying, survey_id) == 20

    def test_before_its_day_it_is_ready_but_closed(self, surveying, clock, people):
        survey_id = surveying.opened(opens_at=now() + 3 * DAY)
        assert (surveying.survey(survey_id).stage, pool(surveying, survey_id)) == (Stage.OPENING, 20)
        assert survey_id not in surveying.asks(lambda db: [each.id for each in queries.public(db)])
        with pytest.raises(SurveyOver):
            surveying.acts(lambda db, me: drawing.draw(db, survey_id, me, "n"), by=people.citizen())
        clock.moves(days=3)
        surveying.works()
        assert surveying.survey(survey_id).stage is Stage.OPEN
        assert surveying.acts(lambda db, me: drawing.draw(db, survey_id, me, "n"), by=people.citizen())

    def test_what_is_missing_is_said(self, surveying):
        survey_id = surveying.empty()
        with pytest.raises(refusals.NotReady) as refused:
            presses(surveying, opening.begin, survey_id)
        assert surveying.survey(survey_id).stage is Stage.PREPARING
        assert len(surveying.asks(lambda db: opening.missing(db, db.get(Survey, survey_id)))) == 2
        assert "missing" in refused.value.words

    def test_a_questionnaire_with_faults_does_not_open(self, surveying):
        survey_id = surveying.small()
        surveying.built(survey_id, editing.add_section, {"code": "later", "title": {"sr": "Касније"}})
        with pytest.raises(refusals.NotReady):
            surveying.opening(survey_id)

    def test_it_opens_once(self, surveying):
        survey_id = surveying.opening(surveying.small())
        with pytest.raises(refusals.NotPreparing):
            presses(surveying, opening.begin, survey_id)

    def test_who_looked_at_an_older_state_does_not_open_it(self, surveying):
        survey_id = surveying.small()
        seen = surveying.survey(survey_id).version
        surveying.saved(survey_id, closes_at=now() + DAY)
        with pytest.raises(Stale):
            surveying.acts(lambda db, me: opening.begin(db, survey_id, by=me, seen=seen))

    def test_public_pages_are_made_anew(self, surveying):
        def generations(db):
            return {row.tag: row.number for row in db.query(Generation)}

        survey_id = surveying.opening(surveying.small())
        before = surveying.asks(generations)
        surveying.works()
        after = surveying.asks(generations)
        assert all(after[tag] > before.get(tag, 0) for tag in ("surveys", f"survey.{survey_id}", "home"))

    def test_a_ballot_is_not_made_where_the_key_was_lost(self, surveying):
        survey_id = surveying.opened()
        surveying.asks(lambda _db: secrets.destroy(survey_id))
        surveying.saved(survey_id, ballots=40)
        with pytest.raises(KeyGone):
            surveying.acts(lambda db, _me: opening.fill(db, survey_id))
        assert pool(surveying, survey_id) == 20


class TestCallingOff:
    def test_nothing_is_left_of_an_opening_that_was_called_off(self, surveying):
        survey_id, other = surveying.opened(opens_at=now() + DAY), surveying.opened()
        presses(surveying, opening.call_off, survey_id)
        survey = surveying.survey(survey_id)
        assert (survey.stage, survey.number, pool(surveying, survey_id)) == (Stage.PREPARING, 0, 0)
        assert surveying.asks(lambda db: db.query(Ballot).filter_by(survey_id=survey_id).count()) == 0
        assert not has_key(surveying, survey_id)
        assert (pool(surveying, other), has_key(surveying, other)) == (20, True)

    def test_it_can_be_opened_again_and_the_old_promise_of_a_day_does_nothing(self, surveying, clock):
        survey_id = surveying.opened(opens_at=now() + DAY)
        presses(surveying, opening.call_off, survey_id)
        surveying.opened(survey_id, opens_at=now() + 5 * DAY)
        clock.moves(days=1)
        surveying.works()
        assert (surveying.survey(survey_id).stage, pool(surveying, survey_id)) == (Stage.OPENING, 20)

    def test_what_people_answer_already_is_not_called_off(self, surveying):
        survey_id = surveying.opened()
        with pytest.raises(refusals.NotOpening):
            presses(surveying, opening.call_off, survey_id)


class TestRevising:
    def test_a_changed_questionnaire_is_the_next_version_and_the_first_one_stays(self, surveying):
        survey_id = surveying.opened()
        surveying.reworded(survey_id, "contact", "Да ли сте долазили?")
        assert surveying.survey(survey_id).number == 1
        presses(surveying, opening.revise, survey_id)
        first, second = surveying.asks(lambda db: queries.versions(db, survey_id))
        assert surveying.survey(survey_id).number == 2
        assert editing.question(first.document, "contact")["title"]["sr"] == "Контакт"
        assert editing.question(second.document, "contact")["title"]["sr"] == "Да ли сте долазили?"

    def test_nothing_new_is_no_new_version(self, surveying):
        survey_id = surveying.opened()
        with pytest.raises(refusals.NothingChanged):
            presses(surveying, opening.revise, survey_id)

    def test_an_unfinished_one_is_not_published(self, surveying):
        survey_id = surveying.opened()
        surveying.built(survey_id, editing.add_section, {"code": "later", "title": {"sr": "Касније"}})
        with pytest.raises(FaultyQuestionnaire):
            presses(surveying, opening.revise, survey_id)

    def test_only_an_open_survey_has_a_next_version(self, surveying):
        survey_id = surveying.small()
        with pytest.raises(refusals.NotOpen):
            presses(surveying, opening.revise, survey_id)


class TestClosing:
    def test_on_its_day_it_closes_by_itself_and_key_and_pool_are_gone(self, surveying, clock):
        survey_id, other = surveying.opened(lasts=10 * DAY), surveying.opened(lasts=20 * DAY)
        clock.moves(days=9)
        surveying.works()
        assert surveying.survey(survey_id).stage is Stage.OPEN
        clock.moves(days=1)
        surveying.works()
        survey = surveying.survey(survey_id)
        assert (survey.stage, survey.closed_at) == (Stage.CLOSED, now())
        assert (pool(surveying, survey_id), has_key(surveying, survey_id)) == (0, False)
        assert (surveying.survey(other).stage, pool(surveying, other), has_key(surveying, other)) == (Stage.OPEN, 20, True)

    def test_an_end_that_was_moved_holds(self, surveying, clock):
        survey_id = surveying.opened(lasts=10 * DAY)
        surveying.saved(survey_id, closes_at=now() + 15 * DAY)
        clock.moves(days=11)
        surveying.works()
        assert surveying.survey(survey_id).stage is Stage.OPEN
        clock.moves(days=4)
        surveying.works()
        assert surveying.survey(survey_id).stage is Stage.CLOSED

    def test_by_hand_it_closes_at_once_and_wipes_then(self, surveying):
        survey_id = surveying.opened()
        assert presses(surveying, closing.close, survey_id) is Stage.CLOSING
        assert not has_key(surveying, survey_id)
        surveying.works()
        survey = surveying.survey(survey_id)
        assert (survey.stage, survey.closes_at) == (Stage.CLOSED, now())

    def test_only_an_open_one_closes(self, surveying):
        survey_id = surveying.small()
        with pytest.raises(refusals.NotOpen):
            presses(surveying, closing.close, survey_id)

    def test_the_next_year_follows(self, surveying, clock):
        first = surveying.closed(surveying.opened(surveying.begun()))
        clock.moves(days=365)
        second = surveying.cloned(first)
        assert surveying.survey(second).title_sr.endswith("2027.")
        surveying.opened(second)
        assert surveying.survey(second).stage is Stage.OPEN

    def test_a_survey_that_is_open_is_not_dropped(self, surveying):
        survey_id = surveying.opened()
        with pytest.raises(refusals.NotPreparing):
            surveying.acts(lambda db, me: preparing.drop(db, survey_id, by=me, seen=surveying.seen(db, survey_id)))
