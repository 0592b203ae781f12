"""Why a file is not taken, each in a sentence that names it."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class EmptyFile(Refusal):
    """There is nothing in it."""

    sentence = lazy("The file “%(name)s” is empty.")


class TooLarge(Refusal):
    """It is larger than anybody should have to download."""

    status = 413
    sentence = lazy("The file “%(name)s” is too large: the most is %(most)s MB.")


class UnknownKind(Refusal):
    """Neither its content nor its name is of a kind we take."""

    sentence = lazy(
        "The file “%(name)s” is of a kind that is not accepted. "
        "Send PDF, DOCX, ODT, XLSX, ODS, JPEG, PNG or plain text (TXT)."
    )


class OtherKinds(Refusal):
    """Its name is of none of the kinds that are taken here."""

    sentence = lazy("The file “%(name)s” is of a kind that is not accepted here. Accepted are: %(kinds)s.")


class MisnamedFile(Refusal):
    """Its name promises another kind than its content is."""

    sentence = lazy(
        "The file “%(name)s” holds something else than its name says. Save it again in the program it was made with."
    )


class DamagedFile(Refusal):
    """It cannot be looked through: broken, packed to deceive, or locked with a password."""

    sentence = lazy("The file “%(name)s” is damaged, locked or packed in a way that cannot be checked.")


class HasMacros(Refusal):
    """It brings programs along."""

    sentence = lazy("The file “%(name)s” contains macros, which could harm its readers. Save it without macros.")


class TooManyFiles(Refusal):
    """The thing has as many files as it may have."""

    sentence = lazy("Too many files: the most is %(most)s.")


class NotStored(Refusal):
    """The disk did not take it."""

    status = 507
    sentence = lazy("The files could not be stored just now. Please try again in a few minutes.")
