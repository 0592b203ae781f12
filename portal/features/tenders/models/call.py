"""The noun: a public call (јавни позив, конкурс), what is asked for in it, and what has changed since it was published."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Model
from portal.kernel.municipality.models import Promise, Unit

CALL = "call"
PUBLIC = "stage <> 'preparing'"


class CallKind(StrEnum):
    """What is called for; each has a promise `call_<kind>` with its shortest length and the days after the opening."""

    ASSOCIATIONS = "associations"
    MEDIA = "media"
    PURCHASE = "purchase"
    LAND = "land"
    SCHOLARSHIP = "scholarship"
    SUBSIDY = "subsidy"
    EXTERNAL = "external"

    @property
    def promise(self) -> str:
        """The name of the promise: `{"minimum_days": 15, "insight_days": 3, "objection_days": 8}`."""
        return f"call_{self.value}"


class Applicants(StrEnum):
    """Who may apply."""

    ORGANISATIONS = "organisations"
    PEOPLE = "people"
    BOTH = "both"


class Stage(StrEnum):
    """What somebody decided. Whether applications are taken is not decided but read from the clock: `Call.phase`."""

    PREPARING = "preparing"
    PUBLISHED = "published"
    OPENED = "opened"
    LISTED = "listed"
    DECIDED = "decided"
    CANCELLED = "cancelled"


class Phase(StrEnum):
    """Where a call stands at a moment, as the public sees it."""

    PREPARING = "preparing"
    OPEN = "open"
    CLOSED = "closed"
    OPENED = "opened"
    LISTED = "listed"
    DECIDED = "decided"
    CANCELLED = "cancelled"
    ELSEWHERE = "elsewhere"


class Call(Model):
    """A call with its documentation, its clocks and its rules.

    An application is in time while `moment < closes_at`; it is opened from `opens_at` on, never before. A question is
    taken while `moment < ask_by` and answered by `answer_by`. Serbian is the official text; English fields may be
    empty. `text_*` is sanitised HTML made of what was `typed`. `shelf` orders the public list: minus `published_at` in
    milliseconds; `desk` the staff's, by the last change. `change` is the number of the last public change: a submission
    made under an earlier one is to be confirmed again. A call that `is_sealed` takes applications that only two members
    of its commission together can open; one that `is_secret` shows nobody, before the opening, how many there are.
    An external one (the law ties it to another portal) has an address there, and takes no application here.
    At `checked_at` the chair has confirmed who is eligible, at `scored_at` the last points were handed in.
    `insight_until` and `objections_until` are set when the preliminary list is published.
    """

    __tablename__ = "portal_call"
    __table_args__ = (
        Index("ix_portal_call_shelf", "shelf", "id", sqlite_where=text(PUBLIC), postgresql_where=text(PUBLIC)),
        Index("ix_portal_call_number", "year", "number", unique=True),
        Index("ix_portal_call_desk", "desk", "id"),
        Index("ix_portal_call_closes", "closes_at", sqlite_where=text(PUBLIC), postgresql_where=text(PUBLIC)),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[CallKind]
    title_sr: Mapped[str] = mapped_column(String(300))
    unit_id: Mapped[int] = mapped_column(ForeignKey("portal_unit.id"))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    desk: Mapped[int] = mapped_column(BigInteger, default=0)
    title_en: Mapped[str] = mapped_column(String(300), default="")
    summary_sr: Mapped[str] = mapped_column(Text, default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    text_sr: Mapped[str] = mapped_column(Text, default="")
    text_en: Mapped[str] = mapped_column(Text, default="")
    typed: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    contact: Mapped[str] = mapped_column(String(300), default="")
    value: Mapped[str] = mapped_column(String(200), default="")
    applicants: Mapped[Applicants] = mapped_column(default=Applicants.ORGANISATIONS)
    is_sealed: Mapped[bool] = mapped_column(default=True)
    is_secret: Mapped[bool] = mapped_column(default=True)
    envelopes: Mapped[int] = mapped_column(default=1)
    external_address: Mapped[str] = mapped_column(String(1000), default="")
    file_kinds: Mapped[list[Any]] = mapped_column(default_factory=list)
    largest_mb: Mapped[int] = mapped_column(default=30)
    ask_by: Mapped[datetime | None] = mapped_column(default=None)
    answer_by: Mapped[datetime | None] = mapped_column(default=None)
    closes_at: Mapped[datetime | None] = mapped_column(default=None)
    opens_at: Mapped[datetime | None] = mapped_column(default=None)
    opening_place_sr: Mapped[str] = mapped_column(String(300), default="")
    opening_place_en: Mapped[str] = mapped_column(String(300), default="")
    stage: Mapped[Stage] = mapped_column(default=Stage.PREPARING)
    year: Mapped[int | None] = mapped_column(default=None)
    number: Mapped[int | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    shelf: Mapped[int | None] = mapped_column(BigInteger, default=None)
    promise_id: Mapped[int | None] = mapped_column(ForeignKey("portal_promise.id"), default=None)
    change: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[datetime | None] = mapped_column(default=None)
    checked_at: Mapped[datetime | None] = mapped_column(default=None)
    scored_at: Mapped[datetime | None] = mapped_column(default=None)
    listed_at: Mapped[datetime | None] = mapped_column(default=None)
    insight_until: Mapped[datetime | None] = mapped_column(default=None)
    objections_until: Mapped[datetime | None] = mapped_column(default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    destroyed_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit] = relationship(init=False, lazy="joined")
    promise: Mapped[Promise | None] = relationship(init=False, lazy="select")
    lots: Mapped[list["Lot"]] = relationship(lambda: Lot, init=False, order_by=lambda: Lot.number, lazy="select")
    requirements: Mapped[list["Requirement"]] = relationship(
        lambda: Requirement, init=False, order_by=lambda: (Requirement.place, Requirement.id), lazy="select"
    )
    criteria: Mapped[list["Criterion"]] = relationship(
        lambda: Criterion, init=False, order_by=lambda: (Criterion.place, Criterion.id), lazy="select"
    )
    changes: Mapped[list["Change"]] = relationship(
        lambda: Change, init=False, order_by=lambda: Change.number, lazy="select"
    )

    @property
    def reference(self) -> str:
        """The number people quote: '2026-3'; empty before the publication."""
        return f"{self.year}-{self.number}" if self.number else ""

    @property
    def is_public(self) -> bool:
        """Tell whether anybody may read it."""
        return self.stage is not Stage.PREPARING

    @property
    def is_external(self) -> bool:
        """Tell whether applications go to another portal."""
        return self.kind is CallKind.EXTERNAL

    def phase(self, moment: datetime) -> Phase:
        """Tell where it stands at a moment: a published call closes by the clock alone."""
        if self.stage is not Stage.PUBLISHED:
            return Phase(self.stage.value)
        if self.is_external:
            return Phase.ELSEWHERE
        return Phase.OPEN if self.closes_at is not None and moment < self.closes_at else Phase.CLOSED

    def takes_applications(self, moment: datetime) -> bool:
        """Tell whether an application submitted at a moment is in time."""
        return self.phase(moment) is Phase.OPEN

    def takes_questions(self, moment: datetime) -> bool:
        """Tell whether a question asked at a moment is in time."""
        return self.phase(moment) is Phase.OPEN and self.ask_by is not None and moment < self.ask_by

    def may_be_opened(self, moment: datetime) -> bool:
        """Tell whether the commission may open what came: never before the promised moment."""
        return self.phase(moment) is Phase.CLOSED and self.opens_at is not None and moment >= self.opens_at

    def next_change(self, moment: datetime) -> datetime | None:
        """Return when its page changes by itself, for the cache of pages."""
        clocks = (self.ask_by, self.closes_at, self.opens_at, self.insight_until, self.objections_until)
        return min((at for at in clocks if at is not None and moment < at), default=None)


class Lot(Model):
    """A part of a call (партија) that one may apply for by itself. Numbers begin with 1; a call without lots has none."""

    __tablename__ = "portal_call_lot"
    __table_args__ = (Index("ix_portal_call_lot_number", "call_id", "number", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"))
    number: Mapped[int]
    title_sr: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300), default="")
    value: Mapped[str] = mapped_column(String(200), default="")


class Requirement(Model):
    """Something an application consists of: a form, a proof. It lies in one of the call's envelopes."""

    __tablename__ = "portal_call_requirement"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"), index=True)
    place: Mapped[int]
    title_sr: Mapped[str] = mapped_column(String(300))
    title_en: Mapped[str] = mapped_column(String(300), default="")
    note_sr: Mapped[str] = mapped_column(Text, default="")
    note_en: Mapped[str] = mapped_column(Text, default="")
    is_obligatory: Mapped[bool] = mapped_column(default=True)
    envelope: Mapped[int] = mapped_column(default=1)
    most: Mapped[int] = mapped_column(default=1)


