"""The nouns: the right to answer once. None of them leads from a person to an answer (docs/decisions/0010-surveys.md)."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Model


class Mode(StrEnum):
    """How an answer came in."""

    WEB = "web"
    PAPER = "paper"
    FIELD = "field"


class PoolCode(Model):
    """A code that nobody has drawn: `place` is random, `sealed` the code under the survey's key. Wiped at closing."""

    __tablename__ = "portal_survey_pool"
    __table_args__ = {"sqlite_with_rowid": False}
    survey_id: Mapped[int] = mapped_column(ForeignKey("portal_survey.id"), primary_key=True)
    place: Mapped[str] = mapped_column(String(32), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Grant(Model):
    """Somebody's right, used up. `mark` is HMAC(survey's key, person); `sealed` their code under a nonce of their page."""

    __tablename__ = "portal_survey_grant"
    __table_args__ = {"sqlite_with_rowid": False}
    survey_id: Mapped[int] = mapped_column(ForeignKey("portal_survey.id"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class Ballot(Model):
    """A code by its hash. `digest` is over code and answers, empty until it was answered; it is no name of a response."""

    __tablename__ = "portal_survey_ballot"
    __table_args__ = {"sqlite_with_rowid": False}
    survey_id: Mapped[int] = mapped_column(ForeignKey("portal_survey.id"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    mode: Mapped[Mode] = mapped_column(default=Mode.WEB)
    digest: Mapped[str] = mapped_column(String(64), default="")


class Batch(Model):
    """Forms that were printed together and come back together; the answers of one are typed in twice, by two people."""

    __tablename__ = "portal_survey_batch"
    __table_args__ = (Index("ix_portal_survey_batch_survey_id", "survey_id", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    survey_id: Mapped[int] = mapped_column(ForeignKey("portal_survey.id"))
    mode: Mapped[Mode]
    name: Mapped[str] = mapped_column(String(100))
    forms: Mapped[int]
    made_on: Mapped[date]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(default=None)


class Entry(Model):
    """A paper form typed in once and waiting for the second time, or for a decision where the two differ.

    The row is deleted as soon as the response is taken: what was typed is kept nowhere beside the hash of its code.
    """

    __tablename__ = "portal_survey_entry"
    __table_args__ = {"sqlite_with_rowid": False}
    batch_id: Mapped[int] = mapped_column(ForeignKey("portal_survey_batch.id"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    number: Mapped[int]
    first: Mapped[dict[str, Any]]
    first_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    second: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    second_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
