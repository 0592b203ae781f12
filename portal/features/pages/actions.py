"""Verbs: put things on the shelves, change and remove them, count who opens them, look whether their addresses work."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import yaml
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.features.pages import queries
from portal.features.pages.models import Entry, Shelf
from portal.features.pages.refusals import NoDay
from portal.kernel import audit, months
from portal.kernel.accounts.models import Person
from portal.kernel.audit import AuditLine
from portal.kernel.clock import now
from portal.kernel.db import tally, touch
from portal.kernel.fetching import Fetcher, FetchError, TooLargeError
from portal.kernel.municipality.actions.common import change, last_place, loaded, named
from portal.kernel.paths import STARTER
from portal.kernel.refusals import NoAddress
from portal.kernel.texts.links import is_web_address

ENTRY = "pages_entry"
SECONDS, LARGEST = 15, 2_000_000
"""How long one address is waited for, and how much of it is read: what is larger than that is there."""
AT_ONCE = 120
"""So many seconds one look at the addresses lasts at most; those that were looked at longest ago come first."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """What an editor says about an entry."""

    name_sr: str
    name_en: str = ""
    text_sr: str = ""
    text_en: str = ""
    address: str = ""
    day: date | None = None
    is_banner: bool = False


def seed(db: Session) -> None:
    """Give a new portal its first services; nothing happens where anything is on a shelf, or was taken off one."""
    emptied = select(AuditLine.seq).where(AuditLine.act == "pages.remove_entry").limit(1)
    if db.scalar(select(Entry.id).limit(1)) is None and db.scalar(emptied) is None:
        rows = yaml.safe_load((STARTER / "catalogue.yaml").read_text(encoding="utf-8"))["entries"]
        db.add_all(Entry(**{**row, "shelf": Shelf(row["shelf"])}, place=place) for place, row in enumerate(rows, 1))
        db.flush()


def add(db: Session, shelf: Shelf, told: Told, *, by: Person) -> Entry:
    """Put something on a shelf. Raises `NoName`, `NoAddress`, `NoDay`."""
    entry = Entry(shelf=shelf, **_checked(shelf, told), place=last_place(db, Entry))
    db.add(entry)
    db.flush()
    _trace(db, "add_entry", entry.id, by)
    return entry


def edit(db: Session, entry_id: int, told: Told, *, seen: int, by: Person) -> Entry:
    """Change what an editor saw; a new address has not been looked at. Raises `NotFound`, `Stale`, and what `add` does."""
    before = loaded(db, Entry, entry_id)
    anew: dict[str, Any] = {"works": None, "looked_at": None} if told.address.strip() != before.address else {}
    entry = change(db, Entry, entry_id, seen, **_checked(before.shelf, told), **anew)
    _trace(db, "edit_entry", entry_id, by)
    return entry


def remove(db: Session, entry_id: int, *, by: Person) -> Entry:
    """Take something off its shelf. Raises `NotFound`."""
    entry = loaded(db, Entry, entry_id)
    db.delete(entry)
    _trace(db, "remove_entry", entry_id, by, name=entry.name_sr)
    return entry


def opened(db: Session, entry_id: int) -> str:
    """Count that somebody goes where an entry leads, and return where that is; who it was is not known.

    Raises `NotFound`.
    """
    entry = queries.leading(db, entry_id)
    months.add(db, queries.opened_name(entry.shelf), now())
    if entry.is_banner:
        months.add(db, queries.BANNER_OPENED, now())
    tally(db, queries.opened_name(entry.id))
    return entry.address


def look(db: Session, inside: tuple[str, ...] = ()) -> dict[int, bool]:
    """Ask each address whether it answers, the longest unlooked first; writes nothing and holds no lock meanwhile."""
    wanted = queries.to_look_at(db)
    db.rollback()
    found: dict[int, bool] = {}
    fetcher = Fetcher(inside=inside, seconds=AT_ONCE)
    for entry_id, address in wanted:
        try:
            fetcher.get(address, most=LARGEST)
            found[entry_id] = True
        except TooLargeError:
            found[entry_id] = True
        except FetchError:
            found[entry_id] = False
    return found


def looked(db: Session, found: Mapping[int, bool]) -> None:
    """Keep what a look found."""
    for entry_id, works in found.items():
        db.execute(update(Entry).where(Entry.id == entry_id).values(works=works, looked_at=now()))
    touch(db, "pages")


def _checked(shelf: Shelf, told: Told) -> dict[str, Any]:
    address = told.address.strip()
    if (address or shelf in {Shelf.SERVICE, Shelf.PROMOTION}) and not is_web_address(address):
        raise NoAddress(field="address")
    if shelf is Shelf.EVENT and told.day is None:
        raise NoDay(field="day")
    return {**asdict(told), "name_sr": named(told.name_sr), "address": address}


def _trace(db: Session, act: str, entry_id: int, by: Person, **details: str) -> None:
    audit.note(db, f"pages.{act}", ENTRY, entry_id, by=by.id, **details)
    touch(db, "pages")
