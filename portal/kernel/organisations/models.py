"""Nouns: an organisation, the membership of a person in it, and an invitation to become a member."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.accounts.models import Person
from portal.kernel.clock import local_date, now
from portal.kernel.db import Model
from portal.kernel.texts import fold

ORGANISATION = "organisation"
MANDATE = "organisation_mandate"
INVITATION = "organisation_invitation"
OPEN = text("closed_at IS NULL")
LASTING = text("ended_at IS NULL")


class OrganisationKind(StrEnum):
    """What kind of organisation it is in the registers."""

    ASSOCIATION = "association"
    COMPANY = "company"
    ENTREPRENEUR = "entrepreneur"
    PUBLIC_BODY = "public_body"
    OTHER = "other"


class MemberRole(StrEnum):
    """What a member does in the name of the organisation: look after the account, submit, or only prepare."""

    OWNER = "owner"
    REPRESENTATIVE = "representative"
    PREPARER = "preparer"


SUBMITTING = frozenset({MemberRole.OWNER, MemberRole.REPRESENTATIVE})


class ClosedBecause(StrEnum):
    """Why an account was closed: an administrator did it, or nobody was left in it."""

    CLOSED = "closed"
    NOBODY_LEFT = "nobody_left"


class Organisation(Model):
    """An association, firm or body with an account of its own; a closed one stays by name because of what it sent.

    Each number stands once among the open ones, so that an organisation can come again after a wrong account under its
    numbers was closed.
    """

    __tablename__ = "portal_organisation"
    __table_args__ = (
        Index("uq_portal_organisation_pib", "pib", unique=True, sqlite_where=OPEN, postgresql_where=OPEN),
        Index(
            "uq_portal_organisation_registration_number",
            "registration_number",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[OrganisationKind]
    name_sr: Mapped[str] = mapped_column(String(200))
    pib: Mapped[str] = mapped_column(String(9))
    registration_number: Mapped[str] = mapped_column(String(8))
    settlement: Mapped[str] = mapped_column(String(100))
    address: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    made_at: Mapped[datetime]
    name_en: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    checked_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_because: Mapped[ClosedBecause | None] = mapped_column(default=None)
    closed_reason: Mapped[str] = mapped_column(Text, default="")
    found_by: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)

    @property
    def is_open(self) -> bool:
        """Tell whether anybody can act in its name."""
        return self.closed_at is None

    @property
    def seat(self) -> str:
        """Where it sits, in one line."""
        return f"{self.address}, {self.settlement}"


@event.listens_for(Organisation, "before_insert")
@event.listens_for(Organisation, "before_update")
def _keep_findable(_mapper: object, _connection: object, found: Organisation) -> None:
    found.found_by = findable(found.name_sr, found.name_en, found.pib, found.registration_number)


def findable(*words: str) -> str:
    """Return what the search of the administrators looks into, alike in both scripts."""
    return fold(" ".join(words))[:500]


class Membership(Model):
    """A person's place in an organisation; one that ended stays, so that it is known who acted when.

    The mandate (овлашћење) says by what the person acts and until which day; its document is a file of `MANDATE`.
    """

    __tablename__ = "portal_organisation_membership"
    __table_args__ = (
        Index(
            "uq_portal_organisation_membership_lasting",
            "organisation_id",
            "person_id",
            unique=True,
            sqlite_where=LASTING,
            postgresql_where=LASTING,
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("portal_organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("portal_person.id"), index=True)
    role: Mapped[MemberRole]
    began_at: Mapped[datetime]
    mandate: Mapped[str] = mapped_column(Text, default="")
    mandate_until: Mapped[date | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
    person: Mapped[Person] = relationship(init=False, lazy="joined")
    organisation: Mapped[Organisation] = relationship(init=False, lazy="joined")

    @property
    def has_run_out(self) -> bool:
        """Tell whether the last day of the mandate is over."""
        return self.mandate_until is not None and self.mandate_until < local_date(now())

    @property
    def holds(self) -> bool:
        """Tell whether the person can act in the organisation's name at this moment."""
        lasts = self.ended_at is None and not self.has_run_out
        return lasts and self.organisation.is_open and self.person.is_active

    @property
    def manages(self) -> bool:
        """Tell whether the person looks after the account, also when the mandate to submit has run out."""
        return self.role is MemberRole.OWNER and self.ended_at is None and self.organisation.is_open

    @property
    def may_submit(self) -> bool:
        """Tell whether the person may submit in its name."""
        return self.holds and self.role in SUBMITTING


class Invitation(Model):
    """An invitation by e-mail; who has the address, and nobody else, becomes a member by it."""

    __tablename__ = "portal_organisation_invitation"
    __table_args__ = (Index("ix_portal_organisation_invitation_email", "email"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("portal_organisation.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[MemberRole]
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    organisation: Mapped[Organisation] = relationship(init=False, lazy="joined")

    @property
    def is_open(self) -> bool:
        """Tell whether it can still be accepted."""
        settled = self.accepted_at or self.cancelled_at
        return not settled and self.expires_at > now() and self.organisation.is_open
