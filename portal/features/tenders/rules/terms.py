"""Until when applicants look into a list and object to it, and until when applications are kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.features.tenders.models import Call
from portal.kernel.clock import ZONE, WorkingCalendar, local_date, start_of_day

RETURNED = timedelta(days=30)
"""A call that was cancelled unopened: so long its applications stay sealed where they are, then they are destroyed."""


def insight(calendar: WorkingCalendar, since: datetime, rules: Mapping[str, Any]) -> datetime:
    """Return the midnight that ends the last working day of insight."""
    return calendar.due(since, int(rules["insight_days"]))


def objections(calendar: WorkingCalendar, since: datetime, rules: Mapping[str, Any]) -> datetime:
    """Return the midnight that ends the last day of objections.

    Every day counts, the day of the publication does not; where the last one is not a working day, the next working
    day is the last (Law on General Administrative Procedure, 18/2016, article 80).
    """
    day = local_date(since) + timedelta(days=int(rules["objection_days"]))
    if not calendar.is_working(day):
        day = calendar.next_working(day)
    return start_of_day(day + timedelta(days=1))


def kept_until(call: Call, ended: datetime, rules: Mapping[str, Any]) -> datetime:
    """Return until when the applications of a call that ended are kept."""
    if call.decided_at is None and call.opened_at is None:
        return ended + RETURNED
    local = ended.astimezone(ZONE)
    year = local.year + int(rules["keep_years"])
    return local.replace(year=year, day=28 if (local.month, local.day) == (2, 29) else local.day)
