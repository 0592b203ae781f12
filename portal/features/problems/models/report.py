"""Nouns: the report itself, the clocks that run, what happened, who was told that it is late."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Float, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.features.problems.models.directory import Category, Competence
from portal.features.problems.models.states import OPEN, PUBLIC, Channel, EventKind, State
from portal.kernel.db import Model
from portal.kernel.municipality.models import Settlement, Unit


class Problem(Model):
    """One report. `text` is as written, `public_text` what a moderator let through; `place_text` likewise.

    `shelf` orders the public list: minus the moment of submission in milliseconds. `due_at` is the end of the promise
    that runs now (answer, then resolution), None while none runs: lists and escalation need one index. `spot` is the
    position as one number (`rules.grid`).
    """

    __tablename__ = "portal_problem"
    __table_args__ = (
        Index("ix_portal_problem_number", "year", "number", unique=True),
        Index("ix_portal_problem_shelf", "shelf", "id", sqlite_where=text(PUBLIC), postgresql_where=text(PUBLIC)),
        Index(
            "ix_portal_problem_category_shelf",
            "category_id",
            "shelf",
            "id",
            sqlite_where=text(PUBLIC),
            postgresql_where=text(PUBLIC),
        ),
        Index(
            "ix_portal_problem_settlement_shelf",
            "settlement_id",
            "shelf",
            "id",
            sqlite_where=text(PUBLIC),
            postgresql_where=text(PUBLIC),
        ),
        Index("ix_portal_problem_state_shelf", "state", "shelf", "id", sqlite_where=text(PUBLIC), postgresql_where=text(PUBLIC)),
        Index("ix_portal_problem_spot", "spot", sqlite_where=text(PUBLIC), postgresql_where=text(PUBLIC)),
        Index("ix_portal_problem_unit", "unit_id", "due_at", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        Index("ix_portal_problem_due", "due_at", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        Index("ix_portal_problem_near", "settlement_id", "category_id", "submitted_at"),
        Index("ix_portal_problem_updated", "updated_at"),
        Index("ix_portal_problem_submitted", "submitted_at"),
        Index("ix_portal_problem_reporter", "reporter_key"),
        Index(
            "ix_portal_problem_joined",
            "joined_to_id",
            sqlite_where=text("joined_to_id IS NOT NULL"),
            postgresql_where=text("joined_to_id IS NOT NULL"),
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    year: Mapped[int]
    number: Mapped[int]
    category_id: Mapped[int] = mapped_column(ForeignKey("portal_problem_category.id"))
    settlement_id: Mapped[int | None] = mapped_column(ForeignKey("portal_settlement.id"))
    place_text: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    submitted_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    shelf: Mapped[int] = mapped_column(BigInteger)
    version_key: Mapped[str] = mapped_column(String(3), default="sr")
    channel: Mapped[Channel] = mapped_column(default=Channel.WEB)
    lat: Mapped[float | None] = mapped_column(Float, default=None)
    lon: Mapped[float | None] = mapped_column(Float, default=None)
    spot: Mapped[int | None] = mapped_column(BigInteger, default=None)
    accuracy: Mapped[int | None] = mapped_column(default=None)
    outside: Mapped[bool] = mapped_column(default=False)
    extra: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    reporter_name: Mapped[str] = mapped_column(String(200), default="")
    reporter_email: Mapped[str] = mapped_column(String(254), default="")
    reporter_phone: Mapped[str] = mapped_column(String(60), default="")
    reporter_key: Mapped[str] = mapped_column(String(64), default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None, index=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    state: Mapped[State] = mapped_column(default=State.RECEIVED)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("portal_unit.id"), default=None)
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)
    competence_id: Mapped[int | None] = mapped_column(ForeignKey("portal_problem_competence.id"), default=None)
    joined_to_id: Mapped[int | None] = mapped_column(ForeignKey("portal_problem.id"), default=None)
    public_text: Mapped[str] = mapped_column(Text, default="")
    public_place: Mapped[str] = mapped_column(String(300), default="")
    redacted: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    hidden_at: Mapped[datetime | None] = mapped_column(default=None)
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    same_count: Mapped[int] = mapped_column(default=0)
    rounds_count: Mapped[int] = mapped_column(default=1)
    asked_whether_true_at: Mapped[datetime | None] = mapped_column(default=None)
    confirmed_true: Mapped[bool | None] = mapped_column(default=None)
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)

    category: Mapped[Category] = relationship(init=False, lazy="select")
    settlement: Mapped[Settlement | None] = relationship(init=False, lazy="select")
    unit: Mapped[Unit | None] = relationship(init=False, lazy="select")
    competence: Mapped[Competence | None] = relationship(init=False, lazy="select")
    rounds: Mapped[list["Round"]] = relationship(lambda: Round, init=False, order_by=lambda: Round.place, lazy="select")
    events: Mapped[list["Event"]] = relationship(
        lambda: Event, init=False, order_by=lambda: Event.id, lazy="select", foreign_keys=lambda: Event.problem_id
    )

    @property
    def reference(self) -> str:
        """The number people quote: '2026-118'."""
        return f"{self.year}-{self.number}"

    @property
    def is_public(self) -> bool:
        """Tell whether anybody may read it; a joined one leads on to the report that stays."""
        return self.published_at is not None and self.hidden_at is None

    @property
    def round(self) -> "Round":
        """The clocks that run now, or ran last."""
        return self.rounds[-1]


class Round(Model):
    """The two clocks of a report: first substantive answer, and resolution. Each reopening begins another round.

    What a round promised and what it kept is never computed anew: policies and calendar stand here by their versions.
    While the reporter is asked for something both clocks stand still; `answer_left` and `resolve_left` are then the
    seconds of counted time that remain.
    """

    __tablename__ = "portal_problem_round"
    __table_args__ = (
        Index("ix_portal_problem_round_place", "problem_id", "place", unique=True),
        Index("ix_portal_problem_round_due", "answer_due_at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    problem_id: Mapped[int] = mapped_column(ForeignKey("portal_problem.id"))
    place: Mapped[int]
    began_at: Mapped[datetime]
    answer_promise_id: Mapped[int] = mapped_column(ForeignKey("portal_promise.id"))
    resolve_promise_id: Mapped[int] = mapped_column(ForeignKey("portal_promise.id"))
    calendar_version: Mapped[int]
    answer_due_at: Mapped[datetime | None] = mapped_column(default=None)
    resolve_due_at: Mapped[datetime | None] = mapped_column(default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    resolved_at: Mapped[datetime | None] = mapped_column(default=None)
    stopped_at: Mapped[datetime | None] = mapped_column(default=None)
    paused_at: Mapped[datetime | None] = mapped_column(default=None)
    answer_left: Mapped[int | None] = mapped_column(default=None)
    resolve_left: Mapped[int | None] = mapped_column(default=None)
    paused_seconds: Mapped[int] = mapped_column(default=0)

    @property
    def is_over(self) -> bool:
        """Tell whether nothing of this round runs any more."""
        return self.resolved_at is not None or self.stopped_at is not None


class Event(Model):
    """One thing that happened. `text` is what was said to the public, or between colleagues for a note.

    `data` carries what a later recount needs: due moments, the state before and after, the unit before.
    `waits` is a unit's free text through a link that nobody of the municipality has read yet.
    """

    __tablename__ = "portal_problem_event"
    __table_args__ = (
        Index("ix_portal_problem_event_problem", "problem_id", "id"),
        Index("ix_portal_problem_event_at", "at", "id"),
        Index("ix_portal_problem_event_waits", "id", sqlite_where=text("waits IS 1"), postgresql_where=text("waits IS true")),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    problem_id: Mapped[int] = mapped_column(ForeignKey("portal_problem.id"))
    kind: Mapped[EventKind]
    at: Mapped[datetime]
    place: Mapped[int] = mapped_column(default=1)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("portal_unit.id"), default=None)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("portal_problem.id"), default=None)
    state: Mapped[State | None] = mapped_column(default=None)
    text: Mapped[str] = mapped_column(Text, default="")
    text_en: Mapped[str] = mapped_column(Text, default="")
    waits: Mapped[bool] = mapped_column(default=False)
    by_link: Mapped[bool] = mapped_column(default=False)
    data: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    unit: Mapped[Unit | None] = relationship(init=False, lazy="joined")


class Told(Model):
    """Which step of escalation was told for which promise of a report: each once, in one digest with others."""

    __tablename__ = "portal_problem_told"
    problem_id: Mapped[int] = mapped_column(ForeignKey("portal_problem.id"), primary_key=True)
    step: Mapped[str] = mapped_column(String(20), primary_key=True)
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    at: Mapped[datetime]
