"""Where bytes lie: a folder in which each file has the name of its content.

Written whole or not at all: temporary name, fsync, rename, fsync of the folder. What is there never changes, so the
same content is kept once however often it is attached.
"""

import hashlib
import os
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from portal.kernel.settings import instance

ORPHAN_AFTER = 24 * 3600
"""Seconds that bytes without a row are left alone: who stored them writes the row, a backup copies them still."""


NAMES_BYTES = {"names_bytes": True}
"""The `info` of a column, in any table, whose values are such names: the sweeper spares what stands there."""


class LostError(Exception):
    """The bytes of a row are gone or are not what they were: a disk's fault, never a reader's."""


def folder() -> Path:
    """Return where the files lie."""
    return instance() / "files"


def place(digest: str) -> Path:
    """Return where the bytes with this sha256 lie."""
    return folder() / digest[:2] / digest[2:]


def put(content: bytes) -> str:
    """Store bytes durably and return their sha256. Raises `OSError` where the disk does not take them.

    Bytes that are there already are written again: a rename costs little and makes them young for the sweeper.
    """
    digest = hashlib.sha256(content).hexdigest()
    target = place(digest)
    if not target.parent.is_dir():
        target.parent.mkdir(parents=True, exist_ok=True)
        _settle(folder())
    part = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with part.open("xb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.rename(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _settle(target.parent)
    return digest


def take(file: Path) -> str:
    """Store a finished file of any size durably and return its sha256; it moves away from where it was.

    It must lie on the same disk as the folder: a rename is what makes it whole or not there at all.
    """
    with file.open("rb+") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        os.fsync(content.fileno())
    target = place(digest)
    if not target.parent.is_dir():
        target.parent.mkdir(parents=True, exist_ok=True)
        _settle(folder())
    file.rename(target)
    _settle(target.parent)
    return digest


def read(digest: str) -> bytes:
    """Return stored bytes. Raises `LostError` where they are gone or do not have this sha256 any more."""
    try:
        content = place(digest).read_bytes()
    except FileNotFoundError:
        raise LostError(f"the file {digest} is missing in {folder()}") from None
    if hashlib.sha256(content).hexdigest() != digest:
        raise LostError(f"the file {digest} in {folder()} was changed")
    return content


@contextmanager
def opened(digest: str) -> Iterator[IO[bytes]]:
    """Open stored bytes of any size to be read, after a look at all of them; memory does not grow. Raises `LostError`."""
    try:
        content = place(digest).open("rb")
    except FileNotFoundError:
        raise LostError(f"the file {digest} is missing in {folder()}") from None
    with content:
        if hashlib.file_digest(content, "sha256").hexdigest() != digest:
            raise LostError(f"the file {digest} in {folder()} was changed")
        yield content


def renew(digest: str) -> bool:
    """Make bytes young again for the sweeper; tell whether they are there."""
    try:
        os.utime(place(digest))
    except FileNotFoundError:
        return False
    return True


def old() -> Iterator[Path]:
    """Yield what has lain long enough to be swept if no row names it, and what a killed process left half written."""
    for file in folder().glob("*/*"):
        if is_old(file):
            yield file


def is_old(file: Path) -> bool:
    """Tell whether a file has lain untouched for a day; not by the portal's clock, since the disk has its own."""
    with suppress(FileNotFoundError):
        return file.is_file() and file.stat().st_mtime < time.time() - ORPHAN_AFTER
    return False


def digest_of(file: Path) -> str:
    """Return the sha256 that a stored file is named by."""
    return file.parent.name + file.name


def _settle(where: Path) -> None:
    handle = os.open(where, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
