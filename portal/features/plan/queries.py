"""What the plan says, how far it is, and the numbers that compute themselves; read only."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload, load_only

from portal.features.plan.models import Activity, Area, Evidence, Objective, Plan, State, Task, Value
from portal.kernel import months
from portal.kernel.accounts.models import Person
from portal.kernel.clock import local_date
from portal.kernel.feature import ByMonth, Indicator, Measure, mounted
from portal.kernel.months import Month
from portal.kernel.texts import fold
from portal.kernel.words import LazyString, lazy

FEWEST_FOR_A_PERCENTAGE = 10
WINDOW = timedelta(days=30)
TWO_WAY = "features.two_way_enabled"
SHARES = frozenset({"i18n.version_parity"})
"""Metrics that are shares though their names do not say so."""
OPTIONS: Mapping[str, LazyString] = {
    "ask_mayor": lazy("Ask the mayor"),
    "ask_councillor": lazy("Ask a councillor"),
    "news_comments": lazy("Comments below news"),
    "debates": lazy("Electronic public debate"),
    "tender_documents": lazy("Competition documents by log-in"),
    "problem_reports": lazy("Online report of a communal problem"),
}


@dataclass(frozen=True)
class Owner:
    """A body that carries out or approves activities; `key` is its word in the filter's address."""

    key: str
    name_sr: str
    name_en: str


class Verdict(StrEnum):
    """Whether a target of "at least" is met, as far as an interval lets one say."""

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True)
class Reading:
    """A metric and what it measures now; `shares` are those of several features that it is the sum of."""

    indicators: tuple[Indicator, ...]
    measure: Measure
    shares: tuple[tuple[Indicator, Measure], ...] = ()

    @property
    def metric(self) -> str:
        """Return the name of the metric."""
        return self.indicators[0].metric

    @property
    def definition(self) -> int:
        """Return the version of the definition; it changes with that of each part, and with a part more or less."""
        return sum(indicator.definition for indicator in self.indicators)

    @property
    def is_share(self) -> bool:
        """Tell whether the metric is a part of a whole rather than a count."""
        return self.metric.endswith("_share") or self.metric in SHARES

    @property
    def percent(self) -> float | None:
        """Return the share in per cent; None for counts, and for wholes too small to bear a percentage."""
        if not self.is_share or self.measure.denominator < FEWEST_FOR_A_PERCENTAGE:
            return None
        return 100 * self.measure.numerator / self.measure.denominator

    def verdict(self, target: float | None) -> Verdict | None:
        """Say whether "at least `target`" (from 0 to 1) is met; None where there is no interval, or too few for one."""
        if self.measure.interval is None or target is None or self.percent is None:
            return None
        low, high = self.measure.interval
        return Verdict.MET if low >= target else Verdict.NOT_MET if high < target else Verdict.CANNOT_TELL


@dataclass(frozen=True)
class Row:
    """An activity as the page of the plan lists it."""

    activity: Activity
    state: State
    owners: tuple[Owner, ...]
    reading: Reading | None


@dataclass(frozen=True)
class Section:
    """A task with those of its activities that are listed."""

    area: Area
    objective: Objective
    task: Task
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Option:
    """One of the six ways to talk both ways; `used` counts 30 days, None means that no feature offers it yet."""

    name: str
    label: LazyString
    used: int | None


def current(db: Session) -> Plan | None:
    """Return the plan adopted last, whole; seven queries, however long it is."""
    return db.scalars(select(Plan).order_by(Plan.adopted_on.desc(), Plan.id.desc()).limit(1)).first()


def activity(db: Session, key: str) -> Activity | None:
    """Return an activity of the current plan by its key."""
    return db.scalar(select(Activity).where(Activity.plan_id == _latest(), Activity.key == key))


def deadlines(db: Session) -> Sequence[Activity]:
    """Return the activities of the current plan with state and deadline only; one query."""
    wanted = select(Activity).where(Activity.plan_id == _latest())
    return db.scalars(wanted.options(load_only(Activity.state, Activity.deadline_on), lazyload(Activity.indicator))).all()


def _latest() -> Any:
    return select(Plan.id).order_by(Plan.adopted_on.desc(), Plan.id.desc()).limit(1).scalar_subquery()


def place_of(plan: Plan, wanted: Activity) -> Section:
    """Return where an activity stands in its plan."""
    return next(
        Section(area, objective, task, ())
        for area in plan.areas
        for objective in area.objectives
        for task in objective.tasks
        if task.id == wanted.task_id
    )


def sections(
    plan: Plan, today: date, readings: Mapping[str, Reading], *, state: str = "", area: str = "", owner: str = ""
) -> list[Section]:
    """Return the activities that fit the filters, under their tasks; tasks without any are left out."""
    found = []
    for part in plan.areas:
        if area and part.key != area:
            continue
        for objective in part.objectives:
            for task in objective.tasks:
                rows = tuple(
                    row
                    for row in (_row(one, today, readings) for one in task.activities)
                    if (not state or row.state == state) and (not owner or owner in {one.key for one in row.owners})
                )
                if rows:
                    found.append(Section(part, objective, task, rows))
    return found


def _row(one: Activity, today: date, readings: Mapping[str, Reading]) -> Row:
    metric = one.indicator.metric if one.indicator else ""
    return Row(one, one.state_on(today), owners_of(one), readings.get(metric))


def count_states(activities: Iterable[Activity], today: date) -> Counter[State]:
    """Return how many activities are in each state today."""
    return Counter(one.state_on(today) for one in activities)


def owners_of(one: Activity) -> tuple[Owner, ...]:
    """Return the bodies an activity names, each once: first who carries it out, then who approves."""
    return _owners(((one.responsible_sr, one.responsible_en), (one.approver_sr, one.approver_en)))


