"""What several verbs of questions need."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.questions.models import DRAFT, KIND, Draft, Event, EventKind, Question
from portal.kernel import files, outbox, search
from portal.kernel.accounts.models import Grant, Person, Role
from portal.kernel.codes import code_of
from portal.kernel.db import touch
from portal.kernel.follows.actions import followers
from portal.kernel.municipality.models import Office
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotFound

TAGS = ("questions", "home")


def load(db: Session, question_id: int) -> Question:
    """Load a question inside the writing transaction. Raises `NotFound`."""
    found = db.get(Question, question_id)
    if found is None:
        raise NotFound
    return found


def happened(db: Session, question: Question, kind: EventKind, at: datetime, **more: Any) -> None:
    """Write a line of the public timeline and let cached pages know."""
    db.add(Event(question_id=question.id, kind=kind, at=at, **more))
    touch(db, *TAGS, f"question.{question.id}")


def tell_asker(db: Session, question: Question, kind: str, *, key: str | None = None, **data: object) -> None:
    """Write to the one who asked; somebody without an address hears nothing and follows by the code."""
    outbox.post(
        db,
        f"questions.{kind}",
        Recipient(question.asker_email, question.version_key, question.person_id),
        {**about(question), **data},
        about=(KIND, question.id),
        key=key,
    )


def tell_followers(db: Session, question: Question, kind: str, *, but: Collection[str] = (), **data: object) -> None:
    """Write to everybody who follows the question, its asker aside and `but` those addresses that were told already."""
    for follow in followers(db, KIND, question.id):
        if follow.email != question.asker_email and follow.email not in but:
            outbox.post(
                db,
                f"questions.{kind}",
                Recipient(follow.email, follow.version_key, follow.person_id),
                {**about(question), **data, "own": False, "unfollow": follow.token},
                about=(KIND, question.id),
            )


def tell_staff(
    db: Session, to: Iterable[Person | str], question: Question, kind: str, *, key: str | None = None, **data: object
) -> None:
    """Write to people of the office, or to its address where it has no account."""
    for number, person in enumerate(to):
        recipient = Recipient(person) if isinstance(person, str) else Recipient.of(person)
        outbox.post(
            db,
            f"questions.{kind}",
            recipient,
            {**about(question), **data},
            about=(KIND, question.id),
            key=f"{key}:{number}" if key else None,
        )


def about(question: Question) -> dict[str, object]:
    """Return what a letter about a question needs."""
    return {
        "id": question.id,
        "code": code_of(KIND, question.id),
        "reference": question.reference,
        "title": question.public_title or question.title,
        "own": True,
    }


def people_of(db: Session, office: Office, moment: datetime) -> list[Person | str]:
    """Return who answers for an office now: its holder, the deputy while the holder is away, else its address."""
    from portal.kernel.clock import local_date

    day = local_date(moment)
    term = office.term_on(day)
    found: list[Person | str] = []
    if term is not None and term.person is not None:
        found.append(term.person)
    if term is not None and term.deputy_id and term.absent_on(day):
        deputy = db.get(Person, term.deputy_id)
        found += [deputy] if deputy else []
    return found or ([office.email] if office.email else [])


def heads(db: Session) -> list[Person | str]:
    """Return the heads of administration who have an account."""
    return list(db.scalars(select(Person).join(Grant).where(Grant.role == Role.HEAD, Person.disabled_at.is_(None))))


def drop_draft(db: Session, draft: Draft, *, by: int | None) -> None:
    """Delete a draft that will not become an answer, and release its files."""
    files.release_all(db, kind=DRAFT, id=draft.id, by=by)
    db.delete(draft)


def index(db: Session, question: Question) -> None:
    """Keep the search in step with what the public may read of a question."""
    if not question.is_public or question.merged_into_id is not None or question.published_at is None:
        search.remove(db, KIND, question.id)
        return
    answers = [answer.text for answer in question.answers]
    search.put(
        db,
        search.Document(
            kind=KIND,
            subject_id=question.id,
            title=question.public_title,
            text="\n\n".join([question.public_text, *answers]),
            url_endpoint="portal.questions.show",
            url_values={"question_id": question.id},
            published_at=question.published_at,
            topic=question.topic.key if question.topic else "",
            office=question.office.key,
        ),
    )
