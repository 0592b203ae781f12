"""Nouns: a remark (примедба) in the debate's one numbered register, who supports it, and what became of it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.features.debates.models.debate import Debate, Hearing
from portal.features.debates.models.draft import Passage
from portal.kernel.authors import ShownAs
from portal.kernel.db import Model

REMARK = "remark"
IN_REGISTER = "number IS NOT NULL"
AFTER_REPORT = "after_report"


class RemarkState(StrEnum):
    """Where a remark is on its way. What has a number stays in the register, a refused one with its reason."""

    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Channel(StrEnum):
    """How a remark came; all but `web` were typed in by a clerk and count as assisted."""

    WEB = "web"
    EMAIL = "email"
    PAPER = "paper"
    HEARING = "hearing"


class Disposition(StrEnum):
    """What became of a remark; each needs a reason."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_ACCEPTED = "not_accepted"
    OUT_OF_SCOPE = "out_of_scope"
    ALREADY = "already"


class Remark(Model):
    """What somebody says to a passage, or to the whole draft (`passage_id` is None).

    It belongs for ever to the passage and the edition it was written on; where it stands in a later edition follows
    from the passage's `line`, so nothing is ever moved. `text` and `wording` are as written, `public_text` and
    `public_wording` what a moderator let through. `wording` is the passage as the author would have it. `made_at` is
    when it was sent, and in time or not; `number` is given when it enters the register. What a clerk typed in was in
    time by the day on which it came, `received_on`. `author_name` and `author_email` are emptied when they are
    forgotten. `marks` are what its form noticed, for the moderator. `processor_id` is who prepares the answer. `disposition` and
    `answered_at` repeat the published response, for lists and figures; `alike` gathers what says the same. `after_report`
    says that it became public when the report was signed already: the report never changes, so the answer is a supplement.
    """

    __tablename__ = "portal_debate_remark"
    __table_args__ = (
        Index(
            "ix_portal_debate_remark_number",
            "debate_id",
            "number",
            unique=True,
            sqlite_where=text(IN_REGISTER),
            postgresql_where=text(IN_REGISTER),
        ),
        Index(
            "ix_portal_debate_remark_line",
            "debate_id",
            "line",
            "number",
            sqlite_where=text(IN_REGISTER),
            postgresql_where=text(IN_REGISTER),
        ),
        Index(
            "ix_portal_debate_remark_disposition",
            "debate_id",
            "disposition",
            "number",
            sqlite_where=text(IN_REGISTER),
            postgresql_where=text(IN_REGISTER),
        ),
        Index(
            "ix_portal_debate_remark_after_report",
            "debate_id",
            "number",
            sqlite_where=text(AFTER_REPORT),
            postgresql_where=text(AFTER_REPORT),
        ),
        Index("ix_portal_debate_remark_author_key", "author_key"),
        Index("ix_portal_debate_remark_alike", "debate_id", "alike"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    debate_id: Mapped[int] = mapped_column(ForeignKey("portal_debate.id"))
    edition_id: Mapped[int] = mapped_column(ForeignKey("portal_debate_edition.id"))
    text: Mapped[str] = mapped_column(Text)
    channel: Mapped[Channel]
    author_name: Mapped[str] = mapped_column(String(200))
    author_email: Mapped[str] = mapped_column(String(254))
    author_key: Mapped[str] = mapped_column(String(64))
    shown_as: Mapped[ShownAs]
    shown_name: Mapped[str] = mapped_column(String(200))
    version_key: Mapped[str] = mapped_column(String(3))
    made_at: Mapped[datetime]
    passage_id: Mapped[int | None] = mapped_column(ForeignKey("portal_debate_passage.id"), default=None)
    line: Mapped[int | None] = mapped_column(default=None)
    wording: Mapped[str] = mapped_column(Text, default="")
    public_text: Mapped[str] = mapped_column(Text, default="")
    public_wording: Mapped[str] = mapped_column(Text, default="")
    redacted: Mapped[bool] = mapped_column(default=False)
    organisation: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None, index=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    hearing_id: Mapped[int | None] = mapped_column(ForeignKey("portal_debate_hearing.id"), default=None)
    received_on: Mapped[date | None] = mapped_column(default=None)
    state: Mapped[RemarkState] = mapped_column(default=RemarkState.UNCONFIRMED)
    number: Mapped[int | None] = mapped_column(default=None)
    entered_at: Mapped[datetime | None] = mapped_column(default=None)
    refusal_sr: Mapped[str] = mapped_column(Text, default="")
    refusal_en: Mapped[str] = mapped_column(Text, default="")
    alike: Mapped[int | None] = mapped_column(default=None)
    processor_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    disposition: Mapped[Disposition | None] = mapped_column(default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)
    support_count: Mapped[int] = mapped_column(default=0)
    after_report: Mapped[bool] = mapped_column(default=False)
    forgotten_at: Mapped[datetime | None] = mapped_column(default=None)
    marks: Mapped[list[Any]] = mapped_column(default_factory=list)
    revision: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)

    debate: Mapped[Debate] = relationship(init=False, lazy="select")
    passage: Mapped[Passage | None] = relationship(init=False, lazy="select")
    hearing: Mapped[Hearing | None] = relationship(init=False, lazy="select")
    response: Mapped["Response | None"] = relationship(lambda: Response, init=False, lazy="select", uselist=False)

    @property
    def is_public(self) -> bool:
        """Tell whether anybody may read its words; a refused one shows its number and the reason only."""
        return self.state is RemarkState.PUBLISHED

    @property
    def is_assisted(self) -> bool:
        """Tell whether a clerk typed it in."""
        return self.channel is not Channel.WEB

    @property
    def has_author(self) -> bool:
        """Tell whether its author is still known."""
        return bool(self.author_name)

    @property
    def may_be_withdrawn(self) -> bool:
        """Before it is public, a remark is its author's to take back."""
        return self.state in {RemarkState.UNCONFIRMED, RemarkState.WAITING}

    @property
    def needs_answer(self) -> bool:
        """Tell whether the report waits for it."""
        return self.is_public and self.answered_at is None


class Support(Model):
    """One person's support for another's remark: an account, or an address that was confirmed; each counts once.

    Who gave it stands under a salted hash. The letters about the remark are a following (`portal.kernel.follows`),
    which can be left without taking the support back.
    """

    __tablename__ = "portal_debate_support"
    remark_id: Mapped[int] = mapped_column(ForeignKey("portal_debate_remark.id"), primary_key=True)
    supporter_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime]


