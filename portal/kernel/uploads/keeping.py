"""Where sealed bytes lie: one file per upload in the folder `sealed`, to which one writer at a time appends.

A file may hold more than its row says, never less: bytes are durable before their row, and the next writer cuts off what
no row names.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.settings import instance
from portal.kernel.uploads.models import Upload, UploadState
from portal.kernel.uploads.refusals import BeingWritten, Damaged, UploadGone


def folder() -> Path:
    """Return where sealed files lie."""
    return instance() / "sealed"


def place(key: str) -> Path:
    """Return where the upload with this key lies."""
    return folder() / key[:2] / key[2:]


def begin(key: str) -> None:
    """Make the empty file of an upload, durably, before its row."""
    target = place(key)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    for each in (target.parent, folder()):
        _settle(each)


@contextmanager
def writing(key: str) -> Iterator[IO[bytes]]:
    """Hold the file of an upload alone. Raises `BeingWritten` where somebody else does, `UploadGone` without a file."""
    try:
        out = place(key).open("r+b", buffering=0)
    except FileNotFoundError:
        raise UploadGone from None
    with out:
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BeingWritten from None
        yield out


def cut(out: IO[bytes], size: int) -> None:
    """Cut off what lies beyond the last row: a writer died there, or its checksum was wrong. Raises `Damaged`."""
    if os.fstat(out.fileno()).st_size < size:
        raise Damaged
    out.truncate(size)
    out.seek(size)


def append(out: IO[bytes], content: bytes) -> None:
    """Write all of it at the end; a raw file may take less at once."""
    rest = memoryview(content)
    while rest:
        rest = rest[out.write(rest) :]


def settle(out: IO[bytes]) -> None:
    """Make durable what was appended."""
    os.fdatasync(out.fileno())


def remove(key: str) -> None:
    """Take the file of an upload away; it may be gone already."""
    place(key).unlink(missing_ok=True)


def orphans(db: Session, most: int = 500) -> list[str]:
    """Return keys of files a day old that no row needs: their row is gone, or the process died before writing it."""
    from portal.kernel.files.store import is_old

    found = [file.parent.name + file.name for file in folder().glob("*/*") if is_old(file)]
    lost: list[str] = []
    for start in range(0, len(found), 500):
        part = found[start : start + 500]
        wanted = select(Upload.key).where(Upload.key.in_(part), Upload.state != UploadState.GONE)
        lost += sorted(set(part) - set(db.scalars(wanted)))
    return lost[:most]


def faults(db: Session) -> list[str]:
    """Name what is missing of complete uploads, as after a restore; what was under way is taken up where it stands."""
    complete = select(Upload.key, Upload.sealed_size).where(Upload.state == UploadState.COMPLETE)
    found = []
    for key, size in db.execute(complete.order_by(Upload.id)):
        with suppress(FileNotFoundError):
            if place(key).stat().st_size >= size:
                continue
        found.append(f"{key} has not the {size} bytes it should")
    return found


def _settle(where: Path) -> None:
    handle = os.open(where, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
