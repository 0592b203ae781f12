"""Nouns: a question (питање), its drafts and answers (одговор), and what happened to it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.authors import ShownAs
from portal.kernel.clock import WorkingCalendar
from portal.kernel.db import Model
from portal.kernel.municipality.models import Office, Promise, Settlement, Term, Topic

KIND = "question"
DRAFT, ANSWER = "question_draft", "question_answer"
"""What files are attached to: a draft's become the answer's when it is published."""
PUBLIC = "state = 'published' AND merged_into_id IS NULL"
SETTLED = "settled_at IS NOT NULL AND forgotten_at IS NULL"
OPEN = f"{PUBLIC} AND first_answered_at IS NULL"


class State(StrEnum):
    """Where a question is on its way to the public."""

    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    RETURNED = "returned"
    REFUSED = "refused"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Answered(StrEnum):
    """What the office has said; only `answered` stops the clock and counts as answered."""

    NO = "no"
    HOLDING = "holding"
    STANDARD = "standard"
    ANSWERED = "answered"


class AnswerKind(StrEnum):
    """A holding reply says when, a standard reply says where, an answer answers."""

    ANSWER = "answer"
    HOLDING = "holding"
    STANDARD = "standard"


class Channel(StrEnum):
    """How the question came; all but `web` were typed in by a clerk."""

    WEB = "web"
    PHONE = "phone"
    COUNTER = "counter"
    PAPER = "paper"


class Question(Model):
    """What a citizen asks an office.

    `title` and `text` are as the asker wrote them; `public_title` and `public_text` are what a moderator let through,
    with black bars where something was redacted. `revision` is that of the text, `version` that of the row. `shelf`
    orders the public list: minus the moment of publication in milliseconds, so that one ascending index pages it.
    `term_id` is the term that owes the answer, and stays so; `taken_term_id` a later one that took the question over.
    `settled_at` is since when nothing is owed to the asker (answered, refused, returned or withdrawn); `forgotten_at`
    is when, a year later, what names a guest was emptied. `marks` are what its form noticed, for the moderator.
    """

    __tablename__ = "portal_question"
    __table_args__ = (
        Index("ix_portal_question_shelf", "shelf", "id", sqlite_where=text(PUBLIC), postgresql_where=text(PUBLIC)),
        Index(
            "ix_portal_question_office_shelf",
            "office_id",
            "shelf",
            "id",
            sqlite_where=text(PUBLIC),
            postgresql_where=text(PUBLIC),
        ),
        Index(
            "ix_portal_question_topic_shelf", "topic_id", "shelf", "id", sqlite_where=text(PUBLIC), postgresql_where=text(PUBLIC)
        ),
        Index(
            "ix_portal_question_settlement_shelf",
            "settlement_id",
            "shelf",
            "id",
            sqlite_where=text(PUBLIC),
            postgresql_where=text(PUBLIC),
        ),
        Index(
            "ix_portal_question_answered_shelf",
            "answered",
            "shelf",
            "id",
            sqlite_where=text(PUBLIC),
            postgresql_where=text(PUBLIC),
        ),
        Index("ix_portal_question_number", "year", "number", unique=True),
        Index(
            "ix_portal_question_merged",
            "merged_into_id",
            sqlite_where=text("merged_into_id IS NOT NULL"),
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
        Index("ix_portal_question_due", "answer_due_at", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        Index(
            "ix_portal_question_office_due",
            "office_id",
            "answer_due_at",
            "id",
            sqlite_where=text(OPEN),
            postgresql_where=text(OPEN),
        ),
        Index("ix_portal_question_office_confirmed", "office_id", "confirmed_at"),
        Index("ix_portal_question_asker_key", "asker_key"),
        Index("ix_portal_question_settled", "settled_at", sqlite_where=text(SETTLED), postgresql_where=text(SETTLED)),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    office_id: Mapped[int] = mapped_column(ForeignKey("portal_office.id"))
    asker_name: Mapped[str] = mapped_column(String(200))
    asker_email: Mapped[str] = mapped_column(String(254))
    asker_key: Mapped[str] = mapped_column(String(64))
    shown_as: Mapped[ShownAs]
    shown_name: Mapped[str] = mapped_column(String(200))
    version_key: Mapped[str] = mapped_column(String(3))
    asked_at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None, index=True)
    term_id: Mapped[int | None] = mapped_column(ForeignKey("portal_term.id"), default=None)
    taken_term_id: Mapped[int | None] = mapped_column(ForeignKey("portal_term.id"), default=None)
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("portal_topic.id"), default=None)
    settlement_id: Mapped[int | None] = mapped_column(ForeignKey("portal_settlement.id"), default=None)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("portal_question.id"), default=None, index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("portal_question.id"), default=None)
    channel: Mapped[Channel] = mapped_column(default=Channel.WEB)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    state: Mapped[State] = mapped_column(default=State.UNCONFIRMED)
    answered: Mapped[Answered] = mapped_column(default=Answered.NO)
    year: Mapped[int | None] = mapped_column(default=None)
    number: Mapped[int | None] = mapped_column(default=None)
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    public_title: Mapped[str] = mapped_column(String(200), default="")
    public_text: Mapped[str] = mapped_column(Text, default="")
    redacted: Mapped[bool] = mapped_column(default=False)
    shelf: Mapped[int | None] = mapped_column(BigInteger, default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    published_on: Mapped[date | None] = mapped_column(default=None)
    moderation_due_at: Mapped[datetime | None] = mapped_column(default=None)
    answer_due_at: Mapped[datetime | None] = mapped_column(default=None)
    first_answered_at: Mapped[datetime | None] = mapped_column(default=None)
    answer_days: Mapped[int | None] = mapped_column(default=None)
    moderation_days: Mapped[int | None] = mapped_column(default=None)
    moderation_promise_id: Mapped[int | None] = mapped_column(ForeignKey("portal_promise.id"), default=None)
    answer_promise_id: Mapped[int | None] = mapped_column(ForeignKey("portal_promise.id"), default=None)
    same_count: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    forgotten_at: Mapped[datetime | None] = mapped_column(default=None)
    marks: Mapped[list[Any]] = mapped_column(default_factory=list)

    office: Mapped[Office] = relationship(init=False, lazy="select")
    term: Mapped[Term | None] = relationship(init=False, lazy="select", foreign_keys=[term_id])
    topic: Mapped[Topic | None] = relationship(init=False, lazy="select")
    settlement: Mapped[Settlement | None] = relationship(init=False, lazy="select")
    answer_promise: Mapped[Promise | None] = relationship(init=False, lazy="select", foreign_keys=[answer_promise_id])
    answers: Mapped[list["Answer"]] = relationship(lambda: Answer, init=False, order_by=lambda: Answer.id, lazy="select")
    events: Mapped[list["Event"]] = relationship(
        lambda: Event,
        init=False,
        order_by=lambda: (Event.at, Event.id),
        lazy="select",
        foreign_keys=lambda: Event.question_id,
    )

    @property
    def reference(self) -> str:
        """The number people quote: '2026-118'; empty before the address was confirmed."""
        return f"{self.year}-{self.number}" if self.number else ""

    @property
    def is_public(self) -> bool:
        """Tell whether anybody may read it."""
        return self.state is State.PUBLISHED

    @property
    def is_open(self) -> bool:
        """Tell whether the office still owes an answer."""
        return self.is_public and self.merged_into_id is None and self.first_answered_at is None

    def is_late(self, moment: datetime) -> bool:
        """Tell whether the answer is, or was when it came, past its promise."""
        return self.answer_due_at is not None and (self.first_answered_at or moment) >= self.answer_due_at

    def waiting_days(self, calendar: WorkingCalendar, moment: datetime) -> int:
        """Working days from publication to the answer, or until now."""
        return calendar.days_between(self.published_at or self.asked_at, self.first_answered_at or moment)

    @property
    def has_asker(self) -> bool:
        """Tell whether its asker is still known: not after a year, nor after the account was deleted."""
        return bool(self.asker_name)

    @property
    def may_be_edited(self) -> bool:
        """A returned question is its asker's to mend."""
        return self.state is State.RETURNED

    @property
    def may_be_withdrawn(self) -> bool:
        """Before it is public, a question is its asker's to take back."""
        return self.state in {State.UNCONFIRMED, State.WAITING, State.RETURNED}


