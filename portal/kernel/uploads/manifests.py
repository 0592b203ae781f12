"""What a file was, without the file: sizes and fingerprints of its pieces, and one root over them."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from itertools import groupby
from typing import IO, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.clock import now
from portal.kernel.uploads.models import Piece, Upload, UploadState


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """Size, how long the pieces are (length and how many of it in a row), and the root.

    The root is the sha256 of the sha256 digests of the pieces, one after the other: whoever has the file computes it
    anew (`root_of`).
    """

    size: int
    pieces: tuple[tuple[int, int], ...]
    root: str

    def as_json(self) -> dict[str, Any]:
        """Return it as plain JSON, for a receipt."""
        return {**asdict(self), "pieces": [list(run) for run in self.pieces]}


def manifest_of(db: Session, upload: Upload) -> Manifest:
    """Return the manifest of what has landed of an upload."""
    wanted = select(Piece.size, Piece.digest).where(Piece.upload_id == upload.id).order_by(Piece.offset)
    rows = db.execute(wanted).all()
    runs = tuple((size, len(list(same))) for size, same in groupby(size for size, _ in rows))
    return Manifest(size=upload.offset, pieces=runs, root=_root(bytes.fromhex(digest) for _, digest in rows))


def resumable(db: Session, purpose: str, subject: str, owner_id: int) -> list[dict[str, Any]]:
    """Return what a person has begun and not finished, as plain JSON for the page.

    Names are sealed, so a browser knows the file that was chosen again by its length and the root of what has landed.
    """
    wanted = select(Upload).where(
        Upload.purpose == purpose,
        Upload.subject == subject,
        Upload.owner_id == owner_id,
        Upload.state == UploadState.OPEN,
        Upload.offset > 0,
        Upload.expires_at > now(),
    )
    found = [(upload, manifest_of(db, upload)) for upload in db.scalars(wanted.order_by(Upload.id)).all()]
    return [
        {"key": upload.key, "length": upload.length, "pieces": manifest.as_json()["pieces"], "root": manifest.root}
        for upload, manifest in found
    ]


def root_of(file: IO[bytes], pieces: Sequence[Sequence[int]]) -> str:
    """Compute the root of a file cut as a manifest says; what is longer or shorter has another."""
    digests = [sha256(file.read(size)).digest() for size, number in pieces for _ in range(number)]
    return _root(digests) if not file.read(1) else ""


def _root(digests: Iterable[bytes]) -> str:
    whole = sha256()
    for digest in digests:
        whole.update(digest)
    return whole.hexdigest()
