"""What the rules of typing in paper forms do not allow."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class NoForms(Refusal):
    """Forms are printed one at least, and a few hundred at most."""

    sentence = lazy("Between 1 and %(most)s forms can be printed at once.")


class NoName(Refusal):
    """A batch without a name is found by nobody."""

    sentence = lazy("Write a name by which you will know these forms, for example where they lie.")


class NotPaper(Refusal):
    """The code was drawn by somebody on the web: a clerk does not answer with it."""

    status = 409
    sentence = lazy("This code does not belong to forms of this kind. Look at the name of the batch on the form.")


class BatchClosed(Refusal):
    """The batch was closed; the code can still be used in another one."""

    status = 409
    sentence = lazy("This batch is closed. Open the newest one and type the form in there.")


class NothingTyped(Refusal):
    """There is nothing to decide: the form was not typed in, or was taken already."""

    status = 409
    sentence = lazy("This form does not wait for a decision any more.")
