"""What closing destroys, so that nobody can tell from any copy who answered what (docs/decisions/0010-surveys.md)."""

from typing import Any

from sqlalchemy import Column, MetaData, Table, delete, insert, select, text
from sqlalchemy.orm import Session

from portal.features.surveys.actions import secrets
from portal.features.surveys.models import Ballot, Batch, Day, Entry, Grant, PoolCode, Response, Survey, Tally, TextAnswer
from portal.kernel import migrate
from portal.kernel.db import dialect_of, session


def wipe(db: Session, survey: Survey) -> None:
    """Empty the pool, forget forms typed in once, destroy the key, join small days.

    On PostgreSQL also write the rows anew in the order of their names.
    Inside the transaction that closes; may be repeated. What the database still holds of it beside the rows, `compact`
    removes after the commit.
    """
    db.execute(delete(PoolCode).where(PoolCode.survey_id == survey.id))
    batches = select(Batch.id).where(Batch.survey_id == survey.id)
    db.execute(delete(Entry).where(Entry.batch_id.in_(batches)))
    join_days(db, survey)
    if dialect_of(db) == "postgresql":
        for table in (Response, TextAnswer, Ballot, Grant, Tally):
            _write_anew(db, table, survey.id)
    secrets.destroy(survey.id)


def join_days(db: Session, survey: Survey) -> None:
    """Join each day with fewer answers than the survey's smallest number with the next one, the last with the one before."""
    rows = db.scalars(select(Day).where(Day.survey_id == survey.id).order_by(Day.day)).all()
    kept: list[Day] = []
    waiting = 0
    for row in rows:
        row.responses, waiting = row.responses + waiting, 0
        if row.responses < survey.smallest:
            waiting = row.responses
            db.delete(row)
        else:
            kept.append(row)
    if waiting and kept:
        kept[-1].responses += waiting
    elif waiting:
        db.flush()
        db.add(Day(survey_id=survey.id, day=rows[-1].day, responses=waiting))
    db.flush()


def compact() -> None:
    """Remove what the files of the database still hold of deleted rows: free pages and the write-ahead log.

    After the commit, outside any transaction. On SQLite the file is written anew, which takes as long as copying it; on
    PostgreSQL dead rows are removed. Write-ahead logs that were archived elsewhere hold pool and grants still, but
    sealed with the key that is gone.
    """
    session().rollback()
    engine = migrate.engine()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("VACUUM"))
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        else:
            for table in (PoolCode, Grant, Ballot, Response, TextAnswer, Tally, Day):
                connection.execute(text(f"VACUUM FULL {table.__tablename__}"))


def _write_anew(db: Session, model: Any, survey_id: int) -> None:
    """Write the rows of a survey anew in the order of their random names: place and transaction tell nothing any more."""
    table = model.__table__
    columns = [Column(column.name, column.type) for column in table.columns]
    kept = Table(f"{table.name}_kept", MetaData(), *columns, prefixes=["TEMPORARY"])
    kept.create(db.connection())
    names, theirs = list(table.c.keys()), table.c.survey_id == survey_id
    db.execute(insert(kept).from_select(names, select(table).where(theirs)))
    db.execute(delete(table).where(theirs))
    ordered = select(kept).order_by(*(kept.c[column.name] for column in table.primary_key))
    db.execute(insert(table).from_select(names, ordered))
    kept.drop(db.connection())
