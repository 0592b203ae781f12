"""How the name of somebody who writes in public stands on the page."""

from enum import StrEnum

from portal.kernel.texts import initials


class ShownAs(StrEnum):
    """How an author's name stands on the page; staff always sees the full name."""

    NAME = "name"
    INITIALS = "initials"


def shown_name(name: str, shown_as: ShownAs) -> str:
    """Return a name as it is shown."""
    return name if shown_as is ShownAs.NAME else initials(name)
