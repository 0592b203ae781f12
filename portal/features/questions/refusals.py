"""What the rules of questions do not allow, each in a sentence."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class OfficeClosed(Refusal):
    """The office takes no questions now; its page says why."""

    status = 409
    sentence = lazy("This office is not taking questions at the moment. Choose another one.")


class UnknownOffice(Refusal):
    """There is no such office."""

    sentence = lazy("Choose whom you are asking.")


class TooManyOpen(Refusal):
    """The asker has as many open questions as the published limit allows."""

    status = 409
    sentence = lazy("You already have %(most)s questions waiting for an answer. Ask again when one of them is answered.")


class NotYours(Refusal):
    """The question belongs to another office."""

    status = 403
    sentence = lazy("This question belongs to another office.")


class NotPublished(Refusal):
    """Only a question that citizens can read is answered."""

    status = 409
    sentence = lazy("This question is not public, so it cannot be answered.")


class AlreadyAnswered(Refusal):
    """An answer that is public is corrected, not given again."""

    status = 409
    sentence = lazy("This question has already been answered. Publish a correction instead.")


class NothingToCorrect(Refusal):
    """There is no answer yet."""

    status = 409
    sentence = lazy("There is no answer yet that could be corrected.")


class NoDraft(Refusal):
    """There is nothing to approve."""

    status = 409
    sentence = lazy("There is no draft of an answer here any more.")


class NotEditable(Refusal):
    """Only a returned question can be mended by its asker."""

    status = 409
    sentence = lazy("This question can no longer be changed.")


class NotMergeable(Refusal):
    """Merging needs two different public questions, neither of them merged already."""

    status = 409
    sentence = lazy("These two questions cannot be merged.")


class NotOffered(Refusal):
    """Only what an earlier holder left unanswered can be taken over, once."""

    status = 409
    sentence = lazy("This question is not offered to you: it is your own, it is answered, or it was taken over already.")


class NotTakenOver(Refusal):
    """A question of an earlier term is taken over before it is answered."""

    status = 409
    sentence = lazy("This question was put to the earlier holder of the office. Take it over on the desk first, then answer it.")


class OneFollowUp(Refusal):
    """A question has one follow-up, by its asker, after the answer."""

    status = 409
    sentence = lazy("A follow-up question is possible once, after the answer, by the person who asked.")


class Forgotten(Refusal):
    """The name and the address of its asker were removed, when their time was over or with the account."""

    status = 409
    sentence = lazy("Your name and address were removed from this question. Please ask a new one.")


class WrongCode(Refusal):
    """Number and code do not belong together."""

    sentence = lazy("The number and the code do not match. Check them on the print-out.")
