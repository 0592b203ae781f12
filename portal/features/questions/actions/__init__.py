"""Verbs of questions: asking, deciding, answering, and what time does."""

from portal.features.questions.actions.answering import (
    answer_by_link,
    approve,
    attach,
    correct,
    decide_link_answer,
    detach,
    save_draft,
    send_back,
    send_link,
    submit,
)
from portal.features.questions.actions.asking import (
    Asked,
    appeal,
    ask,
    change_address,
    confirm,
    follow_too,
    follow_up,
    mend,
    withdraw,
)
from portal.features.questions.actions.deciding import apply_decision, undo_decision
from portal.features.questions.actions.figures import drift, mend_figures
from portal.features.questions.actions.managing import join, merge, reroute, unmerge
from portal.features.questions.actions.terms import take_over, tell_successors
from portal.features.questions.actions.time import BATCH, expire, forget_askers, remind

__all__ = [
    "BATCH",
    "Asked",
    "answer_by_link",
    "appeal",
    "apply_decision",
    "approve",
    "ask",
    "attach",
    "change_address",
    "confirm",
    "correct",
    "decide_link_answer",
    "detach",
    "drift",
    "expire",
    "follow_too",
    "follow_up",
    "forget_askers",
    "join",
    "mend",
    "mend_figures",
    "merge",
    "remind",
    "reroute",
    "save_draft",
    "send_back",
    "send_link",
    "submit",
    "take_over",
    "tell_successors",
    "undo_decision",
    "unmerge",
    "withdraw",
]
