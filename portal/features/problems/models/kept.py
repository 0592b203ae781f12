"""Nouns: what is counted, the months as they were frozen, and who may report by program."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Model
from portal.kernel.figures import What


class Cell(Model):
    """How many public reports lie in a cell of the grid, by facet: kept in the transaction of the act that changes it.

    `lat` and `lon` are sums in millionths of a degree, for the middle of the reports.
    """

    __tablename__ = "portal_problem_cell"
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    facet: Mapped[str] = mapped_column(String(40), primary_key=True)
    cell: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(default=0)
    lat: Mapped[int] = mapped_column(BigInteger, default=0)
    lon: Mapped[int] = mapped_column(BigInteger, default=0)


class News(Model):
    """A report that those who follow its area have not heard of yet: the next letters gather it, and the row goes."""

    __tablename__ = "portal_problem_news"
    problem_id: Mapped[int] = mapped_column(ForeignKey("portal_problem.id"), primary_key=True, autoincrement=False)
    at: Mapped[datetime]


class Counted(What):
    """What the figures of public reports count; `value` is a day, as its ordinal, or 0."""

    STATE = "state"
    REPORTED = "reported"
    RESOLVED = "resolved"
    DUE = "due"


class Figure(Model):
    """How many public reports have a value: by state, by day of submission in Belgrade, the open ones by day due (UTC)."""

    __tablename__ = "portal_problem_figure"
    what: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(default=0)


class Month(Model):
    """A month of System 48 as it was frozen: numbered, never changed, its hash in the audit chain.

    `content` is the canonical JSON that `monthly.compute` gave at `until`; `digest` its SHA-256.
    """

    __tablename__ = "portal_problem_month"
    __table_args__ = (Index("ix_portal_problem_month_month", "year", "month", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    year: Mapped[int]
    month: Mapped[int]
    number: Mapped[int] = mapped_column(unique=True)
    definition: Mapped[int]
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))

    @property
    def key(self) -> str:
        """The month as people and addresses name it: '2026-10'."""
        return f"{self.year}-{self.month:02}"

    @property
    def first_day(self) -> date:
        """The first day of the month, to be written in words."""
        return date(self.year, self.month, 1)


class ApiKey(Model):
    """Whose program may report by Open311. The key itself is shown once and kept nowhere; `beginning` tells keys apart."""

    __tablename__ = "portal_problem_api_key"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(String(254))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    beginning: Mapped[str] = mapped_column(String(8))
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    last_used_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
