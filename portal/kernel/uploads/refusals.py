"""Why an upload is not taken or not opened, each in a sentence."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class GrantSpent(Refusal):
    """The address to send to was never given to this person, or its time is over."""

    status = 404
    sentence = lazy("Files can no longer be sent to this address. Open the page again and choose the file once more.")


class UploadGone(Refusal):
    """It was there, and was taken away: by its owner, by time, or because it was refused."""

    status = 410
    sentence = lazy("This file is no longer here: sending it stopped too long ago, or it was taken away. Send it again.")


class NoUpload(Refusal):
    """It is nobody's, or somebody else's: both look alike."""

    status = 404
    sentence = lazy("There is no such file, or it is not yours.")


class TooLong(Refusal):
    """It is larger than the grant allows, or more came than was announced."""

    status = 413
    sentence = lazy("The file is too large: the most is %(most)s MB.")


class MoreThanAnnounced(Refusal):
    """The body is longer than what is still missing."""

    status = 413
    sentence = lazy("More was sent than the file was said to hold.")


class TooManyUploads(Refusal):
    """So many are under way for one purpose already."""

    status = 400
    sentence = lazy("Too many files are being sent for this. Take away one that you do not need.")


class TooManyPieces(Refusal):
    """It comes in pieces so small that their number alone does harm."""

    status = 400
    sentence = lazy("The file comes in too many small pieces. Send it again from the beginning.")


class WrongOffset(Refusal):
    """The sender goes on from another place than where we are."""

    status = 409
    sentence = lazy("Sending must go on from where it stopped.")


class WrongChecksum(Refusal):
    """What came is not what was sent; nothing of it is kept."""

    status = 460
    sentence = lazy("What arrived is not what was sent, so it was not kept. It is being sent again.")


class BeingWritten(Refusal):
    """Another request writes to it at this moment."""

    status = 423
    sentence = lazy("This file is being sent from another window. Wait, or close that one.")


class NotOfTheKinds(Refusal):
    """Its beginning shows that it is of a kind not accepted here."""

    sentence = lazy("This file is of a kind that is not accepted here. Accepted are: %(kinds)s.")


class TooShortBeginning(Refusal):
    """The first piece is too short to tell what it is."""

    sentence = lazy("The first piece of the file is too short to tell its kind.")


class Unfinished(Refusal):
    """Not all of it is here yet."""

    sentence = lazy("Not all of the file has arrived yet.")


class Frozen(Refusal):
    """It was handed in, and stays as it is for good."""

    status = 409
    sentence = lazy("This file has been handed in and cannot be changed or taken away.")


class Damaged(Refusal):
    """What lies on the disk is not what landed: a fault of the disk, or somebody's hand."""

    status = 500
    sentence = lazy("The sealed file is missing, or is not what arrived.")
