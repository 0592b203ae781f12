"""Verbs of public debates: preparing, drafting, announcing; remarks, answers and the report."""

from portal.features.debates.actions.answering import TAKE_BACK_WITHIN, Answered, assign, correct, draft, publish, take_back
from portal.features.debates.actions.drafting import (
    SOURCE,
    Correction,
    Read,
    add,
    begin,
    choose,
    discard,
    join,
    remove,
    split,
)
from portal.features.debates.actions.drafting import correct as correct_passages
from portal.features.debates.actions.dropping import drop
from portal.features.debates.actions.editions import canonical
from portal.features.debates.actions.editions import publish as publish_edition
from portal.features.debates.actions.following import TICKET, confirm_follow, follow
from portal.features.debates.actions.gathering import find_alike, keep_alike
from portal.features.debates.actions.hearings import Called, call, cancel
from portal.features.debates.actions.hearings import change as change_hearing
from portal.features.debates.actions.mapping import compare, confirm_sure, old_labels, past_of, propose
from portal.features.debates.actions.mapping import confirm as confirm_past
from portal.features.debates.actions.mapping import take_back as take_back_past
from portal.features.debates.actions.outcomes import tell_outcomes, tell_supporters
from portal.features.debates.actions.preparing import MOST_FILES, Told, attach, detach, prepare, save
from portal.features.debates.actions.publishing import abandon, adopt, announce, postpone, report_due, settle_report
from portal.features.debates.actions.remarking import (
    Written,
    appeal,
    change_address,
    confirm,
    confirm_support,
    correct_entry,
    remark,
    support,
    withdraw,
)
from portal.features.debates.actions.remarks_deciding import apply_decision, undo_decision
from portal.features.debates.actions.remarks_figures import drift, mend_figures
from portal.features.debates.actions.remarks_time import BATCH, expire_remarks, forget_authors, forget_words, leave
from portal.features.debates.actions.reporting import begin_report, finish_report, make_report, sign_report
from portal.features.debates.actions.searching import index
from portal.features.debates.actions.seeding import seed
from portal.features.debates.actions.shared import load, load_edition, tell_followers

__all__ = [
    "BATCH",
    "MOST_FILES",
    "SOURCE",
    "TAKE_BACK_WITHIN",
    "TICKET",
    "Answered",
    "Called",
    "Correction",
    "Read",
    "Told",
    "Written",
    "abandon",
    "add",
    "adopt",
    "announce",
    "appeal",
    "apply_decision",
    "assign",
    "attach",
    "begin",
    "begin_report",
    "call",
    "cancel",
    "canonical",
    "change_address",
    "change_hearing",
    "choose",
    "compare",
    "confirm",
    "confirm_follow",
    "confirm_past",
    "confirm_support",
    "confirm_sure",
    "correct",
    "correct_entry",
    "correct_passages",
    "detach",
    "discard",
    "draft",
    "drift",
    "drop",
    "expire_remarks",
    "find_alike",
    "finish_report",
    "follow",
    "forget_authors",
    "forget_words",
    "index",
    "join",
    "keep_alike",
    "leave",
    "load",
    "load_edition",
    "make_report",
    "mend_figures",
    "old_labels",
    "past_of",
    "postpone",
    "prepare",
    "propose",
    "publish",
    "publish_edition",
    "remark",
    "remove",
    "report_due",
    "save",
    "seed",
    "settle_report",
    "sign_report",
    "split",
    "support",
    "take_back",
    "take_back_past",
    "tell_followers",
    "tell_outcomes",
    "tell_supporters",
    "undo_decision",
    "withdraw",
]
