"""What the rules of discussion do not allow, each in a sentence."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class Closed(Refusal):
    """Nobody may comment here any more."""

    status = 409
    sentence = lazy("Comments are closed here. You can read what was said.")


class ClosedAtNight(Refusal):
    """The section rests while nobody moderates."""

    status = 409
    sentence = lazy("Comments are not taken at night. Come back at %(hour)s; your text stays here until then.")


class ElectionSilence(Refusal):
    """Before an election nothing is published that could count as canvassing."""

    status = 409
    sentence = lazy("Comments are closed during the election silence (until %(day)s).")


class GuestsMayNot(Refusal):
    """The section takes comments of people with an account only."""

    status = 403
    sentence = lazy("Sign in to comment here.")


class NothingToAnswer(Refusal):
    """The comment that was to be answered is not public, or belongs to another discussion."""

    status = 409
    sentence = lazy("The comment you are answering is no longer public.")


class NotTheirWords(Refusal):
    """A quotation must be what the other one said."""

    sentence = lazy("The quotation must be words of the comment you are answering, exactly as they stand there.")


class TooManyComments(Refusal):
    """Somebody writes faster than anybody reads."""

    status = 429
    sentence = lazy("You have sent %(most)s comments within an hour. Please wait a little before the next one.")


class SaidAlready(Refusal):
    """The same words by the same author in the same discussion."""

    status = 409
    sentence = lazy("You have already said this here.")


class NotEditable(Refusal):
    """The time for changing a comment is over, or it is no longer one's own to change."""

    status = 409
    sentence = lazy("This comment can no longer be changed.")


class NotWithdrawable(Refusal):
    """It was taken back before, or was never public."""

    status = 409
    sentence = lazy("This comment can no longer be withdrawn.")


class ReportedAlready(Refusal):
    """One report of a reader is enough."""

    status = 409
    sentence = lazy("You have reported this comment already. A moderator will look at it.")


class NotYourVoice(Refusal):
    """Somebody speaks for an office or unit that is not theirs."""

    status = 403
    sentence = lazy("You cannot speak for this office.")


class NoDay(Refusal):
    """A day on which comments close lies ahead."""

    sentence = lazy("Write a day that is still to come, for example 31. 12. 2026.")
