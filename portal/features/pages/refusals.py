"""What editors may not put on a shelf, each in a sentence."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class NoDay(Refusal):
    """An event without a day is none."""

    sentence = lazy("Write the day of the event.")
