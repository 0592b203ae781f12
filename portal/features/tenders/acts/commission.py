"""What happens to commissions, in the words of the audit log."""

from collections.abc import Mapping

from portal.kernel.words import LazyString, lazy

ACTS: Mapping[str, LazyString] = {
    "tenders.name_member": lazy("Member of a commission named"),
    "tenders.take_out_member": lazy("Member taken out of a commission"),
    "tenders.make_key": lazy("Key of a commission’s member made"),
    "tenders.bring_key": lazy("Public key of a commission’s member given"),
    "tenders.try_key": lazy("Key file of a commission’s member tried"),
    "tenders.make_call_key": lazy("Key of a call made: applications are sealed to it"),
    "tenders.begin_opening": lazy("Opening of applications begun"),
    "tenders.give_up_opening": lazy("Opening of applications given up before a second member joined"),
    "tenders.join_opening": lazy("Opening of applications joined by a second member"),
    "tenders.write_minutes": lazy("Minutes of an opening written"),
    "tenders.publish_minutes": lazy("Minutes of an opening published"),
}
