"""Verbs of coming in: sessions, and the second factor."""

import secrets
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.kernel import audit, months, outbox
from portal.kernel.accounts import second_factor, session
from portal.kernel.accounts.models import Person, RecoveryCode, SignIn
from portal.kernel.clock import now
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import Refusal
from portal.kernel.tickets import digest
from portal.kernel.words import lazy


class WrongSignIn(Refusal):
    """Address or password is wrong; which of them, is not said."""

    status = 422
    sentence = lazy("The e-mail address or the password is not right. Check both and try again.")


class Closed(Refusal):
    """The account was disabled; said only to who knows its password."""

    status = 403
    sentence = lazy("This account has been disabled. Please write to the municipality.")


class WrongCode(Refusal):
    """The code is wrong, old or already used; all look alike."""

    status = 422
    sentence = lazy("This code is not right. Wait for the next one in the app and try again.")


class WrongRecoveryCode(Refusal):
    """The code is wrong or was used before."""

    status = 422
    sentence = lazy("This recovery code is not right, or has been used before.")


def begin(db: Session, person_id: int, *, password_hash: str, rehashed: str, device: str) -> str:
    """Begin a session after the password was found right and return the token for the cookie.

    `password_hash` is what it was checked against: a password changed meanwhile is no longer right. `rehashed` is
    kept instead of it, if given. Raises `WrongSignIn` and `Closed`.
    """
    person = db.get(Person, person_id)
    if person is None or person.password_hash != password_hash or person.confirmed_at is None:
        raise WrongSignIn
    if not person.is_active:
        raise Closed
    person.password_hash = rehashed or person.password_hash
    return session.begin(db, person, device)


def welcome(db: Session, person: Person, device: str, *, known_device: bool) -> None:
    """Note that a member of staff has come in, and tell them by letter when the device is new."""
    if not person.is_staff:
        return
    audit.note(db, "accounts.signed_in", "person", person.id, by=person.id)
    if not known_device:
        data = {"name": person.name, "device": device, "at": now().isoformat()}
        outbox.post(db, "accounts.new_device", Recipient.of(person), data)


def complete(db: Session, sign_in_id: int) -> str:
    """Mark a session as passed by the second factor and return its new token: the old one opens nothing any more.

    The first time it is a sign-in that counts.
    """
    token, moment = secrets.token_urlsafe(32), now()
    if db.scalar(select(SignIn.id).where(SignIn.id == sign_in_id, SignIn.second_factor_at.is_(None))) is not None:
        months.add(db, session.WITH_SECOND_FACTOR, moment)
    db.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None))
        .values(token_hash=digest(token), second_factor_at=moment)
    )
    return token


def pass_code(db: Session, person: Person, code: str) -> None:
    """Take six digits of the app; of two presses at once one is let in. Raises `WrongCode`."""
    if not person.totp_confirmed_at or not person.totp_salt:
        raise WrongCode("code")
    step = second_factor.step_of(second_factor.secret_of(person.totp_salt), code, now())
    if step is None:
        raise WrongCode("code")
    result: Any = db.execute(
        update(Person).where(Person.id == person.id, Person.totp_last_step < step).values(totp_last_step=step)
    )
    if result.rowcount != 1:
        raise WrongCode("code")


def pass_recovery_code(db: Session, person: Person, code: str) -> None:
    """Take one of the codes for a lost telephone, once; a letter says so. Raises `WrongRecoveryCode`."""
    result: Any = db.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_hash == second_factor.code_hash(person.id, code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now())
    )
    if result.rowcount != 1:
        raise WrongRecoveryCode("code")
    audit.note(db, "accounts.recovery_code_used", "person", person.id, by=person.id)
    outbox.post(db, "accounts.recovery_used", Recipient.of(person), {"name": person.name})


def set_up_second_factor(db: Session, person: Person, salt: str, code: str) -> list[str]:
    """Keep the salt of the secret that the app has read, proved by a code, and return the recovery codes.

    Raises `WrongCode`.
    """
    step = second_factor.step_of(second_factor.secret_of(salt), code, now())
    if step is None:
        raise WrongCode("code")
    codes = enrol(db, person, salt)
    person.totp_last_step = step
    return codes


def enrol(db: Session, person: Person, salt: str) -> list[str]:
    """Give a person a second factor without asking for a code, and return the recovery codes: for the demonstration."""
    person.totp_salt, person.totp_confirmed_at, person.totp_last_step = salt, now(), 0
    person.version += 1
    audit.note(db, "accounts.second_factor_set", "person", person.id, by=person.id)
    return renew_recovery_codes(db, person)


def renew_recovery_codes(db: Session, person: Person) -> list[str]:
    """Make ten recovery codes instead of those there were, and return them; only their hashes are kept."""
    db.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = second_factor.recovery_codes()
    for code in codes:
        db.add(RecoveryCode(person_id=person.id, code_hash=second_factor.code_hash(person.id, code)))
    audit.note(db, "accounts.recovery_codes_made", "person", person.id, by=person.id)
    return codes


def reset_second_factor(db: Session, person: Person, *, by: int | None) -> None:
    """Take a lost second factor away: sessions end, the next sign-in sets up a new one; a letter says so."""
    person.totp_salt, person.totp_confirmed_at, person.totp_last_step = "", None, 0
    person.version += 1
    db.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    session.end_all(db, person.id)
    audit.note(db, "accounts.second_factor_reset", "person", person.id, by=by)
    outbox.post(db, "accounts.second_factor_reset", Recipient.of(person), {"name": person.name})
