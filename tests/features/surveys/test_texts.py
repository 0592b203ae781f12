"""Free texts: found, read together, approved, blacked out or withheld."""

import pytest

from portal.features.surveys.actions import reviewing
from portal.features.surveys.models import Mode, TextAnswer, TextState
from portal.features.surveys.queries import texts
from portal.features.surveys.refusals.reviewing import NothingLeft, NotInTheText, NotReadableYet
from portal.kernel.accounts.models import Role
from portal.kernel.audit import AuditLine
from portal.kernel.refusals import NotFound, Stale
from tests.features.surveys.polling import answered, codes_of

WRITTEN = ["Путеви су лоши.", "Putevi su dobri.", "Зовите ме на 064 123 4567, Пера.", "Вода!", "Школски аутобус касни."]


@pytest.fixture
def group(surveying):
    return surveying.group


def wrote(survey_id, *written):
    for text, code in zip(written, codes_of(survey_id, len(written), Mode.PAPER), strict=True):
        answered(survey_id, code, eservices="none", why=text)


@pytest.fixture
def survey_id(surveying, db):
    found = surveying.opened(ballots=40)
    wrote(found, *WRITTEN)
    other = surveying.opened(ballots=10)
    wrote(other, "Из друге анкете.")
    return found


def asked(surveying, survey_id, code="why"):
    def query(db):
        return next(each for each in texts.text_questions(db, surveying.survey(survey_id)) if each.question.code == code)

    return surveying.asks(query)


def read(surveying, survey_id, state=TextState.WAITING, **words):
    of = asked(surveying, survey_id)
    return surveying.asks(lambda db: [text.text for text in texts.texts(db, surveying.survey(survey_id), of, state, **words).rows])


def id_of(surveying, survey_id, text):
    return surveying.asks(lambda db: db.query(TextAnswer.id).filter_by(survey_id=survey_id, text=text).one()[0])


def decides(surveying, survey_id, text, verb, seen=1, **words):
    name = id_of(surveying, survey_id, text)
    return surveying.acts(lambda db, me: verb(db, survey_id, name, by=me, seen=seen, **words) and None)


def shown(surveying, survey_id):
    return surveying.asks(lambda db: sorted(texts.approved(db, survey_id, "why")))


def test_the_texts_of_a_survey_are_read_by_question(surveying, survey_id):
    assert sorted(read(surveying, survey_id)) == sorted(WRITTEN)
    assert asked(surveying, survey_id).counts == {TextState.WAITING: 5} and asked(surveying, survey_id, "more").counts == {}


def test_while_people_answer_nothing_is_read_before_enough_texts_wait_together(surveying, survey_id):
    decides(surveying, survey_id, "Вода!", reviewing.approve)
    assert read(surveying, survey_id) == []
    with pytest.raises(NotReadableYet):
        decides(surveying, survey_id, WRITTEN[0], reviewing.approve)
    assert read(surveying, survey_id, TextState.APPROVED) == ["Вода!"]
    surveying.closed(survey_id)
    assert len(read(surveying, survey_id)) == 4


@pytest.mark.parametrize("words", ["путеви", "PUTEVI", "putevi su"])
def test_words_are_found_in_either_script(surveying, survey_id, words):
    assert sorted(read(surveying, survey_id, words=words)) == sorted(WRITTEN[:2])
    assert read(surveying, survey_id, words="skolski") == [WRITTEN[4]]
    assert read(surveying, survey_id, words="Из друге") == []


def test_pages_go_on_where_the_one_before_ended(surveying, survey_id, monkeypatch):
    monkeypatch.setattr(texts, "PAGE", 2)
    of, seen, after = asked(surveying, survey_id), [], ""
    for _ in range(3):
        page = surveying.asks(lambda db, after=after: texts.texts(db, surveying.survey(survey_id), of, TextState.WAITING, after=after))
        seen, after = [*seen, *(text.text for text in page.rows)], page.older
    assert sorted(seen) == sorted(WRITTEN) and after == ""


def test_a_search_that_looked_at_enough_leads_on(surveying, survey_id, monkeypatch):
    monkeypatch.setattr(texts, "LOOKED_AT", 2)
    of, seen, after = asked(surveying, survey_id), [], ""
    for _ in range(4):
        page = surveying.asks(lambda db, after=after: texts.texts(db, surveying.survey(survey_id), of, TextState.WAITING, words="su", after=after))
        seen, after = [*seen, *(text.text for text in page.rows)], page.older
        if not after:
            break
    assert {"Путеви су лоши.", "Putevi su dobri."} <= set(seen) and after == ""


