"""The nouns: a series of surveys, and one survey of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Model

SURVEY = "survey"
PUBLIC = "stage in ('open', 'closing', 'closed')"
SMALLEST = 5
"""Fewer people than this are never shown as a number of their own (OECD glossary: 3, 5 or 10 in practice)."""


class SeriesKind(StrEnum):
    """Waves are prepared by the working group; a series after a service opens and closes by itself, quarter by quarter."""

    WAVES = "waves"
    SERVICE = "service"


class Stage(StrEnum):
    """How far a survey is; between `OPENING` and `OPEN` its ballots are made, between `CLOSING` and `CLOSED` traces wiped."""

    PREPARING = "preparing"
    OPENING = "opening"
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


class Series(Model):
    """What is asked again and again. Codes of questions mean the same in all surveys of a series, so these compare.

    `is_on` where a series after a service goes on: its next survey opens by itself.
    """

    __tablename__ = "portal_survey_series"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(String(50), unique=True)
    kind: Mapped[SeriesKind]
    title_sr: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300), default="")
    is_on: Mapped[bool] = mapped_column(default=True)


class Survey(Model):
    """A survey. In time while `moment < closes_at`; opens and closes on its day by itself, or by hand.

    `population` is how many people could answer (0 = unknown): the finite population of the intervals. `ballots` codes
    are made at the opening. `smallest` (never below `SMALLEST`) and the anonymity itself are fixed once it has opened.
    `number` is that of the questionnaire in use, `step` that of the draft (`Draft.step`). `shelf` orders the public list:
    minus `opened_at` in milliseconds; `desk` the staff's. `published_at` is when the results were.
    """

    __tablename__ = "portal_survey"
    __table_args__ = (
        Index("ix_portal_survey_shelf", "shelf", "id", sqlite_where=text(PUBLIC), postgresql_where=text(PUBLIC)),
        Index("ix_portal_survey_desk", "desk", "id"),
        Index("ix_portal_survey_series_id", "series_id", "id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    series_id: Mapped[int] = mapped_column(ForeignKey("portal_survey_series.id"))
    title_sr: Mapped[str] = mapped_column(String(300))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    title_en: Mapped[str] = mapped_column(String(300), default="")
    intro_sr: Mapped[str] = mapped_column(Text, default="")
    intro_en: Mapped[str] = mapped_column(Text, default="")
    stage: Mapped[Stage] = mapped_column(default=Stage.PREPARING)
    opens_at: Mapped[datetime | None] = mapped_column(default=None)
    closes_at: Mapped[datetime | None] = mapped_column(default=None)
    opened_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    population: Mapped[int] = mapped_column(default=0)
    ballots: Mapped[int] = mapped_column(default=0)
    smallest: Mapped[int] = mapped_column(default=SMALLEST)
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("portal_survey.id"), default=None)
    number: Mapped[int] = mapped_column(default=0)
    step: Mapped[int] = mapped_column(default=0)
    shelf: Mapped[int | None] = mapped_column(BigInteger, default=None)
    desk: Mapped[int] = mapped_column(BigInteger, default=0)
    version: Mapped[int] = mapped_column(default=1)

    series: Mapped[Series] = relationship(init=False, lazy="joined")
