"""What a reader does who finds something wrong."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.codes import fingerprint
from portal.kernel.comments.actions.shared import enter
from portal.kernel.comments.models import KIND, Comment, Report, Wrong
from portal.kernel.comments.refusals import ReportedAlready
from portal.kernel.moderation.queries import item_of
from portal.kernel.refusals import NotFound


@dataclass(frozen=True, kw_only=True)
class Reported:
    """What a reader says is wrong. `source` tells readers without an account apart: their network."""

    wrong: Wrong
    words: str = ""
    email: str = ""
    version_key: str = "sr"
    source: str = ""


def report(db: Session, comment: Comment, reported: Reported, *, by: Person | None) -> Report:
    """Ask a moderator to look at a comment. It stays public until then, however many readers report it.

    One that a moderator has seen before comes back to the desk. Raises `NotFound` where the words are not public, and
    `ReportedAlready`.
    """
    if not comment.is_public:
        raise NotFound
    email = (by.email or "" if by else reported.email).strip().lower()
    key = fingerprint(f"reader {by.email if by else email or reported.source}")
    once = select(Report.id).where(
        Report.comment_id == comment.id, Report.revision == comment.revision, Report.reporter_key == key
    )
    if db.scalar(once):
        raise ReportedAlready
    made = Report(
        comment_id=comment.id,
        revision=comment.revision,
        wrong=reported.wrong,
        reporter_key=key,
        version_key=reported.version_key,
        at=now(),
        words=reported.words,
        email=email,
        person_id=by.id if by else None,
    )
    db.add(made)
    item = item_of(db, KIND, comment.id)
    if item is None or not item.is_open:
        enter(db, comment, on_report=True)
    else:
        item.on_report = True
    db.flush()
    audit.note(db, "comments.report", KIND, comment.id, by=made.person_id, wrong=reported.wrong)
    return made
