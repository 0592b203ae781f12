"""What every verb of the administration needs: a key for a new thing, a change that nobody overtook, its trace."""

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.db import Model, changed, touch
from portal.kernel.municipality.models import Fact
from portal.kernel.refusals import NotFound, Refusal, Stale
from portal.kernel.texts import fold
from portal.kernel.words import lazy

Noun = TypeVar("Noun", bound=Model)


class NoName(Refusal):
    """Everything has a Serbian name."""

    sentence = lazy("Write the name in Serbian.")


class NameTaken(Refusal):
    """Two things of one kind with the same name cannot be told apart."""

    status = 409
    sentence = lazy("There is already one with this name.")


class NoAccount(Refusal):
    """The address belongs to no account."""

    sentence = lazy("Nobody has an account with this e-mail address. Invite the person first.")


def named(name_sr: str) -> str:
    """Return a Serbian name; raises `NoName` for an empty one."""
    if not name_sr.strip():
        raise NoName(field="name_sr")
    return name_sr.strip()


def key_for(db: Session, model: type[Model], name_sr: str) -> str:
    """Return a key for a new thing, made of its name and used by no other of its kind: it stands in addresses."""
    table: Any = model
    base = re.sub(r"[^a-z0-9]+", "-", fold(name_sr)).strip("-")[:50] or "novo"
    taken = set(db.scalars(select(table.key).where(table.key.startswith(base, autoescape=True))))
    return next(key for key in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if key not in taken)


def last_place(db: Session, model: type[Model]) -> int:
    """Return the place after the last one."""
    table: Any = model
    return (db.scalar(select(func.max(table.place))) or 0) + 1


def loaded(db: Session, model: type[Noun], id: int) -> Noun:
    """Return a thing by its id; raises `NotFound`."""
    found = db.get(model, id)
    if found is None:
        raise NotFound
    return found


def change(db: Session, model: type[Noun], id: int, seen: int, theirs: str = "name_sr", **values: Any) -> Noun:
    """Write to the version somebody saw; raises `NotFound`, and `Stale` for the slower one of two."""
    found = loaded(db, model, id)
    if not changed(db, model, id=id, version=seen, **values):
        raise Stale(mine=str(values.get(theirs, "")), theirs=str(getattr(found, theirs, "")))
    db.refresh(found)
    return found


def changed_fact(db: Session, key: str, values: Mapping[str, Any], seen: int) -> bool:
    """Write values of a fact to the version somebody saw, and tell whether it was still that one; the rest stays."""
    fact = db.get_one(Fact, key)
    result: Any = db.execute(
        update(Fact).where(Fact.key == key, Fact.version == seen).values(value={**fact.value, **values}, version=seen + 1),
        execution_options={"synchronize_session": "fetch"},
    )
    return bool(result.rowcount == 1)


def trace(db: Session, act: str, kind: str, id: object, by: Person | None, **details: str | int | bool | None) -> None:
    """Write the audit line and say that the municipality has changed."""
    audit.note(db, f"municipality.{act}", kind, id, by=by.id if by else None, **details)
    touch(db, "municipality")


def account(db: Session, email: str, field: str) -> int | None:
    """Return the id of the active account behind an address; None for no address. Raises `NoAccount`."""
    if not email.strip():
        return None
    person = db.scalar(select(Person).where(Person.email == email.strip().lower()))
    if person is None or not person.is_active:
        raise NoAccount(field=field)
    return person.id
