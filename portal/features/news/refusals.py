"""What the rules of news do not allow, each in a sentence."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class Withdrawn(Refusal):
    """The item was public and is not any more."""

    status = 410
    sentence = lazy("This news item was withdrawn.")


class UnknownCategory(Refusal):
    """Every item has a category."""

    sentence = lazy("Choose a category.")


class NotComplete(Refusal):
    """What is published has a lead and a text."""

    sentence = lazy("Write the summary and the text before you publish.")


class PassedMoment(Refusal):
    """Nothing is scheduled into the past."""

    sentence = lazy("This moment has passed. Choose a later one, or publish now.")


class ExpiresTooEarly(Refusal):
    """An item is there for a while before it goes."""

    sentence = lazy("The end must be after the beginning.")


class NoteNeeded(Refusal):
    """What many have read is not changed in silence."""

    sentence = lazy("Write what you corrected: the note stands under the news item with its day.")


class AlreadyPublic(Refusal):
    """It is published or scheduled already."""

    status = 409
    sentence = lazy("This news item is published or scheduled already.")


class NotPublic(Refusal):
    """Only what is published or scheduled can be taken back."""

    status = 409
    sentence = lazy("This news item is neither published nor scheduled.")


class TooLateToTakeBack(Refusal):
    """After the first minutes the public has read it."""

    status = 409
    sentence = lazy("The first minutes are over. Withdraw the news item with a reason, or correct it.")


class OnlyDrafts(Refusal):
    """What was public is never deleted."""

    status = 409
    sentence = lazy("Only a draft that was never public can be deleted. Withdraw the news item instead.")


class NoDescription(Refusal):
    """Who does not see a picture hears what it shows."""

    sentence = lazy("Describe the picture in both languages, or tick that it is decorative.")


class NoPicture(Refusal):
    """A form for a picture brings one."""

    sentence = lazy("Choose a picture.")


class CategoryInUse(Refusal):
    """News keep their category."""

    status = 409
    sentence = lazy("There are news in this category, or a source brings them. Rename it, or move them first.")


class LastCategory(Refusal):
    """Every item has a category, so there is always one."""

    status = 409
    sentence = lazy("The last category stays.")


class WrongAddress(Refusal):
    """A feed has an address of the web."""

    sentence = lazy("Write the whole address of the feed, beginning with https:// or http://")


class SourceKnown(Refusal):
    """One feed is one source."""

    status = 409
    sentence = lazy("There is already a source with this address.")


class NothingProposed(Refusal):
    """The proposal was taken over or left by somebody else."""

    status = 409
    sentence = lazy("There is no proposal any more.")
