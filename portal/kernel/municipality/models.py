"""Nouns of the municipality."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.accounts.models import Person
from portal.kernel.db import Model


class OfficeKind(StrEnum):
    """What sort of chair it is; the plan counts mayors and councillors apart."""

    MAYOR = "mayor"
    COUNCILLOR = "councillor"
    HEAD = "head"
    OFFICE = "office"


class Fact(Model):
    """One named value of the profile: names, addresses, promises, limits (JSON)."""

    __tablename__ = "portal_fact"
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)


class Office(Model):
    """A chair (функција): mayor, councillor, head of administration, or an office that takes questions."""

    __tablename__ = "portal_office"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[OfficeKind]
    name_sr: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    about_sr: Mapped[str] = mapped_column(Text, default="")
    about_en: Mapped[str] = mapped_column(Text, default="")
    place: Mapped[int] = mapped_column(default=0)
    open: Mapped[bool] = mapped_column(default=True)
    closed_reason_sr: Mapped[str] = mapped_column(Text, default="")
    closed_reason_en: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    version: Mapped[int] = mapped_column(default=1)
    terms: Mapped[list["Term"]] = relationship(init=False, back_populates="office", order_by="Term.began_on", lazy="selectin")

    def term_on(self, day: date) -> "Term | None":
        """Return who held the office on a day; of two terms that touch, the later one."""
        return next((term for term in reversed(self.terms) if term.covers(day)), None)


class Term(Model):
    """A person in an office from one day to another; absence names a deputy, and the clock goes on."""

    __tablename__ = "portal_term"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    office_id: Mapped[int] = mapped_column(ForeignKey("portal_office.id"), index=True)
    holder_sr: Mapped[str] = mapped_column(String(200))
    began_on: Mapped[date]
    holder_en: Mapped[str] = mapped_column(String(200), default="")
    ended_on: Mapped[date | None] = mapped_column(default=None)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None, index=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None, index=True)
    absent_from: Mapped[date | None] = mapped_column(default=None)
    absent_to: Mapped[date | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
    office: Mapped[Office] = relationship(init=False, back_populates="terms", lazy="select")
    person: Mapped[Person | None] = relationship(init=False, foreign_keys=[person_id], lazy="joined")

    def covers(self, day: date) -> bool:
        """Tell whether the term runs on that day; the last day belongs to it."""
        return self.began_on <= day and (self.ended_on is None or day <= self.ended_on)

    def absent_on(self, day: date) -> bool:
        """Tell whether the holder is away on that day."""
        return bool(self.absent_from and self.absent_from <= day and (self.absent_to is None or day <= self.absent_to))


class Unit(Model):
    """Who does the work: a department or a public enterprise."""

    __tablename__ = "portal_unit"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    name_sr: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    place: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)


class Topic(Model):
    """What a question is about; it finds the office for people who do not know whom to ask."""

    __tablename__ = "portal_topic"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    name_sr: Mapped[str] = mapped_column(String(200))
    office_id: Mapped[int] = mapped_column(ForeignKey("portal_office.id"))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)


class Settlement(Model):
    """A village or town of the municipality."""

    __tablename__ = "portal_settlement"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name_sr: Mapped[str] = mapped_column(String(200), unique=True)
    name_en: Mapped[str] = mapped_column(String(200), default="")
    sort_cyrillic: Mapped[str] = mapped_column(String(400), default="")
    sort_latin: Mapped[str] = mapped_column(String(400), default="")
    version: Mapped[int] = mapped_column(default=1)


class CalendarDay(Model):
    """A day that is not what its weekday says: a holiday, or a Saturday on which offices work."""

    __tablename__ = "portal_calendar_day"
    day: Mapped[date] = mapped_column(primary_key=True)
    working: Mapped[bool] = mapped_column(default=False)
    name_sr: Mapped[str] = mapped_column(String(200), default="")
    name_en: Mapped[str] = mapped_column(String(200), default="")


class Mode(StrEnum):
    """When words of citizens become public: after a moderator has read them, or before, or never.

    `trusted` reads the first ones of everybody, and those of people whose words were often enough fit to be public
    later than they appear.
    """

    BEFORE = "before"
    TRUSTED = "trusted"
    AFTER = "after"
    CLOSED = "closed"


class Promise(Model):
    """A clock policy as it stood from one moment on: never changed, only followed by the next version.

    `rules` are the numbers (`{"working_days": 10}`); things that run by it keep its id.
    """

    __tablename__ = "portal_promise"
    __table_args__ = (Index("ix_portal_promise_name_version", "name", "version", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(60))
    version: Mapped[int]
    rules: Mapped[dict[str, Any]]
    since: Mapped[datetime]
