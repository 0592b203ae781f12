"""Whose a call is: who prepares and publishes it."""

from portal.features.tenders.models import Call
from portal.kernel.accounts.models import Person, Role

ROLES = frozenset({Role.CLERK, Role.OFFICIAL, Role.HEAD})


def units_of(person: Person) -> frozenset[str] | None:
    """Return the keys of what a person's roles are tied to; None where one of them is tied to nothing, and for heads."""
    grants = [grant for grant in person.grants if grant.role in ROLES]
    if any(grant.role is Role.HEAD or not grant.scope for grant in grants):
        return None
    return frozenset(grant.scope for grant in grants)


def serves(person: Person | None, call: Call) -> bool:
    """Tell whether a call is a person's to work on: of their unit, or they are tied to none."""
    if person is None:
        return False
    keys = units_of(person)
    return keys is None or call.unit.key in keys
