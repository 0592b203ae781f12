"""The blueprint all pages of discussions hang on, and what several of them need."""

from flask import Blueprint
from sqlalchemy.orm import Session

from portal.kernel import cache
from portal.kernel.codes import is_code
from portal.kernel.comments import queries
from portal.kernel.comments.discussion import Subject, subject
from portal.kernel.comments.models import KIND, Comment, Thread
from portal.kernel.db import session
from portal.kernel.paging import Way
from portal.kernel.refusals import NotFound
from portal.kernel.site.shown import depends

pages = Blueprint("comments", __name__)


def under(kind: str, subject_id: int, way: Way | None = None) -> queries.Talk:
    """Return the discussion under a thing for its page, and let the page cache know when that changes.

    A feature's page shows it by `portal/comments/_talk.html`. Raises `NotFound`.
    """
    db = session()
    found = queries.talk(db, kind, subject_id, subject(db, kind, subject_id), way)
    depends(f"comments.{kind}.{subject_id}", "municipality")
    cache.until(found.changes_at)
    return found


def the_own(db: Session, comment_id: int, code: str) -> Comment:
    """Return the comment of somebody who knows its code. Raises `NotFound`."""
    found = db.get(Comment, comment_id)
    if found is None or not is_code(KIND, comment_id, code):
        raise NotFound
    return found


def the_public(db: Session, comment_id: int) -> Comment:
    """Return a comment whose words anybody may read. Raises `NotFound`."""
    found = queries.get_public(db, comment_id)
    if found is None:
        raise NotFound
    return found


def thing_of(db: Session, comment: Comment) -> tuple[Thread, Subject | None]:
    """Return the discussion of a comment and the thing it is about, as long as that is public."""
    held = db.get_one(Thread, comment.thread_id)
    try:
        return held, subject(db, held.kind, held.subject_id)
    except NotFound:
        return held, None
