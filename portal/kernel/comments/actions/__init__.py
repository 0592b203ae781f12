"""Verbs of discussions."""

from portal.kernel.comments.actions.deciding import apply_decision, undo_decision
from portal.kernel.comments.actions.reporting import Reported, report
from portal.kernel.comments.actions.shared import tell_of_rule
from portal.kernel.comments.actions.threads import close, reopen
from portal.kernel.comments.actions.time import expire, forget_guests, forget_readers
from portal.kernel.comments.actions.writing import Written, appeal, confirm, edit, may_be_edited, withdraw, write

__all__ = [
    "Reported",
    "Written",
    "appeal",
    "apply_decision",
    "close",
    "confirm",
    "edit",
    "expire",
    "forget_guests",
    "forget_readers",
    "may_be_edited",
    "reopen",
    "report",
    "tell_of_rule",
    "undo_decision",
    "withdraw",
    "write",
]
