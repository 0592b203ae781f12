"""Verbs of the administration: each changes one thing, with its audit line, and makes the pages anew."""

from portal.kernel.municipality.actions.calendar import StrangeYear, add_day, add_holidays, remove_day
from portal.kernel.municipality.actions.names import change_names
from portal.kernel.municipality.actions.offices import (
    add_office,
    appoint,
    change_office,
    change_term,
    close_office,
    move_office,
    open_office,
    set_absence,
)
from portal.kernel.municipality.actions.places import (
    add_settlement,
    add_topic,
    add_unit,
    change_settlement,
    change_topic,
    change_unit,
)
from portal.kernel.municipality.actions.promises import promise_anew
from portal.kernel.municipality.actions.reasons import add_reason, change_reason, restore_reason, retire_reason

__all__ = [
    "StrangeYear",
    "add_day",
    "add_holidays",
    "add_office",
    "add_reason",
    "add_settlement",
    "add_topic",
    "add_unit",
    "appoint",
    "change_names",
    "change_office",
    "change_reason",
    "change_settlement",
    "change_term",
    "change_topic",
    "change_unit",
    "close_office",
    "move_office",
    "open_office",
    "promise_anew",
    "remove_day",
    "restore_reason",
    "retire_reason",
    "set_absence",
]
