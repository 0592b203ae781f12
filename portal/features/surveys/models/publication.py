"""The nouns: the tables that the working group chose, and the results as they were published."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Model


class Picked(Model):
    """A table that is to be published: of one question, or of one by another (`by`, empty = none); `by` may be `mode`."""

    __tablename__ = "portal_survey_picked"
    survey_id: Mapped[int] = mapped_column(ForeignKey("portal_survey.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(100), primary_key=True)
    by: Mapped[str] = mapped_column(String(100), primary_key=True)
    place: Mapped[int] = mapped_column(default=0)
    note_sr: Mapped[str] = mapped_column(Text, default="")
    note_en: Mapped[str] = mapped_column(Text, default="")


class Publication(Model):
    """Results as they were published, frozen: what the suppression left is in `document`, and nothing is computed again.

    A correction is a new number with its reason. `digest` is the SHA-256 of the document; it stands in the audit chain.
    """

    __tablename__ = "portal_survey_publication"
    survey_id: Mapped[int] = mapped_column(ForeignKey("portal_survey.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    document: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    text_sr: Mapped[str] = mapped_column(Text, default="")
    text_en: Mapped[str] = mapped_column(Text, default="")
    reason_sr: Mapped[str] = mapped_column(Text, default="")
    reason_en: Mapped[str] = mapped_column(Text, default="")
