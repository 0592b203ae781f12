"""What the rules of applying do not allow, each in a sentence.

A submission that comes late, lacks something or is sent by somebody without a mandate raises none of these: it is
refused with a signed receipt (`actions.submitting`).
"""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class AppliesElsewhere(Refusal):
    """The law ties the procedure to another portal."""

    status = 409
    sentence = lazy("Applications to this call are taken on another portal. The link stands on the page of the call.")


class CallCancelled(Refusal):
    """Nobody decides on what is sent now."""

    status = 409
    sentence = lazy("The call was cancelled and takes no applications. The reason stands on its page.")


class ClosedAlready(Refusal):
    """The deadline has passed; both moments are told."""

    status = 409
    sentence = lazy("Applications were taken until %(until)s. By the server's clock it is %(now)s.")


class NotForPeople(Refusal):
    """Only organisations may apply."""

    sentence = lazy(
        "Only organisations may apply here. Choose one that you act for, or open an account for yours under “My account”."
    )


class NotForOrganisations(Refusal):
    """Only people may apply, for themselves."""

    sentence = lazy("Only people may apply here, each for themselves. Choose yourself.")


class NotYourParty(Refusal):
    """Somebody applies in a name in which they may not act now."""

    sentence = lazy("Choose in whose name you apply.")


class NoSuchLot(Refusal):
    """A call with lots takes applications for one of them."""

    sentence = lazy("Choose the lot for which you apply.")


class EnoughFiles(Refusal):
    """So many files are asked for and no more."""

    sentence = lazy("There are as many files as are asked for: %(most)s. Take one out before you add another.")


class NothingChosen(Refusal):
    """A press without a file."""

    sentence = lazy("Choose a file.")


class OtherFile(Refusal):
    """What was sent was sent for something else."""

    status = 404
    sentence = lazy("This file was not sent for this application. Choose it again.")


class NothingSubmitted(Refusal):
    """There is nothing to confirm or to take back."""

    status = 409
    sentence = lazy("No submitted application is in force.")


class MandateNeeded(Refusal):
    """Who prepares for an organisation does not submit, nor take back."""

    status = 403
    sentence = lazy("Only a representative or an owner of the organisation's account can do this. You may prepare.")


class WithdrawnTooLate(Refusal):
    """From the deadline on applications are the commission's."""

    status = 409
    sentence = lazy(
        "An application could be taken back until %(until)s. By the server's clock it is %(now)s: write to the commission."
    )
