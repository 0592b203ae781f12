"""Refusals: named exceptions, each with a sentence for the reader.

A verb that says no raises one of these; views show it beside the field or on a page of its own.
"""

from typing import ClassVar

from portal.kernel.words import LazyString, lazy


class Refusal(Exception):
    """Something the rules do not allow, said in the reader's version.

    `status` is the HTTP status of the page that shows it; `field` names the form field it belongs to, if any. `again` is
    after how many seconds it is worth trying again, where that is known.
    """

    status: ClassVar[int] = 400
    again: ClassVar[int | None] = None
    sentence: ClassVar[LazyString] = lazy("This cannot be done.")

    def __init__(self, field: str | None = None, **words: object) -> None:
        super().__init__(type(self).__name__)
        self.field = field
        self.words = words

    def __str__(self) -> str:
        text = str(self.sentence)
        return text % self.words if self.words else text


class NotFound(Refusal):
    """The thing does not exist, or not for this reader: both look alike."""

    status = 404
    sentence = lazy("The page you are looking for does not exist, or is no longer public.")


class NotAllowed(Refusal):
    """The person may not do this."""

    status = 403
    sentence = lazy("You are not allowed to do this.")


class Stale(Refusal):
    """Somebody else changed the thing since the reader saw it; carries both texts for the page."""

    status = 409
    sentence = lazy("Somebody has changed this in the meantime. Look at the new state and decide again.")

    def __init__(self, *, mine: str = "", theirs: str = "", **words: object) -> None:
        super().__init__(None, **words)
        self.mine = mine
        self.theirs = theirs


class NoAddress(Refusal):
    """What was given as a link is no address of the web."""

    sentence = lazy("Write the whole address of the page, beginning with https://")


class TooMany(Refusal):
    """A rate limit; says when to try again."""

    status = 429
    sentence = lazy("Too many attempts. Please try again in a few minutes.")
