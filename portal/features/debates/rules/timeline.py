"""What happened to a debate and what is to come, in one row: what somebody did, and what the clock does."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.features.debates.models import Debate, Event, Stage
from portal.kernel.words import LazyString, lazy


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the timeline.

    `event` is there where somebody did something, `before` when it was to be. Of a promise that ends at midnight
    (`is_day`) the last day is shown.
    """

    at: datetime
    title: LazyString
    is_ahead: bool
    is_day: bool = False
    event: Event | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def before(self) -> datetime | None:
        """When the debate was to end, or the hearing to begin, before this."""
        known = self.details.get("before", {})
        told = known.get("closes_at") or known.get("starts_at")
        return datetime.fromisoformat(told) if told else None


def entries(debate: Debate, moment: datetime, names: Mapping[Any, LazyString]) -> list[Entry]:
    """Return the timeline in its order."""
    found = [
        Entry(at=event.at, title=names[event.kind], is_ahead=False, event=event, details=event.details) for event in debate.events
    ]
    clock = [(debate.opens_at, lazy("Remarks begin")), (debate.closes_at, lazy("Remarks end"))]
    if debate.stage is Stage.ANNOUNCED:
        clock.append((debate.report_due_at, lazy("The report is due")))
    goes_on = debate.stage is not Stage.ABANDONED
    found += [
        Entry(at=at, title=title, is_ahead=moment < at, is_day=at is debate.report_due_at)
        for at, title in clock
        if at is not None and (goes_on or at <= moment)
    ]
    return sorted(found, key=lambda each: each.at)