class Answer(Model):
    """One version of what the office said, as approved. Never edited: a correction is another row.

    `corrects_id` names the version it replaces; all of them stay readable.
    """

    __tablename__ = "portal_question_answer"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    question_id: Mapped[int] = mapped_column(ForeignKey("portal_question.id"), index=True)
    kind: Mapped[AnswerKind]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    office_id: Mapped[int] = mapped_column(ForeignKey("portal_office.id"))
    term_id: Mapped[int | None] = mapped_column(ForeignKey("portal_term.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    drafted_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    text_en: Mapped[str] = mapped_column(Text, default="")
    as_deputy: Mapped[bool] = mapped_column(default=False)
    by_link: Mapped[bool] = mapped_column(default=False)
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("portal_question_answer.id"), default=None)
    note: Mapped[str] = mapped_column(Text, default="")
    term: Mapped[Term | None] = relationship(init=False, lazy="select")


class DraftState(StrEnum):
    """Where a draft answer is between the clerk and the official."""

    OPEN = "open"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    WITH_MODERATOR = "with_moderator"


class Draft(Model):
    """The answer being written: one per question, gone when it is approved."""

    __tablename__ = "portal_question_draft"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    question_id: Mapped[int] = mapped_column(ForeignKey("portal_question.id"), unique=True)
    kind: Mapped[AnswerKind]
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    at: Mapped[datetime]
    text_en: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[DraftState] = mapped_column(default=DraftState.OPEN)
    remark: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)


