"""What the rules of calls do not allow, each in a sentence."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class OtherUnit(Refusal):
    """The call belongs to a unit that this person does not work for."""

    status = 403
    sentence = lazy("This call belongs to another department. Ask it, or the head of administration.")
