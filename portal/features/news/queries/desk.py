"""What editors want to know about news; read only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, literal, or_, select, text
from sqlalchemy.orm import Session, joinedload

from portal.features.news.models import PROPOSED, RELEASED, Category, Entry, Item, Revision, Shown, Source, State
from portal.features.news.queries.public import shelf_of, visible
from portal.kernel.clock import now
from portal.kernel.paging import Page, Way, paged
from portal.kernel.texts import fold

DESK_PAGE = 20
COLUMNS = (
    Item.id,
    Item.desk,
    Item.title_sr,
    Item.title_en,
    Item.state,
    Item.published_at,
    Item.expires_at,
    Item.pinned_until,
    Item.changed_at,
    Item.category_id,
    Item.origin_name,
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What an editor asked the list for; empty means everything."""

    shown: Shown | None = None
    category_id: int | None = None
    words: str = ""
    proposed: bool = False


def editors_list(db: Session, wanted: Wanted, way: Way | None = None, *, most: int = DESK_PAGE) -> Page[Row[Any]]:
    """Return a page of all items, changed last first. Words are looked for in the titles: a scan, for few people."""
    found: Any = select(*COLUMNS)
    if wanted.shown is not None:
        found = found.where(*_shown(wanted.shown))
    if wanted.category_id is not None:
        found = found.where(Item.category_id == wanted.category_id)
    for word in fold(wanted.words).split()[:8]:
        found = found.where(Item.words.contains(word, autoescape=True))
    if wanted.proposed:
        found = found.where(Item.id.in_(select(Entry.item_id).where(text(PROPOSED), Entry.item_id.is_not(None))))
    return paged(db, found, (Item.desk, Item.id), way, most=most)


def _shown(wanted: Shown) -> Sequence[Any]:
    moment = now()
    over = literal(moment, type_=Item.expires_at.type)
    if wanted is Shown.PUBLISHED:
        return list(visible(moment))
    if wanted is Shown.SCHEDULED:
        return [text(RELEASED), Item.shelf < shelf_of(moment), or_(Item.expires_at.is_(None), Item.expires_at > over)]
    if wanted is Shown.EXPIRED:
        return [or_(Item.state == State.EXPIRED, (Item.state == State.RELEASED) & (Item.expires_at <= over))]
    return [Item.state == State(wanted)]


def shown_of(row: Row[Any], moment: datetime) -> Shown:
    """Return what a row of the list is at a moment, as `Item.shown` says it."""
    if row.state is not State.RELEASED:
        return Shown(row.state)
    if row.expires_at is not None and row.expires_at <= moment:
        return Shown.EXPIRED
    return Shown.SCHEDULED if moment < row.published_at else Shown.PUBLISHED


def waiting(db: Session) -> int:
    """Return how many proposals of sources wait for an editor."""
    wanted = select(func.count()).select_from(Entry).where(text(PROPOSED), Entry.item_id.is_not(None))
    return db.scalar(wanted) or 0


def proposal_of(db: Session, item_id: int) -> Entry | None:
    """Return what a source proposes for an item."""
    return db.scalars(select(Entry).where(Entry.item_id == item_id, text(PROPOSED)).limit(1)).first()


def proposed_among(db: Session, ids: Sequence[int]) -> set[int]:
    """Return those items for which a source proposes something; one query."""
    found = db.scalars(select(Entry.item_id).where(Entry.item_id.in_(ids), text(PROPOSED)))
    return {id for id in found if id is not None}


def revisions(db: Session, item_id: int) -> Sequence[Revision]:
    """Return what an item said before, oldest first."""
    return db.scalars(select(Revision).where(Revision.item_id == item_id).order_by(Revision.id)).all()


def sources(db: Session) -> Sequence[Source]:
    """Return all sources by name."""
    wanted = select(Source).options(joinedload(Source.category)).order_by(Source.name, Source.id)
    return db.scalars(wanted).all()


def due_sources(db: Session, moment: datetime) -> Sequence[int]:
    """Return the sources whose next import is due."""
    at = literal(moment, type_=Source.due_at.type)
    wanted = select(Source.id).where(Source.active.is_(True), or_(Source.due_at.is_(None), Source.due_at <= at))
    return db.scalars(wanted.order_by(Source.id)).all()


def is_used(db: Session, category_id: int) -> bool:
    """Tell whether an item or a source has a category."""
    return any(
        db.scalar(select(model.id).where(model.category_id == category_id).limit(1)) is not None for model in (Item, Source)
    )


def find_source(db: Session, word: str) -> Source | None:
    """Return a source by its number, its address or its name."""
    by = Source.id == int(word) if word.isdecimal() and len(word) < 10 else or_(Source.address == word, Source.name == word)
    return db.scalars(select(Source).where(by).limit(1)).first()


def category_by_key(db: Session, key: str) -> Category | None:
    """Return a category by its word in addresses."""
    return db.scalar(select(Category).where(Category.key == key))
