"""Quarters of a year, in which surveys after a service run."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, order=True)
class Quarter:
    """One of four parts of a year, counted from 1."""

    year: int
    number: int

    @property
    def starts_on(self) -> date:
        """Its first day."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def following(self) -> "Quarter":
        """The quarter after it."""
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)


def quarter_of(day: date) -> Quarter:
    """Return the quarter of a day in Belgrade."""
    return Quarter(day.year, (day.month + 2) // 3)
