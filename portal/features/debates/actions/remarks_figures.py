"""The counters of remarks: kept where a remark changes, whatever verb changes it, and counted anew every night."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.debates.actions.remarks_shared import tag
from portal.features.debates.models import Figure, Remark, RemarkState
from portal.kernel.db import snapshot, touch
from portal.kernel.figures import Amounts, Drift, Figures, Key

ONE = (1,)
PARTS = ("debate_id", "number", "state", "line", "channel", "disposition")
"""What of a remark the figures look at."""


def counted_in(remark: Mapping[str, Any]) -> Iterator[tuple[Key, Amounts]]:
    """Yield the rows in which a remark counts: only once it is in the register."""
    if remark["number"] is None:
        return
    debate = remark["debate_id"]
    yield (debate, f"state:{remark['state']}", 0), ONE
    if remark["state"] == RemarkState.PUBLISHED:
        yield (debate, "line", remark["line"] or 0), ONE
        yield (debate, f"channel:{remark['channel']}", 0), ONE
        yield (debate, f"disposition:{remark['disposition'] or 'none'}", 0), ONE


figures = Figures("debates", Remark, Figure, PARTS, counted_in)


def drift() -> Drift:
    """Count the remarks anew, while others go on, and return the counters that are wrong. Cost: a scan of the remarks."""
    same = (Remark.debate_id, Remark.state, Remark.line, Remark.channel, Remark.disposition)
    with snapshot() as db:
        rows = db.execute(select(*same, func.count().label("many")).where(Remark.number.is_not(None)).group_by(*same))
        return figures.drift(db, (({**row._mapping, "number": 1}, row.many) for row in rows))


def mend_figures(db: Session, wrong: Drift) -> None:
    """Put the counters right that were wrong; each is logged and audited."""
    if wrong:
        figures.mend(db, wrong)
        touch(db, *{tag(key[0]) for key in wrong})
