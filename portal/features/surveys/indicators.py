"""The number of the plan that a survey gives: who used an electronic service (activity 5.1.4)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.surveys.models import Mode, Series, SeriesKind, Survey
from portal.features.surveys.queries import statistics
from portal.features.surveys.rules import intervals
from portal.features.surveys.rules.counted import FEWEST
from portal.features.surveys.rules.starter import ESERVICES
from portal.kernel.feature import Indicator, Measure
from portal.kernel.words import lazy

WAYS = {Mode.WEB: "On the web", Mode.PAPER: "On paper", Mode.FIELD: "In the field"}
"""What the parts are called; the plan's page translates them."""


def newest(db: Session) -> Survey | None:
    """Return the survey whose results were published last and that asked it; before publication nothing is told of it."""
    wanted = select(Survey).join(Series).where(Series.kind == SeriesKind.WAVES, Survey.published_at.is_not(None))
    for survey in db.scalars(wanted.order_by(Survey.closed_at.desc(), Survey.id.desc())):
        if ESERVICES in statistics.of_survey(db, survey).questions:
            return survey
    return None


def users(db: Session, moment: datetime) -> Measure:
    """Measure who used at least one service, of those who answered the question, with the Wilson interval of the share."""
    survey = newest(db)
    if survey is None:
        return Measure(numerator=0, denominator=0, at=moment)
    found = statistics.of_survey(db, survey)
    counted = found.questions[ESERVICES]
    alone = {option.code for option in counted.question.options if option.alone}
    none = sum(share.number for share in counted.shares if share.code in alone)
    used, n = counted.n - none, counted.n
    interval = intervals.wilson(used, n, survey.population) if n >= FEWEST else None
    return Measure(
        numerator=used,
        denominator=n,
        at=moment,
        parts=tuple((WAYS[mode], number) for mode, number in found.modes.items() if number),
        interval=(interval.low, interval.high) if interval else None,
        told=lazy("Voluntary response: those who answered on the web chose themselves to.") if found.modes[Mode.WEB] else "",
    )


INDICATORS = (
    Indicator(
        metric="survey.eservice_users_share",
        definition=1,
        explain=lazy(
            "Of the last survey of citizens whose results were published: who used at least one electronic service in the last "
            "12 months, divided by all who answered that question. Answering the survey itself does not count."
        ),
        measure=users,
    ),
)
