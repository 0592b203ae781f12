"""What a letter is made of; the words are a feature's, the shape is one for all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.kernel.accounts.models import Person


@dataclass(frozen=True)
class Recipient:
    """Who gets a letter and in which version; a guest has an address and no account."""

    email: str
    version_key: str = "sr"
    person_id: int | None = None

    @classmethod
    def of(cls, person: Person) -> "Recipient":
        """Return a person with an account as the one who gets the letter."""
        return cls(person.email or "", person.version_key, person.id)


@dataclass(frozen=True)
class Button:
    """The one thing to do: it opens a page, it never acts."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter in words. `links` are lines that each lead to a page of their own.

    `unsubscribe` is the address of one-click unsubscribing (RFC 8058), where it has one.
    """

    subject: str
    paragraphs: list[str]
    greeting: str = ""
    links: Sequence[Button] = ()
    button: Button | None = None
    after: list[str] | None = None
    unsubscribe: str = ""


Writer = Callable[[Mapping[str, Any]], Letter]
