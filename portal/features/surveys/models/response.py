"""The nouns: answers, and what is counted of them. No row says who, when, or after whom."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.features.surveys.models.ballot import Mode
from portal.kernel.db import Model

TEXT_ANSWER = "survey_text"
NOT_ANSWERED, NOT_ASKED, NO_OPINION = "-", ".", "~"


class Response(Model):
    """An answer. `id` is random; `packed` has a letter for each slot of its questionnaire's layout (`rules/layout.py`).

    `numbers` has what is no choice: `{"age": 71, "moved": None}`, by code of the question; None: asked and not answered.
    """

    __tablename__ = "portal_survey_response"
    __table_args__ = {"sqlite_with_rowid": False}
    survey_id: Mapped[int] = mapped_column(ForeignKey("portal_survey.id"), primary_key=True)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[int]
    mode: Mapped[Mode]
    packed: Mapped[str] = mapped_column(Text)
    numbers: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)


class TextState(StrEnum):
    """What the working group decided on a free text; only an approved one may be published, as it was redacted."""

    WAITING = "waiting"
    APPROVED = "approved"
    WITHHELD = "withheld"


class TextAnswer(Model):
    """A free text, apart from the response it came with. `shown` is what may be read publicly: the text, or parts of it."""

    __tablename__ = "portal_survey_text"
    __table_args__ = (
        Index("ix_portal_survey_text_state", "survey_id", "code", "state", "id"),
        {"sqlite_with_rowid": False},
    )
    survey_id: Mapped[int] = mapped_column(ForeignKey("portal_survey.id"), primary_key=True)
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    code: Mapped[str] = mapped_column(String(50))
    mode: Mapped[Mode]
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[TextState] = mapped_column(default=TextState.WAITING)
    shown: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class Tally(Model):
    """All counts of a part of the responses: `counts` is {slot: {letter: how many}}, `values` {code: {value: how many}}.

    The `shard` is drawn at random for each response, so that writers on PostgreSQL do not wait for one row; readers sum.
    """

    __tablename__ = "portal_survey_tally"
    survey_id: Mapped[int] = mapped_column(ForeignKey("portal_survey.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    mode: Mapped[Mode] = mapped_column(primary_key=True)
    shard: Mapped[int] = mapped_column(primary_key=True)
    responses: Mapped[int] = mapped_column(default=0)
    counts: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    values: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)


class Day(Model):
    """How many answers came on a day; closing joins days below the smallest number with the next one."""

    __tablename__ = "portal_survey_day"
    survey_id: Mapped[int] = mapped_column(ForeignKey("portal_survey.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    responses: Mapped[int] = mapped_column(default=0)
