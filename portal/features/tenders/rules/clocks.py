"""What the clocks of a call must be like, and when a change comes late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.features.tenders.models import Call, CallKind, Change, ChangeKind, Phase, Stage
from portal.features.tenders.refusals.calls import AnswersTooLate, AsksTooLate, OpensTooEarly
from portal.features.tenders.rules.presets import PRESETS
from portal.kernel.clock import local_date
from portal.kernel.words import LazyString, lazy

LATE = timedelta(days=3)
"""A change of the content this near the end leaves too little time: the editor is told to move the end."""


@dataclass(frozen=True, kw_only=True)
class Clocks:
    """The four moments of a call; an application is in time while `moment < closes_at`."""

    ask_by: datetime | None = None
    answer_by: datetime | None = None
    closes_at: datetime | None = None
    opens_at: datetime | None = None

    def check(self) -> None:
        """Look whether they follow each other. Raises `AsksTooLate`, `AnswersTooLate`, `OpensTooEarly`."""
        if self.closes_at is None:
            return
        if self.ask_by is not None and self.ask_by > self.closes_at:
            raise AsksTooLate(field="ask_on")
        if self.answer_by is not None and (self.answer_by > self.closes_at or (self.ask_by and self.answer_by < self.ask_by)):
            raise AnswersTooLate(field="answer_on")
        if self.opens_at is not None and self.opens_at < self.closes_at:
            raise OpensTooEarly(field="opens_on")


def proposed(kind: CallKind, closes: datetime) -> tuple[datetime, datetime]:
    """Return until when questions are taken and answered where nobody said: so many days before the end."""
    preset = PRESETS[kind]
    return closes - timedelta(days=preset.ask_days), closes - timedelta(days=preset.answer_days)


def days(call: Call, since: datetime) -> int | None:
    """Return how many days a call lasts from a moment on; nothing while it has no end."""
    begins = call.published_at or since
    return (local_date(call.closes_at) - local_date(begins)).days if call.closes_at else None


def is_late(call: Call, moment: datetime) -> bool:
    """Tell whether a change of the content now leaves applicants too little time."""
    return call.phase(moment) is Phase.OPEN and call.closes_at is not None and call.closes_at - moment < LATE


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of the timeline: what somebody did (`change`), or what the clock does."""

    at: datetime
    title: LazyString
    is_ahead: bool
    change: Change | None = None


CLOCKS: tuple[tuple[str, LazyString], ...] = (
    ("ask_by", lazy("Questions are taken until")),
    ("answer_by", lazy("Questions are answered until")),
    ("closes_at", lazy("Applications are taken until")),
    ("opens_at", lazy("Applications are opened")),
    ("insight_until", lazy("Applicants may look into applications until")),
    ("objections_until", lazy("Objections are taken until")),
)


def entries(call: Call, moment: datetime, names: Mapping[ChangeKind, LazyString]) -> list[Entry]:
    """Return what happened and what is to come, in its order; a call that was cancelled has nothing to come."""
    found = [Entry(at=each.at, title=names[each.kind], is_ahead=False, change=each) for each in call.changes]
    goes_on = call.stage is not Stage.CANCELLED
    for name, title in CLOCKS:
        at: datetime | None = getattr(call, name)
        if at is not None and not (name == "opens_at" and call.opened_at) and (goes_on or at <= moment):
            found.append(Entry(at=at, title=title, is_ahead=moment < at))
    return sorted(found, key=lambda each: each.at)
