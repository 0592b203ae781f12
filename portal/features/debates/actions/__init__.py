"""Verbs of debates: preparing, announcing, drafting, publishing a version, hearings, following."""

from portal.features.debates.actions.drafting import (
    SOURCE,
    Correction,
    Read,
    add,
    begin,
    choose,
    correct,
    discard,
    join,
    remove,
    split,
)
from portal.features.debates.actions.editions import canonical
from portal.features.debates.actions.editions import publish as publish_edition
from portal.features.debates.actions.following import TICKET, confirm_follow, follow
from portal.features.debates.actions.hearings import Called, call, cancel
from portal.features.debates.actions.hearings import change as change_hearing
from portal.features.debates.actions.mapping import compare, confirm, confirm_sure, old_labels, past_of, propose, take_back
from portal.features.debates.actions.preparing import MOST_FILES, Told, attach, detach, prepare, save
from portal.features.debates.actions.publishing import abandon, adopt, announce, postpone, report_due, settle_report
from portal.features.debates.actions.searching import index
from portal.features.debates.actions.shared import load, load_edition, tell_followers

__all__ = [
    "MOST_FILES",
    "SOURCE",
    "TICKET",
    "Called",
    "Correction",
    "Read",
    "Told",
    "abandon",
    "add",
    "adopt",
    "announce",
    "attach",
    "begin",
    "call",
    "cancel",
    "canonical",
    "change_hearing",
    "choose",
    "compare",
    "confirm",
    "confirm_follow",
    "confirm_sure",
    "correct",
    "detach",
    "discard",
    "follow",
    "index",
    "join",
    "load",
    "load_edition",
    "old_labels",
    "past_of",
    "postpone",
    "prepare",
    "propose",
    "publish_edition",
    "remove",
    "report_due",
    "save",
    "settle_report",
    "split",
    "take_back",
    "tell_followers",
]
