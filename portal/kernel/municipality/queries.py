"""What the house wants to know about its municipality; read only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from typing import Any

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from portal.kernel.clock import WorkingCalendar
from portal.kernel.db import session
from portal.kernel.municipality.models import CalendarDay, Fact, Office, Promise, Settlement, Term, Topic, Unit
from portal.kernel.texts import to_latin
from portal.kernel.words import version


@dataclass(frozen=True)
class Facts:
    """The names and addresses of the municipality, each in the version spoken now."""

    values: dict[str, Any]

    def __getitem__(self, key: str) -> str:
        sr, en = str(self.values.get(f"{key}_sr", "")), str(self.values.get(f"{key}_en", ""))
        if not sr and not en:
            return str(self.values.get(key, ""))
        if version().key == "en" and en:
            return en
        return to_latin(sr) if version().is_latin else sr


def facts() -> Facts:
    """Return the names and addresses of the municipality; one query a request."""
    if "portal_facts" not in g:
        values = session().scalar(select(Fact.value).where(Fact.key == "municipality"))
        g.portal_facts = Facts(values or {"name_sr": "Општина", "name_en": "Municipality"})
    found: Facts = g.portal_facts
    return found


def calendar(db: Session) -> WorkingCalendar:
    """Return the working calendar as it is now; one query."""
    days = db.execute(select(CalendarDay.day, CalendarDay.working)).all()
    return WorkingCalendar(
        free=frozenset(day for day, working in days if not working),
        working=frozenset(day for day, working in days if working),
    )


def promise(db: Session, name: str) -> Promise:
    """Return the version of a promise that holds now. Raises `LookupError` when the profile has none of that name."""
    found = db.scalars(select(Promise).where(Promise.name == name).order_by(Promise.version.desc()).limit(1)).first()
    if found is None:
        raise LookupError(f"the profile has no promise {name!r}: run `portal profile apply`")
    return found


def offices(db: Session, *, terms: bool = True) -> Sequence[Office]:
    """Return the offices in their order; two queries, one where nobody will ask for their terms."""
    wanted = select(Office).order_by(Office.place, Office.id)
    return db.scalars(wanted if terms else wanted.options(lazyload(Office.terms))).all()


def office(db: Session, key: str) -> Office | None:
    """Return an office by its key."""
    return db.scalar(select(Office).where(Office.key == key))


def topics(db: Session) -> Sequence[Topic]:
    """Return the topics in their order."""
    return db.scalars(select(Topic).order_by(Topic.place, Topic.id)).all()


def units(db: Session) -> Sequence[Unit]:
    """Return the units in their order."""
    return db.scalars(select(Unit).order_by(Unit.place, Unit.id)).all()


def settlements(db: Session) -> Sequence[Settlement]:
    """Return the settlements in the alphabet of the version spoken now."""
    order = Settlement.sort_cyrillic if version().key == "sr" else Settlement.sort_latin
    return db.scalars(select(Settlement).order_by(order)).all()


def terms_of(db: Session, person_id: int) -> Sequence[Term]:
    """Return the terms a person holds or stands in for."""
    return db.scalars(select(Term).where((Term.person_id == person_id) | (Term.deputy_id == person_id))).all()


def days_of(db: Session, year: int) -> Sequence[CalendarDay]:
    """Return the days of a year that are not what their weekday says, in their order."""
    if not MINYEAR <= year <= MAXYEAR:
        return ()
    wanted = select(CalendarDay).where(CalendarDay.day >= date(year, 1, 1), CalendarDay.day <= date(year, 12, 31))
    return db.scalars(wanted.order_by(CalendarDay.day)).all()


def promises(db: Session) -> Sequence[Promise]:
    """Return every version of every promise, the newest of each first."""
    return db.scalars(select(Promise).order_by(Promise.name, Promise.version.desc())).all()
