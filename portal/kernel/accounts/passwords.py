"""Passwords: what a good one is, how it is kept, and how it is checked.

Argon2id at OWASP's minimum takes some 30 ms on purpose: make and check hashes before `work()`, never while the write
lock is held.
"""

import unicodedata
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, ClassVar

from portal.kernel.refusals import Refusal
from portal.kernel.texts import fold
from portal.kernel.words import lazy

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 10
LONGEST = 200
VARIETY = 4


class BadPassword(Refusal):
    """A password nobody should have; each kind says why."""

    status: ClassVar[int] = 422


class TooShort(BadPassword):
    """Fewer than ten characters."""

    sentence = lazy("Choose a longer password, of at least 10 characters. Three or four words together are a good one.")


class TooLong(BadPassword):
    """So long that checking it would be a burden."""

    sentence = lazy("Choose a shorter password: the most is 200 characters.")


class TooCommon(BadPassword):
    """One of those that are tried first."""

    sentence = lazy("Choose another password: this one is among the first that intruders try.")


class Guessable(BadPassword):
    """It contains what everybody knows about the person or the place."""

    sentence = lazy("Choose another password: leave out your e-mail name and the name of the municipality.")


@cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _dummy() -> str:
    return _hasher().hash("nobody has this password")


@cache
def _common() -> frozenset[str]:
    text = files("portal.kernel.accounts").joinpath("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(_bare(line) for line in text.splitlines() if line.strip())


def _bare(text: str) -> str:
    return "".join(sign for sign in fold(text) if sign.isalnum())


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFC", password[: LONGEST + 1]).encode("utf-8", "replace")


def check(password: str, *, email: str, place: str = "", field: str = "password") -> None:
    """Refuse a password that is too short, too long, too common, or made of the person's or the place's name.

    Nothing is demanded of its composition. `field` is the form field the refusal belongs to. Raises a `BadPassword`.
    """
    if len(password) < SHORTEST:
        raise TooShort(field)
    if len(password) > LONGEST:
        raise TooLong(field)
    bare = _bare(password)
    if len(set(password)) < VARIETY or {bare, bare.strip("0123456789")} & _common():
        raise TooCommon(field)
    known = (_bare(word) for word in (email.partition("@")[0], *place.split()))
    if any(len(word) >= VARIETY and word in bare for word in known):
        raise Guessable(field)


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return _hasher().hash(_bytes(password))


def chosen(password: str, *, email: str, place: str = "", field: str = "password") -> str:
    """Return what is kept of a password somebody chose, after `check`. Raises a `BadPassword`."""
    check(password, email=email, place=place, field=field)
    return hashed(password)


def matches(stored: str, password: str) -> bool:
    """Tell whether a password is the stored one; against an empty hash no password is, and it takes as long."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(stored or _dummy(), _bytes(password)) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Tell whether a hash was made with other parameters than today's: then the password is hashed anew."""
    return _hasher().check_needs_rehash(stored)
