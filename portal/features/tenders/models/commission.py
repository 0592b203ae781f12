"""Nouns of the commission: its members and their keys, the opening and its minutes, scores, lists, objections."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.accounts.models import Person
from portal.kernel.db import Model

STAYS = text("left_at IS NULL")
OPENED_FILE = "opened_file"
"""The kind under which opened files are kept; the id is that of the `OpenedFile`."""


class Part(StrEnum):
    """What somebody is in a commission."""

    CHAIR = "chair"
    MEMBER = "member"
    SECRETARY = "secretary"

    @property
    def holds_key(self) -> bool:
        """Tell whether applications are sealed to this person too: a secretary writes the minutes and opens nothing."""
        return self is not Part.SECRETARY


class Member(Model):
    """A member of the commission of one call. The number never changes: halves of keys are named by it.

    Who left and is named again has a new number, and a new key. `recipient` is the public part of the member's own age
    key; the secret part is nowhere here. `tried_at` is when the member last proved to have the key file.
    """

    __tablename__ = "portal_call_member"
    __table_args__ = (
        Index("ix_portal_call_member_number", "call_id", "number", unique=True),
        Index(
            "ix_portal_call_member_person",
            "call_id",
            "person_id",
            unique=True,
            sqlite_where=STAYS,
            postgresql_where=STAYS,
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"))
    number: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("portal_person.id"), index=True)
    part: Mapped[Part] = mapped_column(default=Part.MEMBER)
    recipient: Mapped[str] = mapped_column(String(100), default="")
    made_key_at: Mapped[datetime | None] = mapped_column(default=None)
    tried_at: Mapped[datetime | None] = mapped_column(default=None)
    left_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship(init=False, lazy="joined")

    @property
    def stays(self) -> bool:
        """Tell whether the person is in the commission now."""
        return self.left_at is None

    @property
    def is_proven(self) -> bool:
        """Tell whether the member has shown to have the key file."""
        return self.stays and self.part.holds_key and bool(self.recipient) and self.tried_at is not None


class CallKey(Model):
    """The key to which applications of one envelope are sealed: its public part, and the secret one in halves.

    `shares` holds, for every pair of members, one half for each of the two, sealed to that member's own key; `secret`
    is empty until two of them have opened the envelope together, and emptied again with the applications. Only in a
    call that is not sealed the portal has the secret from the beginning, and there are no shares.
    """

    __tablename__ = "portal_call_key"
    __table_args__ = (Index("ix_portal_call_key_envelope", "call_id", "envelope", "generation", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"))
    envelope: Mapped[int]
    generation: Mapped[int]
    recipient: Mapped[str] = mapped_column(String(100))
    shares: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    secret: Mapped[str] = mapped_column(String(100), default="")

    @property
    def holders(self) -> frozenset[int]:
        """The numbers of the members of whom any two open it."""
        return frozenset(int(number) for pair in self.shares for number in pair.split("+"))


class Opening(Model):
    """The opening of one envelope: begun by one member, joined by another, then the minutes that name everything.

    `halves` holds what the first member's key gave, by generation of the key, useless without the second's; it is
    emptied when they have met. `submissions` are those that are opened, decided at that moment.
    """

    __tablename__ = "portal_opening"
    __table_args__ = (Index("ix_portal_opening_envelope", "call_id", "envelope", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"))
    envelope: Mapped[int]
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    halves: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    joined_at: Mapped[datetime | None] = mapped_column(default=None)
    joined_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    submissions: Mapped[list[Any]] = mapped_column(default_factory=list)
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    minutes: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    minutes_hash: Mapped[str] = mapped_column(String(64), default="")
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)


class GivenUp(Model):
    """An opening that one member began and nobody joined: given up by hand, or lapsed by time, then `by_id` is nobody."""

    __tablename__ = "portal_opening_given_up"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"), index=True)
    envelope: Mapped[int]
    begun_at: Mapped[datetime]
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))


class OpenedFile(Model):
    """A file of a submission as it was found at the opening; its bytes are a file of the kernel, in quarantine at first."""

    __tablename__ = "portal_opened_file"
    __table_args__ = (Index("ix_portal_opened_file_once", "submission_id", "upload_id", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    opening_id: Mapped[int] = mapped_column(ForeignKey("portal_opening.id"), index=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("portal_submission.id"))
    requirement_id: Mapped[int] = mapped_column(ForeignKey("portal_call_requirement.id"))
    upload_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(150), default="")
    size: Mapped[int] = mapped_column(default=0)
    root: Mapped[str] = mapped_column(String(64), default="")
    digest: Mapped[str] = mapped_column(String(64), default="")
    fault: Mapped[str] = mapped_column(String(40), default="")


class Statement(Model):
    """A member's statement on conflicts of interest, before anything is seen or scored; `barred` names applications.

    `done_at` is when the member handed in the points: from then on they stay, and without it they count nowhere.
    """

    __tablename__ = "portal_call_statement"
    __table_args__ = (Index("ix_portal_call_statement_once", "call_id", "member_id", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("portal_call_member.id"))
    at: Mapped[datetime]
    barred: Mapped[list[Any]] = mapped_column(default_factory=list)
    text: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None] = mapped_column(default=None)


class Check(Model):
    """Whether an application fulfils the conditions; where not, the reason that its applicant reads."""

    __tablename__ = "portal_application_check"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    application_id: Mapped[int] = mapped_column(ForeignKey("portal_application.id"), unique=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    is_eligible: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)


class Score(Model):
    """The points one member gave one application by one criterion."""

    __tablename__ = "portal_application_score"
    __table_args__ = (
        Index("ix_portal_application_score_once", "application_id", "criterion_id", "member_id", unique=True),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    application_id: Mapped[int] = mapped_column(ForeignKey("portal_application.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("portal_call_criterion.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("portal_call_member.id"))
    points: Mapped[int]
    at: Mapped[datetime]


class ListKind(StrEnum):
    """Which ranking it is."""

    PRELIMINARY = "preliminary"
    FINAL = "final"


class RankingList(Model):
    """A ranking (листа вредновања и рангирања), frozen when it is published.

    `content` is all of it as JSON: criteria, who scored, names, points as exact fractions, places; of the final one the
    words of the decision and the number of its act too. `hash` is its sha256, which stands in the audit chain.
    """

    __tablename__ = "portal_call_ranking"
    __table_args__ = (Index("ix_portal_call_ranking_kind", "call_id", "kind", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"))
    kind: Mapped[ListKind]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    content: Mapped[dict[str, Any]]
    hash: Mapped[str] = mapped_column(String(64))


class ObjectionState(StrEnum):
    """What the commission said to an objection."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Objection(Model):
    """An objection (приговор) of an applicant to the preliminary list, and the answer to it."""

    __tablename__ = "portal_call_objection"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("portal_application.id"))
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[ObjectionState] = mapped_column(default=ObjectionState.WAITING)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    version: Mapped[int] = mapped_column(default=1)


class Destruction(Model):
    """What was destroyed when the time to keep it was over: how many applications and files, and their fingerprints.

    Nobody's name stands in it where a call was cancelled unopened: the worker does that by itself.
    """

    __tablename__ = "portal_call_destruction"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"), unique=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    applications: Mapped[int]
    files: Mapped[int]
    roots: Mapped[list[Any]]
