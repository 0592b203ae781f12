"""The working calendar. Promises already made keep the day they were given; the calendar rules over new ones."""

from datetime import date

from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Person
from portal.kernel.db import tally
from portal.kernel.municipality import seed
from portal.kernel.municipality.actions.common import named, trace
from portal.kernel.municipality.models import CalendarDay
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.words import lazy

FIRST_YEAR, LAST_YEAR = 2000, 2100
VERSION = "municipality.calendar"
"""The counter of changes to the calendar: what a deadline was counted by is kept with its value."""


class DayKnown(Refusal):
    """The day is in the calendar already."""

    status = 409
    sentence = lazy("This day is in the calendar already. Remove it first if it is wrong.")


class StrangeYear(Refusal):
    """A year the calendar has no use for."""

    sentence = lazy("Write a year between %(first)s and %(last)s.")

    def __init__(self, field: str | None = None) -> None:
        super().__init__(field, first=FIRST_YEAR, last=LAST_YEAR)


def add_day(
    db: Session, *, day: date, working: bool, name_sr: str, name_en: str = "", by: Person | None
) -> CalendarDay:
    """Declare a day free, or a day off as working. Raises `NoName`, `DayKnown`, `StrangeYear`."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise StrangeYear(field="day")
    if db.get(CalendarDay, day) is not None:
        raise DayKnown(field="day")
    row = CalendarDay(day=day, working=working, name_sr=named(name_sr), name_en=name_en)
    db.add(row)
    db.flush()
    tally(db, VERSION)
    trace(db, "calendar.add", "day", day.isoformat(), by, working=working)
    return row


def remove_day(db: Session, day: date, *, by: Person | None) -> None:
    """Let a day be what its weekday says. Raises `NotFound`."""
    row = db.get(CalendarDay, day)
    if row is None:
        raise NotFound
    db.delete(row)
    db.flush()
    tally(db, VERSION)
    trace(db, "calendar.remove", "day", day.isoformat(), by)


def add_holidays(db: Session, year: int, *, by: Person | None) -> int:
    """Add the State's holidays of a year that are not there yet; return how many were added. Raises `StrangeYear`."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise StrangeYear(field="year")
    added = seed.add_holidays(db, range(year, year + 1))
    db.flush()
    if added:
        tally(db, VERSION)
    trace(db, "calendar.holidays", "year", year, by, added=added)
    return added
