"""What the rules of remarks, answers and reports do not allow, each in a sentence."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class NotOpenYet(Refusal):
    """Remarks are taken from a moment on."""

    status = 409
    sentence = lazy("Remarks are taken from %(since)s on. The time is now %(time)s.")


class RemarksEnded(Refusal):
    """Remarks are in time until a moment; what was written is kept on the page."""

    status = 409
    sentence = lazy(
        "Remarks were taken until %(until)s. Yours arrived at %(time)s, by the clock of the server. Copy your text from here."
    )


class NotTakingRemarks(Refusal):
    """Nobody remarks on a debate that was reported on, adopted or abandoned."""

    status = 409
    sentence = lazy("This debate is over. Remarks are no longer taken.")


class ReceivedTooLate(Refusal):
    """What a clerk types in came while remarks were taken."""

    status = 409
    sentence = lazy("That day is outside the debate, or in the future. Remarks were taken from %(since)s to %(until)s.")


class NoSuchPassage(Refusal):
    """The draft never had this passage."""

    status = 404
    sentence = lazy("The draft has no such passage. Choose one in the text, or remark on the draft as a whole.")


class PassageGone(Refusal):
    """An earlier version had this passage, the present one does not."""

    status = 410
    sentence = lazy("This passage is no longer in the text. Read the present version and choose a passage there.")


class TextChanged(Refusal):
    """A new version was published while somebody wrote."""

    status = 409
    sentence = lazy("The text of this passage was changed while you were writing. Read it again, then send your remark.")


class NothingSaid(Refusal):
    """Neither a remark nor another wording: an unchanged copy says nothing."""

    sentence = lazy("Write your remark, or change the wording of the passage.")


class TooManyRemarks(Refusal):
    """Nobody reads hundreds of remarks of one person in an hour."""

    status = 429
    sentence = lazy("You have sent %(most)s remarks in an hour. Please go on later.")


class SaidAlready(Refusal):
    """The same words on the same passage by the same person."""

    status = 409
    sentence = lazy("You have sent this already. Each remark counts once; others can support it.")


class TooLateToConfirm(Refusal):
    """An address is confirmed at most three days after the end."""

    status = 409
    sentence = lazy("The remark was to be confirmed by %(until)s, so it did not enter the register.")


class NotWithdrawable(Refusal):
    """What everybody can read stays in the register."""

    status = 409
    sentence = lazy("This remark can no longer be withdrawn.")


class OwnRemark(Refusal):
    """Support is for the remarks of others."""

    status = 409
    sentence = lazy("This is your own remark. Support is for the remarks of others.")


class Forgotten(Refusal):
    """Name and address of the author were removed."""

    status = 409
    sentence = lazy("Your name and address were removed from this remark.")


class NotYours(Refusal):
    """Only the last remark that the same clerk typed in can be corrected, until a moderator has read it."""

    status = 409
    sentence = lazy("This remark can no longer be corrected: somebody has read it, or somebody else entered it.")


class NoReason(Refusal):
    """An answer without a reason is none."""

    sentence = lazy("Write the reason in Serbian: an answer without a reason is none.")


class NothingChosen(Refusal):
    """An answer to many needs at least one of them."""

    sentence = lazy("Tick the remarks that you are answering.")


class NotAnswerable(Refusal):
    """Only a remark that everybody can read is answered."""

    status = 409
    sentence = lazy("Remark No. %(number)s is not public, so it cannot be answered.")


class AnsweredAlready(Refusal):
    """A published answer is corrected, one by one."""

    status = 409
    sentence = lazy("Remark No. %(number)s has been answered already. Correct that answer instead.")


class NothingToPublish(Refusal):
    """There is no draft."""

    status = 409
    sentence = lazy("There is no draft of an answer here any more.")


class TooLateToTakeBack(Refusal):
    """A published answer is corrected, not taken back, when some minutes have passed."""

    status = 409
    sentence = lazy("These answers can no longer be taken back. Correct them one by one.")


class StillOpen(Refusal):
    """The report comes after the time for remarks."""

    status = 409
    sentence = lazy("Remarks are taken until %(until)s. The report is made after that.")


class ReportIncomplete(Refusal):
    """Every public remark has its published answer, and nothing waits for a moderator."""

    status = 409
    sentence = lazy("The report is not complete yet: %(what)s")


class ReportBehind(Refusal):
    """Something was answered or corrected after the report was made."""

    status = 409
    sentence = lazy("The register has changed since this report was made. Make it again, then sign it.")


class NotSignable(Refusal):
    """Only the newest report that is ready is signed, once."""

    status = 409
    sentence = lazy("This report cannot be signed: it is not ready, or a newer one was made.")
