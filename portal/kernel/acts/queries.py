"""What one wants to know about the audit log; read only."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import false, select
from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Person
from portal.kernel.audit import AuditLine
from portal.kernel.db import counted
from portal.kernel.operations import checkpoints
from portal.kernel.settings import instance
from portal.kernel.texts import clean_line, fold

PAGE = 50
MOST_PEOPLE = 50
_NUMBER = re.compile(r"#?([0-9]{1,9})", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a reader of the log asked for, as it stands in the address; empty means everything."""

    act: str = ""
    person: str = ""
    kind: str = ""
    thing: str = ""
    after: int = 0

    @classmethod
    def read(cls, address: Mapping[str, str]) -> "Wish":
        """Read the words of an address; never refuses."""
        after = address.get("posle", "")
        return cls(
            act=clean_line(address.get("radnja", "")[:60]),
            person=clean_line(address.get("ko", "")[:100]),
            kind=clean_line(address.get("vrsta", "")[:40]),
            thing=clean_line(address.get("broj", "")[:60]),
            after=int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0,
        )

    def address(self, **other: str | int) -> dict[str, str | int]:
        """Return the words of the address of this list, or of one that asks otherwise; from the top."""
        words = {"radnja": self.act, "ko": self.person, "vrsta": self.kind, "broj": self.thing, **other}
        return {name: value for name, value in words.items() if value}

    @property
    def is_empty(self) -> bool:
        """Tell whether everything was asked for."""
        return replace(self, after=0) == Wish()


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of the log, the people who acted, by number, and where the next page begins (0 on the last one)."""

    lines: Sequence[AuditLine]
    people: Mapping[int, Person]
    after: int


@dataclass(frozen=True, kw_only=True)
class Chain:
    """How the log stands to the last checkpoint that was noted on this machine; `holds` is None where there is none."""

    lines: int
    is_whole: bool
    noted_at: datetime | None = None
    noted: int = 0
    holds: bool | None = None


def found(db: Session, wish: Wish) -> Found:
    """Return the newest lines that were asked for, fifty at a time; two or three queries on the key.

    `person` is a number (#12), or a part of a name or an address in either script.
    """
    wanted = select(AuditLine).order_by(AuditLine.seq.desc()).limit(PAGE + 1)
    if wish.after:
        wanted = wanted.where(AuditLine.seq < wish.after)
    if wish.act:
        wanted = wanted.where(AuditLine.act == wish.act)
    if wish.kind:
        wanted = wanted.where(AuditLine.subject_kind == wish.kind)
    if wish.thing:
        wanted = wanted.where(AuditLine.subject_id == wish.thing)
    if wish.person:
        ids = _people(db, wish.person)
        wanted = wanted.where(AuditLine.actor_id.in_(ids) if ids else false())
    lines = db.scalars(wanted).all()
    acted = {line.actor_id for line in lines[:PAGE] if line.actor_id is not None}
    people = {person.id: person for person in db.scalars(select(Person).where(Person.id.in_(acted)))}
    return Found(lines=lines[:PAGE], people=people, after=lines[PAGE - 1].seq if len(lines) > PAGE else 0)


def chain(db: Session) -> Chain:
    """Compare the log with the last checkpoint in the instance folder, and its end with what was counted.

    Three reads; the whole chain is walked by `portal audit verify`.
    """
    last = db.scalar(select(AuditLine.seq).order_by(AuditLine.seq.desc()).limit(1)) or 0
    whole = counted(db, "audit") == last
    noted = checkpoints.noted(instance())
    if noted is None:
        return Chain(lines=last, is_whole=whole)
    at, seq, digest = noted
    line = db.get(AuditLine, seq)
    return Chain(lines=last, is_whole=whole, noted_at=at, noted=seq, holds=line is not None and line.hash == digest)


def _people(db: Session, words: str) -> Sequence[int]:
    number = _NUMBER.fullmatch(words)
    if number:
        return [int(number[1])]
    like = Person.found_by.contains(fold(words), autoescape=True)
    return db.scalars(select(Person.id).where(like).order_by(Person.id).limit(MOST_PEOPLE)).all()
