"""What is kept about a person, and what is forgotten with the account."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.problems import actions
from portal.features.problems.models import Problem
from portal.kernel.accounts.models import Person


def export(db: Session, person: Person) -> Mapping[str, Any]:
    """Return every report of a person, as JSON would take it."""
    return {
        "problems": [
            {
                "number": problem.reference,
                "category": problem.category.key,
                "settlement": problem.settlement.name_sr if problem.settlement else None,
                "place": problem.place_text,
                "text": problem.text,
                "answers": problem.extra,
                "position": [problem.lat, problem.lon, problem.accuracy] if problem.lat is not None else None,
                "name": problem.reporter_name,
                "email": problem.reporter_email,
                "phone": problem.reporter_phone,
                "organisation": problem.organisation,
                "state": str(problem.state),
                "submitted_at": problem.submitted_at.isoformat(),
            }
            for problem in db.scalars(select(Problem).where(Problem.person_id == person.id).order_by(Problem.id))
        ]
    }


def forget(db: Session, person: Person) -> None:
    """Take the person out of their reports; the problem stays, since the unit works on it and others see it too."""
    for problem in db.scalars(select(Problem).where(Problem.person_id == person.id)):
        actions.forget_reporter(db, problem)
