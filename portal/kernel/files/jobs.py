"""What the worker does for files: looks at each before anybody gets it, and takes away bytes that nobody needs."""

from datetime import timedelta
from typing import IO, Any

from sqlalchemy.orm import Session

from portal.kernel.clock import now
from portal.kernel.files import actions, checks, clamd, queries, store
from portal.kernel.files.clamd import Verdict
from portal.kernel.files.models import FileState, StoredFile
from portal.kernel.jobs import Job, enqueue
from portal.kernel.refusals import Refusal
from portal.kernel.settings import setting
from portal.kernel.words import lazy

EVERY = tuple(checks.EVERY_KIND.values())
AT_ONCE = 500
"""How many files a sweep takes away while it holds the lock; the next one goes on."""
BETWEEN, LONG = timedelta(seconds=30), timedelta(minutes=15)


def look(db: Session, payload: dict[str, Any]) -> dict[str, Any]:
    """Look at the stored bytes: are they what they were, of a kind we take, and clean to the scanner, if there is one.

    Without `PORTAL_CLAMD` kind and size are all that is checked. Raises `ScannerError` and `LostError`: then the file
    waits and is looked at again. What the scanner could not look into is said to be so: it is never clean.
    """
    file = db.get(StoredFile, payload["file"])
    if file is None or file.state is not FileState.WAITING:
        return {}
    with store.opened(file.digest) as content:
        return {"verdict": _verdict(content, file)}


def _verdict(content: IO[bytes], file: StoredFile) -> Verdict:
    try:
        right = checks.examine(content, file.name, kinds=EVERY, largest=None).media == file.kind
    except Refusal:
        right = False
    if not right:
        return Verdict.INFECTED
    scanner = str(setting("CLAMD"))
    return clamd.look(content, scanner) if scanner else Verdict.CLEAN


def decide(db: Session, payload: dict[str, Any]) -> None:
    """Write down what was found."""
    if "verdict" in payload:
        actions.decide(db, payload["file"], Verdict(payload["verdict"]))


def find_orphans(db: Session, _payload: dict[str, Any]) -> dict[str, Any]:
    """Walk the folder for old bytes that no row needs, without the lock."""
    old = list(store.old())
    needed = actions.in_use(db, [store.digest_of(file) for file in old])
    return {"orphans": [file for file in old if store.digest_of(file) not in needed][:AT_ONCE]}


def sweep(db: Session, payload: dict[str, Any]) -> None:
    """Take orphans away, and have looked at again what waits since the scanner was away: one every half minute.

    The jobs of those files grow patient; so when the scanner is back, nobody waits for longer than an hour.
    """
    actions.sweep(db, payload["orphans"])
    moment = now()
    for number, id in enumerate(queries.waiting_since(db, moment - LONG)):
        key = f"files.check:{id}:{payload.get('period', '')}"
        enqueue(db, "files.check", {"file": id}, at=moment + number * BETWEEN, key=key)


FILE_JOBS: tuple[Job, ...] = (
    Job(name="files.check", label=lazy("Checking of attached files"), before=look, handler=decide),
    Job(
        name="files.sweep",
        label=lazy("Removing of files that nobody needs"),
        before=find_orphans,
        handler=sweep,
        every=timedelta(hours=1),
    ),
)
