"""What things have which photos; read only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.files.queries import is_shown
from portal.kernel.photos.models import Photo, PhotoState


def of(db: Session, kind: str, id: int) -> Sequence[Photo]:
    """Return the photos of one thing in the order in which they were attached, whatever their state."""
    return of_many(db, kind, [id])[id]


def of_many(db: Session, kind: str, ids: Iterable[int]) -> dict[int, list[Photo]]:
    """Return the photos of several things of one kind, an empty list where there are none; one query."""
    found: dict[int, list[Photo]] = defaultdict(list)
    wanted = select(Photo).where(Photo.about_kind == kind, Photo.about_id.in_(list(ids)))
    for photo in db.scalars(wanted.order_by(Photo.place, Photo.id)):
        found[photo.about_id].append(photo)
    return found


def is_public(db: Session, photo: Photo) -> bool:
    """Tell whether anybody may see a photo: it is ready, and its feature shows the thing to the public."""
    return photo.is_ready and is_shown(db, photo.about_kind, photo.about_id)


def ready_after(db: Session, id: int, most: int = 500) -> Sequence[Photo]:
    """Return ready photos in the order of their ids, for walks over all of them."""
    wanted = select(Photo).where(Photo.state == PhotoState.READY, Photo.id > id).order_by(Photo.id).limit(most)
    return db.scalars(wanted).all()


def tag(kind: str, id: int) -> str:
    """Return the tag that a page depends on which shows the photos of a thing."""
    return f"photo.{kind}.{id}"
