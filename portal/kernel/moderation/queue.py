"""What a feature tells the moderators' desk about the submissions it brings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from portal.kernel.moderation.models import Decision, Item, Reason, Statement
from portal.kernel.moderation.statements import for_letter
from portal.kernel.words import LazyString

if TYPE_CHECKING:
    from portal.kernel.photos.models import Photo


@dataclass(frozen=True, kw_only=True)
class Text:
    """One text of a submission as the moderator sees it; only a redactable one may be blacked out in part."""

    name: str
    label: LazyString
    value: str
    redactable: bool = True


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """The photos of a submission, and the feature's own endpoints that show one to staff and cover places in it."""

    photos: Sequence["Photo"]
    endpoint: str
    cover_endpoint: str
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A submission on the desk: what it says, where it stands, and what the moderator should know about it.

    `moves` are links to what else can be done with it: label, endpoint, and the values of its address.
    """

    title: str
    author: str
    texts: Sequence[Text]
    revision: int
    url: str
    facts: Sequence[tuple[LazyString, str]] = ()
    pictures: Pictures | None = None
    moves: Sequence[tuple[LazyString, str, Mapping[str, Any]]] = ()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A decision as it reaches the feature, inside the transaction that records it; `statement` where it restricts."""

    item: Item
    decision: Decision
    redactions: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    statement: Statement | None = None

    @property
    def reasons(self) -> dict[str, Any]:
        """What a letter to the author says: the reason in both languages, and the statement as data."""
        said = {"reason_sr": self.decision.reason_sr, "reason_en": self.decision.reason_en}
        return {**said, **for_letter(self.statement)}

    @property
    def at(self) -> datetime:
        """When it was decided."""
        return self.decision.at


@dataclass(frozen=True, kw_only=True)
class Queue:
    """A kind of submission. `entries` loads a batch of subjects in a fixed number of queries.

    `apply` does to the thing what was decided and writes to its author, in the same transaction; it raises `Stale`
    when the text is no longer the revision that was seen. `undo` puts the thing back as it was before a decision, whose
    letters have not left; it raises `Stale` when something else has happened to it meanwhile. With `own_reasons` the
    canned reasons of the kind are the only grounds on which one is not let through: no other reason, no mere words of a
    moderator, and nothing is returned. `tell` writes to the author of a subject about a rule for them (authors.py); a
    kind of which nothing is public before a moderator's look has none.
    """

    kind: str
    label: LazyString
    entries: Callable[[Session, Sequence[int]], Mapping[int, Entry]]
    apply: Callable[[Session, Outcome], None]
    undo: Callable[[Session, Outcome], None] | None = None
    own_reasons: bool = False
    tell: Callable[[Session, int, str, Mapping[str, Any]], None] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def offers(self, reason: Reason) -> bool:
        """Tell whether a canned reason can be given for a submission of this kind."""
        return reason.kind == self.kind if self.own_reasons else reason.fits(self.kind)
