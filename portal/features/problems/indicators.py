"""The live numbers of the plan that problems give: each with numerator, denominator and a definition in words."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.problems.models import Month, Problem, Round, State
from portal.kernel.db import counted
from portal.kernel.feature import Indicator, Measure
from portal.kernel.municipality.models import Fact, Unit
from portal.kernel.outbox.models import Notice, NoticeState
from portal.kernel.words import lazy

DAYS = timedelta(days=30)
FACT = "problems"
"""The fact of the profile that names which units are public utility companies: `{"utility_units": ["jkp"]}`."""


def answered_in_time(db: Session, at: datetime) -> Measure:
    """Promises of a first answer that ended in the last 30 days, and those of them that were kept.

    Refused reports made no promise; joined ones and those opened again count each for itself. One index range.
    """
    return _in_time(db, at, ())


def utility_answered(db: Session, at: datetime) -> Measure:
    """The same, of reports that are with the public utility company."""
    fact = db.get(Fact, FACT)
    keys = list(fact.value.get("utility_units", ())) if fact else []
    return _in_time(db, at, db.scalars(select(Unit.id).where(Unit.key.in_(keys))).all() or (0,))


def _in_time(db: Session, at: datetime, units: Sequence[int]) -> Measure:
    ended = (
        select(func.count())
        .select_from(Round)
        .join(Problem, Problem.id == Round.problem_id)
        .where(Round.answer_due_at > at - DAYS, Round.answer_due_at <= at, Problem.state != State.REFUSED)
    )
    if units:
        ended = ended.where(Problem.unit_id.in_(units))
    kept = ended.where(Round.answered_at < Round.answer_due_at)
    return Measure(numerator=db.scalar(kept) or 0, denominator=db.scalar(ended) or 0, at=at)


def monthly_sent(db: Session, at: datetime) -> Measure:
    """Frozen months, and those of them whose letter to the head of administration has left."""
    sent = select(func.count(func.distinct(Notice.about_id))).where(
        Notice.about_kind == "problem_month", Notice.kind == "problems.monthly", Notice.state == NoticeState.SENT
    )
    made = db.scalar(select(func.count()).select_from(Month)) or 0
    return Measure(numerator=min(db.scalar(sent) or 0, made), denominator=made, at=at)


def with_location(db: Session, at: datetime) -> Measure:
    """Reports with a point on the map, of all reports; from counters."""
    return Measure(numerator=counted(db, "problems.located"), denominator=counted(db, "problems.submitted"), at=at)


def assisted_share(db: Session, at: datetime) -> Measure:
    """Reports that a clerk typed in for a citizen, of all reports: activity 5.1.5; from counters."""
    return Measure(numerator=counted(db, "problems.assisted"), denominator=counted(db, "problems.submitted"), at=at)


INDICATORS = (
    Indicator(
        metric="submissions.assisted_share",
        definition=1,
        explain=lazy("Reports of problems that a clerk typed in for a citizen, divided by all reports of problems."),
        measure=assisted_share,
        part=lazy("Reports of problems"),
    ),
    Indicator(
        metric="reports.answered_within_48h_share",
        definition=1,
        explain=lazy(
            "Reports whose first substantive answer came before its promised moment, divided by all reports whose "
            "promised moment fell in the last 30 days. Late, unanswered and passed-on ones are in; refused ones are not."
        ),
        measure=answered_in_time,
    ),
    Indicator(
        metric="reports.monthly_report_sent",
        definition=1,
        explain=lazy("Monthly reports of System 48 that left for the head of administration, divided by all frozen ones."),
        measure=monthly_sent,
    ),
    Indicator(
        metric="reports.utility_answered_share",
        definition=1,
        explain=lazy(
            "Reports with the public utility company whose first substantive answer came before its promised moment, "
            "divided by all of its reports whose promised moment fell in the last 30 days."
        ),
        measure=utility_answered,
    ),
    Indicator(
        metric="reports.with_location_share",
        definition=1,
        explain=lazy("Reports with a point on the map, divided by all reports."),
        measure=with_location,
    ),
)
