"""The noun: the report on a debate (извештај о спроведеној јавној расправи)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Model


class ReportState(StrEnum):
    """A job makes it; a named person signs it; only then it is public."""

    MAKING = "making"
    READY = "ready"
    FAILED = "failed"
    SIGNED = "signed"


class Report(Model):
    """What is read from the register at one moment, frozen: `digest` is the sha256 of its canonical lines.

    `done` of `total` remarks are written: what the bar shows. `content` holds what does not grow with the remarks
    (period, hearings, counts by channel and disposition); the remarks of the table are in the file. `files` are the
    stored files by what they are ('docx.sr', 'odt.sr', 'docx.lat', 'docx.en', 'lines').
    """

    __tablename__ = "portal_debate_report"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    debate_id: Mapped[int] = mapped_column(ForeignKey("portal_debate.id"), index=True)
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    state: Mapped[ReportState] = mapped_column(default=ReportState.MAKING)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    content: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    files: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    digest: Mapped[str] = mapped_column(String(64), default="")
    signed_at: Mapped[datetime | None] = mapped_column(default=None)
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    signed_name: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)
