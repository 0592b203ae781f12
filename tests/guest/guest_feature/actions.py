"""Verbs of the visitors' book."""

from datetime import timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.kernel import audit, months, search
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import touch, work
from portal.kernel.moderation.actions import enter
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queue import Outcome
from portal.kernel.outbox import Recipient, post
from portal.kernel.texts import redact
from tests.guest.guest_feature.models import Note, State

WELCOME = "Добро дошли у књигу утисака."


def write(db: Session, *, text: str, by: Person) -> Note:
    """Write a note; a moderator reads it first."""
    note = Note(text=text, name=by.name, written_at=now(), person_id=by.id)
    db.add(note)
    db.flush()
    enter(db, "guest_note", note.id, revision=1, due_at=now() + timedelta(days=1), author_id=by.id, author_key=f"person:{by.id}")
    audit.note(db, "guest.write", "guest_note", note.id, by=by.id)
    return note


def apply(db: Session, outcome: Outcome) -> None:
    """Publish a note or not, as the moderator decided, and thank its author."""
    note = db.get_one(Note, outcome.item.subject_id)
    if outcome.decision.verdict not in {Verdict.APPROVE, Verdict.REDACT}:
        note.state = State.REFUSED
        return
    note.text = redact(note.text, outcome.redactions.get("text", ()))
    publish(db, note)
    author = db.get(Person, note.person_id) if note.person_id else None
    if author is not None:
        post(db, "guest.thanks", Recipient.of(author), {"name": author.name}, key=f"guest.thanks:{note.id}")


def publish(db: Session, note: Note) -> None:
    """Let everybody read a note and find it."""
    note.state, note.published_at = State.PUBLIC, now()
    months.add(db, "guest.public", note.published_at)
    search.put(
        db,
        search.Document(
            kind="guest_note",
            subject_id=note.id,
            title=note.text[:60],
            text=note.text,
            url_endpoint="portal.guest.index",
            url_values={},
            published_at=note.published_at,
        ),
    )
    touch(db, "guest", "home")


def tidy(db: Session) -> None:
    """Throw away refused notes after thirty days."""
    db.execute(delete(Note).where(Note.state == State.REFUSED, Note.written_at < now() - timedelta(days=30)))


def forget(db: Session, person: Person) -> None:
    """Take the name of a person who leaves out of the book; the words stay."""
    db.execute(update(Note).where(Note.person_id == person.id).values(person_id=None, name=""))


def seed(db: Session) -> None:
    """Open the book with a word of welcome; once."""
    if db.scalar(select(Note.id).limit(1)) is None:
        note = Note(text=WELCOME, name="", written_at=now())
        db.add(note)
        db.flush()
        publish(db, note)


def demo() -> None:
    """Fill the book with a note that is clearly invented."""
    with work() as db:
        note = Note(text="Измишљен утисак.", name="Пера Примеровић", written_at=now())
        db.add(note)
        db.flush()
        publish(db, note)
