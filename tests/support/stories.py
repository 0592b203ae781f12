"""How much the demonstration tells in tests."""

from collections.abc import Iterator
from contextlib import contextmanager

from portal.features.problems import demo as stories


@contextmanager
def few_reports(number: int = 60) -> Iterator[None]:
    """Let the demonstration tell of so many reports: each takes a twentieth of a second, and some dozens hold every state."""
    usual, stories.REPORTS = stories.REPORTS, number
    try:
        yield
    finally:
        stories.REPORTS = usual
