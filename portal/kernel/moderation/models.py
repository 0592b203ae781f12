"""Nouns of moderation: what waits, who has it in hand, what was decided and why."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Model
from portal.kernel.figures import What


class ItemState(StrEnum):
    """Where a submission stands with the moderators; only `pending` and `appealed` wait for somebody."""

    PENDING = "pending"
    APPROVED = "approved"
    REDACTED = "redacted"
    RETURNED = "returned"
    REFUSED = "refused"
    APPEALED = "appealed"
    WITHDRAWN = "withdrawn"


class Verdict(StrEnum):
    """What a moderator may say; `undo` takes back the decision before."""

    APPROVE = "approve"
    REDACT = "redact"
    RETURN = "return"
    REFUSE = "refuse"
    UNDO = "undo"


OUTCOME = {
    Verdict.APPROVE: ItemState.APPROVED,
    Verdict.REDACT: ItemState.REDACTED,
    Verdict.RETURN: ItemState.RETURNED,
    Verdict.REFUSE: ItemState.REFUSED,
}

class Restriction(StrEnum):
    """What a decision restricts; `removed` is what was public before."""

    REFUSED = "refused"
    RETURNED = "returned"
    REDACTED = "redacted"
    REMOVED = "removed"


class Result(StrEnum):
    """What became of an appeal."""

    UPHELD = "upheld"
    PARTLY = "partly"
    REVERSED = "reversed"


OPEN = "state IN ('pending', 'appealed')"


class Item(Model):
    """One revision of one submission on its way past the moderators.

    `version` goes up with every decision; `revision` is that of the text. `rank` is minus the priority, so that one
    ascending index serves order and paging. `alike` is the family of texts nearly the same (signals/alike.py).
    `on_report`: somebody reported it; `was_public`: it could be read before it came here.
    """

    __tablename__ = "portal_moderation_item"
    __table_args__ = (
        Index("ix_portal_moderation_item_open", "rank", "id", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        Index("ix_portal_moderation_item_open_kind", "kind", "rank", "id", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
        Index("ix_portal_moderation_item_subject", "kind", "subject_id"),
        Index("ix_portal_moderation_item_author", "author_key", "state"),
        Index("ix_portal_moderation_item_alike", "alike", "rank", "id", sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    revision: Mapped[int]
    entered_at: Mapped[datetime]
    due_at: Mapped[datetime]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    author_key: Mapped[str] = mapped_column(String(64), default="")
    rank: Mapped[int] = mapped_column(default=0)
    state: Mapped[ItemState] = mapped_column(default=ItemState.PENDING)
    signals: Mapped[list[Any]] = mapped_column(default_factory=list)
    alike: Mapped[int | None] = mapped_column(default=None)
    on_report: Mapped[bool] = mapped_column(default=False)
    was_public: Mapped[bool] = mapped_column(default=False)
    appeal_text: Mapped[str] = mapped_column(Text, default="")
    appealed_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)
    decisions: Mapped[list["Decision"]] = relationship(init=False, order_by="Decision.id", lazy="select")
    concerns: Mapped[list["Concern"]] = relationship(init=False, lazy="select", cascade="all, delete-orphan")

    @property
    def is_open(self) -> bool:
        """Tell whether the item waits for a moderator."""
        return self.state in {ItemState.PENDING, ItemState.APPEALED}

    @property
    def standing(self) -> list["Decision"]:
        """Return the decisions that were not taken back."""
        undone = {decision.undoes_id for decision in self.decisions}
        return [each for each in self.decisions if each.verdict is not Verdict.UNDO and each.id not in undone]

    @property
    def may_be_appealed(self) -> bool:
        """A refusal may be appealed once."""
        return self.state is ItemState.REFUSED and self.appealed_at is None


class Concern(Model):
    """What a submission is about: `office:key`, `unit:key` or `person:id`. Whose own it is does not decide on it."""

    __tablename__ = "portal_moderation_concern"
    item_id: Mapped[int] = mapped_column(ForeignKey("portal_moderation_item.id", ondelete="CASCADE"), primary_key=True, default=0)
    about: Mapped[str] = mapped_column(String(80), primary_key=True, default="")


class Lease(Model):
    """Who has an item in hand, until when. A lease that has ended is as good as none."""

    __tablename__ = "portal_moderation_lease"
    item_id: Mapped[int] = mapped_column(ForeignKey("portal_moderation_item.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("portal_person.id"), index=True)
    until: Mapped[datetime]


class Decision(Model):
    """What a moderator decided (одлука модератора). Never edited; a change of mind is another decision.

    `batch` is that of one press, of its letters too; until `undo_until` the letters wait and the press can be undone. An
    `undo` names the decision that it takes back, and its verdict. `month` is 202611 for November 2026 in Belgrade, `hours`
    how long the submission, or its appeal, had waited: what the public figures count.
    """

    __tablename__ = "portal_moderation_decision"
    __table_args__ = (Index("ix_portal_moderation_decision_by", "by_id", "undo_until"),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("portal_moderation_item.id"), index=True)
    revision: Mapped[int]
    verdict: Mapped[Verdict]
    by_id: Mapped[int] = mapped_column(ForeignKey("portal_person.id"))
    at: Mapped[datetime]
    on_appeal: Mapped[bool] = mapped_column(default=False)
    reason_key: Mapped[str] = mapped_column(String(60), default="")
    reason_sr: Mapped[str] = mapped_column(Text, default="")
    reason_en: Mapped[str] = mapped_column(Text, default="")
    redactions: Mapped[list[Any]] = mapped_column(default_factory=list)
    batch: Mapped[str] = mapped_column(String(32), default="")
    undo_until: Mapped[datetime | None] = mapped_column(default=None)
    undoes_id: Mapped[int | None] = mapped_column(ForeignKey("portal_moderation_decision.id"), default=None)
    undoes: Mapped[Verdict | None] = mapped_column(default=None)
    kind: Mapped[str] = mapped_column(String(40), default="")
    month: Mapped[int] = mapped_column(default=0)
    hours: Mapped[int] = mapped_column(default=0)


class Statement(Model):
    """Why something of an author was restricted (образложење): what, by which rule, on what facts, and what can be done.

    Its id is that of the decision. The reason is frozen as the author received it. `detected` are the kinds of signals
    that pointed at the text; it is always a person who decides. `taken_back_at` is set within half a minute where the
    decision is undone: nobody heard of it.
    """

    __tablename__ = "portal_moderation_statement"
    __table_args__ = (Index("ix_portal_moderation_statement_month", "month", "id"),)
    id: Mapped[int] = mapped_column(ForeignKey("portal_moderation_decision.id"), primary_key=True, autoincrement=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("portal_moderation_item.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    at: Mapped[datetime]
    month: Mapped[int]
    restriction: Mapped[Restriction]
    reason_key: Mapped[str] = mapped_column(String(60))
    reason_sr: Mapped[str] = mapped_column(Text)
    reason_en: Mapped[str] = mapped_column(Text)
    on_report: Mapped[bool]
    detected: Mapped[list[Any]]
    appeal_until: Mapped[datetime | None] = mapped_column(default=None)
    result: Mapped[Result | None] = mapped_column(default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    taken_back_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def reference(self) -> str:
        """The number by which people name it: М-2026-12."""
        return f"M-{self.month // 100}-{self.id}"

    def may_be_appealed(self, at: datetime) -> bool:
        """Tell whether there is still time to appeal, and nobody has decided on an appeal yet."""
        return self.appeal_until is not None and self.result is None and at < self.appeal_until


class AuthorMode(StrEnum):
    """When the words of one author become public: after a moderator's look, or before it."""

    BEFORE = "before"
    AFTER = "after"


