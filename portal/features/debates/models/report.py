"""The noun: the report on a debate (извештај о спроведеној јавној расправи)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Model
from portal.kernel.files.store import NAMES_BYTES


class ReportState(StrEnum):
    """A job makes it; a named person signs it; only then it is public."""

    MAKING = "making"
    READY = "ready"
    SIGNED = "signed"


class Report(Model):
    """What is read from the register at one moment, frozen: `digest` is the sha256 of its canonical text.

    `done` of `total` pieces of work are done: what the bar shows. `content` holds what does not grow with the remarks
    (period, hearings, counts by channel and disposition, changed passages); the remarks are its lines (`ReportLine`),
    the documents made of both its files (`ReportFile`). No id is given twice: jobs are
    known by it.
    """

    __tablename__ = "portal_debate_report"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    debate_id: Mapped[int] = mapped_column(ForeignKey("portal_debate.id"), index=True)
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    state: Mapped[ReportState] = mapped_column(default=ReportState.MAKING)
    total: Mapped[int] = mapped_column(default=0)
    done: Mapped[int] = mapped_column(default=0)
    content: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    digest: Mapped[str] = mapped_column(String(64), default="")
    signed_at: Mapped[datetime | None] = mapped_column(default=None)
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    signed_name: Mapped[str] = mapped_column(String(200), default="")
    version: Mapped[int] = mapped_column(default=1)


class ReportLine(Model):
    """One remark as it stands in a report, in the report's order. `article` is the line of the article, 0 for the rest."""

    __tablename__ = "portal_debate_report_line"
    __table_args__ = (Index("ix_portal_debate_report_line_article", "report_id", "article", "place"),)
    report_id: Mapped[int] = mapped_column(ForeignKey("portal_debate_report.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    article: Mapped[int]
    content: Mapped[dict[str, Any]]


class ReportFile(Model):
    """A document made of a report: `what` is 'docx' or 'odt', `version_key` the version of the portal it speaks."""

    __tablename__ = "portal_debate_report_file"
    report_id: Mapped[int] = mapped_column(ForeignKey("portal_debate_report.id"), primary_key=True)
    what: Mapped[str] = mapped_column(String(10), primary_key=True)
    version_key: Mapped[str] = mapped_column(String(3), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), index=True, info=NAMES_BYTES)
    size: Mapped[int]
