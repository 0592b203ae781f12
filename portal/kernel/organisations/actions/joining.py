"""Verbs of becoming a member: invite, cancel, accept."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import audit, outbox, tickets
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.organisations import queries
from portal.kernel.organisations.actions.making import held, managed, tell
from portal.kernel.organisations.models import INVITATION, ORGANISATION, Invitation, MemberRole, Membership, Organisation
from portal.kernel.organisations.refusals import AlreadyMember, NotYours, TooManyInvitations, TooManyMembers
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotFound
from portal.kernel.tickets import LinkSpent

PURPOSE = "organisations.invitation"
LASTS = timedelta(days=7)
MOST_WAITING = 20
MOST_MEMBERS = 50


def invite(db: Session, organisation_id: int, email: str, role: MemberRole, *, by: Person) -> Invitation:
    """Invite somebody by a letter whose link works once and for seven days; an earlier one to the address is void.

    Whether somebody has an account with this address, who invites does not learn. Raises `NotAllowed`, `Closed`,
    `AlreadyMember`, `TooManyInvitations`, `TooManyMembers`.
    """
    found, address = managed(db, organisation_id, by), email.strip().lower()
    members = queries.members_of(db, found.id)
    if any(member.person.email == address for member in members):
        raise AlreadyMember("email")
    for earlier in queries.invitations_of(db, found.id):
        if earlier.email == address:
            _void(db, earlier)
    if len(queries.invitations_of(db, found.id)) >= MOST_WAITING:
        raise TooManyInvitations(most=MOST_WAITING)
    _leave_room(members)
    moment = now()
    made = Invitation(
        organisation_id=found.id, email=address, role=role, made_at=moment, expires_at=moment + LASTS, by_id=by.id
    )
    db.add(made)
    db.flush()
    _send(db, found, made, by)
    audit.note(db, "organisations.invite", ORGANISATION, found.id, by=by.id, invitation=made.id, role=role.value)
    return made


def _send(db: Session, found: Organisation, made: Invitation, by: Person) -> None:
    token = tickets.make(db, PURPOSE, lasts=LASTS, subject_kind=INVITATION, subject_id=made.id)
    known = db.scalar(select(Person).where(Person.email == made.email, Person.confirmed_at.is_not(None)))
    data = {
        "by": by.name,
        "organisation": found.name_sr,
        "organisation_en": found.name_en,
        "role": made.role.value,
        "token": token,
    }
    to = Recipient.of(known) if known else Recipient(made.email, by.version_key)
    outbox.post(db, "organisations.invited", to, data, about=(INVITATION, made.id))


def cancel(db: Session, organisation_id: int, invitation_id: int, *, by: Person) -> None:
    """Take an invitation back; its link opens nothing any more. Raises `NotAllowed`, `NotFound`."""
    found = managed(db, organisation_id, by)
    invitation = db.get(Invitation, invitation_id)
    if invitation is None or invitation.organisation_id != found.id or invitation.accepted_at:
        raise NotFound
    if invitation.cancelled_at is None:
        _void(db, invitation)
        audit.note(db, "organisations.cancel", ORGANISATION, found.id, by=by.id, invitation=invitation.id)


def _void(db: Session, invitation: Invitation) -> None:
    invitation.cancelled_at = now()
    tickets.revoke(db, PURPOSE, INVITATION, invitation.id)
    outbox.cancel(db, INVITATION, invitation.id, "organisations.invited")
    db.flush()


def look(db: Session, token: str) -> Invitation:
    """Return the invitation behind a letter's link without using it up. Raises `LinkSpent`."""
    found = db.get(Invitation, tickets.look(db, PURPOSE, token).subject_id)
    if found is None or not found.is_open:
        raise LinkSpent
    return found


def accept(db: Session, token: str, *, by: Person) -> Membership:
    """Become a member by the link of the letter. Raises `NotYours` and what `accept_own` does."""
    invitation = look(db, token)
    if by.email != invitation.email:
        raise NotYours
    found = held(db, invitation.organisation_id)
    tickets.use(db, PURPOSE, token)
    return _join(db, found, invitation, by)


def accept_own(db: Session, invitation_id: int, *, by: Person) -> Membership:
    """Become a member by one's own confirmed address, without the letter: a new account finds what waits for it.

    Raises `LinkSpent`, `Closed`, `AlreadyMember`, `TooManyMembers`.
    """
    invitation = db.get(Invitation, invitation_id)
    if invitation is None or invitation.email != by.email or not invitation.is_open:
        raise LinkSpent
    found = held(db, invitation.organisation_id)
    tickets.revoke(db, PURPOSE, INVITATION, invitation.id)
    return _join(db, found, invitation, by)


def _join(db: Session, found: Organisation, invitation: Invitation, by: Person) -> Membership:
    db.refresh(invitation)
    if not invitation.is_open:
        raise LinkSpent
    if queries.membership(db, by.id, found.id):
        raise AlreadyMember
    _leave_room(queries.members_of(db, found.id))
    told = queries.owners_of(db, found.id)
    invitation.accepted_at = now()
    made = Membership(organisation_id=found.id, person_id=by.id, role=invitation.role, began_at=now())
    db.add(made)
    db.flush()
    audit.note(db, "organisations.join", ORGANISATION, found.id, by=by.id, membership=made.id, role=made.role.value)
    for owner in told:
        tell(db, "joined", found, owner, member=by.name, role=made.role.value)
    return made


def _leave_room(members: Sequence[Membership]) -> None:
    if len(members) >= MOST_MEMBERS:
        raise TooManyMembers(most=MOST_MEMBERS)
