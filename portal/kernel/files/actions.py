"""Verbs of files: attach, release, hand over to another thing, decide after the check."""

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import Column, select
from sqlalchemy.orm import Session

from portal.kernel import audit
from portal.kernel.clock import now
from portal.kernel.db import Model, count, touch
from portal.kernel.files import checks, queries, store
from portal.kernel.files.clamd import Verdict
from portal.kernel.files.models import FileState, StoredFile
from portal.kernel.files.receiving import Received
from portal.kernel.files.refusals import NotStored, TooManyFiles
from portal.kernel.jobs import enqueue

FOUND = {
    Verdict.CLEAN: FileState.CLEAN,
    Verdict.INFECTED: FileState.REFUSED,
    Verdict.UNSCANNABLE: FileState.UNSCANNABLE,
}
LOCK = "files"
"""The counter of files ever attached: who attaches and who sweeps wait for each other."""


def attach(
    db: Session, received: Received, *, kind: str, id: int, by: int | None, most: int = checks.MOST
) -> StoredFile:
    """Give a thing a file whose bytes are stored, and promise to have it checked; until then nobody is served it.

    Raises `TooManyFiles`, `NotStored` where the sweeper has taken the bytes away meanwhile.
    """
    file = StoredFile(
        digest=received.digest,
        size=received.size,
        kind=received.kind,
        name=received.name,
        made_at=now(),
        about_kind=kind,
        about_id=id,
        by_id=by,
    )
    db.add(file)
    db.flush()
    audit.note(db, "files.attach", kind, id, by=by, file=file.id)
    hold(db, received.digest, field="files")
    if len(queries.of(db, kind, id)) > most:
        raise TooManyFiles(field="files", most=most)
    enqueue(db, "files.check", {"file": file.id})
    return file


def hold(db: Session, digest: str, *, field: str) -> None:
    """Keep the sweeper from bytes that a row of this transaction names. Raises `NotStored` where they are gone already."""
    count(db, LOCK)
    if not store.renew(digest):
        raise NotStored(field=field)


def release(db: Session, file: StoredFile, *, by: int | None) -> None:
    """Take a file from its thing. Its bytes go a day later, unless another row names them."""
    store.renew(file.digest)
    db.delete(file)
    db.flush()
    touch(db, queries.tag(file.about_kind, file.about_id))
    audit.note(db, "files.release", file.about_kind, file.about_id, by=by, file=file.id)


def release_all(db: Session, *, kind: str, id: int, by: int | None) -> None:
    """Take all files from a thing: call it where the thing itself is deleted."""
    for file in queries.of(db, kind, id):
        release(db, file, by=by)


def hand_over(db: Session, *, kind: str, id: int, to_kind: str, to_id: int) -> None:
    """Let the files of one thing be those of another: a draft's become the answer's."""
    for file in queries.of(db, kind, id):
        file.about_kind, file.about_id = to_kind, to_id
    touch(db, queries.tag(kind, id), queries.tag(to_kind, to_id))
    db.flush()


def decide(db: Session, file_id: int, verdict: Verdict) -> None:
    """Write down what the check found. What is harmful is so wherever the same bytes are attached."""
    file = db.get(StoredFile, file_id)
    if file is None or file.state is not FileState.WAITING:
        return
    harmful = verdict is Verdict.INFECTED
    same = db.scalars(select(StoredFile).where(StoredFile.digest == file.digest)).all() if harmful else [file]
    for one in same:
        one.state = FOUND[verdict]
        touch(db, queries.tag(one.about_kind, one.about_id))
        if harmful:
            audit.note(db, "files.refuse", one.about_kind, one.about_id, by=None, file=one.id)


def sweep(db: Session, candidates: Collection[Path]) -> int:
    """Remove bytes that no row needs and return how many those were; a refused file keeps its row only.

    Waits for whoever attaches a file at this moment, then looks again.
    """
    count(db, LOCK, 0)
    needed = in_use(db, [store.digest_of(file) for file in candidates])
    gone = [file for file in candidates if store.digest_of(file) not in needed and store.is_old(file)]
    for file in gone:
        file.unlink(missing_ok=True)
    return len(gone)


def discard(db: Session, digests: Collection[str]) -> None:
    """Remove bytes at once, however young, unless a row needs them: what nobody may see any more."""
    count(db, LOCK, 0)
    for digest in set(digests) - in_use(db, digests):
        store.place(digest).unlink(missing_ok=True)


def in_use(db: Session, digests: Collection[str]) -> set[str]:
    """Return those digests that some row still needs; for 500 of them one query of files and of each marked column."""
    found: set[str] = set()
    asked = list(digests)
    for start in range(0, len(asked), 500):
        part = asked[start : start + 500]
        found |= set(
            db.scalars(
                select(StoredFile.digest).where(StoredFile.digest.in_(part), StoredFile.state != FileState.REFUSED)
            )
        )
        for column in _marked():
            found |= set(db.scalars(select(column).where(column.in_(part))))
    return found


def _marked() -> list[Column[str]]:
    """Return the columns of all tables that name bytes; files themselves know more and are asked apart."""
    return [c for table in Model.metadata.tables.values() for c in table.columns if "names_bytes" in c.info]
