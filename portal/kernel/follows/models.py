"""The noun: somebody who wants to hear what becomes of a thing."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Model


class Follow(Model):
    """One address at one thing. `token` is in every letter's unsubscribe address; it can do nothing else."""

    __tablename__ = "portal_follow"
    __table_args__ = (
        Index("ix_portal_follow_thing_email", "kind", "subject_id", "email", unique=True),
        Index("ix_portal_follow_email", "email"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    email: Mapped[str] = mapped_column(String(254))
    version_key: Mapped[str] = mapped_column(String(3))
    token: Mapped[str] = mapped_column(String(64), unique=True)
    began_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    via_id: Mapped[int | None] = mapped_column(default=None)
