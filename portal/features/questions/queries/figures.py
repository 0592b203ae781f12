"""The figures of offices and of the house, from counters."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, case, func, select, text
from sqlalchemy.orm import Session

from portal.features.questions.models import (
    KIND,
    OPEN,
    Answered,
    Counted,
    Figure,
    Question,
)
from portal.kernel.clock import WorkingCalendar, local_date, now, start_of_day
from portal.kernel.moderation.models import Decision, Item, ItemState
from portal.kernel.municipality.models import Office, Term
from portal.kernel.municipality.queries import calendar
from portal.kernel.quantiles import quantile


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The honest figures of an office or of everybody: open questions count as waiting, medians instead of means."""

    published: int
    answered: int
    standard: int
    holding: int
    overdue: int
    refused: int
    in_time: int
    median: int | None
    ninetieth: int | None
    moderation_median: int | None

    @property
    def share(self) -> float | None:
        """Answered in substance, in per cent; None below ten questions."""
        return 100 * self.answered / self.published if self.published >= 10 else None


SINGLE = (Counted.IN_TIME, Counted.ANSWER_DAYS, Counted.MODERATION_DAYS, Counted.REFUSED)


def figures(db: Session, *, office_id: int | None = None, term_id: int | None = None) -> Figures:
    """Return the figures of an office, of one of its terms, or of all offices; from counters, no question is loaded.

    Days are working days from publication to the first substantial answer; open questions enter the estimate as
    "still waiting" (Kaplan–Meier, the product-limit estimate of 1958), so that an office that answers one of fifty
    on the same day does not look fast. A figure that the data cannot support yet is None. Cost: a row for each number
    of days that occurs, and the questions overdue now.
    """
    term = db.get_one(Term, term_id) if term_id is not None else None
    office = term.office_id if term else office_id or 0
    return _figures(db, [office], term)[office]


def figures_by_office(db: Session, office_ids: Sequence[int]) -> dict[int, Figures]:
    """Return the figures of several offices; four queries, however many they are."""
    return _figures(db, office_ids)


def _figures(db: Session, office_ids: Sequence[int], term: Term | None = None) -> dict[int, Figures]:
    moment, working = now(), calendar(db)
    scope = [Figure.office_id.in_(office_ids), *([Figure.term_id == term.id] if term else [])]
    kept: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
    single = Figure.what.in_([*Answered, *SINGLE])
    for office, what, value, number in db.execute(_sums(Figure.value, *scope, single)):
        kept[office, what][value] = number
    longest = max((day for (_, what), days in kept.items() if what == Counted.ANSWER_DAYS for day in days), default=0)
    waiting = _waiting(db, scope, working, moment, longest)
    overdue = _overdue(db, office_ids, term, moment)
    return {
        office: Figures(
            published=sum(sum(kept[office, what].values()) for what in Answered),
            **{what.value: sum(kept[office, what].values()) for what in Answered if what is not Answered.NO},
            overdue=overdue[office],
            in_time=sum(kept[office, Counted.IN_TIME].values()),
            refused=_refused_in(db, term) if term else sum(kept[office, Counted.REFUSED].values()),
            median=quantile(kept[office, Counted.ANSWER_DAYS], waiting[office], 0.5),
            ninetieth=quantile(kept[office, Counted.ANSWER_DAYS], waiting[office], 0.9),
            moderation_median=quantile(kept[office, Counted.MODERATION_DAYS], {}, 0.5),
        )
        for office in office_ids
    }


def _sums(value: Any, *where: Any) -> Any:
    """Sum counters by office, by what they count and by a value."""
    number = func.sum(Figure.number).label("number")
    wanted = select(Figure.office_id, Figure.what, value.label("counted"), number).where(*where)
    return wanted.group_by(Figure.office_id, Figure.what, "counted").having(number != 0)


def _waiting(
    db: Session, scope: Sequence[Any], working: WorkingCalendar, moment: datetime, longest: int
) -> Mapping[int, dict[int, int]]:
    """Return for each office how many open questions have waited how many working days.

    The estimate ends with the longest time an answer took, so what waits longer than that is one number.
    """
    first = local_date(moment) - timedelta(days=2 * longest + 14)
    while working.days_between(start_of_day(first), moment) <= longest and first.year > 1:
        first -= timedelta(days=7)
    recent = case((Figure.value < first.toordinal(), first.toordinal()), else_=Figure.value)
    days: dict[int, int] = {}
    found: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for office, _, ordinal, number in db.execute(_sums(recent, *scope, Figure.what == Counted.OPEN)):
        if ordinal not in days:
            days[ordinal] = working.days_between(start_of_day(date.fromordinal(ordinal)), moment)
        found[office][days[ordinal]] += number
    return found


def _overdue(db: Session, office_ids: Sequence[int], term: Term | None, moment: datetime) -> Mapping[int, int]:
    """Count open questions past their promise, by office; 0 stands for all of them."""
    wanted = select(Question.office_id, func.count()).where(text(OPEN), Question.answer_due_at <= moment)
    if 0 not in office_ids:
        wanted = wanted.where(Question.office_id.in_(office_ids))
    if term is not None:
        wanted = wanted.where(Question.term_id == term.id)
    found = defaultdict(int, {office: number for office, number in db.execute(wanted.group_by(Question.office_id))})  # noqa: C416
    found[0] = sum(found.values())
    return found


def _refused_in(db: Session, term: Term) -> int:
    """Count what was asked of an office in the days of a term and refused."""
    wanted = select(func.sum(Figure.number)).where(
        Figure.office_id == term.office_id,
        Figure.term_id == 0,
        Figure.what == Counted.REFUSED_ON,
        Figure.value.between(term.began_on.toordinal(), (term.ended_on or date.max).toordinal()),
    )
    return db.scalar(wanted) or 0


def used(db: Session, kind: str, since: datetime, until: datetime) -> int:
    """Count questions put to offices of a kind in a time, as far as they were confirmed."""
    return (
        db.scalar(
            select(func.count())
            .select_from(Question)
            .join(Office, Office.id == Question.office_id)
            .where(Office.kind == kind, Question.confirmed_at >= since, Question.confirmed_at < until)
        )
        or 0
    )


def refused_by_reason(db: Session) -> Sequence[Row[str, int]]:
    """Count refusals by reason: removals leave a trace."""
    return db.execute(
        select(Decision.reason_key, func.count())
        .join(Item, Item.id == Decision.item_id)
        .where(Item.kind == KIND, Item.state == ItemState.REFUSED)
        .group_by(Decision.reason_key)
    ).all()
