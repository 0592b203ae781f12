"""Nouns: a note in the visitors' book."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Model


class State(StrEnum):
    """Where a note stands."""

    WAITING = "waiting"
    PUBLIC = "public"
    REFUSED = "refused"


class Note(Model):
    """What a visitor wrote. The table begins with the feature's name, so that everybody sees whose it is."""

    __tablename__ = "guest_note"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    text: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(String(100))
    written_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    state: Mapped[State] = mapped_column(default=State.WAITING)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
