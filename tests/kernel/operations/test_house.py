"""The house's own timetable: checkpoint, sweep, recount, holidays; each may run twice without harm."""

import logging
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, text

from portal.kernel import audit, house, jobs, once, tickets
from portal.kernel.accounts import session as sign_ins
from portal.kernel.accounts.models import Once, SignIn, Throttle, Ticket
from portal.kernel.audit import AuditLine
from portal.kernel.clock import now
from portal.kernel.db import count, counted, work
from portal.kernel.house import HOUSE_JOBS
from portal.kernel.jobs import JobRow
from portal.kernel.moderation import actions as moderation
from portal.kernel.municipality.models import CalendarDay
from portal.kernel.operations import checkpoints
from portal.kernel.outbox import Recipient, post
from portal.kernel.outbox.models import Notice, NoticeState
from portal.kernel.settings import instance
from portal.kernel.throttle import tries
from portal.kernel.words import VERSIONS, speaking

HEAD = "nacelnik@test.example"


@pytest.fixture
def app(make_app):
    return make_app(PORTAL_AUDIT_MAIL=HEAD)


def does(handler):
    with work() as db:
        handler(db, {})


def letters(db, kind):
    return db.scalars(select(Notice).where(Notice.kind == kind)).all()


@pytest.mark.one_engine
def test_the_database_learns_how_its_tables_have_grown(db):
    """Without this SQLite walks all public questions to count the few overdue ones."""
    does(house.statistics)
    known = db.execute(text("SELECT DISTINCT tbl FROM sqlite_stat1")).scalars().all()
    assert "portal_audit" in known


class TestCheckpoint:
    def test_leaves_the_machine_once_a_day(self, db, clock):
        seq, digest = audit.head(db)
        does(house.checkpoint)
        does(house.checkpoint)
        clock.moves(hours=3)
        does(house.checkpoint)

        [letter] = letters(db, "house.checkpoint")
        assert letter.email == HEAD
        assert letter.data["checkpoint"] == f"{seq}:{digest}"
        assert checkpoints.last(instance()) == (seq, digest)

        clock.moves(days=1)
        does(house.checkpoint)
        assert len(letters(db, "house.checkpoint")) == 2
        assert len((instance() / checkpoints.FILE).read_text().splitlines()) == 2

    def test_the_letter_reads_in_every_version(self, app):
        with app.test_request_context():
            for key in VERSIONS:
                with speaking(key):
                    letter = house.HOUSE_NOTICES["house.checkpoint"]({"checkpoint": "7:abc"})
                    drift = house.HOUSE_NOTICES["house.drift"]({"lines": ["moderation.open: 1 -> 0"]})
                    assert "7:abc" in letter.paragraphs and "moderation.open: 1 -> 0" in drift.paragraphs

    def test_without_an_address_only_the_file_has_it(self, make_app):
        app = make_app()
        with app.app_context():
            with work() as db:
                house.checkpoint(db, {})
            assert checkpoints.last(instance())
            assert not db.scalar(select(func.count()).select_from(Notice))


class TestRecount:
    def enter(self, kind="questions", subject=1):
        with work() as db:
            moderation.enter(db, kind, subject, revision=1, due_at=now(), author_id=None, author_key="a")

    def test_says_nothing_when_all_agrees(self, db, caplog):
        self.enter()
        self.enter("problems")
        does(house.recount)
        assert not letters(db, "house.drift") and not caplog.records
        assert counted(db, "moderation.open") == 2

    def test_reports_and_mends_a_drift(self, db, caplog):
        self.enter()
        self.enter("problems")
        with work() as transaction:
            count(transaction, "moderation.open", 5)
            count(transaction, "moderation.open.problems", -1)
            count(transaction, "moderation.open.gone", 3)
            count(transaction, "moderation.approve", 9)
        with caplog.at_level(logging.WARNING):
            does(house.recount)
            does(house.recount)

        assert [
            counted(db, f"moderation.{name}") for name in ("open", "open.problems", "open.gone", "open.questions")
        ] == [
            2,
            1,
            0,
            1,
        ]
        assert counted(db, "moderation.approve") == 9
        assert len(caplog.records) == 3
        [letter] = letters(db, "house.drift")
        assert letter.email == HEAD and "moderation.open: 7 -> 2" in letter.data["lines"]
        noted = db.scalars(select(AuditLine.subject_id).where(AuditLine.act == "house.recount")).all()
        assert sorted(noted) == ["moderation.open", "moderation.open.gone", "moderation.open.problems"]


