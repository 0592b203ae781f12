"""Rate limits in rows, so that every process counts the same."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Throttle
from portal.kernel.clock import now
from portal.kernel.codes import fingerprint
from portal.kernel.db import work
from portal.kernel.refusals import TooMany

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)


def tries(db: Session, key: str, within: timedelta) -> int:
    """Count one try under a key in the present window and return how many there were, this one included.

    A window is whole minutes long and named by the minute it began, so that the sweep knows how old it is.
    """
    insert = postgresql_insert if db.get_bind().dialect.name == "postgresql" else sqlite_insert
    minutes = max(1, int(within.total_seconds() // 60))
    window = int(now().timestamp() // 60 // minutes * minutes)
    return db.execute(
        insert(Throttle)
        .values(key=key[:120], window=window, tries=1)
        .on_conflict_do_update(index_elements=[Throttle.key, Throttle.window], set_={"tries": Throttle.tries + 1})
        .returning(Throttle.tries)
    ).scalar_one()


@dataclass(frozen=True)
class Limit:
    """So many tries of one kind by one source in a window; `source` may be personal, only its fingerprint is kept."""

    kind: str
    source: str
    most: int
    within: timedelta = QUARTER

    @property
    def key(self) -> str:
        """Return the name under which the tries are counted."""
        return f"{self.kind}:{fingerprint(self.source)}"


def admit(*limits: Limit) -> None:
    """Count one try, in a transaction of its own, so that the count stays whatever becomes of the act.

    Limits are asked in order, and one that is full spares those after it: a network that has spent its own tries
    spends no more of the account's. Raises `TooMany`.
    """
    with work() as db:
        admitted = all(tries(db, limit.key, limit.within) <= limit.most for limit in limits)
    if not admitted:
        raise TooMany


def sweep(db: Session) -> None:
    """Forget windows that ended more than two days ago."""
    oldest = int((now() - timedelta(days=2)).timestamp() // 60)
    db.execute(delete(Throttle).where(Throttle.window < oldest))
