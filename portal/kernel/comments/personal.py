"""What discussions keep about a person, and what is forgotten with the account."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Person
from portal.kernel.comments.actions import withdraw
from portal.kernel.comments.actions.time import forget_words, leave
from portal.kernel.comments.models import Comment, Report, State
from portal.kernel.moderation import authors


def export(db: Session, person: Person) -> Mapping[str, Any]:
    """Return every comment, report and rule of a person, as JSON would take it."""
    comments = db.scalars(select(Comment).where(Comment.person_id == person.id).order_by(Comment.id))
    reports = db.scalars(select(Report).where(Report.person_id == person.id).order_by(Report.id))
    return {
        "comments": [
            {
                "text": comment.text,
                "public_text": comment.public_text,
                "shown_name": comment.shown_name,
                "state": str(comment.state),
                "written_at": comment.written_at.isoformat(),
                "published_at": comment.published_at and comment.published_at.isoformat(),
            }
            for comment in comments
        ],
        "reports": [
            {"comment": r.comment_id, "wrong": str(r.wrong), "words": r.words, "state": str(r.state), "at": r.at.isoformat()}
            for r in reports
        ],
        "rules": authors.export(db, authors.key_of(person)),
    }


def forget(db: Session, person: Person) -> None:
    """Take a person out of the discussions: what is public stays under the name as shown, the rest is withdrawn."""
    authors.forget(db, authors.key_of(person))
    for comment in db.scalars(select(Comment).where(Comment.person_id == person.id)):
        if comment.may_be_withdrawn and comment.state is not State.PUBLISHED:
            withdraw(db, comment)
        forget_words(db, comment)
        leave(db, comment)
    db.execute(update(Report).where(Report.person_id == person.id).values(person_id=None, email="", words=""))
