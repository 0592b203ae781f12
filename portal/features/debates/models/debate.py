"""The noun: a public debate on a draft decision, from the announcement to the adopted act."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Model
from portal.kernel.municipality.models import Promise, Unit

DEBATE = "debate"
PUBLIC = "stage <> 'preparing'"


class DebateKind(StrEnum):
    """What is debated; each has a promise `debate_<kind>` with its shortest length and the days for the report."""

    GENERAL = "general"
    STATUTE = "statute"
    BUDGET = "budget"
    STRATEGY = "strategy"
    REVENUE = "revenue"
    PLANNING = "planning"
    URBAN = "urban"

    @property
    def promise(self) -> str:
        """The name of the promise: `{"minimum_days": 15, "report_days": 15}`."""
        return f"debate_{self.value}"


class Stage(StrEnum):
    """What somebody decided. Whether remarks are taken is not decided but read from the clock: `Debate.phase`."""

    PREPARING = "preparing"
    ANNOUNCED = "announced"
    REPORTED = "reported"
    ADOPTED = "adopted"
    ABANDONED = "abandoned"


class Phase(StrEnum):
    """Where a debate stands at a moment, as the public sees it."""

    PREPARING = "preparing"
    ANNOUNCED = "announced"
    OPEN = "open"
    ANALYSIS = "analysis"
    REPORTED = "reported"
    ADOPTED = "adopted"
    ABANDONED = "abandoned"


class Debate(Model):
    """A draft decision before the public.

    Remarks are in time from `opens_at` on while `moment < closes_at`. Serbian is the official text; English fields may
    be empty. `rationale_*` and `programme_*` are sanitised HTML made of what was `typed`, `summary_*` plain text.
    `edition_id` is the published edition that is read now. `shelf` orders the public list: minus `announced_at` in
    milliseconds; `desk` the staff's, by the last change. `minimum_days` and `report_due_at` are those of the promise at
    the announcement: a change of the promise leaves them, only a public postponement moves the second. `lines` counts
    the permanent numbers of passages given so far.
    """

    __tablename__ = "portal_debate"
    __table_args__ = (
        Index("ix_portal_debate_shelf", "shelf", "id", sqlite_where=text(PUBLIC), postgresql_where=text(PUBLIC)),
        Index("ix_portal_debate_number", "year", "number", unique=True),
        Index("ix_portal_debate_desk", "desk", "id"),
        Index("ix_portal_debate_closes", "closes_at", sqlite_where=text(PUBLIC), postgresql_where=text(PUBLIC)),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[DebateKind]
    title_sr: Mapped[str] = mapped_column(String(300))
    unit_id: Mapped[int] = mapped_column(ForeignKey("portal_unit.id"))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    desk: Mapped[int] = mapped_column(BigInteger, default=0)
    title_en: Mapped[str] = mapped_column(String(300), default="")
    summary_sr: Mapped[str] = mapped_column(Text, default="")
    summary_en: Mapped[str] = mapped_column(Text, default="")
    rationale_sr: Mapped[str] = mapped_column(Text, default="")
    rationale_en: Mapped[str] = mapped_column(Text, default="")
    programme_sr: Mapped[str] = mapped_column(Text, default="")
    programme_en: Mapped[str] = mapped_column(Text, default="")
    typed: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    contact: Mapped[str] = mapped_column(String(300), default="")
    opens_at: Mapped[datetime | None] = mapped_column(default=None)
    closes_at: Mapped[datetime | None] = mapped_column(default=None)
    stage: Mapped[Stage] = mapped_column(default=Stage.PREPARING)
    year: Mapped[int | None] = mapped_column(default=None)
    number: Mapped[int | None] = mapped_column(default=None)
    announced_at: Mapped[datetime | None] = mapped_column(default=None)
    shelf: Mapped[int | None] = mapped_column(BigInteger, default=None)
    promise_id: Mapped[int | None] = mapped_column(ForeignKey("portal_promise.id"), default=None)
    minimum_days: Mapped[int | None] = mapped_column(default=None)
    report_due_at: Mapped[datetime | None] = mapped_column(default=None)
    reported_at: Mapped[datetime | None] = mapped_column(default=None)
    adopted_at: Mapped[datetime | None] = mapped_column(default=None)
    adopted_title: Mapped[str] = mapped_column(String(300), default="")
    adopted_address: Mapped[str] = mapped_column(String(1000), default="")
    edition_id: Mapped[int | None] = mapped_column(default=None)
    lines: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit] = relationship(init=False, lazy="joined")
    promise: Mapped[Promise | None] = relationship(init=False, lazy="select")
    hearings: Mapped[list["Hearing"]] = relationship(
        lambda: Hearing, init=False, order_by=lambda: (Hearing.starts_at, Hearing.id), lazy="select"
    )
    events: Mapped[list["Event"]] = relationship(
        lambda: Event, init=False, order_by=lambda: (Event.at, Event.id), lazy="select"
    )

    @property
    def reference(self) -> str:
        """The number people quote: '2026-3'; empty before the announcement."""
        return f"{self.year}-{self.number}" if self.number else ""

    @property
    def is_public(self) -> bool:
        """Tell whether anybody may read it."""
        return self.stage is not Stage.PREPARING

    def phase(self, moment: datetime) -> Phase:
        """Tell where it stands at a moment: an announced debate opens, and closes, by the clock alone."""
        if self.stage is not Stage.ANNOUNCED or self.opens_at is None or self.closes_at is None:
            return Phase(self.stage.value)
        if moment < self.opens_at:
            return Phase.ANNOUNCED
        return Phase.OPEN if moment < self.closes_at else Phase.ANALYSIS

    def takes_remarks(self, moment: datetime) -> bool:
        """Tell whether a remark made at a moment is in time."""
        return self.phase(moment) is Phase.OPEN

    def next_change(self, moment: datetime) -> datetime | None:
        """Return when its page changes by itself, for the cache of pages."""
        if self.stage is not Stage.ANNOUNCED:
            return None
        return next((at for at in (self.opens_at, self.closes_at) if at is not None and moment < at), None)


class Hearing(Model):
    """A public hearing (јавна трибина, округли сто): where and when; its remarks enter the register by channel."""

    __tablename__ = "portal_debate_hearing"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    debate_id: Mapped[int] = mapped_column(ForeignKey("portal_debate.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place_sr: Mapped[str] = mapped_column(String(300))
    place_en: Mapped[str] = mapped_column(String(300), default="")
    note_sr: Mapped[str] = mapped_column(Text, default="")
    note_en: Mapped[str] = mapped_column(Text, default="")
    attended: Mapped[int | None] = mapped_column(default=None)
    cancelled_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)


class EventKind(StrEnum):
    """What the public timeline of a debate shows."""

    ANNOUNCED = "announced"
    EDITION = "edition"
    POSTPONED = "postponed"
    HEARING = "hearing"
    REPORTED = "reported"
    ADOPTED = "adopted"
    ABANDONED = "abandoned"


class Event(Model):
    """One thing that happened to a debate, with the public reason where it needs one and the moments as they were."""

    __tablename__ = "portal_debate_event"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    debate_id: Mapped[int] = mapped_column(ForeignKey("portal_debate.id"), index=True)
    kind: Mapped[EventKind]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    reason_sr: Mapped[str] = mapped_column(Text, default="")
    reason_en: Mapped[str] = mapped_column(Text, default="")
    details: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
