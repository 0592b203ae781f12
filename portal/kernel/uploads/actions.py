"""Verbs of uploads: begin, add what has landed, freeze, discard. They write no bytes and never commit.

No audit line is written here: who sends how much, and when, must not be seen before an opening. Features note their own
acts.
"""

import json
import secrets
from base64 import b64encode
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from portal.kernel.clock import now
from portal.kernel.db import count
from portal.kernel.files import checks
from portal.kernel.jobs import enqueue
from portal.kernel.sealing import seal
from portal.kernel.uploads import queries
from portal.kernel.uploads.grants import Grant
from portal.kernel.uploads.models import Piece, Upload, UploadState
from portal.kernel.uploads.refusals import (
    Frozen,
    NotOfTheKinds,
    TooLong,
    TooManyPieces,
    TooManyUploads,
    Unfinished,
    UploadGone,
    WrongOffset,
)

KEPT = timedelta(days=7)
"""How long an unfinished upload waits for its next piece."""
PADDED = 512
"""Name and type are sealed in steps of so many bytes, so that not even the length of a name is told."""


def begin(db: Session, given: Grant, *, key: str, length: int, name: str, media: str = "") -> Upload:
    """Begin an upload whose empty file is there; `name` and `media` are what the sender says and are sealed.

    Raises `TooLong`, `TooManyUploads`, and `NotOfTheKinds` where the end of the name says enough.
    """
    if length > given.largest:
        raise TooLong(most=max(1, given.largest // 1024 // 1024))
    plain = checks.clean_name(name) if name else ""
    if plain and not any(plain.lower().endswith(f".{ending}") for kind in given.accepted for ending in kind.endings):
        raise NotOfTheKinds(kinds=", ".join(given.kinds))
    count(db, f"uploads.{given.purpose}", 0)
    if queries.number_of(db, given.purpose, given.subject, given.owner) >= given.most:
        raise TooManyUploads
    moment = now()
    upload = Upload(
        key=key,
        owner_id=given.owner,
        purpose=given.purpose,
        subject=given.subject,
        recipient=given.recipient,
        kinds=",".join(given.kinds),
        about=_sealed(given.recipient, {"name": plain, "type": media[:100]}),
        length=length,
        made_at=moment,
        expires_at=moment + KEPT,
        state=UploadState.OPEN if length else UploadState.COMPLETE,
    )
    db.add(upload)
    db.flush()
    return upload


def new_key() -> str:
    """Return a name for an upload that nobody guesses."""
    return secrets.token_hex(16)


def add(db: Session, upload_id: int, pieces: Sequence[dict[str, Any]]) -> Upload:
    """Write down pieces that lie on the disk durably, one after the other from where the upload stands.

    Raises `UploadGone`, `WrongOffset` where somebody was quicker, `TooManyPieces`.
    """
    upload = db.get(Upload, upload_id, populate_existing=True, with_for_update=True)
    if upload is None or upload.state is not UploadState.OPEN:
        raise UploadGone
    if upload.offset != pieces[0]["offset"]:
        raise WrongOffset
    if upload.pieces + len(pieces) > upload.most_pieces:
        raise TooManyPieces
    db.execute(insert(Piece), [{"upload_id": upload.id, **piece} for piece in pieces])
    upload.offset += sum(piece["size"] for piece in pieces)
    upload.sealed_size += sum(piece["sealed_size"] for piece in pieces)
    upload.pieces += len(pieces)
    upload.expires_at = now() + KEPT
    if upload.offset == upload.length:
        upload.state = UploadState.COMPLETE
    db.flush()
    return upload


def freeze(db: Session, upload: Upload) -> None:
    """Let an upload never change, nor be deleted but by `destroy`; again does nothing. Raises `Unfinished`, `UploadGone`."""
    found = _locked(db, upload)
    if found.is_gone:
        raise UploadGone
    if not found.is_complete:
        raise Unfinished
    found.frozen_at = found.frozen_at or now()
    db.flush()


def discard(db: Session, upload: Upload) -> None:
    """Let an upload be gone; its bytes go right after the commit, by the worker. Raises `Frozen`."""
    found = _locked(db, upload)
    if found.frozen_at is not None:
        raise Frozen
    _let_go(db, found)


def destroy(db: Session, upload: Upload) -> bool:
    """Let an upload be gone though it is frozen: the law's time to keep it is over. Tell whether there was something left.

    For nothing else: until then a feature has promised that it stays.
    """
    return _let_go(db, _locked(db, upload))


def _let_go(db: Session, found: Upload) -> bool:
    if found.is_gone:
        return False
    found.state = UploadState.GONE
    found.about = ""
    db.execute(delete(Piece).where(Piece.upload_id == found.id))
    db.flush()
    enqueue(db, "uploads.remove", {"key": found.key})
    return True


def expire(db: Session) -> int:
    """Let everything be gone that was not finished in time; return how many that were."""
    late = queries.expired(db)
    for upload in late:
        discard(db, upload)
    return len(late)


def forget_gone(db: Session) -> None:
    """Forget uploads of which nothing is left for a month: by then nobody asks for them any more."""
    db.execute(delete(Upload).where(Upload.state == UploadState.GONE, Upload.expires_at < now() - timedelta(days=30)))


def _locked(db: Session, upload: Upload) -> Upload:
    return db.get_one(Upload, upload.id, populate_existing=True, with_for_update=True)


def _sealed(recipient: str, about: dict[str, str]) -> str:
    text = json.dumps(about, ensure_ascii=False).encode()
    return b64encode(seal(text.ljust(-(-len(text) // PADDED) * PADDED), recipient)).decode()
