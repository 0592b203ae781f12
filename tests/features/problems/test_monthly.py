"""The month of System 48: counted from the log, frozen, sent to the head, and computable again for ever."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from portal.features.problems import actions
from portal.features.problems.models import Channel, Competence, Event, EventKind, Month
from portal.features.problems.queries import monthly
from portal.features.problems.refusals import MonthFrozen, MonthNotOver
from portal.kernel.accounts.models import Role
from portal.kernel.audit import AuditLine
from tests.features.problems.reporting import ANSWER


@pytest.fixture
def october(reporting, unit, centre, clock, people):
    """A month with every outcome, and noise on both sides of it."""
    clock.moment = datetime(2026, 9, 30, 21, 30, tzinfo=UTC)
    reporting.answered(by=unit)
    clock.moment = datetime(2026, 9, 30, 22, 30, tzinfo=UTC)
    made = {"in_time": reporting.published()}
    clock.moves(hours=30)
    reporting.does(actions.answer, made["in_time"], ANSWER, by=unit)
    reporting.does(actions.resolve, made["in_time"], "Готово.", by=unit, has_photo=True)
    made["late"] = reporting.published(channel=Channel.PHONE, entered_by=centre)
    clock.moves(hours=49)
    reporting.does(actions.answer, made["late"], ANSWER, by=unit, why_late="Машина је била у квару.")
    made["unanswered"] = reporting.published()
    made["handed_over"] = reporting.published()
    reporting._in_work(
        lambda db: actions.hand_over(
            db, actions.load(db, made["handed_over"]), db.scalars(select(Competence)).first(), "Државни пут.",
            by=unit.person(db),
        )
    )
    made["duplicate"] = reporting.published()
    reporting._in_work(
        lambda db: actions.join(
            db, actions.load(db, made["duplicate"]), actions.load(db, made["in_time"]), by=centre.person(db)
        )
    )
    clock.moves(days=5)
    reporting.does(actions.say_whether_true, made["in_time"], true=False, why="Опет је рупа.")
    reporting.does(actions.answer, made["in_time"], ANSWER, by=unit)
    clock.moment = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
    reporting.answered(by=unit)
    people.someone(Role.HEAD, name="Начелница")
    clock.moment = datetime(2026, 11, 3, 12, 0, tzinfo=UTC)
    return made


def frozen(reporting):
    return reporting._in_work(lambda db: json.loads(actions.freeze(db, 2026, 10).content))


def test_every_outcome_is_counted_once_in_the_month_of_belgrade(reporting, october):
    month = frozen(reporting)
    assert (month["received"], month["reopened"], month["joined"], month["denied"]) == (5, 1, 1, 1)
    assert month["outcomes"] == {
        "answered_in_time": 3, "answered_late": 1, "handed_over": 1, "unanswered": 1, "not_due": 0, "refused": 0,
    }
    assert month["in_time"] == {"numerator": 4, "denominator": 6}
    assert month["channels"] == {"phone": 1, "web": 4}


def test_the_late_ones_are_named_with_their_reason(reporting, october):
    late = {row["problem"]: row for row in frozen(reporting)["late"]}
    assert set(late) == {october["late"], october["unanswered"]}
    assert late[october["late"]]["why"] == "Машина је била у квару."
    assert late[october["unanswered"]]["reference"].startswith("2026-")


def test_times_carry_their_n_and_those_who_wait(reporting, october):
    month = frozen(reporting)
    assert month["answer_hours"]["n"] == 5 and month["answer_hours"]["waiting"] == 1
    assert month["resolve_hours"]["n"] == 2, "the first result stays, and its joined one; opened again it is not resolved"


def test_what_happens_after_the_freezing_changes_nothing(reporting, october, unit, clock):
    before = frozen(reporting)
    clock.moves(days=2)
    reporting.does(actions.answer, october["unanswered"], ANSWER, by=unit)
    assert reporting._in_work(lambda db: actions.verify(db, db.scalars(select(Month)).one())) == []
    assert reporting._in_work(lambda db: json.loads(db.scalars(select(Month)).one().content)) == before


@pytest.mark.parametrize("hand", ["content", "log", "chain"])
def test_a_hand_in_the_database_is_found(reporting, october, hand):
    frozen(reporting)

    def meddle(db):
        kept = db.scalars(select(Month)).one()
        if hand == "content":
            kept.content = kept.content.replace('"received":5', '"received":6')
        elif hand == "log":
            moved = timedelta(hours=2)
            event = db.scalars(
                select(Event).where(Event.problem_id == october["late"], Event.kind == EventKind.ANSWERED)
            ).one()
            event.at -= moved
        else:
            db.execute(update(AuditLine).where(AuditLine.act == "problems.freeze").values(details={"sha256": "0" * 64}))

    reporting._in_work(meddle)
    assert reporting._in_work(lambda db: actions.verify(db, db.scalars(select(Month)).one()))


def test_a_month_is_frozen_once_and_not_before_its_end(reporting, october):
    frozen(reporting)
    with pytest.raises(MonthFrozen):
        frozen(reporting)
    with pytest.raises(MonthNotOver):
        reporting._in_work(lambda db: actions.freeze(db, 2026, 11))


def test_on_the_set_day_the_head_gets_the_month(reporting, october, mailbox, clock):
    clock.moment = datetime(2026, 11, 2, 22, 0, tzinfo=UTC)
    assert reporting._in_work(actions.freeze_due) is None, "the second of November in Belgrade"
    clock.moment = datetime(2026, 11, 2, 23, 0, tzinfo=UTC)
    reporting._in_work(actions.freeze_due)
    assert reporting._in_work(actions.freeze_due) is None, "once"
    letters = [letter for letter in mailbox.letters() if "2026-10" in letter["subject"]]
    assert len(letters) == 1 and "4 од 6" in letters[0].get_body(("plain",)).get_content()


def test_a_month_before_any_report_is_nobodys(reporting, clock):
    clock.moment = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)
    assert reporting._in_work(actions.freeze_due) is None


def test_december_is_followed_by_january():
    begins, ends = monthly.bounds(2026, 12)
    assert begins == datetime(2026, 11, 30, 23, tzinfo=UTC) and ends == datetime(2026, 12, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize("version, word", [("sr", "Није одговорено"), ("lat", "Nije odgovoreno"), ("en", "Not answered")])
def test_the_head_reads_prints_and_downloads_the_month(reporting, october, people, version, word):
    frozen(reporting)
    head = people.someone(Role.HEAD)
    head.opens(f"/{version}/problemi/izvestaji/")
    head.opens(f"/{version}/problemi/izvestaji/2026-10/")
    assert head.sees(word) and head.sees("2026")
    assert head.asks(f"/{version}/problemi/izvestaji/2026-10/tabela.xlsx").get_data()[:2] == b"PK"
    for nothing in ("2026-09", "x", "2026-1", "99999-99"):
        assert head.asks(f"/{version}/problemi/izvestaji/{nothing}/").status_code == 404


def test_the_command_freezes_shows_and_verifies(app, reporting, october):
    run = app.test_cli_runner().invoke
    assert run(args=["portal", "problems", "report", "2026-10"]).exit_code == 0
    assert "is what the log says" in run(args=["portal", "problems", "report", "2026-10", "--verify"]).output
    assert "no frozen report" in run(args=["portal", "problems", "report", "2026-09", "--verify"]).output
    assert "not over" in run(args=["portal", "problems", "report", "2026-11"]).output
    assert "2026-10" in run(args=["portal", "problems", "report", "October"]).output


def test_the_command_is_found_where_no_app_was_made_before(tmp_path):
    place = {**os.environ, "PORTAL_ENVIRONMENT": "development", "PORTAL_INSTANCE": str(tmp_path)}
    command = [sys.executable, "-m", "portal", "problems", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=place)
    assert done.returncode == 0 and "report" in done.stdout, done.stderr
