"""Why a document is not read, each in a sentence that names it."""

from portal.kernel.files.refusals import DamagedFile, EmptyFile, HasMacros, MisnamedFile, TooLarge
from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy

__all__ = [
    "DamagedFile",
    "EmptyFile",
    "HasMacros",
    "LockedDocument",
    "MisnamedFile",
    "NoText",
    "OldWord",
    "PackedToDeceive",
    "TooLarge",
    "TooManyBlocks",
    "UnknownDocument",
    "UnreadableLetters",
    "UnsafeMarkup",
]


class UnknownDocument(Refusal):
    """Neither its content nor its name is of a kind that is read."""

    sentence = lazy("The file “%(name)s” cannot be read as a text. Send DOCX, ODT, HTML, Markdown or plain text.")


class OldWord(Refusal):
    """The format of Word before 2007."""

    sentence = lazy("The file “%(name)s” is in the old format of Word. Open it and save it as DOCX.")


class LockedDocument(Refusal):
    """It wants a password."""

    sentence = lazy("The file “%(name)s” is locked with a password. Save it without one.")


class PackedToDeceive(Refusal):
    """Unpacked it would be a flood: too much, too many, or packages in packages."""

    status = 413
    sentence = lazy("The file “%(name)s” is packed in a way that hides far more than a text has.")


class UnsafeMarkup(Refusal):
    """Its inner files declare things that no writing program declares (DTD, entities, endless nesting)."""

    sentence = lazy("The file “%(name)s” contains instructions that a text does not need. Save it again in a writing program.")


class UnreadableLetters(Refusal):
    """A text in an alphabet table we do not know."""

    sentence = lazy("The letters of the file “%(name)s” cannot be read. Save it as UTF-8.")


class NoText(Refusal):
    """There are no words in it: empty, or pictures of a text."""

    sentence = lazy("There is no text in the file “%(name)s”. A scanned document has to be typed or recognised first.")


class TooManyBlocks(Refusal):
    """It is longer than a draft decision can be."""

    status = 413
    sentence = lazy("The file “%(name)s” is too long: at most %(most)s paragraphs and %(letters)s characters are read.")
