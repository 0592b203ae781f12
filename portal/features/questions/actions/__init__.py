"""Verbs of questions: asking, deciding, answering, and what time does."""

from portal.features.questions.actions.answering import (
    answer_by_link,
    approve,
    correct,
    decide_link_answer,
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
from portal.features.questions.actions.deciding import apply_decision
from portal.features.questions.actions.managing import merge, reroute, unmerge
from portal.features.questions.actions.time import expire, remind

__all__ = [
    "Asked",
    "answer_by_link",
    "appeal",
    "apply_decision",
    "approve",
    "ask",
    "change_address",
    "confirm",
    "correct",
    "decide_link_answer",
    "expire",
    "follow_too",
    "follow_up",
    "mend",
    "merge",
    "remind",
    "reroute",
    "save_draft",
    "send_back",
    "send_link",
    "submit",
    "unmerge",
    "withdraw",
]
