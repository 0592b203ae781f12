"""Pages of a long list by key: what comes after the last row seen, so that the last page costs as much as the first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import Row, Select, tuple_
from sqlalchemy.orm import Session

from portal.kernel.db import Moment

T = TypeVar("T")
U = TypeVar("U")
AFTER, BEFORE = "posle", "pre"
"""The words of an address that say where a page begins or ends."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Way:
    """Where a page lies: after a row, before a row, or at the beginning. A key is the row's place in the order."""

    after: str = ""
    before: str = ""

    @classmethod
    def read(cls, address: Mapping[str, str]) -> "Way":
        """Read it out of an address; what is no key counts as not given."""
        return cls(*(text if _numbers(text := address.get(word, "")[:90]) else "" for word in (AFTER, BEFORE)))

    @property
    def words(self) -> dict[str, str]:
        """The words of the address that leads there."""
        return {word: key for word, key in ((AFTER, self.after), (BEFORE, self.before)) if key}


@dataclass(frozen=True)
class Page(Generic[T]):
    """A page of a list and the ways on, each empty where there is nothing; `at` makes addresses of them."""

    rows: Sequence[T]
    newer: str = ""
    older: str = ""

    def of(self, show: Callable[[Any], U]) -> "Page[U]":
        """Return the same page with something else in place of each row."""
        return Page([show(row) for row in self.rows], self.newer, self.older)

    def at(self, address: Callable[..., str]) -> "Page[T]":
        """Return the page with its ways as addresses: `address` gets the words of one as keywords, and both are named."""
        newer, older = Way(before=self.newer), Way(after=self.older)
        return replace(
            self,
            newer=address(**{AFTER: "", **newer.words}) if self.newer else "",
            older=address(**{BEFORE: "", **older.words}) if self.older else "",
        )


def paged(db: Session, found: Select[Any], keys: Sequence[Any], way: Way | None = None, *, most: int) -> Page[Row[Any]]:
    """Return a page of a select in the ascending order of `keys`, numbers or moments none of which is NULL.

    The keys together must be unique; one index over them pays each page alike. One query.
    """
    way = way or Way()
    wide = found.add_columns(*(key.label(f"key_{n}") for n, key in enumerate(keys)))
    after, before = (_values(text, keys) for text in (way.after, way.before))
    if before:
        backwards = wide.where(tuple_(*keys) < tuple_(*before)).order_by(*(key.desc() for key in keys))
        rows = list(db.execute(backwards.limit(most + 1)))
        return _page(rows[:most][::-1], len(keys), newer=len(rows) > most, older=bool(rows))
    if after:
        wide = wide.where(tuple_(*keys) > tuple_(*after))
    rows = list(db.execute(wide.order_by(*keys).limit(most + 1)))
    return _page(rows[:most], len(keys), newer=bool(after), older=len(rows) > most)


def _page(rows: list[Row[Any]], width: int, *, newer: bool, older: bool) -> Page[Row[Any]]:
    return Page(rows, _key(rows[0], width) if rows and newer else "", _key(rows[-1], width) if rows and older else "")


def _key(row: Row[Any], width: int) -> str:
    values = row[-width:]
    return ".".join(str((value - EPOCH) // MICROSECOND if isinstance(value, datetime) else int(value)) for value in values)


def _numbers(text: str) -> list[int]:
    try:
        found = [int(part) for part in text.split(".")]
    except ValueError:
        return []
    return found if all(abs(number) < 2**62 for number in found) else []


def _values(text: str, keys: Sequence[Any]) -> list[Any]:
    """Return the values of a key out of an address; nothing where it does not fit the order."""
    numbers = _numbers(text)
    if len(numbers) != len(keys):
        return []
    try:
        return [EPOCH + n * MICROSECOND if isinstance(key.type, Moment) else n for n, key in zip(numbers, keys, strict=True)]
    except OverflowError:
        return []
