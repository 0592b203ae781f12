"""What the rules of calls do not allow, each in a sentence."""

from collections.abc import Mapping
from types import MappingProxyType

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class OtherUnit(Refusal):
    """The call belongs to a unit that this person does not work for."""

    status = 403
    sentence = lazy("This call belongs to another department. Ask it, or the head of administration.")


class NoUnit(Refusal):
    """An office of a councillor prepares no calls: departments do."""

    status = 403
    sentence = lazy(
        "Your role is tied to an office, and public calls are prepared by departments. If you work on one, ask an "
        "administrator to tie a role of yours to your department."
    )


class AsksTooLate(Refusal):
    """A question after the end helps nobody."""

    sentence = lazy("Questions must end before applications do.")


class AnswersTooLate(Refusal):
    """Answers come after the questions and in time for the applications."""

    sentence = lazy("Answers must be due after the last question and before applications end.")


class OpensTooEarly(Refusal):
    """Nothing is opened while applications may still come."""

    sentence = lazy("Applications can be opened when they have ended, never before.")


class AddressNeeded(Refusal):
    """Of a call on another portal people need the way there."""

    sentence = lazy("Write the whole address of the call on the other portal, beginning with https://")


class NotPreparing(Refusal):
    """It is published: what people have read is not changed in silence."""

    status = 409
    sentence = lazy("This call is published already. Change it by a public change.")


class NotReady(Refusal):
    """Something is missing before it can be published; the checklist says what."""

    status = 409
    sentence = lazy("The call cannot be published yet: %(missing)s")


class NotRunning(Refusal):
    """Only a published call that is not over can be changed."""

    status = 409
    sentence = lazy("Only a published call whose time for applications has not ended can be changed.")


class NoteNeeded(Refusal):
    """What is changed in public is changed with a word to everybody."""

    sentence = lazy("Write what is different and why: everybody who collected the documents gets it in a letter.")


class NothingChanged(Refusal):
    """A public change says something."""

    sentence = lazy("Nothing is different from before.")


class OnlyLater(Refusal):
    """Who relied on the deadline must not lose time."""

    sentence = lazy("The deadline can only be moved later than it is now, never earlier.")


class ReasonNeeded(Refusal):
    """A call is not cancelled without a word."""

    sentence = lazy("Write the reason: everybody reads it on the page of the call.")


class AlreadyOver(Refusal):
    """It was decided or cancelled."""

    status = 409
    sentence = lazy("This call is over.")


class OutOfOrder(Refusal):
    """There is nothing above the first or below the last."""

    status = 409
    sentence = lazy("It cannot be moved further.")


class TooManyParts(Refusal):
    """Nobody can fill in so much."""

    sentence = lazy("There are too many: the most is %(most)s.")


class DocumentPublished(Refusal):
    """People hold it already."""

    status = 409
    sentence = lazy("This document is published: it stays. What is wrong in it is put right in a new version.")


class OnlyLooser(Refusal):
    """What people could have stays theirs to have."""

    sentence = lazy("Who may have a published document can only become more: choose a wider circle than now.")


class FileNeeded(Refusal):
    """A version is a file."""

    sentence = lazy("Choose the file of the document.")


class SameFile(Refusal):
    """The same bytes are no new version."""

    sentence = lazy("This is the file of the last version. Choose the changed one.")


class ChangedNeeded(Refusal):
    """Who holds the last version wants to know what is different."""

    sentence = lazy("Write what is different from the version before.")


class OrganisationNeeded(Refusal):
    """Some documents are only for those who act for an organisation."""

    status = 403
    sentence = lazy(
        "This document is for organisations. Choose the organisation in whose name you collect it, or open an account for it."
    )


class LinkOver(Refusal):
    """The signed address of a document lasts a quarter of an hour and serves one person."""

    status = 403
    sentence = lazy(
        "This link to the document has expired or belongs to somebody else. Collect the document again: it takes one press."
    )


class AskedTooLate(Refusal):
    """The time for questions is over; the moments are told, and `facts` holds them for the audit log."""

    status = 409
    sentence = lazy(
        "Questions were taken until %(until)s. By the server's clock yours arrived at %(arrived)s, and its turn came at "
        "%(now)s. That it was refused is written in the audit log. Your text is still here: copy it if you need it."
    )
    facts: Mapping[str, str] = MappingProxyType({})


class NotAskable(Refusal):
    """Only a published call that takes applications takes questions."""

    status = 409
    sentence = lazy("This call takes no questions.")


class TooManyQuestions(Refusal):
    """One person does not fill the desk."""

    sentence = lazy("You have %(most)s questions waiting for an answer. Wait until one of them is answered.")


class AlreadySettled(Refusal):
    """A question is answered once."""

    status = 409
    sentence = lazy("This question is answered or declined already.")


class AskerNamed(Refusal):
    """The public text must not tell who asked."""

    sentence = lazy("The public text contains something by which the asker can be known: %(what)s. Take it out.")
