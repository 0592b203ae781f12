"""What happens to questions, in the words of the audit log."""

from collections.abc import Mapping

from portal.kernel.words import LazyString, lazy

ACTS: Mapping[str, LazyString] = {
    "questions.answer_by_link": lazy("Answer written by a one-time link"),
    "questions.answered": lazy("Question answered"),
    "questions.ask": lazy("Question asked"),
    "questions.change_address": lazy("Asker’s address corrected"),
    "questions.confirm": lazy("Question confirmed"),
    "questions.correct": lazy("Answer corrected"),
    "questions.draft": lazy("Draft answer saved"),
    "questions.expire": lazy("Unconfirmed question expired"),
    "questions.forget": lazy("Asker’s data removed when their time was over"),
    "questions.holding": lazy("Holding reply given"),
    "questions.mend": lazy("Question changed and sent again"),
    "questions.merge": lazy("Question merged with another"),
    "questions.recount": lazy("Figures of questions put right"),
    "questions.reroute": lazy("Question sent to another office"),
    "questions.send_back": lazy("Draft answer sent back"),
    "questions.send_link": lazy("One-time link for answering sent"),
    "questions.standard": lazy("Standard reply given"),
    "questions.submit": lazy("Draft answer submitted for approval"),
    "questions.take_over": lazy("Draft answer taken over"),
    "questions.unmerge": lazy("Question separated again"),
    "questions.withdraw": lazy("Question withdrawn"),
}

THINGS: Mapping[str, LazyString] = {
    "figure": lazy("Figure"),
    "question": lazy("Question"),
    "question_answer": lazy("Answer"),
    "question_draft": lazy("Draft answer"),
    "question_link_answer": lazy("Answer by link"),
}
