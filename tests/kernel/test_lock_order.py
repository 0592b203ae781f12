"""Verbs at the same moment never wait for each other in a circle: what they share is written last, in one order."""

import re

import pytest
from sqlalchemy import event, select

from portal.features.questions import actions
from portal.features.questions.actions.asking import confirm_follow
from portal.features.questions.models import KIND, AnswerKind, Question
from portal.features.questions.queries import draft_of
from portal.kernel import audit
from portal.kernel.audit import AuditLine
from portal.kernel.db import Counter, Generation, Last, at_the_end, counted, session, tally, touch, work
from portal.kernel.follows.models import Follow
from portal.kernel.moderation import actions as moderation
from portal.kernel.outbox import Recipient
from tests.conftest import ENGINE
from tests.features.questions.asking import MAYOR, Asking
from tests.support.together import together


@pytest.fixture
def asking(app):
    return Asking(app)


def step_by_step(app, *acts):
    """Run acts in transactions of their own; each is a list of steps, and all wait for each other after the first one."""

    def run(steps):
        def act(gate):
            with work() as db:
                steps[0](db)
                db.flush()
                gate.wait()
                for step in steps[1:]:
                    step(db)

        return act

    return together(app, *map(run, acts))


@pytest.mark.skipif(ENGINE != "postgresql", reason="on SQLite one writer has the whole database")
def test_an_office_that_answers_and_a_reader_who_joins_do_not_block_each_other(app, asking, people, db):
    """Draft (audit), then answer (tags); beside it: join (tags), then a link (audit)."""
    mayor = people.official(MAYOR)
    one, other = asking.published(), asking.published()
    asking.does(actions.follow_too, other, Recipient("f@test.example"), confirmed=False)
    joined = db.scalars(select(Follow.id).where(Follow.email == "f@test.example")).one()
    assert step_by_step(
        app,
        [
            lambda db: actions.save_draft(
                db, db.get(Question, one), kind=AnswerKind.ANSWER, text="У мају.", by=mayor.person(db)
            ),
            lambda db: actions.approve(db, draft_of(db, one), by=mayor.person(db)),
        ],
        [
            lambda db: confirm_follow(db, joined),
            lambda db: actions.send_link(db, db.get(Question, other), "odbornik@test.example", by=None),
        ],
    ) == []
    db.rollback()
    assert db.get(Question, one).first_answered_at and db.get(Question, other).same_count == 1
    assert not list(audit.verify(db))


@pytest.mark.skipif(ENGINE != "postgresql", reason="on SQLite one writer has the whole database")
def test_two_askers_at_once_do_not_block_each_other_at_the_counters(app, asking, db):
    """A new address (audit), then a withdrawal (counters); beside it: off the queue (counters), then a new address."""
    one, other = asking.waiting(), asking.waiting()
    before = counted(db, "moderation.open")
    assert step_by_step(
        app,
        [
            lambda db: actions.change_address(db, db.get(Question, one), "n1@test.example"),
            lambda db: actions.withdraw(db, db.get(Question, one)),
        ],
        [
            lambda db: moderation.withdraw(db, KIND, other),
            lambda db: actions.change_address(db, db.get(Question, other), "n2@test.example"),
        ],
    ) == []
    db.rollback()
    assert counted(db, "moderation.open") == before - 2


@pytest.mark.skipif(ENGINE != "postgresql", reason="on SQLite one writer has the whole database")
def test_two_questions_joined_with_each_other_at_once_end_as_one_pair(app, asking, people, db):
    """Both moderators hold nothing yet when they begin: the first one wins, the other one is told."""
    one, other, moderator = asking.published(), asking.published(), people.moderator()
    nothing = lambda _db: None  # noqa: E731

    def joins(a, b):
        return lambda db: actions.merge(db, db.get(Question, a), db.get(Question, b), by=moderator.person(db))

    faults = step_by_step(app, [nothing, joins(one, other)], [nothing, joins(other, one)])
    assert [type(fault).__name__ for fault in faults] == ["NotMergeable"]
    db.rollback()
    assert sorted([db.get(Question, one).same_count, db.get(Question, other).same_count]) == [0, 1]


SHARED = ("portal_counter", "portal_question_figure", "portal_generation", "portal_audit")


def test_what_verbs_share_is_written_after_everything_else_sorted_by_kind_and_name(app, asking, people, db):
    mayor, id = people.official(MAYOR), asking.published()
    written = []

    def listen(_connection, _cursor, statement, parameters, _context, many):
        table = re.match(r"\s*(?:INSERT INTO|UPDATE|DELETE FROM) (\w+)", statement)
        if table and table[1] in SHARED:
            for row in parameters if many and table[1] != "portal_audit" else [parameters]:
                names = row.values() if isinstance(row, dict) else row
                written.append((SHARED.index(table[1]), next((str(name) for name in names if isinstance(name, str)), "")))
        elif table:
            written.append((-1, ""))

    engine = session().get_bind()
    event.listen(engine, "before_cursor_execute", listen)
    asking.answers(id, mayor)
    event.remove(engine, "before_cursor_execute", listen)
    kinds = [kind for kind, _ in written]
    assert kinds[-2:] == [0, 3], "the chain is last, its number right before it"
    assert kinds[:-2] == sorted(kinds[:-2]) and set(kinds) == {-1, 0, 1, 2, 3}
    tags = [name for kind, name in written if kind == 2]
    assert tags == sorted(set(tags)) and f"question.{id}" in tags
    counters = [name for kind, name in written[:-2] if kind == 0]
    assert counters == sorted(set(counters)) and "questions.answered" in counters


def test_what_is_kept_for_the_end_is_written_once_and_goes_with_its_transaction(db):
    with pytest.raises(RuntimeError), work() as writing:
        tally(writing, "a")
        touch(writing, "a")
        audit.note(writing, "a", "a", 1, by=None)
        raise RuntimeError
    with work() as writing:
        tally(writing, "b")
        tally(writing, "b", 2)
    assert counted(db, "a") == 0 and counted(db, "b") == 3
    assert db.get(Generation, "a") is None and not db.scalar(select(AuditLine).where(AuditLine.act == "a"))


def test_outside_work_it_is_written_at_once(db):
    tally(db, "host")
    touch(db, "host")
    audit.note(db, "host", "host", 1, by=None)
    db.commit()
    assert db.get(Counter, "host").value == 1 and db.get(Generation, "host").number == 1
    assert db.scalar(select(AuditLine).where(AuditLine.act == "host"))


def test_every_kind_is_written_once_with_all_its_items(db):
    seen = []

    def write(_db, items):
        seen.append(list(items))

    with work() as writing:
        at_the_end(writing, Last.TAGS, 2, write)
        at_the_end(writing, Last.TAGS, 1, write)
        assert seen == []
    assert seen == [[2, 1]]
