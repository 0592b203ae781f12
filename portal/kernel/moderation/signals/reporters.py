"""How often somebody's reports were right: it tells a moderator where to look first, and hides nothing."""

from dataclasses import dataclass

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from portal.kernel.moderation.signals.models import Reporter

FEWEST = 5
"""From so many settled reports on their share says something."""


@dataclass(frozen=True)
class Accuracy:
    """How many reports of somebody were settled, and how many of them a moderator found right."""

    settled: int
    upheld: int

    @property
    def share(self) -> float | None:
        """The part that was right; None where too few were settled to say."""
        return self.upheld / self.settled if self.settled >= FEWEST else None


def reporter_accuracy(db: Session, reporter_key: str) -> Accuracy:
    """Return how often the reports of somebody, known by a fingerprint, were right. One read by key."""
    known = db.get(Reporter, reporter_key) if reporter_key else None
    return Accuracy(known.settled, known.upheld) if known else Accuracy(0, 0)


def settle_report(db: Session, reporter_key: str, *, upheld: bool, taken_back: bool = False) -> None:
    """Count one report that a moderator has settled, in the transaction of the decision; `taken_back` undoes it.

    Who has no key is not counted. One statement.
    """
    if not reporter_key:
        return
    by = -1 if taken_back else 1
    insert = postgresql_insert if db.get_bind().dialect.name == "postgresql" else sqlite_insert
    db.execute(
        insert(Reporter)
        .values(key=reporter_key, settled=by, upheld=by * upheld)
        .on_conflict_do_update(
            index_elements=[Reporter.key],
            set_={"settled": Reporter.settled + by, "upheld": Reporter.upheld + by * int(upheld)},
        )
    )
