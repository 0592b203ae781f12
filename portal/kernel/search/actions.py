"""Verbs: put a document in, take it out."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from portal.kernel.db import touch
from portal.kernel.search import counts
from portal.kernel.search.models import Document
from portal.kernel.texts import query_keys

LONGEST = 100_000
"""How much of a text is kept and searched: PostgreSQL refuses a word list of a megabyte."""

COLUMNS = [column.key for column in Document.__table__.columns if column.key != "id"]


def put(db: Session, document: Document) -> None:
    """Make a public thing findable, or findable by its new words; in the transaction of the act that did it.

    Replaces what stood under the same kind and subject. Titles and texts are plain text, already clean. Cost:
    about a millisecond and the words of the text; a word never seen before costs its stemming.
    """
    document.text, document.text_en = document.text[:LONGEST], document.text_en[:LONGEST]
    document.title_words, document.title_stems = _keys(f"{document.title} {document.title_en}"[:LONGEST])
    document.words, document.stems = _keys(f"{document.text} {document.text_en}"[:LONGEST])
    went = _take_out(db, document.kind, document.subject_id)
    counts.moved(db, document.kind, 1 - len(went), bool(document.title_en) - sum(map(bool, went)))
    values = {name: getattr(document, name) for name in COLUMNS}
    add = postgresql_insert if db.get_bind().dialect.name == "postgresql" else sqlite_insert
    place = document.place
    while not _added(db, add(Document).values(id=place, **values).on_conflict_do_nothing(index_elements=[Document.id])):
        place += 1
    touch(db, "search")


def remove(db: Session, kind: str, subject_id: int) -> None:
    """Take a thing out of the search; one that is not in it is no mistake and touches nothing."""
    went = _take_out(db, kind, subject_id)
    if went:
        counts.moved(db, kind, -len(went), -sum(map(bool, went)))
        touch(db, "search")


def _keys(text: str) -> tuple[str, str]:
    """Return the folded words of a text, and their stems, in order."""
    keys = [alternatives for alternatives in query_keys(text) if alternatives]
    return " ".join(each[-1] for each in keys), " ".join(each[0] for each in keys)


def _take_out(db: Session, kind: str, subject_id: int) -> Sequence[str]:
    """Return the English title of what was taken out, empty where it had none; nothing where there was nothing."""
    out = delete(Document).where(Document.kind == kind, Document.subject_id == subject_id)
    return db.scalars(out.returning(Document.title_en)).all()


def _added(db: Session, statement: Any) -> bool:
    return db.scalar(statement.returning(Document.id)) is not None
