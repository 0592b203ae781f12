"""Rate limits in rows, so that every process counts the same."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Throttle
from portal.kernel.clock import now
from portal.kernel.refusals import TooMany


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


def limit(db: Session, key: str, most: int, within: timedelta) -> None:
    """Count one try and raise `TooMany` past the limit. The count must be committed even when the act is refused."""
    if tries(db, key, within) > most:
        raise TooMany


def sweep(db: Session) -> None:
    """Forget windows that ended more than two days ago."""
    oldest = int((now() - timedelta(days=2)).timestamp() // 60)
    db.execute(delete(Throttle).where(Throttle.window < oldest))
