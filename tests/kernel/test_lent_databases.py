"""The databases that tests are given: each is as a municipality begins, whatever the test before did to it."""

import pytest
from sqlalchemy import MetaData, create_engine, text


def everything(address):
    """Every row, and on PostgreSQL the numbers that come next."""
    engine = create_engine(address)
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as line:
        found = {name: sorted(map(repr, line.execute(table.select()))) for name, table in tables.tables.items() if "search_index" not in name}
        if engine.dialect.name == "postgresql":
            found["numbers"] = sorted(map(repr, line.execute(text("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"))))
    engine.dispose()
    return found


ACTS = {
    "writes": "INSERT INTO portal_counter (name, value) VALUES ('noise', 1)",
    "changes": "UPDATE portal_settlement SET name_en = 'Nowhere'",
    "deletes": "DELETE FROM portal_settlement WHERE id = (SELECT max(id) FROM portal_settlement)",
    "empties": "DELETE FROM portal_topic",
}


@pytest.mark.parametrize("act", ACTS)
def test_the_next_test_finds_nothing_of_this_one(database, tmp_path, act):
    folders = [tmp_path / name for name in ("one", "two", "three")]
    for folder in folders:
        folder.mkdir()
    begun = everything(first := database(folders[0]))
    assert len(begun["portal_settlement"]) > 1 and begun["portal_topic"]
    database.forget(first)

    second = database(folders[1])
    engine = create_engine(second)
    with engine.begin() as line:
        line.execute(text(ACTS[act]))
    assert everything(second) != begun
    database.forget(second)  # the engine still holds its connection, as one of a test that forgot it
    engine.dispose()

    third = database(folders[2])
    assert everything(third) == begun
    database.forget(third)
