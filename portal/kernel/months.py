"""Numbers by month of things whose rows do not stay: sign-ins are forgotten, lines of a register go with their person.

So each is counted in the transaction of the act, under the month in Belgrade, and never computed anew: a month that was
published stays as it was.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.clock import local_date
from portal.kernel.db import Counter, count, tally

MOST = 12


@dataclass(frozen=True)
class Month:
    """A month, known by its first day, and its numbers by name."""

    first: date
    numbers: Mapping[str, int]


def add(db: Session, name: str, at: datetime, by: int = 1) -> None:
    """Count something in the month of a moment, at the end of the transaction."""
    tally(db, _counter(name, local_date(at)), by)


def add_once(db: Session, name: str, at: datetime, who: str) -> None:
    """Count somebody in the month of a moment, however often they come: `who` is remembered for that month.

    For organisations and the like; a person would stand there by number.
    """
    if count(db, f"{_counter(name, local_date(at))}.{who}") == 1:
        add(db, name, at)


def table(db: Session, names: Sequence[str], today: date, most: int = MOST) -> list[Month]:
    """Return the last months, newest first, from the first in which anything was counted; at most a year. One query."""
    months = [_before(today, number) for number in range(most)]
    wanted = {_counter(name, first): (first, name) for first in months for name in names}
    found: dict[date, dict[str, int]] = {first: dict.fromkeys(names, 0) for first in months}
    for counter, value in db.execute(select(Counter.name, Counter.value).where(Counter.name.in_(wanted))):
        first, name = wanted[counter]
        found[first][name] = value
    oldest = max((place for place, first in enumerate(months) if any(found[first].values())), default=-1)
    return [Month(first, found[first]) for first in months[: oldest + 1]]


def _counter(name: str, day: date) -> str:
    return f"{name}.{day:%Y-%m}"


def _before(today: date, number: int) -> date:
    """Return the first day of the month so many months before."""
    months = today.year * 12 + today.month - 1 - number
    return date(months // 12, months % 12 + 1, 1)