@lru_cache(maxsize=500)
def _owners(printed: tuple[tuple[str, str], ...]) -> tuple[Owner, ...]:
    found: dict[str, Owner] = {}
    for sr, en in printed:
        names_sr, names_en = _names(sr), _names(en)
        if len(names_sr) != len(names_en):
            names_en = [""] * len(names_sr)
        for name_sr, name_en in zip(names_sr, names_en, strict=True):
            key = re.sub(r"[^a-z0-9]+", "-", fold(name_sr)).strip("-")
            found.setdefault(key, Owner(key, name_sr[:1].upper() + name_sr[1:], name_en[:1].upper() + name_en[1:]))
    return tuple(found.values())


def _names(text: str) -> list[str]:
    """Split at commas outside brackets."""
    return [name.strip() for name in re.split(r",(?![^(]*\))", text) if name.strip()]


def owners(plan: Plan) -> list[Owner]:
    """Return every body the plan names, in the order of the alphabet."""
    found = {owner.key: owner for one in reversed(plan.activities) for owner in owners_of(one)}
    return sorted(found.values(), key=lambda owner: owner.key)


def evidence_of(db: Session, activity_id: int) -> Sequence[tuple[Evidence, str | None]]:
    """Return what was reported about an activity, newest first, each with the reporter's name."""
    rows = db.execute(
        select(Evidence, Person.name)
        .outerjoin(Person, Person.id == Evidence.by_id)
        .where(Evidence.activity_id == activity_id)
        .order_by(Evidence.id.desc())
    )
    return [(evidence, name) for evidence, name in rows]


def unreported(db: Session, today: date) -> int:
    """Return how many activities are past their deadline without a word of the working group."""
    plan = current(db)
    reported = set(db.scalars(select(Evidence.activity_id).distinct()))
    return sum(one.is_overdue(today) and one.id not in reported for one in plan.activities) if plan else 0


def metrics_of(plan: Plan) -> list[str]:
    """Return the metrics that the plan's activities name, in their order."""
    return [one.indicator.metric for one in plan.activities if one.indicator and one.indicator.metric]


def indicators() -> Mapping[str, tuple[tuple[str, Indicator], ...]]:
    """Return the metrics that the mounted features can compute, each with who computes it, by the feature's name."""
    found: dict[str, tuple[tuple[str, Indicator], ...]] = {}
    for feature in mounted():
        for indicator in feature.indicators:
            found[indicator.metric] = (*found.get(indicator.metric, ()), (feature.name, indicator))
    return found


def readings(db: Session, moment: datetime, metrics: Iterable[str]) -> dict[str, Reading]:
    """Measure those of the metrics that features can compute; the cost is the features' own."""
    known = indicators()
    return {metric: _reading(db, moment, known[metric]) for metric in metrics if metric in known}


def _reading(db: Session, moment: datetime, offered: Sequence[tuple[str, Indicator]]) -> Reading:
    """Measure a metric; where several features do, add up, and keep each one's part and whole under its name."""
    if len(offered) == 1:
        return Reading((offered[0][1],), offered[0][1].measure(db, moment))
    found = [(name, indicator, indicator.measure(db, moment)) for name, indicator in offered]
    whole = Measure(
        numerator=sum(measure.numerator for _name, _indicator, measure in found),
        denominator=sum(measure.denominator for _name, _indicator, measure in found),
        at=moment,
        parts=tuple(
            part
            for name, _indicator, measure in found
            for part in ((name, measure.numerator), (f"{name}.all", measure.denominator))
        ),
    )
    shares = tuple((indicator, measure) for _name, indicator, measure in found)
    return Reading(tuple(indicator for _name, indicator, _measure in found), whole, shares)


def options(db: Session, moment: datetime) -> list[Option]:
    """Return the six options of activity 3.1.1 with their use in the last 30 days."""
    offered = {option.name: option for feature in mounted() for option in feature.two_way}
    return [
        Option(name, label, offered[name].used(db, moment - WINDOW, moment) if name in offered else None)
        for name, label in OPTIONS.items()
    ]


def two_way(db: Session, moment: datetime) -> Measure:
    """Measure how many of the six options are switched on and were used in the last 30 days."""
    found = options(db, moment)
    return Measure(
        numerator=sum(bool(option.used) for option in found),
        denominator=len(found),
        at=moment,
        parts=tuple((option.name, option.used or 0) for option in found),
    )


def labels() -> Mapping[str, LazyString]:
    """Return what the parts of numbers are called that stand for kinds of documents and ways to talk both ways."""
    ways = {option.name: option.label for feature in mounted() for option in feature.two_way}
    return ways | {each.kind: each.plural for feature in mounted() for each in feature.searchables}


def by_month(db: Session, metric: str, moment: datetime) -> list[tuple[ByMonth, Sequence[Month]]]:
    """Return the tables by month that features offer beside a metric, each with its months; without those that are empty."""
    offered = [each for feature in mounted() for each in feature.by_month if each.metric == metric]
    found = [(each, months.table(db, [name for name, _ in each.columns], local_date(moment))) for each in offered]
    return [(each, rows) for each, rows in found if rows]


def history(db: Session, metric: str, days: int = 31) -> Sequence[Value]:
    """Return the kept values of a metric, newest first."""
    return db.scalars(
        select(Value).where(Value.metric == metric).order_by(Value.period.desc(), Value.definition.desc()).limit(days)
    ).all()


def today(moment: datetime) -> date:
    """Return the day in Belgrade by which deadlines are judged."""
    return local_date(moment)
