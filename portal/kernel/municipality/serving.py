"""Whose work a thing of a unit is: who prepares it, answers for it, signs it. One rule for every feature of departments."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Grant, Person, Role
from portal.kernel.municipality.models import Office, OfficeKind, Unit

ROLES = frozenset({Role.CLERK, Role.OFFICIAL, Role.HEAD})
LEADERS = frozenset({Role.OFFICIAL, Role.HEAD})
"""Who publishes, announces and signs: to prepare and to answer is a clerk's work too."""
OVER_ALL = (OfficeKind.MAYOR, OfficeKind.HEAD)
"""The offices whose officials stand over every unit. A councillor's office prepares nothing: departments do."""


def units_of(db: Session, person: Person, roles: Collection[Role] = ROLES) -> frozenset[str] | None:
    """Return the keys of what some roles of a person are tied to; None for those who work for every unit.

    These are heads, whose role is tied to nothing, and officials of an office that stands over all units.
    """
    grants = [grant for grant in person.grants if grant.role in roles]
    if any(grant.role is Role.HEAD or not grant.scope for grant in grants):
        return None
    held = [grant.scope for grant in grants if grant.role is Role.OFFICIAL]
    if held and db.scalar(_over_all().where(Office.key.in_(held)).limit(1)):
        return None
    return frozenset(grant.scope for grant in grants)


def serves(db: Session, person: Person | None, unit: Unit, roles: Collection[Role] = ROLES) -> bool:
    """Tell whether what belongs to a unit is a person's to work on in some roles: they are of it, or work for every one."""
    if person is None:
        return False
    keys = units_of(db, person, roles)
    return keys is None or unit.key in keys


def belongs(db: Session, person: Person) -> bool:
    """Tell whether there can be work for a person at all: whose roles are tied only to other offices has none."""
    keys = units_of(db, person)
    return keys is None or db.scalar(select(Unit.id).where(Unit.key.in_(sorted(keys))).limit(1)) is not None


def serving(unit: Unit) -> ColumnElement[bool]:
    """Return the condition on a role that whoever has it serves a unit, as `serves` tells of one person."""
    everybody = or_(Grant.role == Role.HEAD, Grant.scope.in_(("", unit.key)))
    return and_(Grant.role.in_(ROLES), or_(everybody, and_(Grant.role == Role.OFFICIAL, Grant.scope.in_(_over_all()))))


def _over_all() -> Select[str]:
    return select(Office.key).where(Office.kind.in_(OVER_ALL))
