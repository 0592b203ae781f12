"""What moderators do with public questions: send them to another office, merge what asks the same."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.questions import queries
from portal.features.questions.actions.asking import holder_now
from portal.features.questions.actions.shared import drop_draft, happened, index, people_of, tell_asker, tell_staff
from portal.features.questions.models import KIND, Draft, EventKind, Question
from portal.features.questions.refusals import AlreadyAnswered, NotMergeable, NotPublished, OfficeClosed
from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.follows.actions import follow, followers
from portal.kernel.follows.models import Follow
from portal.kernel.municipality.models import Office
from portal.kernel.municipality.queries import calendar
from portal.kernel.outbox import Recipient


def reroute(db: Session, question: Question, office: Office, *, by: Person) -> None:
    """Send a question to the office that can answer it; the promise runs on. Raises `AlreadyAnswered`, `OfficeClosed`."""
    if question.first_answered_at is not None:
        raise AlreadyAnswered
    if not office.open:
        raise OfficeClosed(field="office")
    before = question.office_id
    question.office_id = office.id
    question.term_id = holder_now(office)
    question.version += 1
    draft = queries.draft_of(db, question.id)
    if draft is not None:
        drop_draft(db, draft, by=by.id)
    db.flush()
    db.refresh(question, ["office"])
    if question.is_public:
        happened(db, question, EventKind.REROUTED, now(), office_id=office.id)
        index(db, question)
        tell_asker(db, question, "rerouted", office=office.key)
        due = question.answer_due_at.isoformat() if question.answer_due_at else ""
        tell_staff(db, people_of(db, office, now()), question, "assigned", due=due, office=office.key)
    audit.note(db, "questions.reroute", KIND, question.id, by=by.id, before=before, after=office.id)


def merge(db: Session, question: Question, into: Question, *, by: Person) -> None:
    """Let one question stand for another that asks the same: every asker follows the lead, the earliest date is kept.

    Reversible by `unmerge`. Raises `NotMergeable`, `NotPublished`.
    """
    if not (question.is_public and into.is_public):
        raise NotPublished
    if question.id == into.id or question.merged_into_id or into.merged_into_id or question.first_answered_at:
        raise NotMergeable
    question.merged_into_id = into.id
    question.version += 1
    for joined in followers(db, KIND, question.id):
        known = db.scalar(
            select(Follow.id).where(Follow.kind == KIND, Follow.subject_id == into.id, Follow.email == joined.email)
        )
        if known is None:
            follow(
                db,
                KIND,
                into.id,
                Recipient(joined.email, joined.version_key, joined.person_id),
                confirmed=True,
                via_id=question.id,
            )
    into.same_count += 1 + question.same_count
    into.version += 1
    _keep_earliest(into, question)
    draft = db.scalar(select(Draft).where(Draft.question_id == question.id))
    if draft is not None:
        drop_draft(db, draft, by=by.id)
    happened(db, question, EventKind.MERGED, now(), other_id=into.id)
    happened(db, into, EventKind.MERGED, now(), other_id=question.id)
    db.flush()
    index(db, question)
    tell_asker(db, question, "merged", lead=into.id, lead_title=into.public_title)
    audit.note(db, "questions.merge", KIND, question.id, by=by.id, into=into.id)


def unmerge(db: Session, question: Question, *, by: Person) -> None:
    """Undo a merge: followers that came with it leave the lead, dates are as they were. Raises `NotMergeable`."""
    if question.merged_into_id is None:
        raise NotMergeable
    lead = db.get_one(Question, question.merged_into_id)
    for joined in db.scalars(
        select(Follow).where(Follow.kind == KIND, Follow.subject_id == lead.id, Follow.via_id == question.id)
    ):
        db.delete(joined)
    lead.same_count = max(0, lead.same_count - 1 - question.same_count)
    lead.version += 1
    question.merged_into_id = None
    question.version += 1
    if lead.published_at is not None and lead.answer_promise is not None:
        lead.answer_due_at = calendar(db).due(lead.published_at, int(lead.answer_promise.rules["working_days"]))
    happened(db, question, EventKind.UNMERGED, now(), other_id=lead.id)
    happened(db, lead, EventKind.UNMERGED, now(), other_id=question.id)
    db.flush()
    index(db, question)
    audit.note(db, "questions.unmerge", KIND, question.id, by=by.id, lead=lead.id)


def _keep_earliest(lead: Question, other: Question) -> None:
    """The lead owes its answer when the first of them did."""
    if other.answer_due_at and lead.answer_due_at and lead.first_answered_at is None and other.answer_due_at < lead.answer_due_at:
        lead.answer_due_at = other.answer_due_at
