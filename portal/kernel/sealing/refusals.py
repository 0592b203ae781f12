"""Why an envelope stays closed, each in a sentence."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class NotAKey(Refusal):
    """What was given is no secret key."""

    sentence = lazy("This is not a key file: it must hold one line that begins with AGE-SECRET-KEY-1.")


class NotARecipient(Refusal):
    """What was given is no public key."""

    sentence = lazy("This is not a public key: it must be one line that begins with age1.")


class WrongKey(Refusal):
    """The envelope was closed for somebody else."""

    sentence = lazy("This key does not open it: it was sealed for another key.")


class Tampered(Refusal):
    """The envelope is not what was closed: cut, changed, or never one."""

    sentence = lazy("What was sealed has been damaged or changed, so it cannot be opened.")


class HalvesDoNotFit(Refusal):
    """What two people brought does not make the key that was split."""

    sentence = lazy("The two keys do not open this together: both must be of different members of this commission.")
