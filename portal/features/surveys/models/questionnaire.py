"""The nouns: what is asked. A draft that changes step by step, and the versions that people answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Model


class Draft(Model):
    """One step in the making of a questionnaire. `Survey.step` is the present one; steps above it were undone."""

    __tablename__ = "portal_survey_draft"
    survey_id: Mapped[int] = mapped_column(ForeignKey("portal_survey.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))


class Questionnaire(Model):
    """A version that people answer, immutable; the next one may differ, and who began on this one finishes on it.

    `digest` is the SHA-256 of the document, keys sorted, without spaces; it stands in the audit chain.
    """

    __tablename__ = "portal_survey_questionnaire"
    survey_id: Mapped[int] = mapped_column(ForeignKey("portal_survey.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    document: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
