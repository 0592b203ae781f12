"""What a moderator's decision does to a comment, and to readers' reports of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import outbox
from portal.kernel.comments.actions.shared import changed_in, load, make_public, tell_author
from portal.kernel.comments.models import KIND, Comment, Report, ReportState, State, Thread
from portal.kernel.moderation.models import Decision, Reason, Verdict
from portal.kernel.moderation.queue import Outcome
from portal.kernel.moderation.signals import settle_report
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import Stale
from portal.kernel.texts import redact

REMEMBERED = (
    "state",
    "public_text",
    "public_revision",
    "redacted",
    "mend_asked",
    "published_at",
    "edited_at",
    "ended_at",
    "settled_at",
    "reason_sr",
    "reason_en",
)
"""What a decision may change, so that it can be taken back exactly."""


def apply_decision(db: Session, outcome: Outcome) -> None:
    """Publish, redact, return or remove a comment; tell its author, and the readers who reported it.

    A refused change of a comment that was public leaves the words of before where they are. Raises `Stale` for another
    revision.
    """
    comment, verdict = _decided(db, outcome), outcome.decision.verdict
    comment.before = _remember(comment)
    was_public, was_change = comment.is_public, comment.has_waiting_change
    if verdict in {Verdict.APPROVE, Verdict.REDACT}:
        _publish(db, comment, outcome, was_public=was_public and not was_change)
    elif was_change:
        comment.mend_asked = verdict is Verdict.RETURN
        _explain(db, comment, outcome, "change_returned" if comment.mend_asked else "change_refused")
    else:
        _take_away(db, comment, outcome)
        _explain(db, comment, outcome, str(comment.state) if not was_public else f"{comment.state}_later")
    _settle(db, comment, ReportState.DISMISSED if verdict is Verdict.APPROVE else ReportState.UPHELD, outcome.at)


def undo_decision(db: Session, outcome: Outcome) -> None:
    """Put a comment, and the reports of it, back as they were. Raises `Stale` where something has happened since."""
    comment = _decided(db, outcome)
    if comment.before is None or comment.before["version"] != comment.version - 2:
        raise Stale(theirs=comment.text)
    moments = {name: comment.before[name] and datetime.fromisoformat(comment.before[name]) for name in _moments()}
    for name, value in {**comment.before, **moments, "state": State(comment.before["state"])}.items():
        if name in REMEMBERED:
            setattr(comment, name, value)
    comment.before = None
    for report in db.scalars(select(Report).where(Report.comment_id == comment.id, Report.decided_at == outcome.at)):
        settle_report(db, report.reporter_key, upheld=report.state is ReportState.UPHELD, taken_back=True)
        report.state, report.decided_at = ReportState.OPEN, None
    changed_in(db, db.get_one(Thread, comment.thread_id))


def _decided(db: Session, outcome: Outcome) -> Comment:
    comment = load(db, outcome.item.subject_id)
    if comment.revision != outcome.item.revision:
        raise Stale(theirs=comment.text)
    comment.version += 1
    return comment


def _moments() -> tuple[str, ...]:
    return tuple(name for name in REMEMBERED if name.endswith("_at"))


def _remember(comment: Comment) -> dict[str, Any]:
    values = {name: getattr(comment, name) for name in REMEMBERED}
    values.update({name: values[name] and values[name].isoformat() for name in _moments()})
    return {**values, "version": comment.version - 1}


def _publish(db: Session, comment: Comment, outcome: Outcome, *, was_public: bool) -> None:
    words = redact(comment.text, outcome.redactions.get("text", ())) if outcome.redactions else comment.text
    redacted = outcome.decision.verdict is Verdict.REDACT
    make_public(db, comment, words, redacted=redacted)
    if outcome.decision.on_appeal:
        tell_author(db, comment, "restored")
    elif redacted or not was_public:
        tell_author(db, comment, "published", redacted=redacted, **outcome.reasons)


def _take_away(db: Session, comment: Comment, outcome: Outcome) -> None:
    returned = outcome.decision.verdict is Verdict.RETURN
    comment.state = State.RETURNED if returned else State.REFUSED
    comment.mend_asked, comment.settled_at = returned, outcome.at
    if comment.published_at is not None:
        comment.ended_at = outcome.at
        reason = db.scalar(select(Reason).where(Reason.key == outcome.decision.reason_key))
        comment.reason_sr, comment.reason_en = (reason.name_sr, reason.name_en) if reason else ("", "")
        changed_in(db, db.get_one(Thread, comment.thread_id))


def _explain(db: Session, comment: Comment, outcome: Outcome, kind: str) -> None:
    decision: Decision = outcome.decision
    kind = "appeal_refused" if decision.on_appeal and decision.verdict is Verdict.REFUSE else kind
    tell_author(db, comment, kind, **outcome.reasons)


def _settle(db: Session, comment: Comment, state: ReportState, at: datetime) -> None:
    """Close the readers' reports of a comment and write to those who left an address."""
    found = select(Report).where(Report.comment_id == comment.id, Report.state == ReportState.OPEN).order_by(Report.id)
    for report in db.scalars(found):
        report.state, report.decided_at = state, at
        settle_report(db, report.reporter_key, upheld=state is ReportState.UPHELD)
        if report.email:
            to = Recipient(report.email, report.version_key, report.person_id)
            data = {"id": comment.id, "text": comment.public_text if state is ReportState.DISMISSED else ""}
            outbox.post(db, f"comments.report_{state}", to, data, about=(KIND, comment.id))
