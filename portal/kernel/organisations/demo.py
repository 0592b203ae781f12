"""The organisations of the demonstration and their members, told through the public verbs.

Their numbers fit by their last digits, but begin with 99, which no register gives; their names say that they are a demo.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Person
from portal.kernel.organisations import actions, queries
from portal.kernel.organisations.models import MemberRole, Organisation, OrganisationKind

TEXTS = ("name_sr", "name_en", "settlement", "address", "email")


def tell(db: Session, rows: Sequence[Mapping[str, Any]], person: Callable[[Session, str], Person]) -> None:
    """Let the first member of each open its account and invite the others; `person` finds people by their keys."""
    for row in rows:
        first, *others = row["members"]
        owner = person(db, first["person"])
        made = actions.make(db, _details(row), _numbers(row), by=owner)
        for other in others:
            _join(db, made, other, person(db, other["person"]), owner)
        for member in row["members"]:
            _authorise(db, made, member, person(db, member["person"]), owner)
        if row.get("checked"):
            actions.check(db, made.id, by=person(db, "administrator"), seen=made.version)


def _details(row: Mapping[str, Any]) -> actions.Details:
    texts = {name: row[name] for name in TEXTS}
    return actions.Details(kind=OrganisationKind(row["kind"]), phone=row.get("phone", ""), **texts)


def _numbers(row: Mapping[str, Any]) -> actions.Numbers:
    return actions.Numbers(pib=row["pib"], registration_number=row["registration_number"])


def _join(db: Session, made: Organisation, row: Mapping[str, Any], them: Person, owner: Person) -> None:
    invitation = actions.invite(db, made.id, them.email or "", MemberRole(row["role"]), by=owner)
    actions.accept_own(db, invitation.id, by=them)


def _authorise(db: Session, made: Organisation, row: Mapping[str, Any], them: Person, owner: Person) -> None:
    member = queries.membership(db, them.id, made.id)
    if member is not None and row.get("mandate"):
        mandate = actions.Mandate(text=row["mandate"])
        actions.set_mandate(db, made.id, member.id, mandate, by=owner, seen=member.version)
