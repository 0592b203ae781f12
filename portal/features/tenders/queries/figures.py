"""Numbers of calls for the plan; read only. What is secret until the opening is in none of them."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.tenders.models import Call, CallQuestion, Collection, Submission
from portal.kernel.accounts.models import SignIn

COLLECTED, COLLECTORS, SENT = "tenders.collections", "tenders.collectors", "tenders.submissions"
"""What is counted by month (`kernel.months`): documents taken, organisations that took any, applications opened."""


def used(db: Session, since: datetime, until: datetime) -> int:
    """Return how often documents were collected by people who signed in, and questions asked, in a span of time."""
    collections = select(func.count()).select_from(Collection).where(Collection.at >= since, Collection.at < until)
    questions = select(func.count()).select_from(CallQuestion).where(CallQuestion.asked_at >= since)
    return (db.scalar(collections) or 0) + (db.scalar(questions.where(CallQuestion.asked_at < until)) or 0)


def organisations(db: Session, since: datetime, until: datetime) -> int:
    """Return how many organisations collected documents in a span of time."""
    wanted = select(func.count(Collection.party.distinct())).where(Collection.at >= since, Collection.at < until)
    return db.scalar(wanted.where(Collection.party.startswith("o"))) or 0


def collections(db: Session, since: datetime, until: datetime) -> int:
    """Return how many lines the register got in a span of time."""
    return db.scalar(select(func.count()).select_from(Collection).where(Collection.at >= since, Collection.at < until)) or 0


def submissions(db: Session, since: datetime, until: datetime) -> int:
    """Return how many applications were sent in a span of time, of calls that have been opened."""
    wanted = select(func.count()).select_from(Submission).join(Call, Call.id == Submission.call_id)
    return db.scalar(wanted.where(Submission.at >= since, Submission.at < until, Call.opened_at.is_not(None))) or 0


def sign_ins(db: Session, since: datetime, until: datetime) -> tuple[int, int]:
    """Return how often people signed in within a span of time with a password alone, and with a second factor too."""
    wanted = select(func.count(SignIn.id), func.count(SignIn.second_factor_at)).where(SignIn.began_at >= since)
    every, seconds = db.execute(wanted.where(SignIn.began_at < until)).one()
    return every - seconds, seconds
