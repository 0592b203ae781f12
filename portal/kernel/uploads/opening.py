"""What was sealed is opened again, piece by piece, by whoever has the secret key."""

import json
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.sealing import unseal
from portal.kernel.uploads import keeping
from portal.kernel.uploads.models import Piece, Upload
from portal.kernel.uploads.refusals import Damaged, UploadGone


@dataclass(frozen=True)
class Opened:
    """An upload opened: what its sender called it (may be empty), and its bytes in pieces, to be read once."""

    name: str
    media: str
    pieces: Iterator[bytes]


def opened(db: Session, upload: Upload, secret: str) -> Opened:
    """Open an upload by its recipient's secret key; memory for one piece is all it takes.

    Raises `WrongKey`, `NotAKey`, `UploadGone`; while reading also `Tampered`, and `Damaged` where a piece is not the
    one that landed.
    """
    if upload.is_gone:
        raise UploadGone
    about = json.loads(unseal(b64decode(upload.about), secret))
    wanted = select(Piece.offset, Piece.size, Piece.digest, Piece.sealed_size).where(Piece.upload_id == upload.id)
    rows = [(row.offset, row.size, row.digest, row.sealed_size) for row in db.execute(wanted.order_by(Piece.offset))]
    return Opened(about["name"], about["type"], _pieces(upload.key, upload.offset, rows, secret))


def _pieces(key: str, size: int, rows: list[tuple[int, int, str, int]], secret: str) -> Iterator[bytes]:
    at = 0
    try:
        with keeping.place(key).open("rb") as sealed:
            for offset, length, digest, sealed_size in rows:
                content = unseal(sealed.read(sealed_size), secret)
                if offset != at or len(content) != length or sha256(content).hexdigest() != digest:
                    raise Damaged
                at += length
                yield content
    except FileNotFoundError:
        raise Damaged from None
    if at != size:
        raise Damaged
