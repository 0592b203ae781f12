"""What giving out answers does not allow, each in a sentence."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class NotOverYet(Refusal):
    """Two copies with one answer between them would give that one away."""

    status = 409
    sentence = lazy("Answers and texts can be downloaded when the survey is closed.")


class TooLongForASheet(Refusal):
    """Programs would not open it."""

    status = 409
    sentence = lazy("There are more than %(most)s answers: download them as CSV.")
