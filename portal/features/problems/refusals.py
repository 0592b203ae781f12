"""What the rules of problems do not allow, each in a sentence."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class UnknownCategory(Refusal):
    """There is no such category."""

    sentence = lazy("Choose what the problem is about.")


class CategoryClosed(Refusal):
    """The category takes no reports now; the sentence is the municipality's own."""

    status = 409
    sentence = lazy("%(message)s")


class UnknownSettlement(Refusal):
    """There is no such settlement."""

    sentence = lazy("Choose the settlement.")


class AnswerMissing(Refusal):
    """A question of the category that must be answered is not."""

    sentence = lazy("Answer this question.")


class NoWayBack(Refusal):
    """The change of state is not in the table of legal ones."""

    status = 409
    sentence = lazy("This cannot be done with a report that stands as “%(state)s”. Look at its page again.")


class NotYours(Refusal):
    """The report belongs to another unit."""

    status = 403
    sentence = lazy("This report belongs to another unit.")


class TooShort(Refusal):
    """A text that says nothing does not stop the clock."""

    sentence = lazy("An answer says what will be done and when: write at least %(least)s characters.")


class NoAnswerYet(Refusal):
    """A problem is not resolved before somebody has answered."""

    status = 409
    sentence = lazy("Answer the citizen first: a report without an answer cannot be marked as resolved.")


class NoProof(Refusal):
    """Resolved means a photo, or a sentence that says why there is none."""

    sentence = lazy("Add a photo of what was done, or write why there is none.")


class NoText(Refusal):
    """Something must be said."""

    sentence = lazy("Write what should be said.")


class NotJoinable(Refusal):
    """A report joins another one that stands for itself."""

    status = 409
    sentence = lazy("There is no such report to join this one to. Write the number of a report that is not joined itself.")


class NotJoined(Refusal):
    """Only a joined report can be separated."""

    status = 409
    sentence = lazy("This report is not joined to another one.")


class NotAsked(Refusal):
    """Nobody waits for a word of the reporter."""

    status = 409
    sentence = lazy("Nobody is waiting for your reply. What you want to add can be sent as a new report.")


class NotResolved(Refusal):
    """Whether it is true can be said of a resolved report, once."""

    status = 409
    sentence = lazy("You have already said whether the problem is resolved, or it is not marked as resolved.")


class WrongCode(Refusal):
    """Number and code do not fit; which of the two is wrong is not said."""

    sentence = lazy("There is no report with this number and code. Check both.")


class BadOutline(Refusal):
    """What was given as the outline is none."""

    sentence = lazy("Write at least three lines of “latitude, longitude”, or paste a polygon in GeoJSON.")


class BadTiles(Refusal):
    """An address of tiles names zoom, column and row."""

    sentence = lazy("Write the whole address with {z}, {x} and {y}, beginning with https://, or leave it empty.")


class OutsideWorld(Refusal):
    """A position that cannot be one."""

    sentence = lazy("This is not a position on the map. Leave it out and describe the place in words.")


class MonthNotOver(Refusal):
    """A month is frozen when it is over."""

    status = 409
    sentence = lazy("This month is not over yet.")


class MonthFrozen(Refusal):
    """A frozen month stays as it is."""

    status = 409
    sentence = lazy("The report of this month is frozen already.")


class NoContact(Refusal):
    """Somebody must be told when a program does wrong."""

    sentence = lazy("Write whom to write or call when something is wrong with the program.")


class KeyRevoked(Refusal):
    """A key is revoked once."""

    status = 409
    sentence = lazy("This key is revoked already.")


class WrongKey(Refusal):
    """A program came without a key, or with one that is unknown or revoked; which of these is not said."""

    status = 403
    sentence = lazy("“api_key” is missing, unknown or revoked. The municipality issues keys.")
