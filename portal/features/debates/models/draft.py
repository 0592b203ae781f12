"""Nouns: an edition of a draft, its passages, and what is proposed as their history."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Float, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.features.debates.law.pieces import Kind as PassageKind
from portal.kernel.db import Model

DOUBTS = frozenset({"doubtful", "split", "added"})
"""How a past was proposed that a clerk looks at by itself; `split` and `added` came after the comparison."""


class EditionState(StrEnum):
    """A published edition never changes again: what is wrong in it is right in the next one."""

    PREPARING = "preparing"
    PUBLISHED = "published"


class Edition(Model):
    """One version of the draft. `digest` is the sha256 of its canonical text and stands in the audit chain.

    `source` is the digest of the file it was read from; `asides` is what its writers left in it (tracked changes,
    comments, what was not taken over) and which reading a clerk chose. `asked_at` is when the comparison with the
    edition before was ordered, `compared_at` when the worker had done it, `mapped_at` when a clerk had confirmed where
    each passage comes from: only then may an edition after the first be published.
    """

    __tablename__ = "portal_debate_edition"
    __table_args__ = (Index("ix_portal_debate_edition_number", "debate_id", "number", unique=True),)
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    debate_id: Mapped[int] = mapped_column(ForeignKey("portal_debate.id"))
    number: Mapped[int]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"))
    state: Mapped[EditionState] = mapped_column(default=EditionState.PREPARING)
    source_name: Mapped[str] = mapped_column(String(150), default="")
    source: Mapped[str] = mapped_column(String(64), default="")
    asides: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    note_sr: Mapped[str] = mapped_column(Text, default="")
    note_en: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    compared_at: Mapped[datetime | None] = mapped_column(default=None)
    mapped_at: Mapped[datetime | None] = mapped_column(default=None)
    mapped_by_id: Mapped[int | None] = mapped_column(ForeignKey("portal_person.id"), default=None)
    published_at: Mapped[datetime | None] = mapped_column(default=None)
    digest: Mapped[str] = mapped_column(String(64), default="")
    version: Mapped[int] = mapped_column(default=1)

    @property
    def is_published(self) -> bool:
        """Tell whether it is for good."""
        return self.state is EditionState.PUBLISHED

    @property
    def waits_for_choice(self) -> bool:
        """Tell whether it was read from a file with tracked changes and nobody has said yet which text holds."""
        return bool(self.asides.get("changes")) and not self.asides.get("chosen")


class Passage(Model):
    """A piece of an edition's text: what a remark is about.

    `line` is its permanent number in the debate, given when the edition is published (until then it is negative): the
    passage that continues it in a later edition has the same one, and nothing else ever has. `before_line` names the
    passage it grew out of where it is not its continuation (one split in two). `place` orders an edition. `text` is all
    that the draft says here; `number` and `heading` repeat what of it names the passage. `article` is the line of the
    article (or annex) it belongs to, so that a page can gather. `label` is its address in Serbian ('Члан 7, став 2'),
    kept because a page of 400 does not compute it 400 times; `text_key` is the sha256 of its heading and text: two
    editions differ where it does.
    """

    __tablename__ = "portal_debate_passage"
    __table_args__ = (
        Index("ix_portal_debate_passage_place", "edition_id", "place", unique=True),
        Index("ix_portal_debate_passage_line", "edition_id", "line", unique=True),
    )
    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    edition_id: Mapped[int] = mapped_column(ForeignKey("portal_debate_edition.id"))
    line: Mapped[int]
    place: Mapped[int]
    kind: Mapped[PassageKind]
    text: Mapped[str] = mapped_column(Text)
    text_key: Mapped[str] = mapped_column(String(64))
    level: Mapped[int] = mapped_column(default=0)
    number: Mapped[str] = mapped_column(String(40), default="")
    heading: Mapped[str] = mapped_column(String(500), default="")
    label: Mapped[str] = mapped_column(String(200), default="")
    label_en: Mapped[str] = mapped_column(String(200), default="")
    article: Mapped[int | None] = mapped_column(default=None)
    before_line: Mapped[int | None] = mapped_column(default=None)
    plain_sr: Mapped[str] = mapped_column(Text, default="")
    plain_en: Mapped[str] = mapped_column(Text, default="")


class Proposal(Model):
    """What the alignment proposes as the past of a passage of a new edition; a clerk confirms or says otherwise.

    `how` is a word of `law.aligning.How`, or one of `DOUBTS`. `line` is the likeliest past even where that is in doubt.
    """

    __tablename__ = "portal_debate_proposal"
    passage_id: Mapped[int] = mapped_column(ForeignKey("portal_debate_passage.id"), primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("portal_debate_edition.id"), index=True)
    line: Mapped[int | None]
    how: Mapped[str] = mapped_column(String(20))
    likeness: Mapped[float] = mapped_column(Float, default=0.0)
    chosen_line: Mapped[int | None] = mapped_column(default=None)
    chosen_at: Mapped[datetime | None] = mapped_column(default=None)

    @property
    def is_sure(self) -> bool:
        """Tell whether one glance is enough for it."""
        return self.how not in DOUBTS
