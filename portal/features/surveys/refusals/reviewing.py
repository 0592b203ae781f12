"""What reading free texts does not allow, each in a sentence."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class NotReadableYet(Refusal):
    """Who reads each text as it comes knows when it came."""

    status = 409
    sentence = lazy("While people answer, texts are shown when at least %(smallest)s of them wait together.")


class NotInTheText(Refusal):
    """Blacking out what is not there would publish what should not be."""

    sentence = lazy("These words do not stand in the text: %(words)s")


class NothingLeft(Refusal):
    """A text all of black boxes."""

    sentence = lazy("Nothing is left to read: withhold this text instead.")
