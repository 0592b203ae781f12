"""What happens to debates, in the words of the audit log."""

from collections.abc import Mapping

from portal.features.debates.models import DEBATE, REMARK
from portal.kernel.words import LazyString, lazy

ACTS: Mapping[str, LazyString] = {
    "debates.abandon": lazy("Draft of a debate given up"),
    "debates.add": lazy("Passage added to a draft"),
    "debates.adopt": lazy("Adopted act of a debate entered"),
    "debates.announce": lazy("Public debate announced"),
    "debates.answer": lazy("Answer to a remark published"),
    "debates.assign": lazy("Remark given to a processor"),
    "debates.attach": lazy("Document attached to a debate"),
    "debates.begin_edition": lazy("New version of a draft begun"),
    "debates.begin_report": lazy("Report on a debate begun"),
    "debates.call_hearing": lazy("Public hearing called"),
    "debates.cancel_hearing": lazy("Public hearing cancelled"),
    "debates.change_address": lazy("Author’s address corrected"),
    "debates.choose_reading": lazy("Tracked changes of a draft decided"),
    "debates.compare": lazy("Comparison of two versions ordered"),
    "debates.confirm_past": lazy("Origin of passages confirmed"),
    "debates.confirm_remark": lazy("Remark confirmed"),
    "debates.correct": lazy("Split of a draft corrected"),
    "debates.correct_answer": lazy("Answer to a remark corrected"),
    "debates.correct_entry": lazy("Entered remark corrected"),
    "debates.detach": lazy("Document of a debate removed"),
    "debates.discard_edition": lazy("Version of a draft deleted before publication"),
    "debates.draft_answer": lazy("Draft answer to a remark saved"),
    "debates.drop": lazy("Debate deleted before it was announced"),
    "debates.expire_remark": lazy("Unconfirmed remark expired"),
    "debates.forget": lazy("Author’s data removed when their time was over"),
    "debates.join": lazy("Passages of a draft joined"),
    "debates.make_report": lazy("Report on a debate made"),
    "debates.move_hearing": lazy("Public hearing changed"),
    "debates.postpone": lazy("Public debate postponed"),
    "debates.prepare": lazy("Public debate begun"),
    "debates.publish_edition": lazy("Version of a draft published"),
    "debates.recount": lazy("Figures of remarks put right"),
    "debates.remark": lazy("Remark sent"),
    "debates.remove": lazy("Passage of a draft deleted"),
    "debates.report": lazy("Report on a debate published"),
    "debates.save": lazy("Public debate changed"),
    "debates.seed": lazy("Reasons for remarks filled in"),
    "debates.sign_report": lazy("Report on a debate signed"),
    "debates.split": lazy("Passage of a draft split"),
    "debates.take_back": lazy("Answer to a remark taken back"),
    "debates.take_back_past": lazy("Origin of passages taken back"),
    "debates.withdraw_remark": lazy("Remark withdrawn"),
}

THINGS: Mapping[str, LazyString] = {
    DEBATE: lazy("Public debate"),
    REMARK: lazy("Remark"),
    "debate_source": lazy("File of a draft"),
}