class TestDeciding:
    def test_an_approved_text_may_be_published_and_a_withheld_one_never(self, surveying, survey_id):
        decides(surveying, survey_id, WRITTEN[0], reviewing.approve)
        surveying.closed(survey_id)
        decides(surveying, survey_id, "Вода!", reviewing.withhold)
        assert shown(surveying, survey_id) == [WRITTEN[0]]
        decides(surveying, survey_id, WRITTEN[0], reviewing.withhold, seen=2)
        assert shown(surveying, survey_id) == []

    def test_parts_are_blacked_out_wherever_they_stand(self, surveying, survey_id):
        assert surveying.asks(lambda _db: texts.suggested(WRITTEN[2])) == ["064 123 4567"]
        decides(surveying, survey_id, WRITTEN[2], reviewing.approve, black=["064 123 4567", "Пера"])
        assert shown(surveying, survey_id) == ["Зовите ме на ████████████, ████."]

    def test_words_that_do_not_stand_there_are_refused(self, surveying, survey_id):
        with pytest.raises(NotInTheText):
            decides(surveying, survey_id, WRITTEN[2], reviewing.approve, black=["064 999"])
        assert shown(surveying, survey_id) == []

    def test_a_text_of_which_nothing_is_left_is_refused(self, surveying, survey_id):
        with pytest.raises(NothingLeft):
            decides(surveying, survey_id, "Вода!", reviewing.approve, black=["Вода"])

    def test_two_who_decide_at_once_are_told_apart(self, surveying, survey_id):
        decides(surveying, survey_id, WRITTEN[0], reviewing.approve)
        surveying.closed(survey_id)
        with pytest.raises(Stale):
            decides(surveying, survey_id, WRITTEN[0], reviewing.withhold)

    def test_a_text_of_another_survey_is_not_there(self, surveying, survey_id):
        name = id_of(surveying, survey_id, "Вода!")
        with pytest.raises(NotFound):
            surveying.acts(lambda db, me: reviewing.approve(db, survey_id + 1, name, by=me, seen=1))

    def test_the_audit_log_says_who_and_not_what(self, surveying, survey_id):
        decides(surveying, survey_id, WRITTEN[2], reviewing.approve, black=["Пера"])
        line = surveying.asks(lambda db: db.query(AuditLine).filter_by(act="surveys.approve_text").one())
        assert line.actor_id == surveying.group.id and line.details["code"] == "why" and line.details["parts"] == 1
        assert "Пера" not in str(line.details) and "Зовите" not in str(line.details)


class TestPages:
    def test_the_group_reads_and_decides(self, surveying, survey_id, group):
        group.opens(f"/sr/ankete/sto/{survey_id}/tekstovi/")
        assert group.sees("Зашто нисте?")
        group.opens(f"/sr/ankete/sto/{survey_id}/tekstovi/why/")
        assert all(group.sees(text) for text in ("Вода!", "064 123 4567"))
        [card] = [each for each in group.page.select("article.card") if "064" in each.text]
        assert card.select_one("textarea").text.strip() == "064 123 4567"
        form = card.select_one("details form")
        sent = {field["name"]: field["value"] for field in form.select("input")}
        group.sends(form["action"], **{**sent, "black": "064 123 4567", "decision": "zacrni"})
        assert shown(surveying, survey_id) == ["Зовите ме на ████████████, Пера."]

    def test_what_cannot_be_blacked_out_is_said_beside_the_text_and_stays(self, surveying, survey_id, group):
        group.opens(f"/en/ankete/sto/{survey_id}/tekstovi/why/")
        form = group.page.select_one("details form")
        sent = {field["name"]: field["value"] for field in form.select("input")}
        group.sends(form["action"], expects=422, **{**sent, "black": "nowhere at all", "decision": "zacrni"})
        assert group.sees("These words do not stand in the text") and group.page.find("textarea", string=lambda t: t and "nowhere" in t)

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.WORKING_GROUP])
    def test_nobody_else_reads_them(self, surveying, survey_id, people, role):
        for address in (f"/sr/ankete/sto/{survey_id}/tekstovi/", f"/sr/ankete/sto/{survey_id}/tekstovi/why/"):
            people.someone(role).opens(address, expects=403)
