"""The public figures of the moderators: what was decided in a month, why, how fast, and what appeals changed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.clock import ZONE
from portal.kernel.db import snapshot, touch
from portal.kernel.figures import Amounts, Drift, Figures, Key
from portal.kernel.moderation.models import Decision, Figure, Told, Verdict
from portal.kernel.quantiles import quantile

DEFINITION = 1
OWN_WORDS = "-"
"""What stands for a reason that the moderator wrote without a canned one."""
PARTS = ("month", "kind", "verdict", "undoes", "reason_key", "on_appeal", "hours")
TAG = "moderation"


def counted_in(decision: Mapping[str, Any]) -> Iterator[tuple[Key, Amounts]]:
    """Yield the figures in which a decision counts; one that was taken back counts nowhere, nor does its taking back."""
    amount = (-1,) if decision["undoes"] else (1,)
    verdict: Verdict = decision["undoes"] or decision["verdict"]
    where = decision["month"], decision["kind"]
    yield (*where, Told.DECIDED.of(verdict), 0), amount
    yield (*where, Told.HOURS.of(), decision["hours"]), amount
    if verdict in {Verdict.REFUSE, Verdict.RETURN}:
        yield (*where, Told.REASON.of(decision["reason_key"] or OWN_WORDS), 0), amount
    if decision["on_appeal"]:
        yield (*where, Told.APPEAL.of(verdict), 0), amount


kept = Figures("moderation", Decision, Figure, PARTS, counted_in)


def month_of(moment: datetime) -> int:
    """Return the month of a moment in Belgrade: 202611."""
    local = moment.astimezone(ZONE)
    return local.year * 100 + local.month


def drift() -> Drift:
    """Count the figures anew, while others go on, and return those that are wrong. Cost: a scan of the decisions."""
    with snapshot() as db:
        rows = db.execute(select(*(getattr(Decision, name) for name in PARTS)), execution_options={"yield_per": 5000})
        return kept.drift(db, ((dict(row._mapping), 1) for row in rows))


def mend(db: Session, wrong: Drift) -> None:
    """Put the figures right that were wrong; each is logged and audited."""
    if wrong:
        kept.mend(db, wrong)
        touch(db, TAG)


@dataclass
class Sums:
    """What was decided in a month about one kind, or about all."""

    verdicts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    reasons: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    appeals: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    hours: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def decided(self) -> int:
        """How many decisions there were."""
        return sum(self.verdicts.values())

    @property
    def published(self) -> int:
        """How many submissions were published, in part too."""
        return self.verdicts.get(Verdict.APPROVE, 0) + self.verdicts.get(Verdict.REDACT, 0)

    @property
    def appealed(self) -> int:
        """How many appeals were decided."""
        return sum(self.appeals.values())

    @property
    def reversed(self) -> int:
        """How many appeals led to publication."""
        return self.appeals.get(Verdict.APPROVE, 0) + self.appeals.get(Verdict.REDACT, 0)

    @property
    def median(self) -> int | None:
        """Within how many hours half of the decisions were taken."""
        return quantile(self.hours, {}, 0.5)

    @property
    def ninetieth(self) -> int | None:
        """Within how many hours nine of ten were taken."""
        return quantile(self.hours, {}, 0.9)

    def add(self, what: str, value: int, number: int) -> None:
        """Add one figure."""
        name, _colon, part = what.partition(":")
        match Told(name):
            case Told.DECIDED:
                self.verdicts[part] += number
            case Told.REASON:
                self.reasons[part] += number
            case Told.APPEAL:
                self.appeals[part] += number
            case Told.HOURS:
                self.hours[value] += number


def of_month(db: Session, month: int) -> dict[str, Sums]:
    """Return what was decided in a month by kind, and about all of them under ''. One query over the figures."""
    found: dict[str, Sums] = defaultdict(Sums)
    for row in db.scalars(select(Figure).where(Figure.month == month, Figure.number != 0)):
        for kind in ("", row.kind):
            found[kind].add(row.what, row.value, row.number)
    return dict(found)


def months(db: Session) -> Sequence[int]:
    """Return the months in which something was decided, newest first."""
    return db.scalars(select(Figure.month).where(Figure.number != 0).distinct().order_by(Figure.month.desc())).all()


def first_day(month: int) -> date:
    """Return the first day of a month, to be written in words."""
    return date(month // 100, month % 100, 1)