class EventKind(StrEnum):
    """What the public timeline of a question shows."""

    ASKED = "asked"
    PUBLISHED = "published"
    REROUTED = "rerouted"
    MERGED = "merged"
    UNMERGED = "unmerged"
    HOLDING = "holding"
    STANDARD = "standard"
    ANSWERED = "answered"
    CORRECTED = "corrected"
    LINK_SENT = "link_sent"
    TAKEN_OVER = "taken_over"


class Event(Model):
    """One thing that happened to a question, as the public may know it."""

    __tablename__ = "portal_question_event"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    question_id: Mapped[int] = mapped_column(ForeignKey("portal_question.id"), index=True)
    kind: Mapped[EventKind]
    at: Mapped[datetime]
    office_id: Mapped[int | None] = mapped_column(ForeignKey("portal_office.id"), default=None)
    other_id: Mapped[int | None] = mapped_column(ForeignKey("portal_question.id"), default=None)
    office: Mapped[Office | None] = relationship(init=False, lazy="joined")


class Counted(StrEnum):
    """What the figures count, besides public questions by what the office has said (`Answered`)."""

    IN_TIME = "in_time"
    OPEN = "open"
    ANSWER_DAYS = "answer_days"
    MODERATION_DAYS = "moderation_days"
    REFUSED = "refused"
    REFUSED_ON = "refused_on"


class Figure(Model):
    """How many questions of an office and a term have a value: kept in the transaction of the act that changes it.

    Office 0 is all of them together, term 0 none. `value` is a number of days, or of the day itself (`open` by day of
    publication, `refused_on` by day of asking); 0 where there is nothing but the number to know. What is refused
    belongs to no term: a term's refusals are those of its days.
    """

    __tablename__ = "portal_question_figure"
    office_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    what: Mapped[str] = mapped_column(String(20), primary_key=True)
    term_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(default=0)
