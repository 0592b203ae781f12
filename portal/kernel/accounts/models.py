"""Nouns of accounts: people, what they may do, and the sessions they are signed in by."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Model
from portal.kernel.texts import fold


class Role(StrEnum):
    """Who somebody is for the portal; one person may be several."""

    CITIZEN = "citizen"
    MODERATOR = "moderator"
    OFFICIAL = "official"
    CLERK = "clerk"
    EDITOR = "editor"
    WORKING_GROUP = "working_group"
    HEAD = "head"
    COMMISSION = "commission"
    ADMINISTRATOR = "administrator"


STAFF = frozenset(Role) - {Role.CITIZEN}


class Person(Model):
    """Somebody with an account. A deleted one keeps the row without anything that names a person."""

    __tablename__ = "portal_person"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    version_key: Mapped[str] = mapped_column(String(3), default="sr")
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    disabled_at: Mapped[datetime | None] = mapped_column(default=None)
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)
    totp_salt: Mapped[str] = mapped_column(String(32), default="")
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    totp_last_step: Mapped[int] = mapped_column(default=0)
    found_by: Mapped[str] = mapped_column(String(500), default="")
    version: Mapped[int] = mapped_column(default=1)
    grants: Mapped[list["Grant"]] = relationship(init=False, lazy="selectin", cascade="all, delete-orphan")

    @property
    def roles(self) -> frozenset[Role]:
        """Everybody with an account is a citizen; grants say the rest."""
        return frozenset({Role.CITIZEN, *(grant.role for grant in self.grants)})

    @property
    def is_staff(self) -> bool:
        """Tell whether the person works for the municipality here: a second factor is then obligatory."""
        return bool(self.roles & STAFF)

    @property
    def is_active(self) -> bool:
        """Tell whether the person may sign in."""
        return self.disabled_at is None and self.deleted_at is None


@event.listens_for(Person, "before_insert")
@event.listens_for(Person, "before_update")
def _keep_findable(_mapper: object, _connection: object, person: Person) -> None:
    person.found_by = fold(f"{person.name} {person.email or ''}")[:500]


class Grant(Model):
    """A role of a person; a clerk's or an official's may be tied to one office or unit by its key."""

    __tablename__ = "portal_grant"
    __table_args__ = (Index("ix_portal_grant_person_role_scope", "person_id", "role", "scope", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("portal_person.id", ondelete="CASCADE"))
    role: Mapped[Role]
    scope: Mapped[str] = mapped_column(String(60), default="")


class SignIn(Model):
    """A session: the row behind the cookie. Ending it ends it on the server, whatever the cookie says."""

    __tablename__ = "portal_sign_in"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("portal_person.id", ondelete="CASCADE"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    device: Mapped[str] = mapped_column(String(200), default="")
    second_factor_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    person: Mapped[Person] = relationship(init=False, lazy="joined")


class RecoveryCode(Model):
    """A code, usable once, for the day the telephone is lost."""

    __tablename__ = "portal_recovery_code"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("portal_person.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(default=None)


class Ticket(Model):
    """A link in a letter: single use, short-lived, for one purpose and one thing. The link opens a page, a POST acts."""

    __tablename__ = "portal_ticket"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(60))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id", ondelete="CASCADE"), default=None)
    subject_kind: Mapped[str] = mapped_column(String(40), default="")
    subject_id: Mapped[int | None] = mapped_column(default=None)
    data: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class Throttle(Model):
    """How often something was tried in a window of time; rows, so that every process counts the same."""

    __tablename__ = "portal_throttle"
    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    window: Mapped[int] = mapped_column(primary_key=True)
    tries: Mapped[int] = mapped_column(default=0)


class Once(Model):
    """The token of a form that creates something: a second press finds what the first one made."""

    __tablename__ = "portal_once"
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    made_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(String(400), default="")
