"""What an asker does: ask, confirm, mend, withdraw, appeal, join, ask once more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from portal.features.questions import queries
from portal.features.questions.actions.shared import happened, load, tell_asker
from portal.features.questions.models import KIND, Channel, EventKind, Question, State
from portal.features.questions.refusals import (
    Forgotten,
    NotEditable,
    OfficeClosed,
    OneFollowUp,
    TooManyOpen,
    UnknownOffice,
)
from portal.kernel import audit, outbox, tickets
from portal.kernel.accounts.models import Person
from portal.kernel.authors import ShownAs, shown_name
from portal.kernel.clock import ZONE, local_date, now
from portal.kernel.codes import fingerprint
from portal.kernel.db import count, tally, touch
from portal.kernel.follows.actions import confirm as confirm_address
from portal.kernel.follows.actions import join
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation import conflicts, signals
from portal.kernel.moderation.models import Item
from portal.kernel.moderation.queries import item_of
from portal.kernel.municipality.models import Office, Topic
from portal.kernel.municipality.queries import calendar, promise
from portal.kernel.outbox import Recipient
from portal.kernel.outbox.actions import redirect

CONFIRM_WITHIN = timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the form of a question says. `office_key` empty means: the topic finds the office.

    `marks` are what the form noticed about how it was filled in; `network` is where it came from, only counted.
    """

    title: str
    text: str
    name: str
    email: str
    office_key: str = ""
    topic_key: str = ""
    settlement_id: int | None = None
    shown_as: ShownAs = ShownAs.INITIALS
    version_key: str = "sr"
    channel: Channel = Channel.WEB
    parent_id: int | None = None
    marks: Sequence[str] = ()
    network: str = ""


def ask(db: Session, asked: Asked, *, by: Person | None, entered_by: Person | None = None) -> Question:
    """Take a question. A guest's waits for the confirmation of the address; every other one is before the moderators.

    `entered_by` is the clerk of an assisted entry, whose citizen may have no address at all. Raises `UnknownOffice`,
    `OfficeClosed`, `TooManyOpen`.
    """
    topic = db.scalar(select(Topic).where(Topic.key == asked.topic_key)) if asked.topic_key else None
    office = _office(db, asked.office_key, topic)
    email = asked.email.strip().lower()
    asker_key = fingerprint(email or f"{asked.name} {asked.settlement_id}")
    _respect_limit(db, asker_key, assisted=entered_by is not None)
    question = Question(
        title=asked.title,
        text=asked.text,
        office_id=office.id,
        topic_id=topic.id if topic else None,
        settlement_id=asked.settlement_id,
        asker_name=asked.name,
        asker_email=email,
        asker_key=asker_key,
        shown_as=asked.shown_as,
        shown_name=shown_name(asked.name, asked.shown_as),
        version_key=asked.version_key,
        asked_at=now(),
        person_id=by.id if by else None,
        parent_id=asked.parent_id,
        channel=asked.channel,
        entered_by_id=entered_by.id if entered_by else None,
        marks=[*asked.marks, *signals.busy_network(db, asked.network)],
    )
    db.add(question)
    db.flush()
    actor = entered_by or by
    audit.note(
        db, "questions.ask", KIND, question.id, by=actor.id if actor else None, asker=asker_key[:16], channel=asked.channel
    )
    if by is not None or entered_by is not None:
        confirm(db, question)
    else:
        _ask_for_confirmation(db, question)
    return question


def confirm(db: Session, question: Question) -> None:
    """Give the number and put the question before the moderators: its address works.

    The number comes from a counter row in this transaction: no gaps, no doubles. A second press changes nothing.
    """
    if question.state is not State.UNCONFIRMED:
        return
    moment = now()
    question.confirmed_at = moment
    question.year = moment.astimezone(ZONE).year
    db.flush()
    question.number = count(db, f"questions.number.{question.year}")
    if question.channel is not Channel.WEB:
        tally(db, "questions.assisted")
    tally(db, "questions.confirmed")
    _enter(db, question)
    due = question.moderation_due_at.isoformat() if question.moderation_due_at else ""
    tell_asker(db, question, "received", moderation_due=due, answer_days=queries.promised(db)["answer"])
    audit.note(db, "questions.confirm", KIND, question.id, by=question.person_id, number=question.reference)


def mend(db: Session, question: Question, *, title: str, text: str, seen: int, marks: Sequence[str] = ()) -> None:
    """Send a returned question again, mended by its asker. Raises `NotEditable`."""
    if not question.may_be_edited or question.revision != seen:
        raise NotEditable
    question.title, question.text, question.marks = title, text, list(marks)
    question.revision += 1
    question.version += 1
    _enter(db, question)
    audit.note(db, "questions.mend", KIND, question.id, by=question.person_id, revision=question.revision)


