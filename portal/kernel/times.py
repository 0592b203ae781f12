"""A day and an hour as one moment of Belgrade, in forms that ask for both."""

from datetime import datetime
from typing import Any

from wtforms.validators import ValidationError

from portal.kernel.clock import ZONE
from portal.kernel.forms import Clock, Day
from portal.kernel.words import gettext


def moment(day: Day, clock: Clock) -> datetime | None:
    """Return the moment of a day and an hour in Belgrade; nothing where either is missing."""
    hour = clock.time
    return datetime.combine(day.data, hour, ZONE) if day.data is not None and hour is not None else None


def shows_moment(day: Day, clock: Clock, at: datetime | None) -> None:
    """Fill in a moment as Belgrade reads it."""
    if at is not None:
        local = at.astimezone(ZONE)
        day.data, clock.data = local.date(), f"{local.hour}:{local.minute:02}"


class OurTimes:
    """Takes days of our times only."""

    def __call__(self, _form: Any, field: Any) -> None:
        sensible(field)


class HourOf:
    """Asks for the hour where the day of another field is given."""

    def __init__(self, day: str) -> None:
        self.day = day

    def __call__(self, form: Any, field: Any) -> None:
        needs_hour(form[self.day], field)


def needs_hour(day: Day, clock: Clock) -> None:
    """Ask for the hour where the day is given. Raises `ValidationError`."""
    if day.data is not None and clock.time is None and not clock.errors:
        raise ValidationError(gettext("Write the time like 8:30."))


def sensible(day: Any) -> None:
    """Take days of our times only. Raises `ValidationError`."""
    if day.data is not None and not 1990 <= day.data.year <= 2200:
        raise ValidationError(gettext("Write the day like 1. 12. 2026."))
