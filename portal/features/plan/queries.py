"""What the plan says, how far it is, and the numbers that compute themselves; read only."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.plan.models import Activity, Area, Evidence, Objective, Plan, State, Task, Value
from portal.kernel.accounts.models import Person
from portal.kernel.clock import local_date
from portal.kernel.feature import Indicator, Measure, mounted
from portal.kernel.texts import fold
from portal.kernel.words import LazyString, lazy

FEWEST_FOR_A_PERCENTAGE = 10
WINDOW = timedelta(days=30)
TWO_WAY = "features.two_way_enabled"
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


@dataclass(frozen=True)
class Reading:
    """A metric and what it measures now."""

    indicator: Indicator
    measure: Measure

    @property
    def is_share(self) -> bool:
        """Tell whether the metric is a part of a whole rather than a count."""
        return self.indicator.metric.endswith("_share")

    @property
    def percent(self) -> float | None:
        """Return the share in per cent; None for counts, and for wholes too small to bear a percentage."""
        if not self.is_share or self.measure.denominator < FEWEST_FOR_A_PERCENTAGE:
            return None
        return 100 * self.measure.numerator / self.measure.denominator


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
    latest = select(Plan.id).order_by(Plan.adopted_on.desc(), Plan.id.desc()).limit(1).scalar_subquery()
    return db.scalar(select(Activity).where(Activity.plan_id == latest, Activity.key == key))


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
    found: dict[str, Owner] = {}
    for sr, en in ((one.responsible_sr, one.responsible_en), (one.approver_sr, one.approver_en)):
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


def indicators() -> Mapping[str, Indicator]:
    """Return the metrics that the mounted features can compute."""
    return {indicator.metric: indicator for feature in mounted() for indicator in feature.indicators}


def readings(db: Session, moment: datetime, metrics: Iterable[str]) -> dict[str, Reading]:
    """Measure those of the metrics that a feature can compute; the cost is the features' own."""
    known = indicators()
    return {metric: Reading(known[metric], known[metric].measure(db, moment)) for metric in metrics if metric in known}


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


def history(db: Session, metric: str, days: int = 31) -> Sequence[Value]:
    """Return the kept values of a metric, newest first."""
    return db.scalars(
        select(Value).where(Value.metric == metric).order_by(Value.period.desc(), Value.definition.desc()).limit(days)
    ).all()


def today(moment: datetime) -> date:
    """Return the day in Belgrade by which deadlines are judged."""
    return local_date(moment)
