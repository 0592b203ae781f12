"""What one wants to know about people; read only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.accounts import devices
from portal.kernel.accounts.models import STAFF, Grant, Person, RecoveryCode, SignIn
from portal.kernel.accounts.session import IDLE, IDLE_STAFF, LIFE, LIFE_STAFF
from portal.kernel.clock import now
from portal.kernel.follows.models import Follow
from portal.kernel.municipality import queries as municipality
from portal.kernel.outbox.models import Notice
from portal.kernel.texts import fold

PAGE = 50
KINDS = ("staff", "invited", "disabled", "all")


@dataclass(frozen=True)
class People:
    """One page of the list of people; `after` leads to the next one, None on the last."""

    rows: Sequence[Person]
    after: int | None


def by_email(db: Session, email: str) -> Person | None:
    """Return who has this address."""
    return db.scalar(select(Person).where(Person.email == email.strip().lower()))


def sessions_of(db: Session, person: Person) -> Sequence[SignIn]:
    """Return the sessions that still open the portal, the one used last first."""
    idle, life = (IDLE_STAFF, LIFE_STAFF) if person.is_staff else (IDLE, LIFE)
    return db.scalars(
        select(SignIn)
        .where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
        .where(SignIn.seen_at >= now() - idle, SignIn.began_at >= now() - life)
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    ).all()


def recovery_codes_left(db: Session, person: Person) -> int:
    """Return how many recovery codes are still unused."""
    left = select(func.count()).where(RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None))
    return db.scalar(left) or 0


def people(db: Session, *, kind: str = "staff", search: str = "", after: int = 0, limit: int = PAGE) -> People:
    """Return a page of people in the order in which they came, deleted ones left out.

    `kind` is one of `KINDS`; `search` finds parts of name or address in either script. Two queries.
    """
    wanted = select(Person).where(Person.deleted_at.is_(None), Person.id > after)
    if kind == "staff":
        wanted = wanted.where(Person.id.in_(select(Grant.person_id).where(Grant.role.in_(STAFF))))
    elif kind == "invited":
        wanted = wanted.where(Person.confirmed_at.is_(None))
    elif kind == "disabled":
        wanted = wanted.where(Person.disabled_at.is_not(None))
    for word in fold(search).split()[:5]:
        wanted = wanted.where(Person.found_by.contains(word, autoescape=True))
    rows = db.scalars(wanted.order_by(Person.id).limit(limit + 1)).all()
    return People(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)


def scopes(db: Session) -> Mapping[str, tuple[str, str]]:
    """Return the offices and units a role can be tied to: key to Serbian and English name."""
    offices = {office.key: (office.name_sr, office.name_en) for office in municipality.offices(db)}
    return offices | {unit.key: (unit.name_sr, unit.name_en) for unit in municipality.units(db)}


def everything_about(
    db: Session, person: Person, exports: Mapping[str, Callable[[Session, Person], Mapping[str, Any]]]
) -> dict[str, Any]:
    """Return all that is kept about a person: the account's own rows, and what each feature gives out.

    `exports` are the features' queries by name, since the kernel knows no feature.
    """
    follows = db.scalars(select(Follow).where(Follow.email == person.email).order_by(Follow.id))
    letters = db.scalars(select(Notice).where(Notice.person_id == person.id).order_by(Notice.id))
    sign_ins = db.scalars(select(SignIn).where(SignIn.person_id == person.id).order_by(SignIn.id))
    return {
        "account": {
            "email": person.email,
            "name": person.name,
            "version_of_letters": person.version_key,
            "created_at": person.created_at,
            "confirmed_at": person.confirmed_at,
            "second_factor_since": person.totp_confirmed_at,
            "roles": [{"role": grant.role.value, "scope": grant.scope} for grant in person.grants],
        },
        "sessions": [
            {"device": devices.in_words(s.device), "began_at": s.began_at, "seen_at": s.seen_at, "ended_at": s.ended_at}
            for s in sign_ins
        ],
        "follows": [{"kind": f.kind, "id": f.subject_id, "since": f.began_at} for f in follows],
        "letters": [{"kind": n.kind, "made_at": n.made_at, "sent_at": n.sent_at} for n in letters],
        **{name: dict(export(db, person)) for name, export in exports.items()},
    }
