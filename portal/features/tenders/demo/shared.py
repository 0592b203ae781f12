"""What the parts of the demonstration of calls share: days, the commission's seats and keys."""

from datetime import datetime, time, timedelta

from portal.features.tenders.models import Part
from portal.kernel.clock import ZONE

KEYS = "demo-commission-keys.json"
"""Where the key files of the demonstration's commissions lie: by call, then by person. A real portal keeps no such file."""
SEATS = (("commission", Part.CHAIR), ("commission-2", Part.MEMBER))


def at(today: datetime, days: int, hour: str = "9:00") -> datetime:
    """Return an hour in Belgrade so many days from today."""
    hours, minutes = hour.split(":")
    return datetime.combine(today.astimezone(ZONE).date() + timedelta(days=days), time(int(hours), int(minutes)), ZONE)
