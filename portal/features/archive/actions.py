"""Verbs of the archive: keep what was gathered about searches, count what is in it anew."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.kernel import months
from portal.kernel.clock import now

NAME = "archive.search."


def keep(db: Session, gathered: Mapping[str, int]) -> None:
    """Add searches to the month's classes."""
    for name, number in gathered.items():
        months.add(db, f"{NAME}{name}", now(), number)
