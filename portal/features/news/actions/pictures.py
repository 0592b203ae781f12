"""What an editor does with the pictures and files of an item."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.news.actions.shared import load, settle
from portal.features.news.models import KIND, Item, Picture
from portal.features.news.refusals import NoDescription
from portal.kernel import files, photos
from portal.kernel.accounts.models import Person
from portal.kernel.refusals import NotFound, Stale

MOST_PICTURES = 12
MOST_FILES = 10


def add_picture(
    db: Session,
    item_id: int,
    received: photos.Received,
    *,
    by: Person | None,
    shows_sr: str = "",
    shows_en: str = "",
    decorative: bool = False,
    credit: str = "",
) -> Picture:
    """Give an item a picture with what it shows; what was imported (by nobody) is described in its own language only.

    Raises `NotFound`, `NoDescription`, `TooManyPhotos`, `NotStored`.
    """
    item = load(db, item_id)
    _described(shows_sr, shows_en if by else shows_sr, decorative)
    words = "" if decorative else shows_sr
    photo = photos.attach(
        db, received, kind=KIND, id=item_id, by=by.id if by else None, description=words, most=MOST_PICTURES
    )
    photos.forget_position(db, kind=KIND, id=item_id)
    last = db.scalar(select(func.max(Picture.place)).where(Picture.item_id == item_id)) or 0
    picture = Picture(
        item_id=item_id,
        photo_id=photo.id,
        shows_sr=words,
        shows_en="" if decorative else shows_en,
        decorative=decorative,
        credit=credit,
        place=last + 1,
    )
    db.add(picture)
    settle(db, item, "add_picture", by, photo=photo.id)
    return picture


def describe(
    db: Session, picture_id: int, *, by: Person, seen: int, shows_sr: str, shows_en: str, decorative: bool, credit: str
) -> Picture:
    """Say anew what a picture shows. Raises `NotFound`, `Stale`, `NoDescription`."""
    picture = _picture(db, picture_id)
    item = load(db, picture.item_id)
    if picture.version != seen:
        raise Stale(mine=shows_sr, theirs=picture.shows_sr)
    _described(shows_sr, shows_en, decorative)
    picture.shows_sr, picture.shows_en = ("", "") if decorative else (shows_sr, shows_en)
    picture.decorative, picture.credit = decorative, credit
    picture.version += 1
    settle(db, item, "describe_picture", by, photo=picture.photo_id)
    return picture


def put_first(db: Session, picture_id: int, *, by: Person) -> None:
    """Let a picture be the one that lists and other sites show. Raises `NotFound`."""
    picture = _picture(db, picture_id)
    item = load(db, picture.item_id)
    first = db.scalar(select(func.min(Picture.place)).where(Picture.item_id == item.id)) or 0
    picture.place = first - 1
    settle(db, item, "first_picture", by, photo=picture.photo_id)


def remove_picture(db: Session, picture_id: int, *, by: Person) -> None:
    """Take a picture from its item. Raises `NotFound`."""
    picture = _picture(db, picture_id)
    item, photo_id = load(db, picture.item_id), picture.photo_id
    db.delete(picture)
    photos.remove(db, photo_id, by=by.id)
    db.expire(item, ["pictures"])
    settle(db, item, "remove_picture", by, photo=photo_id)


def attach(db: Session, item_id: int, upload: files.Received, *, by: Person) -> files.StoredFile:
    """Give an item a file. Raises `NotFound`, `TooManyFiles`, `NotStored`."""
    item = load(db, item_id)
    file = files.attach(db, upload, kind=KIND, id=item_id, by=by.id, most=MOST_FILES)
    settle(db, item, "attach", by, file=file.id)
    return file


def detach(db: Session, item_id: int, file_id: int, *, by: Person) -> None:
    """Take a file from an item. Raises `NotFound` for a file of anything else."""
    item: Item = load(db, item_id)
    file = next((file for file in files.of(db, KIND, item_id) if file.id == file_id), None)
    if file is None:
        raise NotFound
    files.release(db, file, by=by.id)
    settle(db, item, "detach", by, file=file_id)


def _picture(db: Session, picture_id: int) -> Picture:
    found = db.get(Picture, picture_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


def _described(shows_sr: str, shows_en: str, decorative: bool) -> None:
    if not decorative:
        for field, text in (("shows_sr", shows_sr), ("shows_en", shows_en)):
            if not text:
                raise NoDescription(field=field)
