"""Verbs among members: change a role or a mandate, remove, leave, and what becomes of it all with a deleted account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from portal.kernel import audit, files
from portal.kernel.accounts.models import Person
from portal.kernel.clock import local_date, now
from portal.kernel.db import changed
from portal.kernel.files.models import StoredFile
from portal.kernel.files.receiving import Received
from portal.kernel.organisations import queries
from portal.kernel.organisations.actions.making import end, held, managed, tell
from portal.kernel.organisations.models import (
    MANDATE,
    ORGANISATION,
    ClosedBecause,
    MemberRole,
    Membership,
    Organisation,
)
from portal.kernel.organisations.refusals import LastOwner, MandateOver
from portal.kernel.refusals import NotFound, Stale

MOST_DOCUMENTS = 3


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """By what somebody acts in the name of an organisation, and until which day; no day means until further notice."""

    text: str = ""
    until: date | None = None


def change_role(db: Session, organisation_id: int, membership_id: int, role: MemberRole, *, by: Person, seen: int) -> None:
    """Give a member another role; the member is told. Raises `NotAllowed`, `NotFound`, `LastOwner`, `Stale`."""
    found = managed(db, organisation_id, by)
    member = _member(db, found, membership_id)
    if member.role is role:
        return
    if member.role is MemberRole.OWNER:
        _keep_an_owner(db, found, member)
    if not changed(db, Membership, id=member.id, version=seen, role=role):
        raise Stale
    audit.note(
        db, "organisations.role", ORGANISATION, found.id, by=by.id, membership=member.id, role=role.value
    )
    if member.person_id != by.id:
        tell(db, "role", found, member.person, role=role.value)


def set_mandate(
    db: Session,
    organisation_id: int,
    membership_id: int,
    mandate: Mandate,
    *,
    documents: Sequence[Received] = (),
    by: Person,
    seen: int,
) -> None:
    """Write down by what a member acts and until when, with its document, which is checked before anybody gets it.

    After the last day the member does not act in the organisation's name until the day is changed. Raises `NotAllowed`,
    `NotFound`, `MandateOver`, `Stale`, and `TooManyFiles`.
    """
    found = managed(db, organisation_id, by)
    member = _member(db, found, membership_id)
    if mandate.until is not None and mandate.until != member.mandate_until and mandate.until < local_date(now()):
        raise MandateOver("until")
    if not changed(db, Membership, id=member.id, version=seen, mandate=mandate.text, mandate_until=mandate.until):
        raise Stale(mine=mandate.text, theirs=member.mandate)
    for document in documents:
        files.attach(db, document, kind=MANDATE, id=member.id, by=by.id, most=MOST_DOCUMENTS)
    audit.note(db, "organisations.mandate", ORGANISATION, found.id, by=by.id, membership=member.id)


def drop_document(db: Session, organisation_id: int, membership_id: int, file_id: int, *, by: Person) -> None:
    """Take a document of a mandate away. Raises `NotAllowed`, `NotFound`."""
    member = _member(db, managed(db, organisation_id, by), membership_id)
    files.release(db, document(db, member, file_id), by=by.id)


def document(db: Session, member: Membership, file_id: int) -> StoredFile:
    """Return a document of a member's mandate. Raises `NotFound`."""
    found = next((file for file in files.of(db, MANDATE, member.id) if file.id == file_id), None)
    if found is None:
        raise NotFound
    return found


def remove(db: Session, organisation_id: int, membership_id: int, *, by: Person) -> None:
    """Take a member out of the organisation; the member is told. Raises `NotAllowed`, `NotFound`, `LastOwner`."""
    found = managed(db, organisation_id, by)
    member = _member(db, found, membership_id)
    _go(db, found, member)
    audit.note(db, "organisations.remove", ORGANISATION, found.id, by=by.id, membership=member.id)
    if member.person_id != by.id:
        tell(db, "removed", found, member.person)


def leave(db: Session, organisation_id: int, *, by: Person) -> None:
    """Leave an organisation; who looks after it is told. Raises `NotFound`, `LastOwner`."""
    found = held(db, organisation_id)
    member = queries.membership(db, by.id, organisation_id)
    if member is None:
        raise NotFound
    _go(db, found, member)
    audit.note(db, "organisations.leave", ORGANISATION, found.id, by=by.id, membership=member.id)
    for owner in queries.owners_of(db, found.id):
        tell(db, "left", found, owner, member=by.name)


def forget(db: Session, person: Person) -> None:
    """Take a person out of all organisations, for the deletion of the account.

    An organisation without anybody is closed and stays by its name. Raises `LastOwner` where others would be left with
    nobody to look after the account: they are handed over first.
    """
    for member in queries.lasting(db, person.id):
        found = member.organisation
        if found.is_open:
            held(db, found.id)
            if len(queries.members_of(db, found.id)) > 1:
                _go(db, found, member)
                for owner in queries.owners_of(db, found.id):
                    tell(db, "left", found, owner, member="")
            else:
                end(db, found, ClosedBecause.NOBODY_LEFT)
        member.ended_at = member.ended_at or now()
        audit.note(db, "organisations.leave", ORGANISATION, found.id, by=person.id, membership=member.id)
    for member in queries.ever(db, person.id):
        member.mandate = ""
        files.release_all(db, kind=MANDATE, id=member.id, by=person.id)
    for invitation in queries.ever_invited(db, person):
        invitation.cancelled_at = invitation.cancelled_at or now()
        invitation.email = ""
    db.flush()


def _go(db: Session, found: Organisation, member: Membership) -> None:
    if member.role is MemberRole.OWNER:
        _keep_an_owner(db, found, member)
    member.ended_at = now()
    member.version += 1
    db.flush()


def _keep_an_owner(db: Session, found: Organisation, member: Membership) -> None:
    """Refuse to lose the last one who looks after the account. Raises `LastOwner`."""
    if all(owner.id == member.person_id for owner in queries.owners_of(db, found.id)):
        raise LastOwner("role", name=found.name_sr)


def _member(db: Session, found: Organisation, membership_id: int) -> Membership:
    member = db.get(Membership, membership_id, populate_existing=True)
    if member is None or member.organisation_id != found.id or member.ended_at is not None:
        raise NotFound
    return member
