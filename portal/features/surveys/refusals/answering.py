"""What the rules of answering do not allow."""

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy


class KeyGone(Refusal):
    """The key of a survey is not here: it was destroyed at closing, or this is a restored copy, which never gets it."""

    status = 409
    sentence = lazy("New ballots cannot be given out any more. Whoever has a code can answer with it.")


class SurveyOver(Refusal):
    """The survey is not open, or its last minute is over."""

    status = 409
    sentence = lazy("This survey is not open, so nothing was sent.")


class NotYours(Refusal):
    """A right is exchanged for a code once; the page that did it can show the code again, another one cannot."""

    status = 409
    sentence = lazy(
        "You have already taken your code for this survey, on another page. Nobody keeps which one it is: "
        "answer with the code you noted down."
    )


class NoBallotsLeft(Refusal):
    """The pool is empty."""

    status = 409
    sentence = lazy("All ballots have been given out. Please tell the municipality.")


class CodeMistyped(Refusal):
    """The check letter does not fit, so some letter was mistyped."""

    sentence = lazy("This is not a code of a ballot. Check every letter: a code has three groups of six letters and digits.")


class NoSuchBallot(Refusal):
    """The code looks right and belongs to no ballot of this survey."""

    status = 404
    sentence = lazy("There is no ballot with this code in this survey.")


class AnsweredBefore(Refusal):
    """The ballot was answered with other answers; the first ones stay."""

    status = 409
    sentence = lazy("This ballot has already been answered, and the first answers stay. What you sent now was not counted.")


class NotThisVersion(Refusal):
    """The form names a version of the questionnaire that was never published."""

    status = 409
    sentence = lazy("This questionnaire does not exist. Open the survey again.")
