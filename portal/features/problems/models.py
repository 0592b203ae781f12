"""Nouns of problems: what a citizen reports, who has it in hand, the clocks that run, what happened."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Float, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Model
from portal.kernel.figures import What
from portal.kernel.municipality.models import Settlement, Unit

KIND = "problem"
UPDATE = "problem_update"
"""What photos and files of a unit's answer are attached to: the event that carries it."""
PUBLIC = "published_at IS NOT NULL AND hidden_at IS NULL AND joined_to_id IS NULL"
OPEN = "state IN ('received', 'routed', 'in_progress', 'answered')"


class State(StrEnum):
    """Where a report stands. Open311 knows the first four as open, the others as closed."""

    RECEIVED = "received"
    ROUTED = "routed"
    IN_PROGRESS = "in_progress"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    NOT_COMPETENT = "not_competent"
    DUPLICATE = "duplicate"
    REFUSED = "refused"

    @property
    def is_open(self) -> bool:
        """Tell whether somebody of the municipality still owes something."""
        return self in {State.RECEIVED, State.ROUTED, State.IN_PROGRESS, State.ANSWERED}


MOVES: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.ROUTED, State.NOT_COMPETENT, State.DUPLICATE, State.REFUSED}),
    State.ROUTED: frozenset(
        {State.RECEIVED, State.ROUTED, State.IN_PROGRESS, State.ANSWERED, State.NOT_COMPETENT, State.DUPLICATE, State.REFUSED}
    ),
    State.IN_PROGRESS: frozenset(
        {State.RECEIVED, State.ROUTED, State.ANSWERED, State.NOT_COMPETENT, State.DUPLICATE, State.REFUSED}
    ),
    State.ANSWERED: frozenset({State.IN_PROGRESS, State.ROUTED, State.RESOLVED, State.NOT_COMPETENT, State.DUPLICATE}),
    State.RESOLVED: frozenset({State.ROUTED}),
    State.NOT_COMPETENT: frozenset({State.ROUTED}),
    State.DUPLICATE: frozenset({State.RECEIVED, State.ROUTED, State.IN_PROGRESS, State.ANSWERED, State.RESOLVED}),
    State.REFUSED: frozenset({State.RECEIVED, State.ROUTED}),
}
"""Every legal change of state; what is not here is refused, whoever asks. A resolved report goes back by reopening."""


class Channel(StrEnum):
    """How a report came; all but `web` and `open311` were typed in by somebody else and count as assisted."""

    WEB = "web"
    OPEN311 = "open311"
    PHONE = "phone"
    COUNTER = "counter"
    PAPER = "paper"
    SOCIAL = "social"
    ORGANISATION = "organisation"

    @property
    def is_assisted(self) -> bool:
        """Tell whether a clerk typed it in for a citizen: activity 5.1.5 counts these."""
        return self in {Channel.PHONE, Channel.COUNTER, Channel.PAPER, Channel.SOCIAL}


class Category(Model):
    """What a problem is about. `questions` are asked beside the description, in the order written.

    Each: `{"code", "kind": "text"|"number"|"choice"|"switch", "label_sr", "label_en", "required", "choices":
    [{"code", "label_sr", "label_en"}], "stops_sr", "stops_en"}`. A switch answered with yes closes the form and shows
    `stops`, since the report belongs elsewhere ("Does it burn now? Call 193").
    """

    __tablename__ = "portal_problem_category"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    name_sr: Mapped[str] = mapped_column(String(200))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    hint_sr: Mapped[str] = mapped_column(String(300), default="")
    hint_en: Mapped[str] = mapped_column(String(300), default="")
    place: Mapped[int] = mapped_column(default=0)
    open: Mapped[bool] = mapped_column(default=True)
    closed_sr: Mapped[str] = mapped_column(Text, default="")
    closed_en: Mapped[str] = mapped_column(Text, default="")
    questions: Mapped[list[Any]] = mapped_column(default_factory=list)
    version: Mapped[int] = mapped_column(default=1)


class When(StrEnum):
    """At which times a route applies."""

    ALWAYS = "always"
    OFFICE_HOURS = "office_hours"
    OUTSIDE_OFFICE_HOURS = "outside_office_hours"