def withdraw(db: Session, question: Question) -> None:
    """Take a question back before it is public. Raises `NotEditable`."""
    if not question.may_be_withdrawn:
        raise NotEditable
    moderation.withdraw(db, KIND, question.id)
    question.state = State.WITHDRAWN
    question.settled_at = now()
    question.version += 1
    audit.note(db, "questions.withdraw", KIND, question.id, by=question.person_id)


def appeal(db: Session, question: Question, why: str) -> Item:
    """Ask another moderator to look at a refusal. Raises `NotAppealable`, `AppealTooLate`."""
    item = item_of(db, KIND, question.id)
    if item is None or not question.has_asker:
        raise moderation.NotAppealable
    question.settled_at = None
    appealed = moderation.appeal(db, item.id, why, by=question.person_id)
    tell_asker(db, question, "appealed")
    return appealed


def follow_too(db: Session, question: Question, to: Recipient, *, confirmed: bool) -> None:
    """Join a question with "I have this question too": its answer comes by letter, and it counts one more.

    A guest's address is confirmed by a letter first; until then it neither counts nor hears anything.
    """
    data = {"title": question.public_title, "id": question.id}
    letter = {"ticket": "questions.follow", "letter": "questions.confirm_follow"}
    if join(db, KIND, question.id, to, confirmed=confirmed, data=data, **letter):
        _count_one_more(db, question)


def confirm_follow(db: Session, follow_id: int) -> None:
    """Count a follower whose address works; twice is once."""
    if joined := confirm_address(db, follow_id):
        _count_one_more(db, load(db, joined.subject_id))


def _count_one_more(db: Session, question: Question) -> None:
    question.same_count += 1
    touch(db, "questions", f"question.{question.id}")


def follow_up(db: Session, parent: Question, asked: Asked, *, by: Person | None) -> Question:
    """Ask once more after the answer. It goes the same way as any question. Raises `OneFollowUp`, `Forgotten`."""
    if not parent.has_asker:
        raise Forgotten
    known = db.scalar(
        select(Question.id).where(
            Question.parent_id == parent.id, Question.state.not_in([State.WITHDRAWN, State.EXPIRED, State.REFUSED])
        )
    )
    if known or parent.parent_id or parent.first_answered_at is None:
        raise OneFollowUp
    question = ask(db, asked, by=by)
    if question.state is State.UNCONFIRMED:
        confirm(db, question)
    return question


def change_address(db: Session, question: Question, email: str) -> None:
    """Correct a mistyped address: what waited or bounced goes to the new one, an unconfirmed one is asked again.

    Raises `Forgotten`.
    """
    if not question.has_asker:
        raise Forgotten
    question.asker_email = email.strip().lower()
    question.asker_key = fingerprint(question.asker_email)
    if question.state is State.UNCONFIRMED:
        tickets.revoke(db, "questions.confirm", KIND, question.id)
        outbox.cancel(db, KIND, question.id, "questions.confirm")
        _ask_for_confirmation(db, question)
    redirect(db, KIND, question.id, question.asker_email)
    audit.note(db, "questions.change_address", KIND, question.id, by=question.person_id, asker=question.asker_key[:16])


def _office(db: Session, key: str, topic: Topic | None) -> Office:
    wanted = Office.key == key if key else (Office.id == topic.office_id if topic else None)
    found = db.scalar(select(Office).where(wanted).options(lazyload(Office.terms))) if wanted is not None else None
    if found is None:
        raise UnknownOffice(field="office")
    if not found.open:
        raise OfficeClosed(field="office")
    return found


def _respect_limit(db: Session, asker_key: str, *, assisted: bool) -> None:
    most = int(promise(db, "limits").rules["open_questions_per_asker"])
    if not assisted and queries.open_of_asker(db, asker_key) >= most:
        raise TooManyOpen(most=most)


def _ask_for_confirmation(db: Session, question: Question) -> None:
    token = tickets.make(db, "questions.confirm", lasts=CONFIRM_WITHIN, subject_kind=KIND, subject_id=question.id)
    tell_asker(db, question, "confirm", token=token)


def _enter(db: Session, question: Question) -> None:
    moment = now()
    held = promise(db, "moderation")
    question.state, question.settled_at = State.WAITING, None
    question.moderation_promise_id = held.id
    question.moderation_due_at = calendar(db).due(moment, int(held.rules["working_days"]))
    moderation.enter(
        db,
        KIND,
        question.id,
        revision=question.revision,
        due_at=question.moderation_due_at,
        author_id=question.person_id,
        author_key=question.asker_key,
        signals=signals.noticed(
            db,
            kind=KIND,
            subject_id=question.id,
            text=f"{question.title}\n{question.text}",
            author_key=question.asker_key,
            marks=question.marks,
        ),
        about=[conflicts.office(question.office.key)],
    )


def started(db: Session, question: Question) -> None:
    """Write the first line of the timeline, when the question becomes public."""
    happened(db, question, EventKind.ASKED, question.confirmed_at or question.asked_at, office_id=question.office_id)


def holder_now(office: Office) -> int | None:
    """Return the term that runs today."""
    term = office.term_on(local_date(now()))
    return term.id if term else None
