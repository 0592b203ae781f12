"""Nouns that say who does what: categories, routes, who is competent elsewhere, answers often given."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Model
from portal.kernel.municipality.models import Unit


class Category(Model):
    """What a problem is about. `questions` are asked beside the description, in the order written.

    Each: `{"code", "kind": "text"|"number"|"choice"|"switch", "label_sr", "label_en", "required", "choices":
    [{"code", "label_sr", "label_en"}], "stops_sr", "stops_en"}`. A switch answered with yes closes the form and shows
    `stops`, since the report belongs elsewhere ("Does it burn now? Call 193").
    """

    __tablename__ = "portal_problem_category"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    name_sr: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    hint_sr: Mapped[str] = mapped_column(String(300), default="")
    hint_en: Mapped[str] = mapped_column(String(300), default="")
    place: Mapped[int] = mapped_column(default=0)
    open: Mapped[bool] = mapped_column(default=True)
    closed_sr: Mapped[str] = mapped_column(Text, default="")
    closed_en: Mapped[str] = mapped_column(Text, default="")
    questions: Mapped[list[Any]] = mapped_column(default_factory=list)
    version: Mapped[int] = mapped_column(default=1)


class When(StrEnum):
    """At which times a route applies."""

    ALWAYS = "always"
    OFFICE_HOURS = "office_hours"
    OUTSIDE_OFFICE_HOURS = "outside_office_hours"


class Route(Model):
    """Who gets a report: the first route, in the order of `place`, that fits category, settlement and time."""

    __tablename__ = "portal_problem_route"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("portal_unit.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("portal_problem_category.id"), default=None)
    settlement_id: Mapped[int | None] = mapped_column(ForeignKey("portal_settlement.id"), default=None)
    when: Mapped[When] = mapped_column(default=When.ALWAYS)
    place: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(init=False, lazy="joined")


class Competence(Model):
    """Who is responsible where the municipality is not: the directory of hand-overs."""

    __tablename__ = "portal_problem_competence"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    name_sr: Mapped[str] = mapped_column(String(200))
    what_sr: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    what_en: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    place: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)


class Canned(Model):
    """An answer that is often given, offered where an answer is written; None as category means for all of them."""

    __tablename__ = "portal_problem_canned"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name_sr: Mapped[str] = mapped_column(String(200))
    text_sr: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(String(200), default="")
    text_en: Mapped[str] = mapped_column(Text, default="")
    category_id: Mapped[int | None] = mapped_column(ForeignKey("portal_problem_category.id"), default=None)
    place: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
