"""Where a transaction begins and ends."""

import pytest
from sqlalchemy import event, text

from portal.kernel.db import Counter, Generation, changed, count, counted, session, touch, work
from portal.kernel.municipality.models import Unit
from tests.conftest import ENGINE
from tests.support.together import together


def test_work_keeps_everything_or_nothing(db):
    with pytest.raises(RuntimeError), work() as writing:
        count(writing, "a")
        raise RuntimeError
    assert counted(db, "a") == 0
    with work() as writing:
        count(writing, "a")
        count(writing, "noise")
    assert counted(db, "a") == 1


def test_work_inside_work_is_a_mistake(db):
    with work(), pytest.raises(RuntimeError, match="inside"), work():
        pass


def test_changes_before_work_are_refused_rather_than_lost(db):
    db.add(Counter(name="x", value=1))
    with pytest.raises(RuntimeError, match="before work"), work():
        pass
    db.rollback()


def test_a_row_is_changed_only_as_it_was_seen(db):
    with work() as writing:
        unit = Unit(key="u", name_sr="Једна")
        writing.add(unit)
        writing.flush()
        id = unit.id
    with work() as writing:
        assert changed(writing, Unit, id=id, version=1, name_sr="Друга")
        assert not changed(writing, Unit, id=id, version=1, name_sr="Трећа")
    assert (db.get(Unit, id).name_sr, db.get(Unit, id).version) == ("Друга", 2)


def test_a_touched_tag_moves_on_and_others_stay(db):
    with work() as writing:
        touch(writing, "b", "a", "b")
    with work() as writing:
        touch(writing, "a")
    assert {row.tag: row.number for row in db.query(Generation).where(Generation.tag.in_(["a", "b"]))} == {"a": 2, "b": 1}


def test_numbers_given_at_once_have_no_gaps_and_no_doubles(app, db):
    given = []

    def give(_gate):
        for _ in range(10):
            with work() as writing:
                given.append(count(writing, "number"))

    assert together(app, give, give, give, give) == []
    assert sorted(given) == list(range(1, 41))


@pytest.mark.skipif(ENGINE != "sqlite", reason="the host's recipe is about SQLite's driver")
def test_a_host_that_says_begin_itself_is_no_obstacle(app, db):
    engine = session().get_bind()
    db.rollback()
    engine.dispose()

    @event.listens_for(engine, "connect")
    def no_begin(connection, _record):
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def own_begin(connection):
        connection.exec_driver_sql("BEGIN")

    with work() as writing:
        count(writing, "host")
    assert db.execute(text("SELECT value FROM portal_counter WHERE name = 'host'")).scalar() == 1


@pytest.fixture
def patience(db):
    """Let the engine's writers wait for so many milliseconds only."""
    engine = session().get_bind()
    db.rollback()

    def sets(milliseconds):
        engine.dispose()
        event.listen(engine, "connect", lambda connection, _record: connection.execute(f"PRAGMA busy_timeout={milliseconds}"))

    yield sets
    engine.dispose()


@pytest.mark.slow
@pytest.mark.skipif(ENGINE != "sqlite", reason="PostgreSQL locks rows")
def test_a_writer_among_many_that_never_rest_gets_its_turn(app, db, patience):
    """Each has half a second of patience; naps of SQLite's own length would let some of them wait in vain."""
    patience(500)

    def writes(_gate):
        for _ in range(40):
            with work() as writing:
                for _number in range(50):
                    count(writing, "number")
                assert writing.connection().exec_driver_sql("PRAGMA busy_timeout").scalar_one() == 500, "as it was"

    assert together(app, *[writes] * 4) == []
    assert counted(db, "number") == 4 * 40 * 50


@pytest.mark.skipif(ENGINE != "sqlite", reason="PostgreSQL locks rows")
def test_a_writer_whose_patience_ends_says_so(app, db, patience):
    patience(30)

    def writes(_gate):
        with work():
            pass

    with work() as writing:
        count(writing, "number")
        assert [type(fault).__name__ for fault in together(app, writes)] == ["OperationalError"]
