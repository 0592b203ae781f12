"""What organisations keep about a person, and what is forgotten with the account."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Person
from portal.kernel.organisations import queries
from portal.kernel.organisations.actions import forget

__all__ = ["export", "forget"]


def export(db: Session, person: Person) -> Mapping[str, Any]:
    """Return every membership of a person and every invitation to the address, as JSON would take it."""
    return {
        "memberships": [
            {
                "organisation": member.organisation.name_sr,
                "registration_number": member.organisation.registration_number,
                "role": member.role.value,
                "mandate": member.mandate,
                "mandate_until": member.mandate_until and member.mandate_until.isoformat(),
                "since": member.began_at.isoformat(),
                "until": member.ended_at and member.ended_at.isoformat(),
            }
            for member in queries.ever(db, person.id)
        ],
        "invitations": [
            {
                "organisation": invitation.organisation.name_sr,
                "role": invitation.role.value,
                "made_at": invitation.made_at.isoformat(),
                "accepted_at": invitation.accepted_at and invitation.accepted_at.isoformat(),
            }
            for invitation in queries.ever_invited(db, person)
        ],
    }
