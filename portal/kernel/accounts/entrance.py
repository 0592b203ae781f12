"""How somebody comes in: the try is counted, the password checked outside any transaction, the session begun."""

import logging
from dataclasses import dataclass

from portal.kernel.accounts import actions, attempts, passwords, queries
from portal.kernel.accounts.devices import Device
from portal.kernel.accounts.models import Person
from portal.kernel.codes import fingerprint
from portal.kernel.db import session, work
from portal.kernel.refusals import Refusal
from portal.kernel.settings import setting
from portal.kernel.words import lazy

log = logging.getLogger("portal.accounts")


class WrongPassword(Refusal):
    """The password of somebody who is signed in already is not right."""

    status = 422
    sentence = lazy("The password is not right. Try again.")


def owes_second_factor(person: Person) -> bool:
    """Tell whether this person needs more than a password here."""
    return person.is_staff and bool(setting("SECOND_FACTOR"))


@dataclass(frozen=True)
class Entered:
    """Somebody has come in: the token for the cookie, and whether a second factor is still owed."""

    person_id: int
    token: str
    owes: bool


def sign_in(email: str, password: str, *, network: str, device: Device) -> Entered:
    """Begin a session by e-mail and password.

    Known and unknown addresses take the same time and get the same answers. Raises `TooMany`, `WrongSignIn`, `Closed`.
    """
    address = email.strip().lower()
    person = queries.by_email(session(), address)
    id, stored = (person.id, person.password_hash) if person else (0, "")
    attempts.admit(*attempts.of_sign_in(address, network, device, person))
    if not passwords.matches(stored, password):
        log.warning("wrong sign-in for %s from %s", fingerprint(address)[:12], network)
        raise actions.WrongSignIn
    rehashed = passwords.hashed(password) if passwords.is_outdated(stored) else ""
    with work() as db:
        token = actions.begin(db, id, password_hash=stored, rehashed=rehashed, device=device.name)
        person = db.get_one(Person, id)
        owes = owes_second_factor(person)
        if not owes:
            actions.welcome(db, person, device.name, known_device=device.knows(id))
    return Entered(id, token, owes)


def confirm(person: Person, password: str, *, session_id: int | None, field: str = "password") -> None:
    """Ask somebody who is signed in for the password again, before what cannot be undone.

    Raises `TooMany` and `WrongPassword`.
    """
    stored = person.password_hash
    attempts.admit(*attempts.of_own_password(person.id, session_id))
    if not passwords.matches(stored, password):
        raise WrongPassword(field)
