"""What moderators do with public questions: send them to another office, merge what asks the same."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.questions import queries
from portal.features.questions.actions.asking import holder_now
from portal.features.questions.actions.deciding import decided, make_public
from portal.features.questions.actions.shared import drop_draft, happened, index, people_of, tell_asker, tell_staff
from portal.features.questions.models import KIND, Draft, EventKind, Question
from portal.features.questions.refusals import AlreadyAnswered, NotMergeable, NotPublished, OfficeClosed
from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.follows.actions import follow, followers
from portal.kernel.follows.models import Follow
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation import conflicts
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.moderation.queue import Outcome, Queue
from portal.kernel.municipality.models import Office
from portal.kernel.municipality.queries import calendar
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotFound
from portal.kernel.words import lazy


def reroute(db: Session, question: Question, office: Office, *, by: Person) -> None:
    """Send a question to the office that can answer it; the promise runs on. Raises `AlreadyAnswered`, `OfficeClosed`."""
    if question.first_answered_at is not None:
        raise AlreadyAnswered
    if not office.open:
        raise OfficeClosed(field="office")
    before = question.office_id
    question.office_id = office.id
    question.term_id, question.taken_term_id = holder_now(office), None
    question.version += 1
    draft = queries.draft_of(db, question.id)
    if draft is not None:
        drop_draft(db, draft, by=by.id)
    db.flush()
    db.refresh(question, ["office"])
    conflicts.passes_to(db, KIND, question.id, conflicts.office(office.key))
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
    _stand_behind(db, question, into, by=by)
    tell_asker(db, question, "merged", lead=into.id, lead_title=into.public_title)


def join(db: Session, question: Question, into: Question, *, seen: int, by: Person) -> None:
    """Decide on a waiting question by joining it with a public one that asks the same: approval and merge in one.

    `seen` is the version of the moderators' item. The decision stands in the log as an approval, the merge in the audit
    beside it; the asker gets one letter instead of two, and the office, which owes the other one, none. Undone by
    `unmerge` as any merge: the question then stands for itself. Raises what `moderation.decide` and `merge` raise.
    """
    item = item_of(db, KIND, question.id)
    if item is None:
        raise NotFound

    def apply(db: Session, outcome: Outcome) -> None:
        _hold(db, question, into)
        make_public(db, decided(db, outcome), outcome)
        _stand_behind(db, question, into, by=by)
        tell_asker(
            db, question, "joined", lead=into.id, lead_title=into.public_title, answered=into.first_answered_at is not None
        )

    queue = Queue(kind=KIND, label=lazy("Question"), entries=queries.entries, apply=apply)
    moderation.decide(db, queue, item.id, seen=seen, verdict=Verdict.APPROVE, by=by)


def _hold(db: Session, *questions: Question) -> None:
    """Lock questions in the order of their ids and read them anew: who joins the same two at once waits here."""
    ids = sorted(question.id for question in questions)
    held = select(Question).where(Question.id.in_(ids)).order_by(Question.id).with_for_update(key_share=True)
    db.scalars(held.execution_options(populate_existing=True)).all()


def _stand_behind(db: Session, question: Question, into: Question, *, by: Person) -> None:
    _hold(db, question, into)
    if not (question.is_public and into.is_public):
        raise NotPublished
    if question.id == into.id or question.merged_into_id or into.merged_into_id or question.first_answered_at:
        raise NotMergeable
    question.merged_into_id = into.id
    question.settled_at = now() if into.first_answered_at else None
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
    audit.note(db, "questions.merge", KIND, question.id, by=by.id, into=into.id)


def unmerge(db: Session, question: Question, *, by: Person) -> None:
    """Undo a merge: followers that came with it leave the lead, dates are as they were.

    The office is told that it owes the question; of one that was joined on the desk it has never heard. Raises
    `NotMergeable`.
    """
    if question.merged_into_id is None:
        raise NotMergeable
    lead = db.get_one(Question, question.merged_into_id)
    _hold(db, question, lead)
    if question.merged_into_id != lead.id:
        raise NotMergeable
    for joined in db.scalars(
        select(Follow).where(Follow.kind == KIND, Follow.subject_id == lead.id, Follow.via_id == question.id)
    ):
        db.delete(joined)
    lead.same_count = max(0, lead.same_count - 1 - question.same_count)
    lead.version += 1
    question.merged_into_id = question.settled_at = None
    question.version += 1
    if lead.published_at is not None and lead.answer_promise is not None:
        lead.answer_due_at = calendar(db).due(lead.published_at, int(lead.answer_promise.rules["working_days"]))
    happened(db, question, EventKind.UNMERGED, now(), other_id=lead.id)
    happened(db, lead, EventKind.UNMERGED, now(), other_id=question.id)
    db.flush()
    index(db, question)
    if question.is_open:
        due = question.answer_due_at.isoformat() if question.answer_due_at else ""
        tell_staff(db, people_of(db, question.office, now()), question, "assigned", due=due, office=question.office.key)
    audit.note(db, "questions.unmerge", KIND, question.id, by=by.id, lead=lead.id)


def _keep_earliest(lead: Question, other: Question) -> None:
    """The lead owes its answer when the first of them did."""
    if other.answer_due_at and lead.answer_due_at and lead.first_answered_at is None and other.answer_due_at < lead.answer_due_at:
        lead.answer_due_at = other.answer_due_at
