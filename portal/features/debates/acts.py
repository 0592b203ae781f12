"""What happens to debates, in the words of the audit log."""

from collections.abc import Mapping

from portal.kernel.words import LazyString, lazy

ACTS: Mapping[str, LazyString] = {
    "debates.answer": lazy("Answer to a remark published"),
    "debates.assign": lazy("Remark given to a processor"),
    "debates.begin_report": lazy("Report on a debate begun"),
    "debates.change_address": lazy("Author’s address corrected"),
    "debates.confirm_remark": lazy("Remark confirmed"),
    "debates.correct_answer": lazy("Answer to a remark corrected"),
    "debates.correct_entry": lazy("Entered remark corrected"),
    "debates.draft_answer": lazy("Draft answer to a remark saved"),
    "debates.expire_remark": lazy("Unconfirmed remark expired"),
    "debates.forget": lazy("Author’s data removed when their time was over"),
    "debates.make_report": lazy("Report on a debate made"),
    "debates.recount": lazy("Figures of remarks put right"),
    "debates.remark": lazy("Remark sent"),
    "debates.seed": lazy("Reasons for remarks filled in"),
    "debates.sign_report": lazy("Report on a debate signed"),
    "debates.take_back": lazy("Answer to a remark taken back"),
    "debates.withdraw_remark": lazy("Remark withdrawn"),
}

THINGS: Mapping[str, LazyString] = {
    "debate": lazy("Debate"),
    "remark": lazy("Remark"),
}
