"""What the rules of preparing, opening and closing a survey do not allow, each in a sentence."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class NotPreparing(Refusal):
    """It has opened, or is about to: what people answer is not changed beneath them."""

    status = 409
    sentence = lazy("This survey is not being prepared any more.")


class ClosesTooEarly(Refusal):
    """It would be over before it began."""

    sentence = lazy("The survey must close after it opens, and the moment must be still to come.")


class TooSmall(Refusal):
    """Fewer people than this could be known by a number."""

    sentence = lazy("The smallest number that is shown cannot be below %(smallest)s.")


class FixedNow(Refusal):
    """What was promised to those who have answered stays."""

    status = 409
    sentence = lazy("The survey has opened: the smallest number that is shown cannot be changed any more.")


class FewBallots(Refusal):
    """Codes that were made cannot be unmade."""

    sentence = lazy("Ballots can only be added: there are %(made)s already.")


class ManyBallots(Refusal):
    """A number nobody meant."""

    sentence = lazy("Write a number of ballots from 1 to %(most)s.")


class NotReady(Refusal):
    """Something is missing before it can open; the checklist says what."""

    status = 409
    sentence = lazy("The survey cannot be opened yet: %(missing)s")


class NotOpening(Refusal):
    """Only what has not begun can be called off."""

    status = 409
    sentence = lazy("The opening of this survey cannot be called off any more: people can answer it.")


class NotOpen(Refusal):
    """Only an open survey can be closed, or get another version of its questionnaire."""

    status = 409
    sentence = lazy("This survey is not open.")


class NoMoreBuilding(Refusal):
    """The questionnaire stands still while the survey opens, and after it has closed."""

    status = 409
    sentence = lazy("The questionnaire cannot be changed now: the survey is opening, or it is over.")


class NothingChanged(Refusal):
    """A new version says something new."""

    sentence = lazy("Nothing is different from before.")


class NoStep(Refusal):
    """There is nothing before the first step and nothing after the last."""

    status = 409
    sentence = lazy("There is no such step.")


class OutOfOrder(Refusal):
    """There is nothing above the first or below the last."""

    status = 409
    sentence = lazy("It cannot be moved further.")


class CodeTaken(Refusal):
    """Each code means one thing."""

    sentence = lazy("There is a “%(code)s” already. Choose another code.")


class NotJson(Refusal):
    """The text is no document at all."""

    sentence = lazy("This is not JSON: line %(line)s, letter %(column)s.")