class Route(Model):
    """Who gets a report: the first route, in the order of `place`, that fits category, settlement and time."""

    __tablename__ = "portal_problem_route"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("portal_unit.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("portal_problem_category.id"), default=None)
    settlement_id: Mapped[int | None] = mapped_column(ForeignKey("portal_settlement.id"), default=None)
    when: Mapped[When] = mapped_column(default=When.ALWAYS)
    place: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    unit: Mapped[Unit] = relationship(init=False, lazy="joined")


class Competence(Model):
    """Who is responsible where the municipality is not: the directory of hand-overs."""

    __tablename__ = "portal_problem_competence"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    name_sr: Mapped[str] = mapped_column(String(200))
    what_sr: Mapped[str] = mapped_column(String(300))
    name_en: Mapped[str] = mapped_column(String(200), default="")
    what_en: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    place: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)


class Canned(Model):
    """An answer that is often given, offered where an answer is written; None as category means for all of them."""

    __tablename__ = "portal_problem_canned"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name_sr: Mapped[str] = mapped_column(String(200))
    text_sr: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(String(200), default="")
    text_en: Mapped[str] = mapped_column(Text, default="")
    category_id: Mapped[int | None] = mapped_column(ForeignKey("portal_problem_category.id"), default=None)
    place: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)


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


class Cell(Model):
    """How many public reports lie in a cell of the grid, by facet: kept in the transaction of the act that changes it.

    `lat` and `lon` are sums in millionths of a degree, for the middle of the reports.
    """

    __tablename__ = "portal_problem_cell"
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    facet: Mapped[str] = mapped_column(String(40), primary_key=True)
    cell: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(default=0)
    lat: Mapped[int] = mapped_column(BigInteger, default=0)
    lon: Mapped[int] = mapped_column(BigInteger, default=0)


class Counted(What):
    """What the figures of public reports count; `value` is a day, as its ordinal, or 0."""

    STATE = "state"
    REPORTED = "reported"
    RESOLVED = "resolved"
    DUE = "due"


class Figure(Model):
    """How many public reports have a value: by state, by day of submission in Belgrade, the open ones by day due (UTC)."""

    __tablename__ = "portal_problem_figure"
    what: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(default=0)


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


class EventKind(StrEnum):
    """What can happen to a report. The log is never edited: the monthly report is recomputed from it."""

    SUBMITTED = "submitted"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    ROUTED = "routed"
    NOT_MINE = "not_mine"
    ACCEPTED = "accepted"
    NOTE = "note"
    ASKED_REPORTER = "asked_reporter"
    REPORTER_REPLIED = "reporter_replied"
    PAUSE_ENDED = "pause_ended"
    UPDATE = "update"
    ANSWERED = "answered"
    RESOLVED = "resolved"
    NOT_COMPETENT = "not_competent"
    JOINED = "joined"
    SEPARATED = "separated"
    REFUSED = "refused"
    REOPENED = "reopened"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    UNDONE = "undone"


INTERNAL = frozenset({EventKind.NOTE, EventKind.NOT_MINE, EventKind.PUBLISHED, EventKind.HIDDEN, EventKind.UNDONE})
"""What the public timeline does not show."""


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


class Month(Model):
    """A month of System 48 as it was frozen: numbered, never changed, its hash in the audit chain.

    `content` is the canonical JSON that `monthly.compute` gave at `until`; `digest` its SHA-256.
    """

    __tablename__ = "portal_problem_month"
    __table_args__ = (Index("ix_portal_problem_month_month", "year", "month", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    year: Mapped[int]
    month: Mapped[int]
    number: Mapped[int] = mapped_column(unique=True)
    definition: Mapped[int]
    made_at: Mapped[datetime]
    until: Mapped[datetime]
    content: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))

    @property
    def key(self) -> str:
        """The month as people and addresses name it: '2026-10'."""
        return f"{self.year}-{self.month:02}"

    @property
    def first_day(self) -> date:
        """The first day of the month, to be written in words."""
        return date(self.year, self.month, 1)


class ApiKey(Model):
    """Whose program may report by Open311. The key itself is shown once and kept nowhere; `beginning` tells keys apart."""

    __tablename__ = "portal_problem_api_key"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(String(254))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    beginning: Mapped[str] = mapped_column(String(8))
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
    last_used_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