class ResponseState(StrEnum):
    """A draft is the processors' own; a published one is read by everybody."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Response(Model):
    """The answer to one remark: disposition, reason, where the change is. `together` gathers one answer to many.

    Serbian and English are fields of their own: writing one leaves the other as it was. `first_at` is when the first
    answer was published and is never moved by a correction; every published wording is kept in `Said`. `at` is when
    it was written last.
    """

    __tablename__ = "portal_debate_response"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    remark_id: Mapped[int] = mapped_column(ForeignKey("portal_debate_remark.id"), unique=True)
    disposition: Mapped[Disposition]
    reason_sr: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    reason_en: Mapped[str] = mapped_column(Text, default="")
    changed_line: Mapped[int | None] = mapped_column(default=None)
    together: Mapped[str] = mapped_column(String(40), default="", index=True)
    state: Mapped[ResponseState] = mapped_column(default=ResponseState.DRAFT)
    first_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)


class Said(Model):
    """One published wording of a response, never edited: what was said when, and by whom."""

    __tablename__ = "portal_debate_said"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    remark_id: Mapped[int] = mapped_column(ForeignKey("portal_debate_remark.id"), index=True)
    disposition: Mapped[Disposition]
    reason_sr: Mapped[str] = mapped_column(Text)
    reason_en: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    changed_line: Mapped[int | None] = mapped_column(default=None)


class Figure(Model):
    """How many remarks of a debate have a value: kept in the transaction of the act that changes it.

    `what` is `line` (public ones, by the passage's line; 0 is the draft as a whole), `channel:…` and `disposition:…`
    (public ones), or `state:…` (of all that have a number); `line` is 0 but for the first.
    """

    __tablename__ = "portal_debate_figure"
    debate_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    what: Mapped[str] = mapped_column(String(40), primary_key=True)
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(default=0)
