"""Verbs of remarks, answers and reports: the register's side of a debate."""

from portal.features.debates.actions.answering import TAKE_BACK_WITHIN, Answered, assign, correct, draft, publish, take_back
from portal.features.debates.actions.gathering import find_alike, keep_alike
from portal.features.debates.actions.outcomes import tell_outcomes, tell_supporters
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
from portal.features.debates.actions.remarks_personal import export_remarks, forget_author
from portal.features.debates.actions.remarks_time import BATCH, expire_remarks, forget_authors, forget_words, leave
from portal.features.debates.actions.reporting import begin_report, finish_report, make_report, sign_report
from portal.features.debates.actions.seeding import seed

__all__ = [
    "BATCH",
    "TAKE_BACK_WITHIN",
    "Answered",
    "Written",
    "appeal",
    "apply_decision",
    "assign",
    "begin_report",
    "change_address",
    "confirm",
    "confirm_support",
    "correct",
    "correct_entry",
    "draft",
    "drift",
    "expire_remarks",
    "export_remarks",
    "find_alike",
    "finish_report",
    "forget_author",
    "forget_authors",
    "forget_words",
    "keep_alike",
    "leave",
    "make_report",
    "mend_figures",
    "publish",
    "remark",
    "seed",
    "sign_report",
    "support",
    "take_back",
    "tell_outcomes",
    "tell_supporters",
    "undo_decision",
    "withdraw",
]
