"""What kinds and roles are called, and what each role may do, in one plain sentence."""

from collections.abc import Mapping

from portal.kernel.organisations.models import ClosedBecause, MemberRole, OrganisationKind
from portal.kernel.words import LazyString, lazy

KINDS: Mapping[OrganisationKind, LazyString] = {
    OrganisationKind.ASSOCIATION: lazy("Association"),
    OrganisationKind.COMPANY: lazy("Company"),
    OrganisationKind.ENTREPRENEUR: lazy("Entrepreneur"),
    OrganisationKind.PUBLIC_BODY: lazy("Public institution or enterprise"),
    OrganisationKind.OTHER: lazy("Another kind of organisation"),
}
ROLES: Mapping[MemberRole, LazyString] = {
    MemberRole.OWNER: lazy("Account administrator"),
    MemberRole.REPRESENTATIVE: lazy("Representative"),
    MemberRole.PREPARER: lazy("Assistant"),
}
EXPLAINED: Mapping[MemberRole, LazyString] = {
    MemberRole.OWNER: lazy("Looks after the data and the members, prepares applications and submits them."),
    MemberRole.REPRESENTATIVE: lazy("Prepares applications and submits them in the name of the organisation."),
    MemberRole.PREPARER: lazy("Prepares applications, but cannot submit them."),
}
CLOSED: Mapping[ClosedBecause, LazyString] = {
    ClosedBecause.CLOSED: lazy("Closed by the municipality"),
    ClosedBecause.NOBODY_LEFT: lazy("Closed because the last member left"),
}
