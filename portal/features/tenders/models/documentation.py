"""Nouns of the documentation: documents in versions that never change, who took which one when, who read of a change."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Model

DOCUMENT = "call_document"
"""The kind under which the files of versions are kept; the id is that of the version."""
CALL_QUESTION = "call_question"


class Access(StrEnum):
    """Who may have a document."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    ORGANISATION = "organisation"

    @property
    def looser(self) -> tuple["Access", ...]:
        """By whom else a published document may still be had: those before it, never those after."""
        every = tuple(Access)
        return every[: every.index(self)]


class Document(Model):
    """A piece of the documentation (конкурсна документација), as many versions as it has."""

    __tablename__ = "portal_call_document"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"), index=True)
    place: Mapped[int]
    title_sr: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300), default="")
    access: Mapped[Access] = mapped_column(default=Access.PUBLIC)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
    versions: Mapped[list["DocumentVersion"]] = relationship(
        lambda: DocumentVersion, init=False, order_by=lambda: DocumentVersion.number, lazy="selectin"
    )

    @property
    def newest(self) -> "DocumentVersion | None":
        """The version that holds now."""
        found = [each for each in self.versions if each.published_at is not None]
        return found[-1] if found else None


class DocumentVersion(Model):
    """A version of a document: bytes that never change once it is published, and what is different from the one before."""

    __tablename__ = "portal_call_document_version"
    __table_args__ = (Index("ix_portal_call_document_version_number", "document_id", "number", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    document_id: Mapped[int] = mapped_column(ForeignKey("portal_call_document.id"))
    number: Mapped[int]
    made_at: Mapped[datetime]
    changed_sr: Mapped[str] = mapped_column(Text, default="")
    changed_en: Mapped[str] = mapped_column(Text, default="")
    digest: Mapped[str] = mapped_column(String(64), default="")
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    change_id: Mapped[int | None] = mapped_column(ForeignKey("portal_call_change.id"), default=None)


class Collection(Model):
    """A line of the register (подизање документације): who took which version when, for the first time and how often."""

    __tablename__ = "portal_call_collection"
    __table_args__ = (Index("ix_portal_call_collection_once", "version_id", "person_id", "party", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("portal_call_document_version.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("portal_person.id"))
    party: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)


class Interest(Model):
    """Somebody said "I intend to apply": they are told of every change, and nothing follows from it."""

    __tablename__ = "portal_call_interest"
    __table_args__ = (Index("ix_portal_call_interest_once", "call_id", "party", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"))
    party: Mapped[str] = mapped_column(String(30))
    person_id: Mapped[int] = mapped_column(ForeignKey("portal_person.id"))
    at: Mapped[datetime]


class ChangeRead(Model):
    """Somebody confirmed that they have read of a change."""

    __tablename__ = "portal_call_change_read"
    __table_args__ = (Index("ix_portal_call_change_read_once", "change_id", "person_id", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    change_id: Mapped[int] = mapped_column(ForeignKey("portal_call_change.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("portal_person.id"))
    at: Mapped[datetime]


class QuestionState(StrEnum):
    """Where a question on a call stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    DECLINED = "declined"


class CallQuestion(Model):
    """A question on the documentation (захтев за појашњење). Nobody but the portal knows who asked.

    With the answer it gets its number and becomes part of the documentation; `public_text` is what everybody reads,
    without what would tell who asked.
    """

    __tablename__ = "portal_call_question"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    state: Mapped[QuestionState] = mapped_column(default=QuestionState.WAITING)
    number: Mapped[int | None] = mapped_column(default=None)
    public_text: Mapped[str] = mapped_column(Text, default="")
    answer_sr: Mapped[str] = mapped_column(Text, default="")
    answer_en: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    change_id: Mapped[int | None] = mapped_column(ForeignKey("portal_call_change.id"), default=None)
    version: Mapped[int] = mapped_column(default=1)
