"""The live numbers of the plan that the archive gives."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.features.archive.actions import NAME
from portal.features.archive.rules import timing
from portal.kernel import months, search
from portal.kernel.clock import local_date
from portal.kernel.feature import Indicator, Measure, mounted
from portal.kernel.words import lazy

ENDS = (*timing.CLASSES, timing.SLOWEST)


def items(db: Session, at: datetime) -> Measure:
    """Everything that the archive finds, and how much of each kind; from counters."""
    found = search.counts.by_kind(db)
    parts = tuple((kind, number.all) for kind, number in found.items())
    return Measure(numerator=sum(number for _kind, number in parts), denominator=0, at=at, parts=parts)


def parity(db: Session, at: datetime) -> Measure:
    """Official things with an English title, of all official ones: the Latin version is made of the Cyrillic one."""
    official = {each.kind for feature in mounted() for each in feature.searchables if each.is_official}
    found = {kind: number for kind, number in search.counts.by_kind(db).items() if kind in official}
    return Measure(
        numerator=sum(number.english for number in found.values()),
        denominator=sum(number.all for number in found.values()),
        at=at,
        parts=tuple((kind, number.english) for kind, number in found.items()),
    )


def search_time(db: Session, at: datetime) -> Measure:
    """The milliseconds within which 95 of 100 searches of this month ended, to the upper end of their class."""
    names = [f"{NAME}{end}" for end in ENDS] + [NAME + timing.NONE]
    table = months.table(db, names, local_date(at), most=1)
    kept = table[0].numbers if table else dict.fromkeys(names, 0)
    numbers = {end: kept[f"{NAME}{end}"] for end in ENDS}
    return Measure(
        numerator=timing.percentile(numbers, 0.95),
        denominator=0,
        at=at,
        parts=(
            ("Searches in this month", sum(numbers.values())),
            ("Half of them took at most, in milliseconds", timing.percentile(numbers, 0.5)),
            ("Searches that found nothing", kept[NAME + timing.NONE]),
        ),
    )


COUNTED = (
    lazy("Searches in this month"),
    lazy("Half of them took at most, in milliseconds"),
    lazy("Searches that found nothing"),
)
"""The parts of the numbers of the plan, by whose names the plan's page says them."""

INDICATORS = (
    Indicator(
        metric="archive.items_total",
        definition=1,
        explain=lazy("Everything that the public archive finds, by kind."),
        measure=items,
    ),
    Indicator(
        metric="i18n.version_parity",
        definition=1,
        explain=lazy(
            "What the municipality itself publishes that has an English title, divided by all of it. The Latin version is "
            "made of the Cyrillic one, so it is always there; what citizens write does not count."
        ),
        measure=parity,
    ),
    Indicator(
        metric="archive.search_p95_ms",
        definition=1,
        explain=lazy(
            "Within so many milliseconds 95 of 100 searches of the present month ended. Pages that were kept ready do not count."
        ),
        measure=search_time,
    ),
)
