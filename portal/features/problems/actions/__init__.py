"""The verbs of problems."""

from portal.features.problems.actions.alerts import confirm_area, follow_area, tell_areas
from portal.features.problems.actions.deciding import apply_decision, refuse_with_reason, undo_decision
from portal.features.problems.actions.figures import drift, mend_figures
from portal.features.problems.actions.forgetting import BATCH, forget_reporter, forget_reporters
from portal.features.problems.actions.handling import (
    answer,
    ask_reporter,
    hand_over,
    join,
    keep_back,
    note,
    refuse,
    release,
    resolve,
    say_news,
    separate,
)
from portal.features.problems.actions.keys import submit_by_key
from portal.features.problems.actions.months import freeze, freeze_due, verify
from portal.features.problems.actions.reporting import (
    Report,
    appeal,
    change_address,
    confirm_follow,
    me_too,
    reopen,
    reply,
    say_whether_true,
    submit,
)
from portal.features.problems.actions.routing import accept, assign, not_mine, send_link, send_link_again
from portal.features.problems.actions.seeding import seed
from portal.features.problems.actions.shared import joined_to, load, require_unit
from portal.features.problems.actions.time import end_pauses, escalate

__all__ = [
    "BATCH",
    "Report",
    "accept",
    "answer",
    "appeal",
    "apply_decision",
    "ask_reporter",
    "assign",
    "change_address",
    "confirm_area",
    "confirm_follow",
    "drift",
    "end_pauses",
    "escalate",
    "follow_area",
    "forget_reporter",
    "forget_reporters",
    "freeze",
    "freeze_due",
    "hand_over",
    "join",
    "joined_to",
    "keep_back",
    "load",
    "me_too",
    "mend_figures",
    "not_mine",
    "note",
    "refuse",
    "refuse_with_reason",
    "release",
    "reopen",
    "reply",
    "require_unit",
    "resolve",
    "say_news",
    "say_whether_true",
    "seed",
    "send_link",
    "send_link_again",
    "separate",
    "submit",
    "submit_by_key",
    "tell_areas",
    "undo_decision",
    "verify",
]
