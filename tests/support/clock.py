"""A clock that stands still until a test moves it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from portal.kernel.clock import ZONE, clock


class StandingClock:
    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def moves(self, **by: int) -> None:
        """Move on, by what timedelta takes."""
        self.moment += timedelta(**by)

    def moves_to(self, *local: int) -> None:
        """Move to a moment on the wall clock in Belgrade: year, month, day, hour, minute."""
        self.moment = datetime(*local, tzinfo=ZONE)

    @contextmanager
    def held(self) -> Iterator[None]:
        before, clock._source = clock._source, lambda: self.moment
        try:
            yield
        finally:
            clock._source = before