class Criterion(Model):
    """Something applications are compared by, with the most points one member can give."""

    __tablename__ = "portal_call_criterion"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"), index=True)
    place: Mapped[int]
    title_sr: Mapped[str] = mapped_column(String(300))
    most: Mapped[int]
    title_en: Mapped[str] = mapped_column(String(300), default="")


class ChangeKind(StrEnum):
    """What the public timeline of a call shows."""

    PUBLISHED = "published"
    DOCUMENT = "document"
    TERMS = "terms"
    DEADLINE = "deadline"
    ACCESS = "access"
    ANSWER = "answer"
    OPENED = "opened"
    LISTED = "listed"
    DECIDED = "decided"
    CANCELLED = "cancelled"


class Change(Model):
    """One thing that happened to a call, numbered, in words everybody understands; what was before stands in `details`.

    `asks_again` where who has applied already must look at the change and confirm the application.
    """

    __tablename__ = "portal_call_change"
    __table_args__ = (Index("ix_portal_call_change_number", "call_id", "number", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    call_id: Mapped[int] = mapped_column(ForeignKey("portal_call.id"))
    number: Mapped[int]
    kind: Mapped[ChangeKind]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    said_sr: Mapped[str] = mapped_column(Text, default="")
    said_en: Mapped[str] = mapped_column(Text, default="")
    asks_again: Mapped[bool] = mapped_column(default=False)
    details: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
