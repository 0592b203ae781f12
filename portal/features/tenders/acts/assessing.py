"""What happens while applications are assessed, in the words of the audit log."""

from collections.abc import Mapping

from portal.kernel.words import LazyString, lazy

ACTS: Mapping[str, LazyString] = {
    "tenders.state_conflicts": lazy("Statement on conflicts of interest"),
    "tenders.check": lazy("Conditions of an application checked"),
    "tenders.confirm_checks": lazy("Checks of the conditions confirmed"),
    "tenders.give_points": lazy("Points for an application written"),
    "tenders.hand_in": lazy("Points of a commission’s member handed in"),
    "tenders.close_scoring": lazy("Scoring closed"),
    "tenders.score_again": lazy("Scoring opened again"),
    "tenders.publish_list": lazy("Preliminary list published"),
    "tenders.decide": lazy("Decision on a call published"),
    "tenders.object": lazy("Objection to a list made"),
    "tenders.answer_objection": lazy("Objection to a list answered"),
    "tenders.destroy": lazy("Applications of a call destroyed"),
}
