"""How long an opening that one member has begun waits for the second one."""

from datetime import datetime, timedelta

from portal.kernel.settings import setting


def lapses_at(begun_at: datetime) -> datetime:
    """Return when an opening that nobody joined lapses: then it is begun anew."""
    return begun_at + timedelta(minutes=setting("OPENING_WAITS"))
