"""The public calls of the demonstration."""

from sqlalchemy import select

from portal.features.tenders.demo import calls
from portal.features.tenders.models import Call
from portal.kernel.db import work


def run() -> None:
    """Tell every call from its beginning. Where there are calls, nothing happens."""
    with work() as db:
        if db.scalar(select(Call.id).limit(1)) is not None:
            return
    calls.run()
