"""Verbs of photos: attach, describe, cover, remove; and what the worker writes when the pictures are made."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel import audit
from portal.kernel.clock import now
from portal.kernel.db import changed, touch
from portal.kernel.files.actions import hold
from portal.kernel.jobs import enqueue
from portal.kernel.photos import boxes as rectangles
from portal.kernel.photos import queries
from portal.kernel.photos.boxes import Box
from portal.kernel.photos.models import LONGEST_DESCRIPTION, Photo, PhotoState
from portal.kernel.photos.receiving import MOST, Received
from portal.kernel.photos.refusals import TooManyBoxes, TooManyPhotos, WrongBoxes
from portal.kernel.refusals import NotFound, Stale
from portal.kernel.texts import clean_line


def attach(
    db: Session, received: Received, *, kind: str, id: int, by: int | None, description: str = "", most: int = MOST
) -> Photo:
    """Give a thing a photo whose bytes are stored, and promise to make its pictures; until then nobody sees it.

    Raises `TooManyPhotos`, `NotStored` where the sweeper has taken the bytes away meanwhile.
    """
    standing = queries.of(db, kind, id)
    latitude, longitude = received.position or (None, None)
    photo = Photo(
        about_kind=kind,
        about_id=id,
        place=1 + max((other.place for other in standing), default=0),
        digest=received.digest,
        width=received.width,
        height=received.height,
        turn=received.turn,
        made_at=now(),
        by_id=by,
        description=clean_line(description)[:LONGEST_DESCRIPTION],
        latitude=latitude,
        longitude=longitude,
    )
    db.add(photo)
    db.flush()
    hold(db, received.digest, field="pictures")
    if len(queries.of(db, kind, id)) > most:
        raise TooManyPhotos(field="pictures", most=most)
    audit.note(db, "photos.attach", kind, id, by=by, photo=photo.id)
    _promise(db, photo.id, photo.revision)
    return photo


def describe(db: Session, photo_id: int, description: str, *, by: int | None, seen: int) -> None:
    """Say in words what a photo shows, for who does not see it. Raises `NotFound`, `Stale`."""
    photo = _existing(db, photo_id)
    text = clean_line(description)[:LONGEST_DESCRIPTION]
    if not changed(db, Photo, id=photo_id, version=seen, description=text):
        raise Stale
    touch(db, queries.tag(photo.about_kind, photo.about_id))
    audit.note(db, "photos.describe", photo.about_kind, photo.about_id, by=by, photo=photo_id)


def redact(db: Session, photo_id: int, boxes: Sequence[Box], *, by: int | None, seen: int) -> None:
    """Cover these rectangles of a photo, and only these: none uncovers it.

    The pictures shown until now are gone at once, from their address and by the worker from the disk; the new ones
    come under a new address when they are made. Raises `NotFound`, `WrongBoxes`, `TooManyBoxes`, `Stale`.
    """
    if len(boxes) > rectangles.MOST:
        raise TooManyBoxes(field="boxes", most=rectangles.MOST)
    if not all(box.is_right for box in boxes):
        raise WrongBoxes(field="boxes")
    photo = _existing(db, photo_id)
    if photo.state is PhotoState.REFUSED:
        raise NotFound
    shown, revision = (photo.small, photo.large), photo.revision + 1
    if not _made_anew(db, photo, version=seen, boxes=rectangles.stored(boxes), revision=revision):
        raise Stale
    audit.note(db, "photos.redact", photo.about_kind, photo.about_id, by=by, photo=photo_id, boxes=len(boxes))
    _forget(db, shown)
    _promise(db, photo_id, revision)


def remove(db: Session, photo_id: int, *, by: int | None) -> None:
    """Take a photo from its thing: its row at once, all its bytes as soon as the worker comes. Raises `NotFound`."""
    photo = _existing(db, photo_id)
    db.delete(photo)
    db.flush()
    touch(db, queries.tag(photo.about_kind, photo.about_id))
    audit.note(db, "photos.remove", photo.about_kind, photo.about_id, by=by, photo=photo_id)
    _forget(db, (photo.digest, photo.small, photo.large))


def remove_all(db: Session, *, kind: str, id: int, by: int | None) -> None:
    """Take all photos from a thing: call it where the thing itself is deleted or its sender forgotten."""
    for photo in queries.of(db, kind, id):
        remove(db, photo.id, by=by)


def hand_over(db: Session, *, kind: str, id: int, to_kind: str, to_id: int) -> None:
    """Let the photos of one thing be those of another."""
    for photo in queries.of(db, kind, id):
        photo.about_kind, photo.about_id = to_kind, to_id
    touch(db, queries.tag(kind, id), queries.tag(to_kind, to_id))
    db.flush()


def forget_position(db: Session, *, kind: str, id: int) -> None:
    """Forget where the cameras were, once the thing has its own place or its sender is forgotten."""
    for photo in queries.of(db, kind, id):
        photo.latitude = photo.longitude = None
    db.flush()


def make_again(db: Session, photo_id: int) -> None:
    """Have the pictures of a ready photo made again, whose bytes were lost."""
    photo = db.get(Photo, photo_id)
    if photo is not None and photo.is_ready and _made_anew(db, photo, version=photo.version):
        _promise(db, photo.id, photo.revision)


def settle(db: Session, photo_id: int, revision: int, *, small: str = "", large: str = "") -> None:
    """Write down what the worker made, or that the photo cannot be decoded where it made nothing.

    What was made for a revision that is over is forgotten. Raises `NotStored` where the bytes went meanwhile.
    """
    photo = db.get(Photo, photo_id)
    if photo is None or photo.revision != revision or photo.state is not PhotoState.WAITING:
        _forget(db, (small, large))
        return
    if small and large:
        for digest in {small, large}:
            hold(db, digest, field="pictures")
        photo.small, photo.large, photo.state = small, large, PhotoState.READY
    else:
        _forget(db, (photo.digest,))
        photo.digest, photo.state = "", PhotoState.REFUSED
        audit.note(db, "photos.refuse", photo.about_kind, photo.about_id, by=None, photo=photo.id)
    db.flush()
    touch(db, queries.tag(photo.about_kind, photo.about_id))


def _existing(db: Session, photo_id: int) -> Photo:
    found = db.get(Photo, photo_id)
    if found is None:
        raise NotFound
    return found


def _made_anew(db: Session, photo: Photo, *, version: int, **values: Any) -> bool:
    """Show nothing of a photo until its pictures are made; tell whether it was the one its reader saw."""
    touch(db, queries.tag(photo.about_kind, photo.about_id))
    return changed(db, Photo, id=photo.id, version=version, state=PhotoState.WAITING, small="", large="", **values)


def _promise(db: Session, photo_id: int, revision: int) -> None:
    enqueue(db, "photos.derive", {"photo": photo_id, "revision": revision})


def _forget(db: Session, digests: Iterable[str]) -> None:
    named = sorted({digest for digest in digests if digest})
    if named:
        enqueue(db, "photos.forget", {"digests": named})
