"""Parties: who acts, an organisation or a person for themself, under one short key (`o12`, `p7`)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Person
from portal.kernel.organisations import queries
from portal.kernel.organisations.models import Membership, Organisation

KEY = re.compile(r"([op])([1-9][0-9]{0,8})", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Party:
    """Somebody who acts. Individuals need no organisation; the English name is empty where there is none."""

    key: str
    name_sr: str
    name_en: str = ""
    person_id: int | None = None
    organisation_id: int | None = None
    may_submit: bool = True

    @property
    def is_organisation(self) -> bool:
        """Tell whether it is an organisation."""
        return self.organisation_id is not None


def key_of(thing: Person | Organisation) -> str:
    """Return the key of a person or an organisation."""
    return f"o{thing.id}" if isinstance(thing, Organisation) else f"p{thing.id}"


def parties_of(db: Session, person: Person) -> Sequence[Party]:
    """Return in whose name a person can act now: their own first, then their organisations; one query."""
    own = Party(key=key_of(person), name_sr=person.name, person_id=person.id)
    return [own, *(_of(member) for member in queries.of_person(db, person.id))]


def party_of(db: Session, person: Person, key: str) -> Party | None:
    """Return one of the parties in whose name a person can act now; nothing where the key is not one of theirs."""
    return next((party for party in parties_of(db, person) if party.key == key), None)


def people_of(db: Session, key: str) -> Sequence[Person]:
    """Return who is written to about what a party does: the person, or all who act for the organisation now."""
    kind, id = _read(key)
    if kind == "o":
        return queries.people_of(db, id)
    found = db.get(Person, id) if kind else None
    return [found] if found and found.is_active else []


def names_of(db: Session, keys: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """Return the Serbian and the English name of each party, closed ones and those without members too; two queries.

    Who has deleted the account has no name any more.
    """
    wanted = {key: _read(key) for key in keys}
    people = [id for kind, id in wanted.values() if kind == "p"]
    organisations = [id for kind, id in wanted.values() if kind == "o"]
    found = {f"p{p.id}": (p.name, "") for p in db.scalars(select(Person).where(Person.id.in_(people)))}
    found |= {
        f"o{o.id}": (o.name_sr, o.name_en)
        for o in db.scalars(select(Organisation).where(Organisation.id.in_(organisations)))
    }
    return found


def _of(member: Membership) -> Party:
    found = member.organisation
    return Party(
        key=key_of(found),
        name_sr=found.name_sr,
        name_en=found.name_en,
        organisation_id=found.id,
        may_submit=member.may_submit,
    )


def _read(key: str) -> tuple[str, int]:
    found = KEY.fullmatch(key)
    return (found[1], int(found[2])) if found else ("", 0)
