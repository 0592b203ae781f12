"""What editors may not put on a shelf, each in a sentence."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class WrongAddress(Refusal):
    """What was typed is no address on the web."""

    sentence = lazy("Write the whole address of the page, beginning with https://")


class NoDay(Refusal):
    """An event without a day is none."""

    sentence = lazy("Write the day of the event.")
