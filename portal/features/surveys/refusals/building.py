"""What the rules of questionnaires do not allow, each in a sentence."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class BadCondition(Refusal):
    """A condition that cannot be read; says at which letter, and what is wrong there."""

    sentence = lazy("The condition cannot be read at letter %(place)s: %(what)s")
