"""Numbers of the plan that no single feature gives: they are about the portal as a whole."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.features.plan import queries
from portal.kernel.feature import Indicator, Measure
from portal.kernel.operations import milestones
from portal.kernel.site.preferences import CHOICES
from portal.kernel.words import lazy

HOUR = timedelta(hours=1)
FIVE = {"Enlargement of text": "size", "Change of contrast": "contrast", "Reading text aloud": "", "Sound of pictures": "",
        "Accessibility map": ""}  # fmt: skip
"""The five options of activity 3.1.5, each with the preference that offers it; without one it is not built yet."""


def backup_age(db: Session, at: datetime) -> Measure:
    """Whole hours since the last successful backup; a portal without one has nothing to say."""
    made, tried = milestones.last(db, milestones.BACKUP), milestones.last(db, milestones.RESTORE_TESTED)
    return Measure(
        numerator=(at - made) // HOUR if made else 0,
        denominator=0,
        at=at,
        parts=(("Days since a backup was brought back to try it", (at - tried).days),) if tried else (),
        told="" if made else lazy("No backup has been made yet."),
    )


def options_enabled(_db: Session, at: datetime) -> Measure:
    """The options of activity 3.1.5 that readers can choose, of five."""
    found = {name: int(len(CHOICES.get(preference, ())) > 1) for name, preference in FIVE.items()}
    return Measure(numerator=sum(found.values()), denominator=len(found), at=at, parts=tuple(found.items()))


def usage(db: Session, at: datetime) -> Measure:
    """What people sent in thirty days through every way to talk both ways."""
    found = [(option.name, option.used or 0) for option in queries.options(db, at)]
    return Measure(numerator=sum(used for _name, used in found), denominator=0, at=at, parts=tuple(found))


COUNTED = (
    lazy("Enlargement of text"),
    lazy("Change of contrast"),
    lazy("Reading text aloud"),
    lazy("Sound of pictures"),
    lazy("Accessibility map"),
    lazy("Days since a backup was brought back to try it"),
)
"""The parts of the numbers, by whose names the plan's page says them."""

INDICATORS = (
    Indicator(
        metric=queries.TWO_WAY,
        definition=1,
        explain=lazy(
            "How many of the six ways to talk both ways are switched on and were used at least once in the last 30 days."
        ),
        measure=queries.two_way,
    ),
    Indicator(
        metric="backup.age_hours",
        definition=1,
        explain=lazy("Hours since the last backup of the portal's own data succeeded."),
        measure=backup_age,
    ),
    Indicator(
        metric="a11y.options_enabled",
        definition=1,
        explain=lazy("How many of the five options of this activity readers can switch on."),
        measure=options_enabled,
    ),
    Indicator(
        metric="services.usage_by_feature",
        definition=1,
        explain=lazy(
            "What people sent through the portal in the last 30 days, by feature. Who sent it is not counted: most do so "
            "without an account."
        ),
        measure=usage,
    ),
)
