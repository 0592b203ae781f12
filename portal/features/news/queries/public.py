"""What the public may see of news; `public()` alone decides it, for page, feed, search and files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, literal, or_, select, text
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.features.news.models import KIND, RELEASED, Category, Figure, Item, Picture
from portal.kernel import photos
from portal.kernel.clock import local_date, now, start_of_day
from portal.kernel.comments.discussion import Subject
from portal.kernel.comments.queries import used
from portal.kernel.paging import Page, Way, paged

PAGE, MOST_PINNED = 20, 3
COLUMNS = (
    Item.id,
    Item.shelf,
    Item.title_sr,
    Item.title_en,
    Item.lead_sr,
    Item.lead_en,
    Item.published_at,
    Item.category_id,
    Item.pinned_until,
)


def shelf_of(moment: datetime) -> int:
    """Return the place of a moment in the ascending order of the list: later is smaller."""
    return -int(moment.timestamp() * 1000)


def visible(moment: datetime) -> Any:
    """The one rule of what the public may see at a moment: released, begun and not over."""
    over = literal(moment, type_=Item.expires_at.type)
    return text(RELEASED), Item.shelf >= shelf_of(moment), or_(Item.expires_at.is_(None), Item.expires_at > over)


def public(moment: datetime | None = None) -> Any:
    """Return what of news everybody may read now."""
    return select(*COLUMNS).where(*visible(moment or now()))


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What a reader asked the list for; empty means everything."""

    category_id: int | None = None
    year: int | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether everything is asked for."""
        return self.category_id is None and self.year is None


def listed(db: Session, wanted: Filter, way: Way | None = None, *, most: int = PAGE, but: Sequence[int] = ()) -> Page[Row[Any]]:
    """Return a page of the public list, newest first, `but` some: one query over one ascending index."""
    found = public()
    if but:
        found = found.where(Item.id.not_in(list(but)))
    if wanted.category_id is not None:
        found = found.where(Item.category_id == wanted.category_id)
    if wanted.year is not None:
        begin, end = (start_of_day(date(year, 1, 1)) for year in (wanted.year, wanted.year + 1))
        found = found.where(Item.shelf <= shelf_of(begin), Item.shelf > shelf_of(end))
    return paged(db, found, (Item.shelf, Item.id), way, most=most)


def pinned(db: Session) -> Sequence[Row[Any]]:
    """Return the public items that stand before all others now, at most three; one query over the few that are pinned."""
    begun = literal(now(), type_=Item.pinned_until.type)
    return db.execute(public().where(Item.pinned_until > begun).order_by(Item.shelf, Item.id).limit(MOST_PINNED)).all()


def newest(db: Session, most: int) -> Sequence[Row[Any]]:
    """Return the first items of the list: pinned ones, then the newest."""
    first = pinned(db)
    return [*first, *listed(db, Filter(), most=most, but=[row.id for row in first]).rows][:most]


def get_public(db: Session, item_id: int) -> Item | None:
    """Return an item, with what its page names, if the public may read it now or could once: see `Item.shown`."""
    loads = [joinedload(Item.category), selectinload(Item.corrections), selectinload(Item.pictures)]
    found = db.get(Item, item_id, options=loads)
    return found if found is not None and found.was_public(now()) else None


def shows(db: Session, item_id: int) -> bool:
    """Tell whether the public may read an item now: files and photos ask it."""
    return db.scalar(select(Item.id).where(Item.id == item_id, *visible(now()))) is not None


def subjects(db: Session, ids: Sequence[int]) -> dict[int, Subject]:
    """Return the items that everybody may read, as things that are discussed; one query."""
    wanted: Any = select(Item.id, Item.title_sr, Item.title_en, Item.published_at, Item.expires_at)
    return {
        row.id: Subject(
            title_sr=row.title_sr,
            title_en=row.title_en,
            endpoint="portal.news.show",
            values={"item_id": row.id},
            tag=f"news.{row.id}",
            began_at=row.published_at,
            closes_at=row.expires_at,
        )
        for row in db.execute(wanted.where(Item.id.in_(ids), *visible(now())))
    }


def commented(db: Session, since: datetime, until: datetime) -> int:
    """Count the comments on news that became public in a span."""
    return used(db, KIND, since, until)


def neighbours(db: Session, item: Item) -> tuple[Row[Any] | None, Row[Any] | None]:
    """Return the older and the newer neighbour in the list; two reads of one index row each."""
    older = public().where(or_(Item.shelf > item.shelf, (Item.shelf == item.shelf) & (Item.id > item.id)))
    newer = public().where(or_(Item.shelf < item.shelf, (Item.shelf == item.shelf) & (Item.id < item.id)))
    return (
        db.execute(older.order_by(Item.shelf, Item.id).limit(1)).first(),
        db.execute(newer.order_by(Item.shelf.desc(), Item.id.desc()).limit(1)).first(),
    )


def bodies(db: Session, ids: Sequence[int]) -> dict[int, Row[Any]]:
    """Return the texts of some items in both languages: for the feed."""
    wanted: Any = select(Item.id, Item.body_sr, Item.body_en, Item.changed_at).where(Item.id.in_(ids))
    return {row.id: row for row in db.execute(wanted)}


def categories(db: Session) -> Sequence[Category]:
    """Return the categories in their order."""
    return db.scalars(select(Category).order_by(Category.place, Category.id)).all()


@dataclass(frozen=True)
class Illustration:
    """A picture of an item: what is said about it, and the photo it is."""

    said: Picture
    photo: photos.Photo


def illustrations(db: Session, items: Mapping[int, Sequence[Picture]], *, ready: bool = True) -> dict[int, list[Illustration]]:
    """Return the pictures of items with their photos, those that can be shown unless all are wanted; one query."""
    known = {photo.id: photo for found in photos.of_many(db, KIND, items).values() for photo in found}
    return {
        id: [
            Illustration(each, known[each.photo_id])
            for each in pictures
            if each.photo_id in known and (known[each.photo_id].is_ready or not ready)
        ]
        for id, pictures in items.items()
    }


def covers(db: Session, ids: Sequence[int]) -> dict[int, Illustration]:
    """Return the first picture of each item of a list that has one; two queries."""
    rows: dict[int, list[Picture]] = {id: [] for id in ids}
    for picture in db.scalars(select(Picture).where(Picture.item_id.in_(ids)).order_by(Picture.place, Picture.id)):
        rows[picture.item_id].append(picture)
    return {id: found[0] for id, found in illustrations(db, rows).items() if found}


def numbers(db: Session) -> dict[tuple[int, int], int]:
    """Return how many public items each category (0: all) has from each year.

    Counters know the released ones; what is scheduled or over since the worker's last look is taken off, a few rows.
    """
    moment = now()
    found = {(row.category_id, row.year): row.number for row in db.scalars(select(Figure).where(Figure.number > 0))}
    over = literal(moment, type_=Item.expires_at.type)
    unseen = or_(Item.shelf < shelf_of(moment), Item.expires_at <= over)
    rows = select(Item.category_id, Item.year, func.count()).where(text(RELEASED), unseen).group_by(Item.category_id, Item.year)
    for category_id, year, number in db.execute(rows):
        for key in ((category_id, year), (0, year)):
            found[key] = found.get(key, 0) - number
    return {key: number for key, number in found.items() if number > 0}


def next_change(db: Session) -> datetime | None:
    """Return when a public page of news changes by itself next: something appears, ends, or is pinned no more."""
    moment = now()
    at = literal(moment, type_=Item.expires_at.type)
    asked = (
        select(func.min(Item.published_at)).where(text(RELEASED), Item.shelf < shelf_of(moment)),
        select(func.min(Item.expires_at)).where(text(RELEASED), Item.expires_at > at),
        select(func.min(Item.pinned_until)).where(text(RELEASED), Item.pinned_until > at),
    )
    return min((found for each in asked if (found := db.scalar(each)) is not None), default=None)


def this_year() -> int:
    """Return the year on the wall calendar."""
    return local_date(now()).year
