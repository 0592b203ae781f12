"""What people want to know of the visitors' book; read only."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Person
from portal.kernel.comments.discussion import Subject
from portal.kernel.feature import Measure
from portal.kernel.moderation.queue import Entry, Text
from portal.kernel.site.links import absolute
from portal.kernel.words import lazy
from tests.guest.guest_feature.models import Note, State


def public(db: Session, most: int = 20) -> Sequence[Note]:
    """Return what everybody may read, newest first."""
    return db.scalars(select(Note).where(Note.state == State.PUBLIC).order_by(Note.id.desc()).limit(most)).all()


def is_public(db: Session, note_id: int) -> bool:
    """Tell whether everybody may read a note, and get the files attached to it."""
    return db.scalar(select(Note.id).where(Note.id == note_id, Note.state == State.PUBLIC)) is not None


def subjects(db: Session, ids: Sequence[int]) -> Mapping[int, Subject]:
    """Return the notes that everybody may read, as things that can be discussed; one query."""
    found = db.scalars(select(Note).where(Note.id.in_(ids), Note.state == State.PUBLIC))
    return {note.id: Subject(title_sr=note.text[:60], endpoint="portal.guest.index", tag="guest") for note in found}


def entries(db: Session, ids: Sequence[int]) -> Mapping[int, Entry]:
    """Describe a batch of notes for the desk; one query."""
    return {
        note.id: Entry(
            title=note.text[:60],
            author=note.name,
            texts=(Text(name="text", label=lazy("Text"), value=note.text),),
            revision=1,
            url="",
            moves=((lazy("Count the visitors"), "portal.guest.count", {"note": note.id}),),
        )
        for note in db.scalars(select(Note).where(Note.id.in_(ids)))
    }


def waiting(db: Session) -> int:
    """Return how many notes nobody has read yet."""
    return db.scalar(select(func.count()).where(Note.state == State.WAITING)) or 0


def published(db: Session, moment: datetime) -> Measure:
    """Measure how many of all notes are public."""
    public = db.scalar(select(func.count()).where(Note.state == State.PUBLIC)) or 0
    return Measure(numerator=public, denominator=db.scalar(select(func.count()).select_from(Note)) or 0, at=moment)


def written(db: Session, since: datetime, until: datetime) -> int:
    """Return how many notes were written in a span of time."""
    return db.scalar(select(func.count()).where(Note.written_at.between(since, until))) or 0


def export(db: Session, person: Person) -> Mapping[str, Any]:
    """Return what a person wrote."""
    return {"notes": [note.text for note in db.scalars(select(Note).where(Note.person_id == person.id).order_by(Note.id))]}


def asks_after(_db: Session, service: str, _occasion: str) -> str:
    """Return where visitors say how their visit was; nobody else is asked here."""
    return absolute("portal.guest.write") if service == "guest.visit" else ""
