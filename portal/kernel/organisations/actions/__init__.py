"""Verbs of organisations."""

from portal.kernel.organisations.actions.joining import accept, accept_own, cancel, invite, look
from portal.kernel.organisations.actions.making import Details, Numbers, change, check, close, make
from portal.kernel.organisations.actions.members import (
    Mandate,
    change_role,
    document,
    drop_document,
    forget,
    leave,
    remove,
    set_mandate,
)

__all__ = [
    "Details",
    "Mandate",
    "Numbers",
    "accept",
    "accept_own",
    "cancel",
    "change",
    "change_role",
    "check",
    "close",
    "document",
    "drop_document",
    "forget",
    "invite",
    "leave",
    "look",
    "make",
    "remove",
    "set_mandate",
]
