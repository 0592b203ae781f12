"""The roles in words."""

from collections.abc import Iterable, Mapping

from portal.kernel.accounts.models import Role
from portal.kernel.words import LazyString, lazy

LABELS: Mapping[Role, LazyString] = {
    Role.CITIZEN: lazy("Citizen"),
    Role.MODERATOR: lazy("Moderator"),
    Role.OFFICIAL: lazy("Official (holds an office)"),
    Role.CLERK: lazy("Clerk (drafts for an office or unit)"),
    Role.EDITOR: lazy("Editor"),
    Role.WORKING_GROUP: lazy("Working group of the plan"),
    Role.HEAD: lazy("Head of administration"),
    Role.COMMISSION: lazy("Member of the commission"),
    Role.ADMINISTRATOR: lazy("Administrator"),
}


def named(roles: Iterable[Role]) -> str:
    """Return roles as a list in words, in the order of the table above; that staff are citizens too goes unsaid."""
    wanted = set(roles)
    wanted = wanted - {Role.CITIZEN} or wanted
    return ", ".join(str(label) for role, label in LABELS.items() if role in wanted)
