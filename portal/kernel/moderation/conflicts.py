"""Conflict of interest: nobody decides on what is about their own office, their unit or themselves."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, literal, select
from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Grant, Person, Role
from portal.kernel.clock import local_date, now
from portal.kernel.db import run
from portal.kernel.moderation.models import Concern, Item
from portal.kernel.municipality.models import Office, Term
from portal.kernel.texts import fold

_WORD = re.compile(r"\w++")
ENDING = 3
"""So many letters a case may add to a surname: Петровић, Петровићима."""
SHORTEST = 4


def office(key: str) -> str:
    """Return what a submission to an office is about."""
    return f"office:{key}"


def unit(key: str) -> str:
    """Return what a submission is about that a unit works on."""
    return f"unit:{key}"


def _own(person: Person) -> dict[str, Any]:
    """Return who somebody is for the condition below: they, what their grants name, the day on which they hold offices."""
    own = {f"person:{person.id}"}
    for grant in person.grants:
        own |= {office(grant.scope), unit(grant.scope)} if grant.scope else set()
    return {"own": sorted(own), "person_id": person.id, "today": local_date(now())}


def _is_own(own: Any, person_id: Any, today: Any) -> ColumnElement[bool]:
    """Return the condition that a concern is a person's own: they, offices they hold or stand in for, their units."""
    held = (
        select(literal("office:").concat(Office.key))
        .join(Term, Term.office_id == Office.id)
        .where((Term.person_id == person_id) | (Term.deputy_id == person_id), Term.began_on <= today)
        .where(Term.ended_on.is_(None) | (Term.ended_on >= today))
    )
    return Concern.about.in_(own) | Concern.about.in_(held)


BARRED = select(Concern.item_id).where(
    Concern.item_id.in_(bindparam("items", expanding=True)),
    _is_own(bindparam("own", expanding=True), bindparam("person_id"), bindparam("today")),
)


def barred(db: Session, items: Sequence[int], person: Person) -> frozenset[int]:
    """Return which of some items are about something of the person's own. One prepared query."""
    db.flush()
    return frozenset(run(db, BARRED, {"items": list(items), **_own(person)}).scalars())


def is_free(person: Person) -> ColumnElement[bool]:
    """Return the condition that leaves out what is about something of the person's own."""
    return ~select(Concern.item_id).where(Concern.item_id == Item.id, _is_own(**_own(person))).exists()


def passes_to(db: Session, kind: str, subject_id: int, about: str) -> None:
    """Say that another office or unit has to do with a submission now; what the items of it said before is gone.

    `about` is `office(key)` or `unit(key)`; without a key it has to do with none.
    """
    what, _colon, key = about.partition(":")
    theirs = db.scalars(select(Item.id).where(Item.kind == kind, Item.subject_id == subject_id)).all()
    db.execute(delete(Concern).where(Concern.item_id.in_(theirs), Concern.about.startswith(f"{what}:")))
    if key:
        db.add_all(Concern(item_id=id, about=about) for id in theirs)


def named_in(db: Session, text: str) -> Iterator[str]:
    """Yield the moderators whose names stand in a text, in either script and in any case. One query; linear."""
    wanted = select(Person.id, Person.name).join(Grant).where(Grant.role == Role.MODERATOR, Person.disabled_at.is_(None))
    words = [fold(word) for word in _WORD.findall(text)]
    for id, name in db.execute(wanted.order_by(Person.id)):
        if names(name, words):
            yield f"person:{id}"


def names(name: str, words: Sequence[str]) -> bool:
    """Tell whether first name (or its initial) and surname stand beside each other among folded words.

    Serbian names change with their case, so of the first name three letters must agree, and of the surname all but a
    vowel at its end: Петар Петровић is found in `Петру Петровићу` and in `П. Петровића`.
    """
    parts = [fold(part) for part in _WORD.findall(name)]
    if len(parts) < 2 or len(parts[-1]) < SHORTEST:
        return False
    first, surname = parts[0], parts[-1].rstrip("aeiou")
    for place, word in enumerate(words):
        if word.startswith(surname) and len(word) <= len(surname) + ENDING:
            beside: Iterable[str] = (*words[max(0, place - 1) : place], *words[place + 1 : place + 2])
            if any(each == first[:1] or each[:3] == first[:3] for each in beside):
                return True
    return False
