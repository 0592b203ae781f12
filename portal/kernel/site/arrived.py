"""What a server tells of a body that it did not keep, and what the reader is told."""

from flask import request

from portal.kernel.refusals import Refusal
from portal.kernel.words import lazy

REFUSED = "portal.refused"
"""Where a server says why the body of a request is not there."""
FULL, SLOW, TOO_LONG = "full", "slow", "too long"


class NoRoom(Refusal):
    """Others send so much at this moment that there is no place for more."""

    status = 503
    again = 30
    sentence = lazy(
        "Many people are sending files at this moment, and there was no place for yours. Nothing of it was kept: wait half a "
        "minute, go back and send it again."
    )


class TooSlow(Refusal):
    """It came so slowly that it had to give way to others."""

    status = 503
    again = 30
    sentence = lazy(
        "What you were sending came so slowly that it had to give way to others. Nothing of it was kept: go back and send it "
        "again, in smaller files, or from where the line is better."
    )


class BodyTooLong(Refusal):
    """It is longer than anything that is taken here."""

    status = 413
    sentence = lazy(
        "What you sent is larger than anything that is taken here, so nothing of it was kept. Go back and choose a smaller "
        "file: beside the field stands how large it may be. Look whether what you wrote in the form is still there."
    )


REFUSALS: dict[str, type[Refusal]] = {FULL: NoRoom, SLOW: TooSlow, TOO_LONG: BodyTooLong}


def refuse_what_was_not_kept() -> None:
    """Say why, where the server did not keep the body of this request. Raises `NoRoom`, `TooSlow`, `BodyTooLong`."""
    if why := request.environ.get(REFUSED):
        raise REFUSALS[why]
