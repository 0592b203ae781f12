"""The noun of the outbox: a notice (обавештење) on its way to a person."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Model


class NoticeState(StrEnum):
    """Where a notice is on its way."""

    WAITING = "waiting"
    SENT = "sent"
    BOUNCED = "bounced"
    CANCELLED = "cancelled"


class Notice(Model):
    """One message to one address, in the reader's version. One Message-ID per row, whatever happens on the way."""

    __tablename__ = "portal_notice"
    __table_args__ = (
        Index(
            "ix_portal_notice_due",
            "next_at",
            "id",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_portal_notice_about", "about_kind", "about_id"),
        Index("ix_portal_notice_batch", "batch", sqlite_where=text("batch <> ''"), postgresql_where=text("batch <> ''")),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str] = mapped_column(String(60))
    email: Mapped[str] = mapped_column(String(254))
    version_key: Mapped[str] = mapped_column(String(3))
    data: Mapped[dict[str, Any]]
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    made_at: Mapped[datetime]
    next_at: Mapped[datetime]
    about_kind: Mapped[str] = mapped_column(String(40), default="")
    about_id: Mapped[int | None] = mapped_column(default=None)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None, index=True)
    key: Mapped[str | None] = mapped_column(String(160), unique=True, default=None)
    batch: Mapped[str] = mapped_column(String(32), default="")
    state: Mapped[NoticeState] = mapped_column(default=NoticeState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
    fault: Mapped[str] = mapped_column(Text, default="")
