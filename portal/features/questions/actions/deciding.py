"""What a moderator's decision does to a question."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.features.questions.actions.asking import holder_now, started
from portal.features.questions.actions.shared import (
    happened,
    index,
    load,
    people_of,
    tell_asker,
    tell_followers,
    tell_staff,
)
from portal.features.questions.models import KIND, Event, EventKind, Question, State
from portal.kernel.clock import local_date
from portal.kernel.db import touch
from portal.kernel.follows.actions import follow
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queue import Outcome
from portal.kernel.municipality.queries import calendar, promise
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import Stale
from portal.kernel.texts import redact


def apply_decision(db: Session, outcome: Outcome) -> None:
    """Publish, redact, return or refuse a question and write to its asker. Raises `Stale` for another revision."""
    question = decided(db, outcome)
    verdict = outcome.decision.verdict
    if verdict in {Verdict.APPROVE, Verdict.REDACT}:
        make_public(db, question, outcome)
        _announce(db, question, outcome)
        return
    question.state = State.RETURNED if verdict is Verdict.RETURN else State.REFUSED
    question.settled_at = outcome.at
    tell_asker(
        db,
        question,
        str(question.state) if not outcome.decision.on_appeal else "appeal_refused",
        **outcome.reasons,
    )


def undo_decision(db: Session, outcome: Outcome) -> None:
    """Put a question back before the moderators as it was. Raises `Stale` where somebody has worked on it since."""
    question, verdict = decided(db, outcome), outcome.decision.verdict
    public = verdict in {Verdict.APPROVE, Verdict.REDACT}
    expected = State.PUBLISHED if public else State.RETURNED if verdict is Verdict.RETURN else State.REFUSED
    moved_on = public and (question.published_at != outcome.at or question.first_answered_at or question.merged_into_id)
    if question.state is not expected or moved_on:
        raise Stale(theirs=question.text)
    question.state = State.REFUSED if outcome.decision.on_appeal else State.WAITING
    question.settled_at = None
    if public:
        _unpublish(db, question)


def _unpublish(db: Session, question: Question) -> None:
    """Take back what `make_public` did; the lines of its timeline go too, since nobody but the audit log needs them."""
    question.public_title = question.public_text = ""
    question.redacted = False
    question.published_at = question.published_on = question.shelf = question.moderation_days = None
    question.term_id = question.answer_promise_id = question.answer_due_at = None
    shown = [EventKind.ASKED, EventKind.PUBLISHED]
    db.execute(delete(Event).where(Event.question_id == question.id, Event.kind.in_(shown)))
    db.flush()
    db.expire(question, ["events"])
    index(db, question)
    touch(db, "questions", "home", f"question.{question.id}")


def decided(db: Session, outcome: Outcome) -> Question:
    """Return the question a decision is about. Raises `Stale` where its text is no longer the one that was read."""
    question = load(db, outcome.item.subject_id)
    if question.revision != outcome.item.revision:
        raise Stale(theirs=question.text)
    question.version += 1
    return question


def make_public(db: Session, question: Question, outcome: Outcome) -> None:
    """Make a question public: clock of the office, timeline, search; its asker follows it. Writes no letter."""
    moment = outcome.at
    working = calendar(db)
    held = promise(db, "answer")
    question.state, question.settled_at = State.PUBLISHED, None
    question.public_title = redact(question.title, outcome.redactions.get("title", ()))
    question.public_text = redact(question.text, outcome.redactions.get("text", ()))
    question.redacted = outcome.decision.verdict is Verdict.REDACT
    question.term_id = holder_now(question.office)
    if question.published_at is None:
        question.published_at = moment
        question.published_on = local_date(moment)
        question.shelf = -int(moment.timestamp() * 1000)
        question.moderation_days = working.days_between(question.confirmed_at or question.asked_at, moment)
        question.answer_promise_id = held.id
        question.answer_due_at = working.due(moment, int(held.rules["working_days"]))
        started(db, question)
        happened(db, question, EventKind.PUBLISHED, moment, office_id=question.office_id)
    if question.asker_email:
        follow(db, KIND, question.id, Recipient(question.asker_email, question.version_key, question.person_id), confirmed=True)
    db.flush()
    index(db, question)


def _announce(db: Session, question: Question, outcome: Outcome) -> None:
    """Write to asker, office and the followers of the question it follows up."""
    due = question.answer_due_at.isoformat() if question.answer_due_at else ""
    kind = "appeal_accepted" if outcome.decision.on_appeal else "published"
    tell_asker(db, question, kind, due=due, redacted=question.redacted, **outcome.reasons)
    tell_staff(db, people_of(db, question.office, outcome.at), question, "assigned", due=due, office=question.office.key)
    if question.parent_id:
        tell_followers(db, load(db, question.parent_id), "follow_up", child=question.id)
