"""What the rules of assessing do not allow, each in a sentence."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class NotAssessed(Refusal):
    """The call is not at that point."""

    status = 409
    sentence = lazy("The applications of this call are not being assessed now.")


class StatementFirst(Refusal):
    """Nothing is seen before the statement."""

    status = 403
    sentence = lazy("First state whether you have a conflict of interest. Until then no application is shown to you.")


class Barred(Refusal):
    """The member has a conflict of interest here."""

    status = 403
    sentence = lazy("You stated a conflict of interest for this application, so it is not shown to you and you do not assess it.")


class WhyBarred(Refusal):
    """A conflict has words."""

    sentence = lazy("Write in a few words what ties you to the applicants whom you marked.")


class OnlyVoters(Refusal):
    """A secretary assesses nothing."""

    status = 403
    sentence = lazy("The secretary keeps the minutes and does not assess. The chair and the members do.")


class OnlyChair(Refusal):
    """The chair has the last word."""

    status = 403
    sentence = lazy("Only the chair of the commission can do this.")


class ReasonForNo(Refusal):
    """Who is refused reads why."""

    sentence = lazy("Write the reason: the applicant reads it.")


class ChecksConfirmed(Refusal):
    """The chair has confirmed them."""

    status = 409
    sentence = lazy("The chair has confirmed who fulfils the conditions, so this does not change any more.")


class NotAllChecked(Refusal):
    """Somebody was forgotten."""

    status = 409
    sentence = lazy("For these applications nobody has said yet whether they fulfil the conditions: %(names)s.")


class ChecksFirst(Refusal):
    """Points come after the conditions."""

    status = 409
    sentence = lazy("First the chair confirms which applications fulfil the conditions.")


class EnvelopesFirst(Refusal):
    """The financial envelope is closed."""

    status = 409
    sentence = lazy("First the second envelope is opened.")


class NoCriteria(Refusal):
    """There is nothing to give points for."""

    status = 409
    sentence = lazy("This call has no criteria, so there are no points to give.")


class NotScored(Refusal):
    """The points of this application do not change now."""

    status = 409
    sentence = lazy("Your points for this application cannot be written or changed now.")


class WrongPoints(Refusal):
    """Whole points between nought and the most."""

    sentence = lazy("Write a whole number from 0 to %(most)s.")


class PointsMissing(Refusal):
    """Not every application has points."""

    status = 409
    sentence = lazy("Points are missing for these applications: %(names)s.")


class HandedIn(Refusal):
    """The member's points stay."""

    status = 409
    sentence = lazy("You have handed in your points, so they stay as they are. The chair can let all points be given again.")


class ScoringClosed(Refusal):
    """Everybody's points stay."""

    status = 409
    sentence = lazy("The scoring is closed.")


class ScoringOpen(Refusal):
    """A list needs the points of all."""

    status = 409
    sentence = lazy("First all members hand in their points, or the chair closes the scoring.")


class AlreadyListed(Refusal):
    """The list is public."""

    status = 409
    sentence = lazy("This list is published already.")


class ObjectionsOpen(Refusal):
    """The time to object is not over."""

    status = 409
    sentence = lazy("Applicants may object until %(until)s. The decision is published after that.")


class NotAnswered(Refusal):
    """An objection waits."""

    status = 409
    sentence = lazy("Answer all objections first: %(number)s wait.")


class WordsOfDecision(Refusal):
    """A decision says something."""

    sentence = lazy("Write the text of the decision.")


class TooLateToObject(Refusal):
    """The clock of the server decides."""

    status = 409
    sentence = lazy(
        "Your objection came on %(moment)s; objections were taken until %(until)s. The clock of this server decides. "
        "Your text is still here: copy it if you mean to send it in another way."
    )


class NoObjectionNow(Refusal):
    """There is no list to object to."""

    status = 409
    sentence = lazy("Objections are taken after the preliminary list is published and before the decision.")


class AlreadyObjected(Refusal):
    """One objection for each application."""

    status = 409
    sentence = lazy("For this application there is an objection already; each has one.")


class AlreadyAnswered(Refusal):
    """Another member was quicker."""

    status = 409
    sentence = lazy("This objection was answered already.")


class KeptLonger(Refusal):
    """The time to keep is not over."""

    status = 409
    sentence = lazy("The applications of this call are kept until %(until)s.")


class AlreadyDestroyed(Refusal):
    """Nothing is left."""

    status = 409
    sentence = lazy("What was sent to this call was destroyed already.")


class NotYours(Refusal):
    """Neither the chair nor the head."""

    status = 403
    sentence = lazy("Only the chair of the commission or the people who publish calls of this department can do this.")
