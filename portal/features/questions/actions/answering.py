"""What an office does: draft, submit, send back, approve, correct; and answering by a one-time link."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.questions import queries
from portal.features.questions.actions.shared import (
    happened,
    index,
    load,
    people_of,
    tell_asker,
    tell_followers,
    tell_staff,
)
from portal.features.questions.actions.terms import take
from portal.features.questions.models import (
    ANSWER,
    DRAFT,
    KIND,
    Answer,
    Answered,
    AnswerKind,
    Draft,
    DraftState,
    EventKind,
    Question,
)
from portal.features.questions.refusals import (
    AlreadyAnswered,
    NoDraft,
    NothingToCorrect,
    NotPublished,
    NotTakenOver,
    NotYours,
)
from portal.kernel import audit, files, outbox, tickets
from portal.kernel.accounts.models import Person, Role
from portal.kernel.clock import local_date, now
from portal.kernel.codes import fingerprint
from portal.kernel.db import tally
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation.models import Verdict
from portal.kernel.moderation.queue import Outcome
from portal.kernel.municipality.queries import calendar, promise
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotFound, Stale

LINK_LASTS = timedelta(days=14)
LINK_KIND = "question_link_answer"


def save_draft(
    db: Session,
    question: Question,
    *,
    kind: AnswerKind,
    text: str,
    by: Person,
    text_en: str = "",
    note: str = "",
    seen: int | None = None,
) -> Draft:
    """Keep the draft of an answer; `seen` is the version of the draft the writer saw, None for a new one.

    Raises `NotYours`, `NotPublished`, `AlreadyAnswered`, `NotTakenOver`, `Stale` when a colleague wrote meanwhile.
    """
    _may_write(db, question, by)
    if not question.is_public or question.merged_into_id is not None:
        raise NotPublished
    if question.first_answered_at is not None:
        raise AlreadyAnswered
    if queries.is_offered(question):
        raise NotTakenOver
    draft = queries.draft_of(db, question.id)
    if draft is None:
        draft = Draft(question_id=question.id, kind=kind, text=text, by_id=by.id, at=now(), text_en=text_en, note=note)
        db.add(draft)
    else:
        if seen is not None and draft.version != seen:
            raise Stale(mine=text, theirs=draft.text)
        draft.kind, draft.text, draft.text_en, draft.note = kind, text, text_en, note
        draft.by_id, draft.at = by.id, now()
        draft.version += 1
        draft.revision += 1
    db.flush()
    audit.note(db, "questions.draft", KIND, question.id, by=by.id, draft=draft.id, revision=draft.revision)
    return draft


def attach(db: Session, draft: Draft, upload: files.Received, *, by: Person) -> files.StoredFile:
    """Give a draft a file; who has read the draft before has not read this one. Raises `NotYours`, `TooManyFiles`."""
    _may_write(db, load(db, draft.question_id), by)
    draft.version += 1
    draft.revision += 1
    return files.attach(db, upload, kind=DRAFT, id=draft.id, by=by.id)


def detach(db: Session, draft: Draft, file_id: int, *, by: Person) -> None:
    """Take a file from a draft. Raises `NotYours`, `NotFound` for a file of anything else."""
    _may_write(db, load(db, draft.question_id), by)
    file = next((file for file in files.of(db, DRAFT, draft.id) if file.id == file_id), None)
    if file is None:
        raise NotFound
    draft.version += 1
    draft.revision += 1
    files.release(db, file, by=by.id)


def submit(db: Session, draft: Draft, *, by: Person) -> None:
    """Put a draft before the official. Raises `NotYours`."""
    question = load(db, draft.question_id)
    _may_write(db, question, by)
    draft.state, draft.remark = DraftState.SUBMITTED, ""
    draft.version += 1
    tell_staff(
        db,
        people_of(db, question.office, now()),
        question,
        "draft_ready",
        key=f"questions.draft_ready:{draft.id}:{draft.revision}",
    )
    audit.note(db, "questions.submit", KIND, question.id, by=by.id, draft=draft.id)


def send_back(db: Session, draft: Draft, remark: str, *, by: Person) -> None:
    """Give a draft back to its writer with a remark. Raises `NotYours`."""
    question = load(db, draft.question_id)
    _may_approve(question, by)
    draft.state, draft.remark = DraftState.SENT_BACK, remark
    draft.version += 1
    writer = db.get(Person, draft.by_id) if draft.by_id else None
    if writer is not None and writer.id != by.id:
        tell_staff(db, [writer], question, "draft_back", remark=remark)
    audit.note(db, "questions.send_back", KIND, question.id, by=by.id, draft=draft.id)


def approve(db: Session, draft: Draft, *, by: Person, seen: int | None = None) -> Answer:
    """Publish a draft as what the office says.

    An answer freezes the date of the first answer; holding and standard replies do not stop the clock. Raises
    `NotYours`, `NoDraft`, `AlreadyAnswered`, `NotTakenOver`, `Stale` when the draft is not the one that was read.
    """
    question = load(db, draft.question_id)
    _may_approve(question, by)
    if draft.state is DraftState.WITH_MODERATOR:
        raise NoDraft
    if queries.is_offered(question):
        raise NotTakenOver
    if seen is not None and draft.version != seen:
        raise Stale(theirs=draft.text)
    deputy = _is_deputy(question, by, now())
    return _publish(db, question, draft, approved_by=by.id, as_deputy=deputy)


def correct(
    db: Session,
    question: Question,
    *,
    text: str,
    note: str,
    by: Person,
    text_en: str = "",
    uploads: Sequence[files.Received] = (),
) -> Answer:
    """Publish a correction: a new version; the first answer, its date and its files stay with it.

    Raises `NothingToCorrect`, `NotYours`, `TooManyFiles`.
    """
    _may_approve(question, by)
    earlier = next((answer for answer in reversed(question.answers) if answer.kind is AnswerKind.ANSWER), None)
    if earlier is None:
        raise NothingToCorrect
    moment = now()
    answer = Answer(
        question_id=question.id,
        kind=AnswerKind.ANSWER,
        text=text,
        text_en=text_en,
        at=moment,
        office_id=question.office_id,
        term_id=_term_now(question, moment),
        approved_by_id=by.id,
        corrects_id=earlier.id,
        note=note,
        as_deputy=_is_deputy(question, by, moment),
    )
    db.add(answer)
    happened(db, question, EventKind.CORRECTED, moment, office_id=question.office_id)
    _after(db, question, "corrected")
    audit.note(db, "questions.correct", KIND, question.id, by=by.id, answer=answer.id, corrects=earlier.id)
    for upload in uploads:
        files.attach(db, upload, kind=ANSWER, id=answer.id, by=by.id)
    return answer


def send_link(db: Session, question: Question, email: str, *, by: Person | None) -> None:
    """Send the holder of an office without an account a one-time link to the answering page; the timeline says so.

    An earlier link to the same question is taken back.
    """
    tickets.revoke(db, "questions.answer", KIND, question.id)
    token = tickets.make(db, "questions.answer", lasts=LINK_LASTS, subject_kind=KIND, subject_id=question.id)
    outbox.post(
        db,
        "questions.answer_link",
        Recipient(email),
        {
            "id": question.id,
            "title": question.public_title,
            "reference": question.reference,
            "token": token,
            "until": (now() + LINK_LASTS).isoformat(),
        },
        about=(KIND, question.id),
    )
    happened(db, question, EventKind.LINK_SENT, now(), office_id=question.office_id)
    audit.note(db, "questions.send_link", KIND, question.id, by=by.id if by else None)


def answer_by_link(db: Session, token: str, text: str) -> Question:
    """Take an answer written through a one-time link; a moderator looks at it first. Raises `LinkSpent`."""
    ticket = tickets.use(db, "questions.answer", token)
    question = load(db, ticket.subject_id or 0)
    if question.first_answered_at is not None:
        raise AlreadyAnswered
    draft = queries.draft_of(db, question.id)
    if draft is None:
        draft = Draft(question_id=question.id, kind=AnswerKind.ANSWER, text=text, by_id=None, at=now())
        db.add(draft)
    else:
        files.release_all(db, kind=DRAFT, id=draft.id, by=None)
        draft.kind, draft.text, draft.by_id, draft.at = AnswerKind.ANSWER, text, None, now()
        draft.version += 1
        draft.revision += 1
    draft.state = DraftState.WITH_MODERATOR
    db.flush()
    held = promise(db, "moderation")
    moderation.enter(
        db,
        LINK_KIND,
        draft.id,
        revision=draft.revision,
        due_at=calendar(db).due(now(), int(held.rules["working_days"])),
        author_id=None,
        author_key=fingerprint(question.office.email or question.office.key),
    )
    audit.note(db, "questions.answer_by_link", KIND, question.id, by=None, draft=draft.id)
    return question


def decide_link_answer(db: Session, outcome: Outcome) -> None:
    """Publish an answer that came by link, or send a new link with the reason.

    Who has no account has no desk: answering a question of an earlier term by link takes it over.
    """
    draft = db.get(Draft, outcome.item.subject_id)
    if draft is None or draft.revision != outcome.item.revision:
        raise Stale
    question = load(db, draft.question_id)
    if outcome.decision.verdict in {Verdict.APPROVE, Verdict.REDACT}:
        if queries.is_offered(question):
            take(db, question, by=None)
        _publish(db, question, draft, approved_by=None, by_link=True)
        return
    draft.state, draft.remark = DraftState.SENT_BACK, outcome.decision.reason_sr
    draft.version += 1
    if question.office.email:
        send_link(db, question, question.office.email, by=None)


def _publish(
    db: Session, question: Question, draft: Draft, *, approved_by: int | None, as_deputy: bool = False, by_link: bool = False
) -> Answer:
    if question.first_answered_at is not None:
        raise AlreadyAnswered
    moment = now()
    answer = Answer(
        question_id=question.id,
        kind=draft.kind,
        text=draft.text,
        text_en=draft.text_en,
        note=draft.note,
        at=moment,
        office_id=question.office_id,
        term_id=_term_now(question, moment),
        approved_by_id=approved_by,
        drafted_by_id=draft.by_id if draft.by_id != approved_by else None,
        as_deputy=as_deputy,
        by_link=by_link,
    )
    db.add(answer)
    db.flush()
    files.hand_over(db, kind=DRAFT, id=draft.id, to_kind=ANSWER, to_id=answer.id)
    db.delete(draft)
    question.version += 1
    question.answered = {
        AnswerKind.ANSWER: Answered.ANSWERED,
        AnswerKind.HOLDING: Answered.HOLDING,
        AnswerKind.STANDARD: Answered.STANDARD,
    }[draft.kind]
    if draft.kind is AnswerKind.ANSWER:
        question.first_answered_at = question.settled_at = moment
        question.answer_days = calendar(db).days_between(question.published_at or question.asked_at, moment)
        for merged in db.scalars(select(Question).where(Question.merged_into_id == question.id)):
            merged.settled_at = moment
        tickets.revoke(db, "questions.answer", KIND, question.id)
        tally(db, "questions.answered")
    happened(db, question, EventKind(str(question.answered)), moment, office_id=question.office_id)
    _after(db, question, str(question.answered))
    audit.note(db, f"questions.{question.answered}", KIND, question.id, by=approved_by, answer=answer.id)
    return answer


def _after(db: Session, question: Question, kind: str) -> None:
    """What follows every public word of an office: search, letters to the asker and to everybody who joined."""
    db.flush()
    db.refresh(question, ["answers"])
    index(db, question)
    tell_asker(db, question, kind)
    askers = set()
    for merged in db.scalars(select(Question).where(Question.merged_into_id == question.id)):
        tell_asker(db, merged, kind, lead=question.id)
        askers.add(merged.asker_email)
    tell_followers(db, question, kind, but=askers)


def _term_now(question: Question, moment: datetime) -> int | None:
    term = question.office.term_on(local_date(moment))
    return term.id if term else None


def _is_deputy(question: Question, person: Person, moment: datetime) -> bool:
    term = question.office.term_on(local_date(moment))
    return bool(term and term.person_id != person.id and term.deputy_id == person.id)


def _may_write(db: Session, question: Question, person: Person) -> None:
    """An official of the office, its deputy, or a clerk of the office may write a draft."""
    if _answers_for(question, person):
        return
    scopes = {grant.scope for grant in person.grants if grant.role is Role.CLERK}
    if not scopes & {question.office.key, ""}:
        raise NotYours


def _may_approve(question: Question, person: Person) -> None:
    """The holder of the office, or the deputy while the holder is away, speaks for it."""
    if not _answers_for(question, person):
        raise NotYours


def _answers_for(question: Question, person: Person) -> bool:
    day = local_date(now())
    term = question.office.term_on(day)
    if term is None:
        return False
    return term.person_id == person.id or (term.deputy_id == person.id and term.absent_on(day))
