"""Where the pages come from: the starter's file, and a municipality's own file over it; and what stands on the shelves.

The one place that knows where pages are kept; once they live in the database, only this room changes.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.pages.models import Block, BlockKind, Entry, Page, Shelf
from portal.kernel.clock import local_date, now
from portal.kernel.db import Counter
from portal.kernel.municipality.queries import promises
from portal.kernel.paths import STARTER
from portal.kernel.refusals import NotFound
from portal.kernel.settings import instance

FILE = "pages.yaml"
REVIEW = timedelta(days=365)
"""After so long somebody must look whether a page is still true."""
BANNER_OPENED = "pages.opened.banner"
PLACE = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")


def page(key: str) -> Page:
    """Return a page. Raises `NotFound`."""
    found = every_page().get(key)
    if found is None:
        raise NotFound
    return found


def every_page() -> Mapping[str, Page]:
    """Return all pages in order, by key; those in the instance folder's pages.yaml replace and follow the starter's.

    Files are read once per process.
    """
    return {**_read(STARTER / FILE), **_read(instance() / FILE)}


def numbers(db: Session) -> Mapping[str, str]:
    """Return what the promises that hold now say, by name and rule: `answer.working_days`; one query."""
    newest = {held.name: held for held in reversed(promises(db))}
    return {
        f"{name}.{rule}": ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, held in newest.items()
        for rule, value in held.rules.items()
    }


def filled(line: str, numbers: Mapping[str, str]) -> str:
    """Return a line with each `{answer.working_days}` in it as the promise says; other braces stay."""
    return PLACE.sub(lambda found: numbers.get(found[1], found[0]), line)


@lru_cache(maxsize=16)
def _read(file: Path) -> Mapping[str, Page]:
    if not file.is_file():
        return {}
    written = yaml.safe_load(file.read_text(encoding="utf-8"))
    return {entry["key"]: _page(entry) for entry in written["pages"]}


def _page(entry: Mapping[str, Any]) -> Page:
    return Page(
        key=entry["key"],
        title_sr=entry["title_sr"],
        title_en=entry.get("title_en", ""),
        reviewed=entry["reviewed"],
        sr=_blocks(entry["sr"]),
        en=_blocks(entry.get("en", [])),
    )


def _blocks(written: list[dict[str, Any]]) -> tuple[Block, ...]:
    return tuple(
        Block(BlockKind(kind), tuple(map(str, content)) if isinstance(content, list) else (str(content),))
        for block in written
        for kind, content in block.items()
    )


def entries(db: Session, shelf: Shelf) -> Sequence[Entry]:
    """Return what is on a shelf: events the newest first, all else in the order in which it was put there."""
    order = (Entry.day.desc(), Entry.id.desc()) if shelf is Shelf.EVENT else (Entry.place, Entry.id)
    return db.scalars(select(Entry).where(Entry.shelf == shelf).order_by(*order)).all()


def entry(db: Session, entry_id: int) -> Entry:
    """Return an entry. Raises `NotFound`."""
    found = db.get(Entry, entry_id)
    if found is None:
        raise NotFound
    return found


def leading(db: Session, entry_id: int) -> Entry:
    """Return an entry that leads somewhere. Raises `NotFound`."""
    found = entry(db, entry_id)
    if not found.address:
        raise NotFound
    return found


def banners(db: Session) -> Sequence[Entry]:
    """Return the services that the home page shows."""
    return [each for each in entries(db, Shelf.SERVICE) if each.is_banner]


def to_look_at(db: Session) -> Sequence[tuple[int, str]]:
    """Return the addresses that are looked at each night, those that were not looked at for longest first."""
    wanted = select(Entry.id, Entry.address).where(Entry.address != "", Entry.shelf != Shelf.EVENT)
    return [(id, address) for id, address in db.execute(wanted.order_by(Entry.looked_at.is_not(None), Entry.looked_at, Entry.id))]


def opened_name(what: Shelf | int) -> str:
    """Return under which name it is counted who opens an entry, or anything of a shelf."""
    return f"pages.opened.{what}"


def opened_times(db: Session, shelf: Shelf) -> Mapping[int, int]:
    """Return how often each entry of a shelf was opened since it has been there."""
    names = {opened_name(id): id for id in db.scalars(select(Entry.id).where(Entry.shelf == shelf))}
    rows = db.execute(select(Counter.name, Counter.value).where(Counter.name.in_(names)))
    return dict.fromkeys(names.values(), 0) | {names[row.name]: row.value for row in rows}


def overdue() -> Sequence[Page]:
    """Return the standing pages that nobody has checked for a year."""
    limit = local_date(now()) - REVIEW
    return [page for page in every_page().values() if page.reviewed < limit]
