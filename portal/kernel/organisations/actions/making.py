"""Verbs of the account of an organisation: make, change, have checked, close."""

from dataclasses import asdict, dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel import audit, outbox, tickets
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import changed, dialect_of, inserting
from portal.kernel.organisations import queries
from portal.kernel.organisations.models import (
    INVITATION,
    ORGANISATION,
    ClosedBecause,
    MemberRole,
    Membership,
    Organisation,
    OrganisationKind,
    findable,
)
from portal.kernel.organisations.refusals import AlreadyHere, Closed, TooManyOrganisations
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotAllowed, NotFound, Stale

MOST_OWNED = 10
"""So many organisations one person looks after: more would be somebody who takes other people's numbers."""


@dataclass(frozen=True, kw_only=True)
class Details:
    """What an organisation says of itself and may change later."""

    kind: OrganisationKind
    name_sr: str
    settlement: str
    address: str
    email: str
    phone: str = ""
    name_en: str = ""


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """What it is known by in the registers; given once."""

    pib: str
    registration_number: str


def make(db: Session, details: Details, numbers: Numbers, *, by: Person) -> Organisation:
    """Make the account of an organisation; who makes it looks after it.

    Of two people who bring the same number at once one is refused, as is who brings a known one. Raises `AlreadyHere`,
    `TooManyOrganisations`.
    """
    owned = select(func.count(Membership.id)).where(
        Membership.person_id == by.id, Membership.role == MemberRole.OWNER, Membership.ended_at.is_(None)
    )
    if (db.scalar(owned) or 0) >= MOST_OWNED:
        raise TooManyOrganisations(most=MOST_OWNED)
    made = db.get_one(Organisation, _written(db, details, numbers))
    db.add(Membership(organisation_id=made.id, person_id=by.id, role=MemberRole.OWNER, began_at=made.made_at))
    db.flush()
    audit.note(db, "organisations.make", ORGANISATION, made.id, by=by.id)
    return made


def _written(db: Session, details: Details, numbers: Numbers) -> int:
    """Write the row unless one with the same number is open, also when that one comes in the same moment."""
    row = {**asdict(details), **asdict(numbers), "made_at": now(), "version": 1, "closed_reason": ""}
    row["found_by"] = findable(details.name_sr, details.name_en, numbers.pib, numbers.registration_number)
    wanted = inserting(dialect_of(db), Organisation).values(row).on_conflict_do_nothing().returning(Organisation.id)
    id: int | None = db.scalar(wanted)
    if id is None:
        open_ones = select(Organisation.registration_number).where(Organisation.closed_at.is_(None))
        same = Organisation.registration_number == numbers.registration_number
        raise AlreadyHere("registration_number" if db.scalar(open_ones.where(same)) else "pib")
    return id


def change(db: Session, organisation_id: int, details: Details, *, by: Person, seen: int) -> None:
    """Change what an organisation says of itself; under another name or kind it is checked anew.

    Raises `NotAllowed` for who does not look after it, `Closed`, `Stale`.
    """
    found = managed(db, organisation_id, by)
    same = (found.kind, found.name_sr) == (details.kind, details.name_sr)
    values = asdict(details) | {"checked_at": found.checked_at if same else None}
    values["found_by"] = findable(details.name_sr, details.name_en, found.pib, found.registration_number)
    if not changed(db, Organisation, id=organisation_id, version=seen, **values):
        raise Stale(mine=details.name_sr, theirs=found.name_sr)
    audit.note(db, "organisations.change", ORGANISATION, organisation_id, by=by.id)


def check(db: Session, organisation_id: int, *, by: Person, seen: int) -> None:
    """Note that an administrator has compared it with the register; its administrators are told. Raises `Closed`, `Stale`."""
    found = held(db, organisation_id)
    if found.checked_at is not None:
        return
    if not changed(db, Organisation, id=found.id, version=seen, checked_at=now()):
        raise Stale(theirs=found.name_sr)
    audit.note(db, "organisations.check", ORGANISATION, found.id, by=by.id)
    for owner in queries.owners_of(db, found.id):
        tell(db, "checked", found, owner)


def close(db: Session, organisation_id: int, reason: str, *, by: Person) -> None:
    """Close an account that should not be, with a reason that its members are told. Raises `Closed`."""
    found = held(db, organisation_id)
    members = queries.members_of(db, found.id)
    end(db, found, ClosedBecause.CLOSED, reason)
    audit.note(db, "organisations.close", ORGANISATION, found.id, by=by.id)
    for member in members:
        tell(db, "closed", found, member.person, reason=reason)


def end(db: Session, found: Organisation, because: ClosedBecause, reason: str = "") -> None:
    """Shut the account: nobody acts in its name any more and nobody can be invited. Its name and its members stay written."""
    for invitation in queries.invitations_of(db, found.id):
        invitation.cancelled_at = now()
        tickets.revoke(db, "organisations.invitation", INVITATION, invitation.id)
    found.closed_at, found.closed_because, found.closed_reason = now(), because, reason
    found.version += 1
    db.flush()


def held(db: Session, organisation_id: int) -> Organisation:
    """Return an open organisation, held until the transaction ends: what concerns its members happens one by one.

    Raises `NotFound`, `Closed`.
    """
    wanted = select(Organisation).where(Organisation.id == organisation_id).with_for_update()
    found = db.scalar(wanted.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    if not found.is_open:
        raise Closed
    return found


def managed(db: Session, organisation_id: int, by: Person) -> Organisation:
    """Return an organisation that this person looks after, held. Raises `NotFound`, `Closed`, `NotAllowed`."""
    found = held(db, organisation_id)
    mine = queries.membership(db, by.id, organisation_id)
    if mine is None or not mine.manages:
        raise NotAllowed
    return found


def tell(db: Session, letter: str, found: Organisation, to: Person, **more: str) -> None:
    """Write a letter about an organisation to a person."""
    data = {"name": to.name, "organisation": found.name_sr, "organisation_en": found.name_en, "id": found.id, **more}
    outbox.post(db, f"organisations.{letter}", Recipient.of(to), data, about=(ORGANISATION, found.id))
