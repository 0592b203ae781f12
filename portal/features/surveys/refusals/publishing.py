"""What the rules of publishing results do not allow."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class NotClosed(Refusal):
    """What is still counted is not published: two publications a day apart would tell who came between."""

    status = 409
    sentence = lazy("Results are published when the survey is closed.")


class NothingPicked(Refusal):
    """A publication without a table says nothing."""

    sentence = lazy("Choose at least one question to publish.")


class NoReasonGiven(Refusal):
    """A correction says why."""

    sentence = lazy("Write why the results are corrected: the public reads it.")


class TellsTooMuch(Refusal):
    """A table that comes later would need others to hide what readers have already seen."""

    sentence = lazy(
        "One of these tables cannot be added: together with the results published before, it would tell about a few people. "
        "Choose again without it."
    )
