"""What editors settle for all news: categories, and sources to import from."""

from dataclasses import asdict, dataclass

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.news import queries
from portal.features.news.models import Category, Fetched, Source
from portal.features.news.refusals import CategoryInUse, LastCategory, SourceKnown, UnknownCategory, WrongAddress
from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import touch
from portal.kernel.jobs import enqueue
from portal.kernel.municipality.actions.common import change, key_for, last_place, loaded, named
from portal.kernel.paths import STARTER
from portal.kernel.refusals import Stale
from portal.kernel.texts.links import is_web_address

CATEGORY, SOURCE = "news_category", "news_source"


def seed(db: Session) -> None:
    """Give a new portal its first categories; where there is one already, nothing happens."""
    if db.scalar(select(Category.id).limit(1)) is None:
        rows = yaml.safe_load((STARTER / "news.yaml").read_text(encoding="utf-8"))["categories"]
        db.add_all(Category(**row, place=place) for place, row in enumerate(rows, 1))
        db.flush()


def add_category(db: Session, *, name_sr: str, name_en: str, by: Person) -> Category:
    """Add a category. Raises `NoName`."""
    named(name_sr)
    category = Category(
        key=key_for(db, Category, name_sr), name_sr=name_sr, name_en=name_en, place=last_place(db, Category)
    )
    db.add(category)
    db.flush()
    _trace(db, "add_category", CATEGORY, category.id, by)
    return category


def change_category(db: Session, category_id: int, *, seen: int, name_sr: str, name_en: str, by: Person) -> Category:
    """Rename a category; its address stays. Raises `NotFound`, `NoName`, `Stale`."""
    category = change(db, Category, category_id, seen, name_sr=named(name_sr), name_en=name_en)
    _trace(db, "change_category", CATEGORY, category_id, by)
    return category


def move_category(db: Session, category_id: int, *, up: bool, by: Person) -> None:
    """Let a category change places with its neighbour. Raises `NotFound`."""
    moved, ordered = loaded(db, Category, category_id), list(queries.categories(db))
    place = ordered.index(moved)
    other = place - 1 if up else place + 1
    if 0 <= other < len(ordered):
        ordered[place], ordered[other] = ordered[other], ordered[place]
    for number, category in enumerate(ordered, 1):
        category.place = number
    _trace(db, "move_category", CATEGORY, category_id, by)


def remove_category(db: Session, category_id: int, *, by: Person) -> None:
    """Remove a category that nothing is in. Raises `NotFound`, `CategoryInUse`, `LastCategory`."""
    category = loaded(db, Category, category_id)
    if queries.is_used(db, category_id):
        raise CategoryInUse
    if len(queries.categories(db)) < 2:
        raise LastCategory
    db.delete(category)
    db.flush()
    _trace(db, "remove_category", CATEGORY, category_id, by)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What the form of a source says."""

    name: str
    address: str
    category_id: int
    hours: int = 6
    active: bool = True
    publishes: bool = False


def add_source(db: Session, told: Told, *, by: Person | None) -> Source:
    """Add a source; its first import is due at once. Raises `WrongAddress`, `SourceKnown`, `UnknownCategory`."""
    _check(db, told)
    source = Source(**asdict(told))
    db.add(source)
    db.flush()
    _trace(db, "add_source", SOURCE, source.id, by)
    return source


def change_source(db: Session, source_id: int, told: Told, *, seen: int, by: Person) -> Source:
    """Change a source. Raises `NotFound`, `Stale`, `WrongAddress`, `SourceKnown`, `UnknownCategory`."""
    source = loaded(db, Source, source_id)
    _check(db, told, but=source_id)
    if source.version != seen:
        raise Stale(mine=told.name, theirs=source.name)
    forget = {"etag": "", "modified": "", "due_at": None} if told.address != source.address else {}
    changed = change(db, Source, source_id, seen, "name", **asdict(told), **forget)
    _trace(db, "change_source", SOURCE, source_id, by)
    return changed


def order(db: Session, source_id: int, *, by: Person) -> None:
    """Let the worker import from a source as soon as it can, whether it is due or not. Raises `NotFound`."""
    source = loaded(db, Source, source_id)
    source.last = Fetched.ORDERED
    db.flush()
    enqueue(db, "news.import", {"source": source_id})
    _trace(db, "order_import", SOURCE, source_id, by)


def order_due(db: Session) -> None:
    """Let the worker import from every source that is due; one order for each, however often it is asked for."""
    moment = now()
    for source_id in queries.due_sources(db, moment):
        enqueue(db, "news.import", {"source": source_id}, key=f"news.import:{source_id}:{moment:%Y-%m-%dT%H}")


def _check(db: Session, told: Told, but: int = 0) -> None:
    if not is_web_address(told.address):
        raise WrongAddress(field="address")
    if db.scalar(select(Source.id).where(Source.address == told.address, Source.id != but)) is not None:
        raise SourceKnown(field="address")
    if db.get(Category, told.category_id) is None:
        raise UnknownCategory(field="category_id")


def _trace(db: Session, act: str, kind: str, id: int, by: Person | None) -> None:
    audit.note(db, f"news.{act}", kind, id, by=by.id if by else None)
    touch(db, "news")
