"""The index follows the documents, whoever changes them."""

import pytest
from sqlalchemy import delete, text, update

from portal.kernel import search
from portal.kernel.clock import now
from portal.kernel.db import work
from portal.kernel.search import schema
from portal.kernel.search.models import Document


@pytest.fixture
def bus(db):
    with work() as inside:
        for number, title in ((1, "Аутобус"), (2, "Трамвај")):
            search.put(
                inside,
                Document(
                    kind="probe",
                    subject_id=number,
                    title=title,
                    text="",
                    url_endpoint="",
                    url_values={},
                    published_at=now(),
                ),
            )


def found(db, query):
    db.rollback()
    return search.find(db, query, kind="probe").count


def test_rows_changed_or_removed_in_bulk_are_found_as_they_are(db, bus):
    with work() as inside:
        inside.execute(
            update(Document)
            .where(Document.kind == "probe", Document.subject_id == 1)
            .values(title_words="voz", title_stems="voz")
        )
    assert (found(db, "autobus"), found(db, "voz")) == (0, 1)
    with work() as inside:
        inside.execute(delete(Document).where(Document.kind == "probe"))
    assert (found(db, "voz"), found(db, "tramvaj")) == (0, 0)
    sound(db)


def test_an_index_made_later_holds_what_is_there_already(db, bus):
    with work() as inside:
        schema.drop(inside.connection())
        schema.create(inside.connection())
        schema.create(inside.connection())
    assert (found(db, "autobus"), found(db, "tramvaj")) == (1, 1)
    sound(db)


def sound(db):
    """FTS5 compares its index with the documents and raises when they differ."""
    if db.get_bind().dialect.name == "sqlite":
        with work() as inside:
            inside.execute(
                text("INSERT INTO portal_search_index (portal_search_index, rank) VALUES ('integrity-check', 1)")
            )
