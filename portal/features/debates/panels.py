"""What debates show on the desk and in the plan."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.features.debates.queries import answers
from portal.kernel.accounts.models import Person
from portal.kernel.db import counted
from portal.kernel.feature import Measure


def waiting_for(db: Session, person: Person) -> int:
    """How many remarks wait for an answer by this person, or by nobody in particular."""
    return answers.waiting_for_answer(db, person.id)


def assisted_share(db: Session, at: datetime) -> Measure:
    """Remarks typed in by a clerk, of all that entered a register: activity 5.1.5; from counters, one read each."""
    return Measure(numerator=counted(db, "debates.assisted"), denominator=counted(db, "debates.entered"), at=at)
