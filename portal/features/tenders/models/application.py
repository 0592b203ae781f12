"""Nouns of applying: the application, what lies in it, what was submitted when, and tries that were refused."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Model

APPLICATION = "application"


class ApplicationState(StrEnum):
    """What the applicant has done so far."""

    PREPARING = "preparing"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


class Application(Model):
    """An application (пријава на конкурс) of one party for one lot; there is no second one.

    `lot` is the number of the lot, nought in a call without lots. `current_id` names the submission that counts; while
    a new one is prepared the old one stays in force. `confirmed` is the number of the call's last change at that time.
    """

    __tablename__ = "portal_application"
    __table_args__ = (Index("ix_portal_application_once", "call_id", "lot", "party", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"))
    lot: Mapped[int]
    party: Mapped[str] = mapped_column(String(30), index=True)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    state: Mapped[ApplicationState] = mapped_column(default=ApplicationState.PREPARING)
    current_id: Mapped[int | None] = mapped_column(default=None)
    confirmed: Mapped[int] = mapped_column(default=0)
    rehearsed_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    enclosures: Mapped[list["Enclosure"]] = relationship(
        lambda: Enclosure, init=False, order_by=lambda: (Enclosure.requirement_id, Enclosure.id), lazy="selectin"
    )


class Enclosure(Model):
    """A file laid into an application for one requirement. Taken out before it is submitted, it is gone."""

    __tablename__ = "portal_application_enclosure"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    application_id: Mapped[int] = mapped_column(ForeignKey("portal_application.id"), index=True)
    requirement_id: Mapped[int] = mapped_column(ForeignKey("portal_call_requirement.id"))
    upload_id: Mapped[int]
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None] = mapped_column(default=None)


class Submission(Model):
    """What was submitted at one moment, frozen: the manifest, its root and the signed receipt. It never changes.

    `arrived_at` is when the request came, `at` the moment that decides. `change` is the call's last change that the
    applicant had before them. The newest one of an application counts, unless it was withdrawn: `withdrawal` is the
    signed receipt of that.
    """

    __tablename__ = "portal_submission"
    __table_args__ = (Index("ix_portal_submission_reference", "reference", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    application_id: Mapped[int] = mapped_column(ForeignKey("portal_application.id"), index=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"), index=True)
    reference: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    arrived_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    manifest: Mapped[dict[str, Any]]
    root: Mapped[str] = mapped_column(String(64))
    receipt: Mapped[dict[str, Any]]
    change: Mapped[int] = mapped_column(default=0)
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawal: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)


class Attempt(Model):
    """A try to submit that the rules refused, with a signed receipt of the refusal; also a rehearsal, which is no try."""

    __tablename__ = "portal_attempt"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("portal_application.id"), index=True)
    at: Mapped[datetime]
    arrived_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    why: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    receipt: Mapped[dict[str, Any]]
