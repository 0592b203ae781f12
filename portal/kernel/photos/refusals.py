"""Why a photo is not taken, or not changed, each in a sentence."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class NoPhoto(Refusal):
    """It is no picture of a kind we take, whatever its name says."""

    sentence = lazy("The file “%(name)s” is not a photo that can be shown here. Send photos as JPEG, PNG or WebP.")


class HeicPhoto(Refusal):
    """It is in Apple's format, which most programs do not read."""

    sentence = lazy(
        "The photo “%(name)s” is in the HEIC format, which cannot be shown here. Save it as JPEG and send it again, "
        "or take it anew with the setting “Most compatible” in your phone’s camera."
    )


class BrokenPhoto(Refusal):
    """It cannot be decoded: cut off on its way, damaged, or made to deceive."""

    sentence = lazy("The photo “%(name)s” is damaged or did not arrive whole. Choose it again, or choose another one.")


class TooManyPixels(Refusal):
    """It would take too much memory."""

    sentence = lazy("The photo “%(name)s” has too many pixels: the most is %(most)s million. Make it smaller and send it again.")


class TooManyPhotos(Refusal):
    """The thing has as many photos as it may have."""

    sentence = lazy("Too many photos: the most is %(most)s.")


class WrongBoxes(Refusal):
    """What should be covered does not lie on the photo."""

    sentence = lazy("Write each rectangle with four numbers between 0 and 100, its width and height more than 0.")


class TooManyBoxes(Refusal):
    """Nobody covers so much by rectangles."""

    sentence = lazy("Too many rectangles: the most is %(most)s.")
