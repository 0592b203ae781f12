"""What happens to debates, in the words of the audit log."""

from collections.abc import Mapping

from portal.features.debates.models import DEBATE
from portal.kernel.words import LazyString, lazy

ACTS: Mapping[str, LazyString] = {
    "debates.abandon": lazy("Draft of a debate given up"),
    "debates.add": lazy("Passage added to a draft"),
    "debates.adopt": lazy("Adopted act of a debate entered"),
    "debates.announce": lazy("Public debate announced"),
    "debates.attach": lazy("Document attached to a debate"),
    "debates.begin_edition": lazy("New version of a draft begun"),
    "debates.call_hearing": lazy("Public hearing called"),
    "debates.cancel_hearing": lazy("Public hearing cancelled"),
    "debates.choose_reading": lazy("Tracked changes of a draft decided"),
    "debates.compare": lazy("Comparison of two versions ordered"),
    "debates.confirm_past": lazy("Origin of passages confirmed"),
    "debates.correct": lazy("Split of a draft corrected"),
    "debates.detach": lazy("Document of a debate removed"),
    "debates.discard_edition": lazy("Version of a draft deleted before publication"),
    "debates.join": lazy("Passages of a draft joined"),
    "debates.move_hearing": lazy("Public hearing changed"),
    "debates.postpone": lazy("Public debate postponed"),
    "debates.prepare": lazy("Public debate begun"),
    "debates.publish_edition": lazy("Version of a draft published"),
    "debates.remove": lazy("Passage of a draft deleted"),
    "debates.report": lazy("Report on a debate published"),
    "debates.save": lazy("Public debate changed"),
    "debates.split": lazy("Passage of a draft split"),
    "debates.take_back_past": lazy("Origin of passages taken back"),
}

THINGS: Mapping[str, LazyString] = {DEBATE: lazy("Public debate"), "debate_source": lazy("File of a draft")}
