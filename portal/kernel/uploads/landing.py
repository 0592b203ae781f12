"""Bytes land: read, sealed in memory, appended, made durable, written down, acknowledged; in this order.

A process that dies anywhere leaves bytes beyond the last row at most, which the next writer cuts off. No transaction is
open while bytes are read: each piece is written down in one of its own. With a checksum all of the body counts or
nothing of it.
"""

from contextlib import suppress
from hashlib import sha256
from typing import Any

from portal.kernel.db import session, work
from portal.kernel.files import checks, receiving
from portal.kernel.files.refusals import EmptyFile, NotStored
from portal.kernel.refusals import Refusal
from portal.kernel.sealing import seal
from portal.kernel.uploads import actions, keeping, queries
from portal.kernel.uploads.bodies import Body, Checksum
from portal.kernel.uploads.grants import Grant
from portal.kernel.uploads.models import PIECE, Upload
from portal.kernel.uploads.refusals import (
    Frozen,
    MoreThanAnnounced,
    NotOfTheKinds,
    TooShortBeginning,
    UploadGone,
    WrongChecksum,
    WrongOffset,
)

BEGINNING = 64
"""Bytes that tell of what kind a file is: the first piece has so many, or all there are."""


def begun(given: Grant, *, length: int, name: str, media: str = "") -> str:
    """Begin an upload and return its key: the file first, the row after. Raises what `actions.begin` raises."""
    key = actions.new_key()
    try:
        keeping.begin(key)
    except OSError as fault:
        raise NotStored from fault
    try:
        with work() as db:
            actions.begin(db, given, key=key, length=length, name=name, media=media)
    except BaseException:
        keeping.remove(key)
        raise
    return key


def land(key: str, owner_id: int, *, offset: int, body: Body, checksum: Checksum | None = None) -> Upload:
    """Take in what a body brings from an offset on, and return the upload as it then stands.

    What a broken line has brought is kept, unless a checksum was announced for all of it. Raises `WrongOffset`,
    `WrongChecksum`, `MoreThanAnnounced`, `BeingWritten`, `NotOfTheKinds` (then the upload is gone), `NotStored`.
    """
    upload = _mine(key, owner_id)
    with keeping.writing(key) as out:
        upload = _mine(key, owner_id)
        if upload.offset != offset:
            raise WrongOffset
        if (body.length or 0) > upload.length - offset:
            raise MoreThanAnnounced
        try:
            _take_in(_Landing(upload, out), body, checksum)
        except NotOfTheKinds:
            give_up(key, owner_id)
            raise
        except OSError as fault:
            raise NotStored from fault
    return _mine(key, owner_id)


def give_up(key: str, owner_id: int) -> None:
    """Let an upload be gone because it was refused; whatever happened to it meanwhile."""
    with suppress(UploadGone, Frozen), work() as db:
        actions.discard(db, queries.by_key(db, key, owner_id))


def receive_form(file: receiving.Upload, given: Grant) -> Upload:
    """Take in a file of a plain form in the same pieces, and return its upload. Call it outside `work()`.

    Raises the refusals of `land` and `begun`, and `EmptyFile`; then nothing is left of it.
    """
    name = checks.clean_name(file.filename or "")
    file.stream.seek(0, 2)
    length = file.stream.tell()
    file.stream.seek(0)
    if not length:
        raise EmptyFile(name=name)
    key = begun(given, length=length, name=name, media=str(getattr(file, "mimetype", "")))
    try:
        return land(key, given.owner, offset=0, body=Body(file.stream, length))
    except Refusal:
        give_up(key, given.owner)
        raise


class _Landing:
    """Where an upload stands while bytes come in: plain values, so that no session is asked for them."""

    def __init__(self, upload: Upload, out: Any) -> None:
        self.id, self.length, self.recipient, self.kinds = upload.id, upload.length, upload.recipient, upload.kinds
        self.offset, self.begin, self.out = upload.offset, upload.sealed_size, out
        self.waiting: list[dict[str, Any]] = []

    def wants(self) -> int:
        """Return how much the next piece takes: up to the next multiple of 512 KB, or to the end."""
        return min(PIECE - self.offset % PIECE, self.length - self.offset)

    def take(self, content: bytes) -> None:
        """Seal a piece and append it."""
        sealed = seal(content, self.recipient)
        keeping.append(self.out, sealed)
        digest = sha256(content).hexdigest()
        self.waiting.append({"offset": self.offset, "size": len(content), "digest": digest, "sealed_size": len(sealed)})
        self.offset += len(content)

    def settle(self) -> None:
        """Make durable what was appended, then write it down."""
        if self.waiting:
            keeping.settle(self.out)
            with work() as db:
                actions.add(db, self.id, self.waiting)
            self.waiting = []


def _take_in(landing: _Landing, body: Body, checksum: Checksum | None) -> None:
    keeping.cut(landing.out, landing.begin)
    session().rollback()
    while wanted := landing.wants():
        content = body.read(wanted)
        if not content or (landing.offset == 0 and not _may_begin(landing, content, body)):
            break
        if checksum:
            checksum.found.update(content)
        landing.take(content)
        if not checksum:
            landing.settle()
    if checksum and (body.cut or not checksum.is_right):
        keeping.cut(landing.out, landing.begin)
        raise WrongChecksum
    landing.settle()


def _may_begin(landing: _Landing, content: bytes, body: Body) -> bool:
    """Look at the first bytes; tell whether they may stay. Raises `NotOfTheKinds`, `TooShortBeginning`."""
    if len(content) < min(BEGINNING, landing.length):
        if body.cut:
            return False
        raise TooShortBeginning
    shorts = landing.kinds.split(",")
    if not checks.begins_like(content, [kind for kind in checks.EVERY_KIND.values() if kind.short in shorts]):
        raise NotOfTheKinds(kinds=", ".join(shorts))
    return True


def _mine(key: str, owner_id: int) -> Upload:
    """Load an upload as it stands now: what this request has read before may be older than the lock."""
    session().rollback()
    return queries.by_key(session(), key, owner_id)
