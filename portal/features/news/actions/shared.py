"""What several verbs of news need."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.features.news import queries
from portal.features.news.models import KIND, Item, State
from portal.features.news.refusals import ExpiresTooEarly
from portal.kernel import audit, search
from portal.kernel.accounts.models import Person
from portal.kernel.clock import local_date, now
from portal.kernel.db import touch
from portal.kernel.jobs import enqueue
from portal.kernel.refusals import NotFound, Stale
from portal.kernel.texts import plain_words

GRACE = timedelta(minutes=15)
"""So long after its appearance an item is still its editor's: a slip is mended without a note, or all of it taken back."""


def load(db: Session, item_id: int, seen: int | None = None, *, mine: str = "") -> Item:
    """Load an item for a change, so that nobody else changes it meanwhile.

    Raises `NotFound`, and `Stale` with both texts where it is not the version its editor saw.
    """
    found = db.get(Item, item_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    if seen is not None and found.version != seen:
        raise Stale(mine=mine, theirs=found.written_sr)
    return found


def settle(db: Session, item: Item, act: str, by: Person | None, **details: Any) -> None:
    """End every verb on an item: its version and places in lists, the search, the pages, the audit line."""
    item.version += 1
    item.changed_at = now()
    item.desk = queries.shelf_of(item.changed_at)
    db.flush()
    seen_by_all(db, item)
    audit.note(db, f"news.{act}", KIND, item.id, by=by.id if by else None, **details)


def seen_by_all(db: Session, item: Item) -> None:
    """Keep the search and the pages in step with what the public may read of an item."""
    index(db, item)
    touch(db, "news", f"news.{item.id}", "home")


def index(db: Session, item: Item) -> None:
    """Put an item in the search, or take it out."""
    if not item.is_public(now()) or item.published_at is None:
        search.remove(db, KIND, item.id)
        return
    search.put(
        db,
        search.Document(
            kind=KIND,
            subject_id=item.id,
            title=item.title_sr,
            text="\n\n".join([item.lead_sr, plain_words(item.body_sr)]),
            title_en=item.title_en,
            text_en="\n\n".join(part for part in (item.lead_en, plain_words(item.body_en)) if part),
            url_endpoint="portal.news.show",
            url_values={"item_id": item.id},
            published_at=item.published_at,
        ),
    )


def put_on_shelf(db: Session, item: Item, moment: datetime) -> None:
    """Give an item its moment of publication, and let the worker come when time changes what it is."""
    item.published_at, item.shelf = moment, queries.shelf_of(moment)
    item.year = local_date(moment).year
    remind(db, item)


def remind(db: Session, item: Item) -> None:
    """Let the worker look at an item when it appears and when it ends: the search follows then."""
    db.flush()
    for moment in (item.published_at, item.expires_at):
        if item.state is State.RELEASED and moment is not None and moment > now():
            enqueue(db, "news.turn", {"item": item.id}, at=moment, key=f"news.turn:{item.id}:{int(moment.timestamp())}")


def ends_after(begins: datetime, *moments: datetime | None) -> None:
    """Raise `ExpiresTooEarly` for an end that is not after the beginning."""
    for field, moment in zip(("expires_on", "pinned_on"), moments, strict=True):
        if moment is not None and moment <= max(begins, now()):
            raise ExpiresTooEarly(field=field)
