"""Verbs of those who look after the people: add, invite, give and take roles, disable."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import audit, outbox, tickets
from portal.kernel.accounts import passwords
from portal.kernel.accounts.models import Grant, Person, Role
from portal.kernel.accounts.session import end_all
from portal.kernel.clock import now
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.words import lazy

INVITATION = "accounts.invitation"
INVITATION_LASTS = timedelta(days=7)


class AddressTaken(Refusal):
    """Somebody has an account with this address already; said only to those who may see the people."""

    status = 409
    sentence = lazy("Somebody has an account with this e-mail address already.")


class Unwise(Refusal):
    """What an administrator asks for would do harm; each kind says why."""

    status = 409


class LastAdministrator(Unwise):
    """Without this person nobody could look after the people."""

    sentence = lazy("This is the last administrator. Make somebody else an administrator first.")


class NotYourself(Unwise):
    """Shutting oneself out is always a mistake."""

    sentence = lazy("You cannot disable your own account. Ask another administrator.")


class HasJoined(Unwise):
    """An invitation is for those who have no password yet."""

    sentence = lazy("This person has already accepted the invitation.")


def add_person(
    db: Session,
    *,
    email: str,
    name: str,
    password: str = "",
    roles: Sequence[tuple[Role, str]] = (),
    version_key: str = "sr",
    confirmed: bool = True,
    by: int | None = None,
) -> Person:
    """Add somebody with roles, given as pairs of role and scope. The password is not judged here.

    Raises `AddressTaken`. With a password it takes 30 ms in the transaction: meant for the console, tests and demo.
    """
    address = email.strip().lower()
    if db.scalar(select(Person.id).where(Person.email == address)):
        raise AddressTaken("email")
    moment = now()
    person = Person(
        email=address,
        name=name,
        created_at=moment,
        password_hash=passwords.hashed(password) if password else "",
        version_key=version_key,
        confirmed_at=moment if confirmed else None,
    )
    db.add(person)
    db.flush()
    audit.note(db, "accounts.added", "person", person.id, by=by)
    for role, scope in roles:
        grant(db, person, role, scope, by=by)
    return person


def invite(
    db: Session, *, email: str, name: str, role: Role, scope: str = "", version_key: str = "sr", by: int
) -> Person:
    """Invite a member of staff by letter; the account opens when the password is set. Raises `AddressTaken`."""
    person = add_person(
        db, email=email, name=name, roles=[(role, scope)], version_key=version_key, confirmed=False, by=by
    )
    send_invitation(db, person, by=by)
    return person


def send_invitation(db: Session, person: Person, *, by: int) -> None:
    """Write the invitation, instead of any sent before. Raises `HasJoined`."""
    if person.confirmed_at is not None or not person.is_active:
        raise HasJoined
    tickets.revoke(db, INVITATION, "person", person.id)
    token = _ticket(db, INVITATION, INVITATION_LASTS, person)
    outbox.post(db, "accounts.invited", Recipient.of(person), {"name": person.name, "token": token})
    audit.note(db, "accounts.invited", "person", person.id, by=by)


def accept_invitation(db: Session, token: str, password_hash: str) -> Person:
    """Set the first password by the link of the letter. Raises `LinkSpent`."""
    person = db.get(Person, tickets.use(db, INVITATION, token).person_id)
    if person is None or not person.is_active:
        raise tickets.LinkSpent
    person.password_hash = password_hash
    person.confirmed_at = now()
    audit.note(db, "accounts.joined", "person", person.id, by=person.id)
    return person


def grant(db: Session, person: Person, role: Role, scope: str = "", *, by: int | None) -> None:
    """Give a role, for an office or unit where `scope` names one; a second time is the first.

    The person is told by letter when somebody at the desk did it.
    """
    if any(found.role == role and found.scope == scope for found in person.grants):
        return
    person.grants.append(Grant(person_id=person.id, role=role, scope=scope))
    db.flush()
    audit.note(db, "accounts.granted", "person", person.id, by=by, role=role.value, scope=scope)
    _tell_roles(db, person, by)


def take_role(db: Session, person: Person, grant_id: int, *, by: int | None) -> None:
    """Take a role back. Raises `NotFound` and `LastAdministrator`."""
    found = next((grant for grant in person.grants if grant.id == grant_id), None)
    if found is None:
        raise NotFound
    if found.role == Role.ADMINISTRATOR:
        keep_one_administrator(db, person)
    person.grants.remove(found)
    db.flush()
    audit.note(db, "accounts.revoked", "person", person.id, by=by, role=found.role.value, scope=found.scope)
    _tell_roles(db, person, by)


def disable(db: Session, person: Person, *, by: int | None) -> None:
    """Shut an account: its sessions and links end at once, what it wrote stays.

    Raises `NotYourself` and `LastAdministrator`.
    """
    if person.disabled_at is not None:
        return
    if by == person.id:
        raise NotYourself
    keep_one_administrator(db, person)
    person.disabled_at = now()
    person.version += 1
    end_all(db, person.id)
    revoke_links(db, person)
    audit.note(db, "accounts.disabled", "person", person.id, by=by)
    outbox.post(db, "accounts.disabled", Recipient.of(person), {"name": person.name})


def enable(db: Session, person: Person, *, by: int | None) -> None:
    """Open an account again; the person signs in as before. Raises `NotFound` for a deleted one."""
    if person.deleted_at is not None:
        raise NotFound
    if person.disabled_at is not None:
        person.disabled_at = None
        person.version += 1
        audit.note(db, "accounts.enabled", "person", person.id, by=by)
        outbox.post(db, "accounts.enabled", Recipient.of(person), {"name": person.name})


def keep_one_administrator(db: Session, person: Person) -> None:
    """Refuse to lose the last person who can look after the others. Raises `LastAdministrator`."""
    if Role.ADMINISTRATOR not in person.roles:
        return
    others: Any = (
        select(Grant.id)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.role == Role.ADMINISTRATOR, Person.id != person.id)
        .where(Person.disabled_at.is_(None), Person.deleted_at.is_(None), Person.confirmed_at.is_not(None))
    )
    if db.scalar(others.limit(1)) is None:
        raise LastAdministrator


def revoke_links(db: Session, person: Person) -> None:
    """Take back every unused link that could open this account."""
    for purpose in (INVITATION, "accounts.reset", "accounts.email"):
        tickets.revoke(db, purpose, "person", person.id)


def _ticket(db: Session, purpose: str, lasts: timedelta, person: Person) -> str:
    return tickets.make(db, purpose, lasts=lasts, person_id=person.id, subject_kind="person", subject_id=person.id)


def _tell_roles(db: Session, person: Person, by: int | None) -> None:
    if by is not None and by != person.id and person.confirmed_at is not None:
        roles = sorted({role.value for role in person.roles})
        outbox.post(db, "accounts.roles", Recipient.of(person), {"name": person.name, "roles": roles})
