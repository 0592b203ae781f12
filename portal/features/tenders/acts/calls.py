"""What happens to calls, in the words of the audit log."""

from collections.abc import Mapping

from portal.kernel.words import LazyString, lazy

ACTS: Mapping[str, LazyString] = {
    "tenders.add_criterion": lazy("Criterion added to a call"),
    "tenders.add_document": lazy("Document added to a call"),
    "tenders.add_lot": lazy("Lot added to a call"),
    "tenders.add_requirement": lazy("Enclosure asked for in a call added"),
    "tenders.add_version": lazy("New version of a document of a call"),
    "tenders.answer": lazy("Question on a call answered"),
    "tenders.ask": lazy("Question on a call asked"),
    "tenders.ask_refused": lazy("Question on a call refused, because it came too late"),
    "tenders.cancel": lazy("Public call cancelled"),
    "tenders.change_criterion": lazy("Criterion of a call changed"),
    "tenders.change_lot": lazy("Lot of a call changed"),
    "tenders.change_requirement": lazy("Enclosure asked for in a call changed"),
    "tenders.change_terms": lazy("Terms of a published call changed"),
    "tenders.collect": lazy("Documents of a call collected"),
    "tenders.decline": lazy("Question on a call declined"),
    "tenders.drop": lazy("Public call deleted before it was published"),
    "tenders.forgo": lazy("Intention to apply taken back"),
    "tenders.intend": lazy("Intention to apply said"),
    "tenders.move_criterion": lazy("Criteria of a call put in another order"),
    "tenders.move_deadline": lazy("Deadline of a call moved"),
    "tenders.move_lot": lazy("Lots of a call put in another order"),
    "tenders.move_requirement": lazy("Enclosures asked for in a call put in another order"),
    "tenders.open_up": lazy("Document of a published call opened to more people"),
    "tenders.prepare": lazy("Public call begun"),
    "tenders.publish": lazy("Public call published"),
    "tenders.remove_criterion": lazy("Criterion of a call deleted"),
    "tenders.remove_document": lazy("Document of a call deleted before publication"),
    "tenders.remove_lot": lazy("Lot of a call deleted"),
    "tenders.remove_requirement": lazy("Enclosure asked for in a call deleted"),
    "tenders.rename_document": lazy("Title or access of a document of a call changed"),
    "tenders.save": lazy("Public call changed before publication"),
}