class AuthorRule(Model):
    """A rule for one author, with its reason; it ends by itself, by hand, or by an appeal that another person decides.

    It was made on the page of an item. `month` is the one in which the public reads of it; `upheld` what an appeal brought.
    """

    __tablename__ = "portal_moderation_author"
    __table_args__ = (
        Index("ix_portal_moderation_author_key", "author_key", "until"),
        Index("ix_portal_moderation_author_until", "until"),
        Index("ix_portal_moderation_author_month", "month"),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    author_key: Mapped[str] = mapped_column(String(64))
    mode: Mapped[AuthorMode]
    reason: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    item_id: Mapped[int] = mapped_column(ForeignKey("portal_moderation_item.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("portal_person.id"))
    since: Mapped[datetime]
    until: Mapped[datetime]
    month: Mapped[int]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    appeal_text: Mapped[str] = mapped_column(Text, default="")
    appealed_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    upheld: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    def holds(self, at: datetime) -> bool:
        """Tell whether it holds at a moment."""
        return self.ended_at is None and at < self.until

    @property
    def waits(self) -> bool:
        """Tell whether its author appealed and nobody has decided yet."""
        return self.appealed_at is not None and self.settled_at is None and self.ended_at is None

    def may_be_appealed(self, at: datetime) -> bool:
        """A rule by which an author waits may be appealed once, while it holds."""
        return self.mode is AuthorMode.BEFORE and self.appealed_at is None and self.holds(at)


class Told(What):
    """What the public figures of the moderators count; `value` is a number of hours, or 0."""

    DECIDED = "decided"
    REASON = "reason"
    APPEAL = "appeal"
    HOURS = "hours"


class Figure(Model):
    """How many decisions of a month about a kind have a value: kept in the transaction of the decision."""

    __tablename__ = "portal_moderation_figure"
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    what: Mapped[str] = mapped_column(String(80), primary_key=True)
    value: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(default=0)


class Reason(Model):
    """A canned reason (образложење) with the full sentence the author receives.

    One that `needs_note` says nothing without the moderator's own words: whose matter it is, what the other reason is.
    One with a `kind` is for submissions of that kind only, such as questions; an empty one is for all.
    """

    __tablename__ = "portal_moderation_reason"
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    verdict: Mapped[Verdict]
    name_sr: Mapped[str] = mapped_column(String(200))
    text_sr: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(String(200), default="")
    text_en: Mapped[str] = mapped_column(Text, default="")
    needs_note: Mapped[bool] = mapped_column(default=False)
    kind: Mapped[str] = mapped_column(String(40), default="")
    place: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None] = mapped_column(default=None)
    version: Mapped[int] = mapped_column(default=1)

    def fits(self, kind: str) -> bool:
        """Tell whether it can be said about a submission of a kind."""
        return self.kind in {"", kind}
