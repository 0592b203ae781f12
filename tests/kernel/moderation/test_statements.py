"""Each restriction leaves a statement of reasons: data, told to its author, with an appeal for six months."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.features.problems import actions as problems
from portal.features.problems.models import Problem
from portal.features.questions import actions as questions
from portal.features.questions.models import KIND, Question, State
from portal.kernel.accounts.models import Role
from portal.kernel.db import work
from portal.kernel.house import promised
from portal.kernel.moderation import actions, queries, statements
from portal.kernel.moderation.models import Item, Restriction, Result, Statement, Verdict
from portal.kernel.outbox.models import Notice
from tests.features.problems.reporting import Reporting
from tests.features.questions.asking import Asking


@pytest.fixture
def asking(app):
    return Asking(app)


def statement_of(db, id, kind=KIND):
    db.rollback()
    return statements.last_of(db, queries.item_of(db, kind, id))


def letter(mailbox, to):
    return " ".join(mailbox.last(to).get_body(("plain",)).get_content().split())


class TestWhatIsWritten:
    @pytest.mark.parametrize(
        ("verdict", "more", "restriction", "until"),
        [
            (Verdict.REFUSE, {"reason_key": "insult"}, Restriction.REFUSED, True),
            (Verdict.RETURN, {"reason_text": "Напишите улицу."}, Restriction.RETURNED, False),
            (Verdict.REDACT, {"redactions": {"text": [(0, 3)]}}, Restriction.REDACTED, False),
        ],
    )
    def test_a_restriction_has_its_reason_facts_and_redress(self, asking, db, verdict, more, restriction, until):
        noise = asking.published("Ко отвара базен и када?")
        id = asking.waiting(text="Зовите 037 841-123.")
        asking.decided(id, verdict, **more)
        found = statement_of(db, id)
        assert (found.restriction, found.kind, found.subject_id) == (restriction, KIND, id)
        assert found.detected == ["phone"] and not found.on_report and (found.appeal_until is not None) is until
        assert found.reason_key == more.get("reason_key", "") and statement_of(db, noise) is None
        if found.reason_key:
            reason = next(r for r in queries.reasons(db) if r.key == "insult")
            assert (found.reason_sr, found.reason_en) == (reason.text_sr, reason.text_en), "frozen in both languages"

    def test_what_was_public_is_removed_and_what_was_reported_says_so(self, app, asking, db):
        id = asking.published()
        with work() as writing:
            item = queries.item_of(writing, KIND, id)
            actions.enter(writing, KIND, id, revision=1, due_at=item.due_at, author_id=None, author_key="", on_report=True, was_public=True)
        with work() as writing:
            item = queries.item_of(writing, KIND, id)
            item.state = "pending"
            found = statements.write(writing, item, decision := _decision(writing, item, asking.moderator))
            assert found.restriction is Restriction.REMOVED and found.on_report and found.id == decision.id

    def test_an_undone_decision_leaves_no_statement_behind(self, app, asking, db, people):
        id, moderator = asking.waiting(), people.moderator()
        asking.decided(id, Verdict.REFUSE, by=moderator, reason_text="Није питање.", batch="b1")
        with work() as writing:
            item = queries.item_of(writing, KIND, id)
            actions.undo(writing, app.extensions["portal"].queues[KIND], item.id, by=moderator.person(writing))
        assert statement_of(db, id) is None and db.scalars(select(Statement)).one().taken_back_at
        asking.decided(id, Verdict.REFUSE, by=moderator, reason_text="Није питање.")
        assert statement_of(db, id).taken_back_at is None, "what is decided again is stated again"


def _decision(db, item, moderator):
    from portal.kernel.clock import now
    from portal.kernel.moderation.models import Decision

    decision = Decision(item_id=item.id, revision=1, verdict=Verdict.REFUSE, by_id=moderator.id, at=now(), reason_sr="х", reason_en="x", month=202611)
    db.add(decision)
    db.flush()
    return decision


class TestWhatTheAuthorReads:
    @pytest.mark.parametrize(
        ("version", "until", "person"),
        [("sr", "Приговор можете да уложите до", "Одлучила је особа"), ("lat", "Prigovor možete da uložite do", "Odlučila je osoba"), ("en", "You can appeal until", "A person decided")],
    )
    def test_the_letter_says_how_it_came_to_it_and_until_when_to_appeal(self, asking, mailbox, db, version, until, person):
        id = asking.waiting(email="a@test.example", version_key=version)
        asking.decided(id, Verdict.REFUSE, reason_key="insult")
        text = letter(mailbox, "a@test.example")
        assert until in text and person in text and statement_of(db, id).reference in text

    def test_the_page_says_it_and_offers_the_appeal(self, asking, mailbox, nobody, db):
        id = asking.waiting(email="a@test.example")
        asking.decided(id, Verdict.REFUSE, reason_key="insult")
        nobody.opens(mailbox.link("a@test.example", "moje"))
        section = nobody.page.select_one("[aria-labelledby^=statement]")
        assert statement_of(db, id).reference in section.text and "Није објављено." in section.text
        assert nobody.page.select_one("form[action*=zalba]")

    def test_who_is_redacted_hears_the_number_too(self, asking, mailbox, db):
        id = asking.waiting(email="a@test.example", text="Зовите 037 841-123.")
        asking.decided(id, Verdict.REDACT, redactions={"text": [(7, 18)]})
        assert statement_of(db, id).reference in letter(mailbox, "a@test.example")


class TestAppeals:
    def test_six_months_are_six_months(self):
        assert statements.months_after(datetime(2026, 8, 31, 10, tzinfo=UTC)) == datetime(2027, 2, 28, 23, tzinfo=UTC)
        assert statements.months_after(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)) == datetime(2027, 5, 24, 22, tzinfo=UTC)

    def test_the_last_day_is_in_time_and_the_next_is_not(self, asking, db, clock, nobody, mailbox):
        in_time, late = asking.waiting(email="a@test.example"), asking.waiting(email="b@test.example")
        for id in (in_time, late):
            asking.decided(id, Verdict.REFUSE, reason_text="Није питање.")
        link = mailbox.link("b@test.example", "moje")
        until = statement_of(db, late).appeal_until
        clock.moment = until - timedelta(seconds=1)
        asking.does(questions.appeal, in_time, "Јесте питање.")
        clock.moment = until
        with pytest.raises(actions.AppealTooLate):
            asking.does(questions.appeal, late, "Јесте питање.")
        nobody.opens(link)
        assert not nobody.page.select_one("form[action*=zalba]") and nobody.sees("Рок за приговор је истекао")

    @pytest.mark.parametrize(
        ("verdict", "result", "kind"),
        [(Verdict.APPROVE, Result.REVERSED, "questions.appeal_accepted"), (Verdict.REFUSE, Result.UPHELD, "questions.appeal_refused")],
    )
    def test_the_result_is_told_and_kept(self, asking, people, db, mailbox, verdict, result, kind):
        id = asking.waiting(email="a@test.example")
        asking.decided(id, Verdict.REFUSE, reason_text="Није питање.")
        first = statement_of(db, id).id
        asking.does(questions.appeal, id, "Јесте питање.")
        asking.decided(id, verdict, by=people.moderator(), reason_text="И даље.")
        db.rollback()
        assert db.get(Statement, first).result is result
        assert db.scalar(select(Notice).where(Notice.kind == kind, Notice.about_id == id))
        upheld = statement_of(db, id)
        assert upheld is None if result is Result.REVERSED else (upheld.id != first and upheld.appeal_until is None)

    def test_the_reporter_of_a_problem_hears_both_results_too(self, app, people, db, mailbox):
        reporting = Reporting(app)
        for verdict, kind in ((Verdict.APPROVE, "problems.appeal_accepted"), (Verdict.REFUSE, "problems.appeal_refused")):
            id = reporting.reported(email="a@test.example")
            reporting.decided(id, Verdict.REFUSE, reason_text="Није проблем.")
            with work() as writing:
                problems.appeal(writing, writing.get(Problem, id), "Јесте.", by=None)
            reporting.decided(id, verdict, by=people.moderator(), reason_text="И даље.")
            db.rollback()
            assert db.scalar(select(Notice).where(Notice.kind == kind, Notice.about_id == id)), kind

    def test_an_appeal_has_a_promise_of_its_own_and_an_alarm(self, asking, people, db, clock):
        head = people.someone(Role.HEAD)
        id = asking.waiting()
        asking.decided(id, Verdict.REFUSE, reason_text="Није питање.")
        clock.moves(days=60)
        asking.does(questions.appeal, id, "Јесте питање.")
        item = queries.item_of(db, KIND, id)
        assert item.due_at > item.appealed_at and queries.late_count(db) == 0
        clock.moves(days=12)
        assert queries.late_count(db) == 1
        with work() as writing:
            promised(writing, {})
        db.rollback()
        assert db.scalar(select(Notice).where(Notice.kind == "house.waiting", Notice.person_id == head.id))
        assert db.get(Question, id).state is State.REFUSED and db.scalars(select(Item)).one().appeal_text


class TestOpenData:
    def test_everybody_may_have_them_and_nobody_is_named(self, asking, nobody, db):
        asking.published()
        id = asking.waiting("Питање Петра Пробића?", name="Петар Пробић")
        asking.decided(id, Verdict.REFUSE, reason_key="other", reason_text="=Пера није рекао ништа.")
        rows = nobody.asks("/sr/transparentnost/obrazlozenja.json").json
        assert [(row["restriction"], row["reason"], row["automated_decision"]) for row in rows] == [("refused", "other", False)]
        answer = nobody.asks("/en/transparentnost/obrazlozenja.csv")
        text = answer.data.decode("utf-8-sig")
        assert "Пера" not in text and "Пробић" not in text and answer.content_type.startswith("text/csv")
        assert [row["number"] for row in csv.DictReader(io.StringIO(text))] == [rows[0]["number"]]
        assert nobody.asks("/sr/transparentnost/obrazlozenja.json?mesec=2020-01").json == []

    def test_the_page_of_figures_leads_to_them(self, nobody):
        nobody.opens("/sr/transparentnost/")
        assert nobody.page.select_one("a[href*='obrazlozenja.csv']") and nobody.page.select_one("a[href*='obrazlozenja.json']")