class TestSweep:
    def test_forgets_what_has_served_and_keeps_the_rest(self, db, clock, people):
        ana = people.citizen()

        def leaves_traces():
            with work() as transaction:
                tries(transaction, "sign-in:ana", timedelta(minutes=5))
                tries(transaction, "post:10.0.0.1", timedelta(minutes=1))
                once.before(transaction, once.token())
                tickets.make(transaction, "reset", lasts=timedelta(hours=1))
                sign_ins.begin(transaction, ana.person(transaction), "phone")
                jobs.enqueue(transaction, "house.sweep", key=f"house.sweep@{now():%j}")
                jobs.enqueue(transaction, "promise", key=f"promise:{now():%j}")
                for row in transaction.scalars(select(JobRow)):
                    row.done_at = row.done_at or now()

        leaves_traces()
        clock.moves(days=91)
        leaves_traces()
        before = {
            model: db.scalar(select(func.count()).select_from(model))
            for model in (Throttle, Once, Ticket, SignIn, JobRow)
        }
        db.rollback()

        does(house.sweep)
        does(house.sweep)
        after = {model: db.scalar(select(func.count()).select_from(model)) for model in before}
        assert {model.__name__: (before[model], after[model]) for model in before} == {
            "Throttle": (4, 2),
            "Once": (2, 1),
            "Ticket": (2, 1),
            "SignIn": (3, 1),
            "JobRow": (4, 3),
        }
        assert db.scalar(select(JobRow.id).where(JobRow.key.startswith("promise"))) is not None

    def test_letters_that_left_lose_address_and_content_but_not_their_key(self, db, clock):
        def writes(state, key):
            with work() as transaction:
                post(transaction, "house.drift", Recipient("ana@test.example"), {"lines": ["secret"]}, key=key)
                transaction.scalars(select(Notice).where(Notice.key == key)).one().state = state

        for state in NoticeState:
            writes(state, f"old {state}")
        clock.moves(days=91)
        writes(NoticeState.SENT, "new")
        does(house.sweep)
        does(house.sweep)
        found = {
            notice.key: (notice.state.value, notice.email, bool(notice.data)) for notice in letters(db, "house.drift")
        }
        assert found == {
            "old waiting": ("waiting", "ana@test.example", True),
            "old sent": ("sent", "", False),
            "old bounced": ("cancelled", "", False),
            "old cancelled": ("cancelled", "", False),
            "new": ("sent", "ana@test.example", True),
        }


class TestHolidays:
    def test_a_new_year_is_added_once_and_peoples_changes_stay(self, db, clock):
        with work() as transaction:
            transaction.execute(delete(CalendarDay).where(CalendarDay.day >= now().date().replace(2028, 1, 1)))
            day = transaction.scalars(select(CalendarDay).order_by(CalendarDay.day).limit(1)).one()
            transaction.delete(day)
            gone = day.day
        does(house.holidays)
        does(house.holidays)
        years = {day.year for day in db.scalars(select(CalendarDay.day))}
        assert 2028 in years
        assert db.get(CalendarDay, gone) is None


def test_every_job_is_in_the_timetable_and_runs_twice(app, clock):
    with app.app_context():
        for _ in range(2):
            with work() as db:
                jobs.fill_timetable(db, HOUSE_JOBS)
            while jobs.run_one(app.extensions["portal"].jobs):
                pass
            clock.moves(hours=1)
        rows = {row.name: row for row in db.scalars(select(JobRow).order_by(JobRow.id))}
        assert {job.name for job in HOUSE_JOBS} <= rows.keys()
        assert all(row.done_at and not row.fault for row in rows.values()), {r.name: r.fault for r in rows.values()}
