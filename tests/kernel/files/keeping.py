"""What tests of files do: attach, let time pass on the disk, sweep, have looked at."""

import os
import time

from portal.kernel import files
from portal.kernel.db import session, work
from portal.kernel.files import checks, store
from portal.kernel.files.jobs import find_orphans, sweep
from portal.kernel.files.receiving import Received


def attached(content: bytes, name: str = "beleska.txt", *, kind: str = "thing", id: int = 1) -> int:
    """A file of a thing, its bytes stored; what kind it is, its bytes say where they can."""
    digest = store.put(content)
    try:
        media = checks.examine(content, name).media
    except Exception:
        media = "text/plain"
    received = Received(digest=digest, size=len(content), kind=media, name=name)
    with work() as db:
        return files.attach(db, received, kind=kind, id=id, by=None).id


def ago(*digests: str) -> None:
    """Two days pass for these bytes."""
    for digest in digests:
        os.utime(store.place(digest), (time.time() - 2 * 86400,) * 2)


def swept() -> None:
    """The sweeper comes."""
    found = find_orphans(session(), {})
    with work() as db:
        sweep(db, found)
