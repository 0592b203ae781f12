"""What one wants to know about organisations and who acts for them; read only."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Person
from portal.kernel.clock import local_date, now
from portal.kernel.organisations.models import Invitation, MemberRole, Membership, Organisation
from portal.kernel.organisations.words import KINDS
from portal.kernel.paging import Page, Way, paged
from portal.kernel.texts import fold
from portal.kernel.words import LazyString

PAGE = 50
STATES = ("open", "unchecked", "closed", "all")


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What others may see of an organisation: what stands in the public registers, and nobody's name or address."""

    id: int
    name_sr: str
    name_en: str
    kind: LazyString
    pib: str
    registration_number: str
    seat: str
    is_checked: bool
    is_open: bool


def shown(organisation: Organisation) -> Shown:
    """Return what others may see of an organisation."""
    return Shown(
        id=organisation.id,
        name_sr=organisation.name_sr,
        name_en=organisation.name_en,
        kind=KINDS[organisation.kind],
        pib=organisation.pib,
        registration_number=organisation.registration_number,
        seat=organisation.seat,
        is_checked=organisation.checked_at is not None,
        is_open=organisation.is_open,
    )


def _lasting() -> Any:
    """Memberships that have not ended, of organisations that are open and people who may sign in."""
    return (
        select(Membership)
        .join(Membership.organisation)
        .join(Membership.person)
        .where(Membership.ended_at.is_(None), Organisation.closed_at.is_(None))
        .where(Person.disabled_at.is_(None), Person.deleted_at.is_(None))
    )


def _holding() -> Any:
    """Those of them whose mandate has not run out: the one place that says who acts now."""
    today = local_date(now())
    return _lasting().where(or_(Membership.mandate_until.is_(None), Membership.mandate_until >= today))


def of_person(db: Session, person_id: int) -> Sequence[Membership]:
    """Return the memberships by which a person can act now, with their organisations, the oldest first; one query."""
    found: Sequence[Membership] = db.scalars(
        _holding().where(Membership.person_id == person_id).order_by(Membership.id)
    ).all()
    return found


def listed_of(db: Session, person_id: int) -> Sequence[Membership]:
    """Return every membership that has not ended, also where the mandate has run out: the person's own list."""
    found: Sequence[Membership] = db.scalars(
        _lasting().where(Membership.person_id == person_id).order_by(Membership.id)
    ).all()
    return found


def _holds(db: Session, person: Person, organisation_id: int) -> Membership | None:
    wanted = _holding().where(Membership.person_id == person.id, Membership.organisation_id == organisation_id)
    found: Membership | None = db.scalar(wanted)
    return found


def may_submit(db: Session, person: Person, organisation_id: int) -> bool:
    """Tell whether a person may submit in the name of an organisation at this moment."""
    found = _holds(db, person, organisation_id)
    return found is not None and found.may_submit


def may_prepare(db: Session, person: Person, organisation_id: int) -> bool:
    """Tell whether a person may prepare, and see, what an organisation sends."""
    return _holds(db, person, organisation_id) is not None


def people_of(db: Session, organisation_id: int) -> Sequence[Person]:
    """Return who is written to about what an organisation has sent: all who act for it now."""
    wanted = _holding().where(Membership.organisation_id == organisation_id).order_by(Membership.id)
    return [membership.person for membership in db.scalars(wanted)]


def owners_of(db: Session, organisation_id: int) -> Sequence[Person]:
    """Return who looks after the account."""
    wanted = _lasting().where(Membership.organisation_id == organisation_id, Membership.role == MemberRole.OWNER)
    return [membership.person for membership in db.scalars(wanted.order_by(Membership.id))]


def members_of(db: Session, organisation_id: int) -> Sequence[Membership]:
    """Return the members of today, the oldest first, also those who cannot sign in at the moment."""
    wanted = select(Membership).where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None))
    return db.scalars(wanted.order_by(Membership.id)).all()


def membership(db: Session, person_id: int, organisation_id: int) -> Membership | None:
    """Return a person's place in an organisation, whatever its state; nothing where it ended."""
    return db.scalar(
        select(Membership).where(
            Membership.person_id == person_id,
            Membership.organisation_id == organisation_id,
            Membership.ended_at.is_(None),
        )
    )


def lasting(db: Session, person_id: int) -> Sequence[Membership]:
    """Return the memberships of a person that have not ended, also those in closed organisations."""
    wanted = select(Membership).where(Membership.person_id == person_id, Membership.ended_at.is_(None))
    return db.scalars(wanted.order_by(Membership.organisation_id)).all()


def ever(db: Session, person_id: int) -> Sequence[Membership]:
    """Return all memberships that a person has or had."""
    return db.scalars(select(Membership).where(Membership.person_id == person_id).order_by(Membership.id)).all()


def ever_invited(db: Session, person: Person) -> Sequence[Invitation]:
    """Return all invitations to a person's address, whatever became of them."""
    return db.scalars(select(Invitation).where(Invitation.email == (person.email or "-")).order_by(Invitation.id)).all()


def invitations_of(db: Session, organisation_id: int) -> Sequence[Invitation]:
    """Return the invitations that wait."""
    return db.scalars(_waiting().where(Invitation.organisation_id == organisation_id).order_by(Invitation.id)).all()


def invitations_to(db: Session, person: Person) -> Sequence[Invitation]:
    """Return the invitations that wait for somebody's confirmed address."""
    if not person.email:
        return []
    return db.scalars(_waiting().where(Invitation.email == person.email).order_by(Invitation.id)).all()


def _waiting() -> Any:
    return (
        select(Invitation)
        .join(Invitation.organisation)
        .where(Invitation.accepted_at.is_(None), Invitation.cancelled_at.is_(None))
        .where(Invitation.expires_at > now(), Organisation.closed_at.is_(None))
    )


def found(db: Session, *, state: str = "open", search: str = "", way: Way | None = None) -> Page[Organisation]:
    """Return a page of organisations in the order in which they came, for the administrator.

    `state` is one of `STATES`; `search` finds parts of names and numbers, in either script. One query.
    """
    wanted = select(Organisation)
    if state in ("open", "unchecked"):
        wanted = wanted.where(Organisation.closed_at.is_(None))
    if state == "unchecked":
        wanted = wanted.where(Organisation.checked_at.is_(None))
    if state == "closed":
        wanted = wanted.where(Organisation.closed_at.is_not(None))
    for word in fold(search).split()[:5]:
        wanted = wanted.where(Organisation.found_by.contains(word, autoescape=True))
    return paged(db, wanted, [Organisation.id], way, most=PAGE).of(lambda row: row[0])


def unchecked(db: Session) -> int:
    """Return how many open organisations nobody has looked up in the register yet."""
    wanted = select(func.count(Organisation.id))
    return db.scalar(wanted.where(Organisation.closed_at.is_(None), Organisation.checked_at.is_(None))) or 0
