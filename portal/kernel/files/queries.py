"""What things have which files; read only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.feature import mounted
from portal.kernel.files.models import FileState, StoredFile


def of(db: Session, kind: str, id: int) -> Sequence[StoredFile]:
    """Return the files of one thing in the order in which they were attached."""
    return of_many(db, kind, [id])[id]


def of_many(db: Session, kind: str, ids: Iterable[int]) -> dict[int, list[StoredFile]]:
    """Return the files of several things of one kind, an empty list where there are none; one query."""
    found: dict[int, list[StoredFile]] = defaultdict(list)
    wanted = (
        select(StoredFile)
        .where(StoredFile.about_kind == kind, StoredFile.about_id.in_(list(ids)))
        .order_by(StoredFile.id)
    )
    for file in db.scalars(wanted):
        found[file.about_id].append(file)
    return found


def waiting_since(db: Session, moment: datetime) -> Sequence[int]:
    """Return the files that wait for the check since before a moment."""
    wanted = select(StoredFile.id).where(StoredFile.state == FileState.WAITING, StoredFile.made_at < moment)
    return db.scalars(wanted.order_by(StoredFile.id)).all()


def is_public(db: Session, file: StoredFile) -> bool:
    """Tell whether anybody may have a file: it is clean, and the thing it belongs to is public."""
    return file.is_clean and is_shown(db, file.about_kind, file.about_id)


def is_shown(db: Session, kind: str, id: int) -> bool:
    """Tell whether the feature a thing belongs to shows it to the public.

    A kind of thing that no feature speaks for is nobody's to see.
    """
    speaks = next((f.visibility[kind] for f in mounted() if kind in f.visibility), None)
    return speaks is not None and speaks(db, id)


def tag(kind: str, id: int) -> str:
    """Return the tag that a page depends on which lists the files of a thing."""
    return f"file.{kind}.{id}"
