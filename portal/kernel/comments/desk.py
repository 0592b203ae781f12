"""Comments on the moderators' desk: what was said, where, in reply to what, and what readers reported."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.comments import actions
from portal.kernel.comments.discussion import Subject, discussion
from portal.kernel.comments.models import KIND, Comment, Report, Revision, Thread, Wrong
from portal.kernel.comments.queries import open_reports
from portal.kernel.moderation.queue import Entry, Queue, Text
from portal.kernel.moderation.signals.reporters import Accuracy, reporter_accuracy
from portal.kernel.site.shown import plainly
from portal.kernel.words import LazyString, gettext, lazy, ngettext, shown_moment

WRONG: Mapping[Wrong, LazyString] = {
    Wrong.PERSONAL: lazy("Personal data of somebody"),
    Wrong.INSULT: lazy("An insult or a threat"),
    Wrong.HATE: lazy("Hatred against a group of people"),
    Wrong.ADVERT: lazy("An advertisement"),
    Wrong.OFF_TOPIC: lazy("It has nothing to do with the topic"),
    Wrong.OTHER: lazy("Something else"),
}
"""What a reader may say is wrong, in words."""


def entries(db: Session, ids: Sequence[int]) -> dict[int, Entry]:
    """Return what the moderators' desk shows of comments: six queries for one kind of thing, one for each reader who reported."""
    comments = db.scalars(select(Comment).where(Comment.id.in_(ids))).all()
    threads = {held.id: held for held in db.scalars(select(Thread).where(Thread.id.in_([c.thread_id for c in comments])))}
    parents = {c.id: c for c in db.scalars(select(Comment).where(Comment.id.in_([c.reply_to_id for c in comments])))}
    reports = open_reports(db, ids)
    keys = {report.reporter_key for found in reports.values() for report in found}
    right = {key: reporter_accuracy(db, key) for key in keys}
    earlier = _earlier(db, ids)
    subjects = {
        kind: discussion(kind).subjects(db, [held.subject_id for held in threads.values() if held.kind == kind])
        for kind in {held.kind for held in threads.values()}
    }
    return {
        comment.id: _entry(
            comment,
            subjects[threads[comment.thread_id].kind].get(threads[comment.thread_id].subject_id),
            parents.get(comment.reply_to_id or 0),
            (*_reported(reports.get(comment.id, ()), right), *_changed(comment, earlier.get(comment.id))),
        )
        for comment in comments
    }


def _entry(
    comment: Comment, about: Subject | None, parent: Comment | None, more: Sequence[tuple[LazyString, str]]
) -> Entry:
    title = plainly(about.title_sr, about.title_en) if about else ""
    return Entry(
        title=gettext("Comment: %(title)s", title=title) if title else gettext("Comment"),
        author=f"{comment.author_name} ({comment.shown_name})",
        texts=(
            *((Text(name="quote", label=lazy("Quotation"), value=comment.quote, redactable=False),) if comment.quote else ()),
            Text(name="text", label=lazy("Comment"), value=comment.text),
        ),
        revision=comment.revision,
        url="",
        facts=(
            *(((lazy("In reply to"), f"{parent.shown_name}: {parent.public_text or parent.text}"[:400]),) if parent else ()),
            *more,
            (lazy("Sent"), shown_moment(comment.written_at)),
        ),
        moves=_where(comment, about),
    )


def _where(comment: Comment, about: Subject | None) -> Sequence[tuple[LazyString, str, Mapping[str, Any]]]:
    if about is None:
        return ()
    if comment.published_at is not None:
        return ((lazy("See where it stands"), "portal.comments.at", {"comment_id": comment.id}),)
    return ((lazy("See where it stands"), about.endpoint, about.values),)


def _reported(reports: Sequence[Report], right: Mapping[str, Accuracy]) -> Sequence[tuple[LazyString, str]]:
    lines = []
    for report in reports:
        said = f"{WRONG[report.wrong]}{f' – {report.words}' if report.words else ''}"
        known = right[report.reporter_key]
        before = ngettext(
            "of %(num)s earlier report of this reader %(right)s was right",
            "of %(num)s earlier reports of this reader %(right)s were right",
            known.settled,
            right=known.upheld,
        )
        lines.append(f"{said} ({before})" if known.settled else said)
    return ((lazy("Reported by readers"), "; ".join(lines)),) if lines else ()


def _changed(comment: Comment, before: Revision | None) -> Sequence[tuple[LazyString, str]]:
    if before is None:
        return ()
    return ((lazy("Before the change"), comment.public_text if comment.has_waiting_change else before.text),)


def _earlier(db: Session, ids: Sequence[int]) -> Mapping[int, Revision]:
    """Return the last revision before the present one, where there is any."""
    rows = db.scalars(select(Revision).where(Revision.comment_id.in_(ids)).order_by(Revision.revision))
    return {revision.comment_id: revision for revision in rows}


QUEUE = Queue(
    kind=KIND,
    label=lazy("Comment"),
    entries=entries,
    apply=actions.apply_decision,
    undo=actions.undo_decision,
    tell=actions.tell_of_rule,
)
