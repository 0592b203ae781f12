"""Takes in photos that a form sent: looked at and stored, still without a row."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.kernel.files import checks, store
from portal.kernel.files.receiving import Upload
from portal.kernel.files.refusals import EmptyFile, NotStored, TooLarge
from portal.kernel.photos import anatomy, exif, pictures
from portal.kernel.photos.anatomy import Anatomy
from portal.kernel.photos.exif import Position
from portal.kernel.photos.refusals import BrokenPhoto, HeicPhoto, NoPhoto, TooManyPixels

LARGEST = 15 * 1024 * 1024
MOST = 5
ACCEPTED = "image/jpeg,image/png,image/webp"
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Received:
    """A photo whose bytes are stored; a verb gives it a row. `position` is where the camera says it was."""

    digest: str
    width: int
    height: int
    turn: int
    position: Position | None


def examine(upload: Upload) -> None:
    """Look whether an upload is a photo that can be decoded, by its content alone; at most 15 MB are read.

    Raises `EmptyFile`, `TooLarge`, `NoPhoto`, `HeicPhoto`, `BrokenPhoto`, `TooManyPixels`.
    """
    name, found = _read(upload)
    try:
        pictures.try_out(found)
    except anatomy.BrokenError:
        raise BrokenPhoto(name=name) from None


def keep(upload: Upload) -> Received:
    """Store what was examined, outside any transaction; what gets no row is swept after a day. Raises `NotStored`."""
    _, found = _read(upload)
    turn, position = exif.read(found.exif)
    try:
        digest = store.put(found.bare)
    except OSError as fault:
        raise NotStored(field="pictures") from fault
    sides = (found.width, found.height) if turn < 5 else (found.height, found.width)
    return Received(digest=digest, width=sides[0], height=sides[1], turn=turn, position=position)


def receive(uploads: Sequence[Upload]) -> list[Received]:
    """Examine all uploads, then store them: for programs that come without our form. Raises what both raise."""
    for upload in uploads:
        examine(upload)
    return [keep(upload) for upload in uploads]


def _read(upload: Upload) -> tuple[str, Anatomy]:
    name = checks.clean_name(upload.filename or "")
    upload.stream.seek(0)
    content = upload.stream.read(LARGEST + 1)
    if not content:
        raise EmptyFile(name=name)
    if len(content) > LARGEST:
        raise TooLarge(name=name, most=LARGEST // MEGABYTE)
    try:
        return name, anatomy.read(content)
    except anatomy.HeicError:
        raise HeicPhoto(name=name) from None
    except anatomy.NoPhotoError:
        raise NoPhoto(name=name) from None
    except anatomy.TooManyPixelsError as fault:
        raise TooManyPixels(name=name, most=fault.most) from None
    except anatomy.BrokenError:
        raise BrokenPhoto(name=name) from None
