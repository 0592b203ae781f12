"""What happens to surveys, in the words of the audit log."""

from collections.abc import Mapping

from portal.features.surveys.models import SURVEY
from portal.kernel.words import LazyString, lazy

ACTS: Mapping[str, LazyString] = {
    "surveys.prepare": lazy("Survey begun"),
    "surveys.clone": lazy("Survey begun from an earlier one"),
    "surveys.save": lazy("Survey changed: its words, days or numbers"),
    "surveys.drop": lazy("Survey deleted before it opened"),
    "surveys.build": lazy("Questionnaire of a survey changed"),
    "surveys.undo": lazy("Change of a questionnaire undone"),
    "surveys.redo": lazy("Change of a questionnaire done again"),
    "surveys.begin": lazy("Opening of a survey begun, its questionnaire fixed"),
    "surveys.call_off": lazy("Opening of a survey called off"),
    "surveys.open": lazy("Survey opened"),
    "surveys.revise": lazy("Questionnaire of an open survey published in a new version"),
    "surveys.close": lazy("Survey closed, pool and key destroyed"),
    "surveys.print": lazy("Forms of a survey printed with codes"),
    "surveys.decide": lazy("Form of a survey decided by the paper, because two typings differed"),
    "surveys.spoil": lazy("Form of a survey marked as spoiled"),
    "surveys.close_batch": lazy("Batch of forms of a survey closed"),
    "surveys.recount": lazy("Sums of a survey counted anew and put right"),
    "surveys.pick": lazy("Tables of a survey chosen for publication"),
    "surveys.publish": lazy("Results of a survey published"),
    "surveys.finish": lazy("Traces of a survey wiped"),
    "surveys.approve_text": lazy("Free text of a survey read: it may be published"),
    "surveys.export": lazy("File of a survey downloaded"),
    "surveys.after_on": lazy("People are asked after a service"),
    "surveys.after_off": lazy("People are no longer asked after a service"),
    "surveys.withhold_text": lazy("Free text of a survey withheld"),
}

THINGS: Mapping[str, LazyString] = {SURVEY: lazy("Survey")}
