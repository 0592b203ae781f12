"""Verbs of one's own account: open, confirm, change, leave."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.kernel import audit, outbox, tickets
from portal.kernel.accounts.actions.people import add_person, keep_one_administrator, revoke_links
from portal.kernel.accounts.models import Person, RecoveryCode, SignIn, Ticket
from portal.kernel.accounts.session import end_all
from portal.kernel.clock import now
from portal.kernel.follows import actions as follows
from portal.kernel.outbox import Recipient
from portal.kernel.outbox.models import Notice

SIGN_UP = "accounts.sign_up"
SIGN_UP_LASTS = timedelta(hours=48)
RESET = "accounts.reset"
RESET_LASTS = timedelta(hours=1)
EMAIL = "accounts.email"
EMAIL_LASTS = timedelta(hours=24)
NOBODY = "—"


def sign_up(db: Session, *, email: str, name: str, password_hash: str, version_key: str, browser: str) -> None:
    """Ask for an account: the letter's link opens it, until then there is none.

    Somebody who has one already is told so by letter; who asks cannot tell the difference. `browser` is a secret of
    the browser that asks: only there may the link be confirmed without the password.
    """
    address = email.strip().lower()
    to = Recipient(address, version_key)
    known = db.scalar(select(Person).where(Person.email == address))
    if known is not None:
        if known.is_active and known.confirmed_at:
            outbox.post(db, "accounts.already", Recipient.of(known), {"name": known.name})
        return
    data = {
        "email": address,
        "name": name,
        "password_hash": password_hash,
        "version_key": version_key,
        "browser": tickets.digest(browser),
    }
    token = tickets.make(db, SIGN_UP, lasts=SIGN_UP_LASTS, data=data)
    outbox.post(db, "accounts.confirm", to, {"name": name, "token": token})


def confirm_sign_up(db: Session, token: str) -> Person:
    """Open the account that a letter's link stands for. Raises `LinkSpent` and `AddressTaken`."""
    ticket = tickets.use(db, SIGN_UP, token)
    data = ticket.data
    person = add_person(db, email=data["email"], name=data["name"], version_key=data["version_key"])
    person.password_hash = data["password_hash"]
    ticket.data = {}
    return person


def ask_reset(db: Session, email: str) -> None:
    """Send a link for a new password, if somebody has an account with this address; nobody else learns whether."""
    person = db.scalar(select(Person).where(Person.email == email.strip().lower()))
    if person is None or not person.is_active or person.confirmed_at is None:
        return
    token = tickets.make(db, RESET, lasts=RESET_LASTS, person_id=person.id, subject_kind="person", subject_id=person.id)
    outbox.post(db, "accounts.reset", Recipient.of(person), {"name": person.name, "token": token})


def reset_password(db: Session, token: str, password_hash: str) -> Person:
    """Set a new password by the link of a letter; every session ends. Raises `LinkSpent`."""
    person = db.get(Person, tickets.use(db, RESET, token).person_id)
    if person is None or not person.is_active:
        raise tickets.LinkSpent
    change_password(db, person, password_hash)
    return person


def change_password(db: Session, person: Person, password_hash: str, *, but: int | None = None) -> None:
    """Set a new password: sessions, except the one named by `but`, and unused links end at once; a letter says so."""
    person.password_hash = password_hash
    person.version += 1
    end_all(db, person.id, but=but)
    revoke_links(db, person)
    audit.note(db, "accounts.password_changed", "person", person.id, by=person.id)
    outbox.post(db, "accounts.password_changed", Recipient.of(person), {"name": person.name})


def change_details(db: Session, person: Person, *, name: str, version_key: str) -> None:
    """Change the name and the version in which letters are written."""
    person.name, person.version_key = name, version_key
    person.version += 1
    audit.note(db, "accounts.details_changed", "person", person.id, by=person.id)


def ask_email(db: Session, person: Person, email: str) -> None:
    """Send a link to a new address; it becomes the person's when confirmed.

    An address that somebody has already gets a letter that says so; who asks cannot tell the difference.
    """
    address = email.strip().lower()
    known = db.scalar(select(Person).where(Person.email == address))
    if known is not None:
        if known.is_active and known.confirmed_at:
            outbox.post(db, "accounts.already", Recipient.of(known), {"name": known.name})
        return
    tickets.revoke(db, EMAIL, "person", person.id)
    token = tickets.make(
        db,
        EMAIL,
        lasts=EMAIL_LASTS,
        person_id=person.id,
        subject_kind="person",
        subject_id=person.id,
        data={"email": address},
    )
    to = Recipient(address, person.version_key, person.id)
    outbox.post(db, "accounts.email_confirm", to, {"name": person.name, "token": token})


def change_email(db: Session, token: str) -> Person:
    """Make the new address the person's by the link sent to it; the old address is told, follows move along.

    Raises `LinkSpent`, also when somebody else has taken the address meanwhile.
    """
    ticket = tickets.use(db, EMAIL, token)
    person, address = db.get(Person, ticket.person_id), ticket.data["email"]
    taken = db.scalar(select(Person.id).where(Person.email == address))
    if person is None or not person.is_active or taken:
        raise tickets.LinkSpent
    old, person.email = Recipient.of(person), address
    person.version += 1
    ticket.data = {}
    revoke_links(db, person)
    follows.move(db, old.email, address)
    audit.note(db, "accounts.email_changed", "person", person.id, by=person.id)
    outbox.post(db, "accounts.email_changed", old, {"name": person.name})
    return person


def delete_account(db: Session, person: Person, forget: Iterable[Callable[[Session, Person], None]]) -> None:
    """Delete an account: nothing that names the person stays in it.

    `forget` are the features' verbs that forget what they keep about somebody; the kernel knows no feature. The row
    stays, empty, since published texts and the audit chain point to it. Raises `LastAdministrator`.
    """
    keep_one_administrator(db, person)
    for forgets in forget:
        forgets(db, person)
    farewell, data = Recipient(person.email or "", person.version_key), {"name": person.name}
    if person.email:
        follows.forget(db, person.email)
    for table in (SignIn, RecoveryCode, Ticket, Notice):
        db.execute(delete(table).where(table.person_id == person.id))
    person.grants.clear()
    person.email, person.name, person.password_hash, person.totp_salt = None, NOBODY, "", ""
    person.totp_confirmed_at, person.deleted_at = None, now()
    person.version += 1
    audit.note(db, "accounts.deleted", "person", person.id, by=person.id)
    outbox.post(db, "accounts.deleted", farewell, data)


def end_session(db: Session, person: Person, sign_in_id: int) -> None:
    """End one of one's own sessions; a stranger's stays as it is."""
    db.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.person_id == person.id, SignIn.ended_at.is_(None))
        .values(ended_at=now())
    )
