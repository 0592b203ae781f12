"""What the rules of debates do not allow, each in a sentence."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class ClosesTooEarly(Refusal):
    """A debate lasts a while, and it is not over before it is announced."""

    sentence = lazy("The end must be after the beginning, and still to come.")


class NotScheduled(Refusal):
    """Who announces says from when until when."""

    status = 409
    sentence = lazy("Write from when until when the debate lasts before you announce it.")


class NoEdition(Refusal):
    """There is nothing to debate yet."""

    status = 409
    sentence = lazy("Publish the first version of the draft before you announce the debate.")


class OtherUnit(Refusal):
    """Whose role is tied to a unit works on the debates of that unit."""

    status = 403
    sentence = lazy("This debate belongs to another unit.")


class NoUnit(Refusal):
    """An office of a councillor prepares no debates: departments do."""

    status = 403
    sentence = lazy(
        "Your role is tied to an office, and debates are prepared and answered by departments. If you work on one, ask an "
        "administrator to tie a role of yours to your department."
    )


class NotPreparing(Refusal):
    """It is announced: what people have read is not changed in silence."""

    status = 409
    sentence = lazy("This debate is announced already.")


class NotRunning(Refusal):
    """Only an announced debate that is not over can be postponed."""

    status = 409
    sentence = lazy("Only an announced debate that has not ended yet can be postponed.")


class ReasonNeeded(Refusal):
    """What is changed after the announcement is changed with a reason that everybody reads."""

    sentence = lazy("Write the reason: everybody reads it on the page of the debate.")


class NotReported(Refusal):
    """An act is adopted after the report on the debate."""

    status = 409
    sentence = lazy("The report on the debate must be published before you enter the adopted act.")


class AlreadyOver(Refusal):
    """It was adopted or abandoned."""

    status = 409
    sentence = lazy("This debate is over.")


class HearingOver(Refusal):
    """What has been is not changed."""

    status = 409
    sentence = lazy("This hearing has been held or was cancelled.")


class EndsTooEarly(Refusal):
    """A hearing ends after it begins."""

    sentence = lazy("The hearing must end after it begins, on the same day.")


class HearingPassed(Refusal):
    """Nobody can come to what has been."""

    sentence = lazy("This moment has passed. Choose a later one.")


class EditionPublished(Refusal):
    """A published version never changes again."""

    status = 409
    sentence = lazy("This version is published and never changes again. What is wrong in it is put right in the next one.")


class EditionWaits(Refusal):
    """One new version is prepared at a time."""

    status = 409
    sentence = lazy("A new version is being prepared already. Publish it or delete it first.")


class NothingToRead(Refusal):
    """A version comes from a file or from pasted text."""

    sentence = lazy("Choose the file with the draft, or paste its text.")


class NoPassages(Refusal):
    """A version has a text."""

    status = 409
    sentence = lazy("The version has no text.")


class TooManyPassages(Refusal):
    """A page that no one could read to the end."""

    sentence = lazy("The draft has too many passages: the most is %(most)s.")


class EmptyPassage(Refusal):
    """A passage says something."""

    sentence = lazy("Write the text or the heading of the passage, or delete it.")


class NothingToJoin(Refusal):
    """The first passage has none before it."""

    status = 409
    sentence = lazy("There is no passage before this one.")


class NothingToSplit(Refusal):
    """An empty line says where."""

    sentence = lazy("Put an empty line where the passage should be split, then press “Split” again.")


class ChoiceNeeded(Refusal):
    """Somebody left tracked changes in the file."""

    status = 409
    sentence = lazy("The file has tracked changes. Say first which text holds.")


class NotMapped(Refusal):
    """Remarks follow the passages: so a clerk says first where each one comes from."""

    status = 409
    sentence = lazy("Confirm first where each passage of the new version comes from.")


class LineTaken(Refusal):
    """One passage continues another; two do not."""

    sentence = lazy("Two passages cannot continue the same one: %(label)s. Choose for one of them that it is new.")


class NotCompared(Refusal):
    """There is nothing to confirm yet."""

    status = 409
    sentence = lazy("The versions have not been compared yet.")


class NoteNeeded(Refusal):
    """Who has read the version before wants to know what is different."""

    sentence = lazy("Write what is different in this version, and why.")
