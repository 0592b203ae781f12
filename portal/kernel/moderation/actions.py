"""Verbs of moderation: enter, take in hand, decide, appeal. Reason and notice are part of the decision."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, or_, select, text, update
from sqlalchemy.orm import Session

from portal.kernel import audit, outbox
from portal.kernel.accounts.models import Person
from portal.kernel.clock import last_day, now
from portal.kernel.db import changed, dialect_of, inserting, run, tally, touch
from portal.kernel.moderation import conflicts, figures, statements
from portal.kernel.moderation import signals as noticing
from portal.kernel.moderation.models import OPEN, OUTCOME, Concern, Decision, Item, ItemState, Lease, Reason, Verdict
from portal.kernel.moderation.queue import Outcome, Queue
from portal.kernel.moderation.words import STATES, decided
from portal.kernel.municipality.queries import calendar, promise
from portal.kernel.refusals import NotFound, Refusal, Stale
from portal.kernel.words import called, lazy, shown_date, shown_moment

LEASE = timedelta(minutes=10)
BATCH = 10
INNER = frozenset({"family", "named"})
"""What `signals.noticed` says to the desk and not to the moderator's eyes."""
LEASES: Any = Lease.__table__
LET_GO = delete(LEASES).where(LEASES.c.item_id == bindparam("of"))
IN_HAND = select(LEASES.c.person_id, LEASES.c.until).where(LEASES.c.item_id == bindparam("of"))
UNDO_WITHIN = timedelta(seconds=30)
"""So long the letters of a decision wait on the desk, and so long it can be taken back."""


class OwnSubmission(Refusal):
    """Nobody decides on what they wrote themselves."""

    status = 403
    sentence = lazy("This is your own submission. Another moderator must decide.")


class ConflictOfInterest(Refusal):
    """Nobody decides on what is about their office, their unit or themselves."""

    status = 403
    sentence = lazy("This is about an office or a unit of yours, or it names you. Another moderator must decide.")


class SamePersonAgain(Refusal):
    """An appeal goes to somebody who has not decided before."""

    status = 403
    sentence = lazy("You have decided on this before. Another moderator must decide on the appeal.")


class NoReason(Refusal):
    """A refusal or return without a reason is none."""

    sentence = lazy("Choose a reason or write one: the author receives it.")


class NoCannedReason(Refusal):
    """Some kinds are judged on named grounds alone, never by what a moderator thinks of them."""

    sentence = lazy("Choose one of the reasons: this kind of submission is not refused for any other one.")


class NoNote(Refusal):
    """Some reasons say nothing without the moderator's own words."""

    sentence = lazy("This reason needs a note: write in your own words what the author should know.")


class NothingRedacted(Refusal):
    """Approving with redaction needs at least one redaction."""

    sentence = lazy("Mark what is to be blacked out, or approve without redaction.")


class NotAppealable(Refusal):
    """Only a refusal may be appealed, and once."""

    status = 409
    sentence = lazy("An appeal against this decision is no longer possible.")


class AppealTooLate(Refusal):
    """Six months are over."""

    status = 409
    sentence = lazy("The time for an appeal ended on %(day)s.")


class TooLate(Refusal):
    """The half minute is over, or it was somebody else's decision: the author has heard of it."""

    status = 409
    sentence = lazy("This can no longer be undone: the author has been told. Decide again, or wait for an appeal.")


class InOtherHands(Refusal):
    """Somebody else has the item in hand."""

    status = 409
    sentence = lazy("%(name)s has this in hand until %(until)s.")


def enter(
    db: Session,
    kind: str,
    subject_id: int,
    *,
    revision: int,
    due_at: datetime,
    author_id: int | None,
    author_key: str,
    signals: Sequence[Mapping[str, str]] = (),
    rank: int = 0,
    on_report: bool = False,
    was_public: bool = False,
    about: Iterable[str] = (),
) -> Item:
    """Put one revision of a submission before the moderators, with what `signals.noticed` returned about it.

    `on_report` and `was_public` are for what comes here after publication: the statement of reasons says so.
    `about` is the office or the unit that has to do with it (`conflicts.office`, `conflicts.unit`): their people do not
    decide on it, nor does a moderator whom the text names.
    """
    family = next((int(signal["text"]) for signal in signals if signal["kind"] == "family"), None)
    item = Item(
        kind=kind,
        subject_id=subject_id,
        revision=revision,
        entered_at=now(),
        due_at=due_at,
        author_id=author_id,
        author_key=author_key,
        signals=[dict(signal) for signal in signals if signal["kind"] not in INNER],
        alike=family,
        on_report=on_report,
        was_public=was_public,
        rank=rank,
    )
    named = [signal["text"] for signal in signals if signal["kind"] == "named"]
    item.concerns = [Concern(about=each) for each in dict.fromkeys([*about, *named])]
    db.add(item)
    _count_open(db, kind, +1)
    return item


def withdraw(db: Session, kind: str, subject_id: int) -> None:
    """Take a submission off the queue because its author does not want it any more."""
    result: Any = db.execute(
        update(Item)
        .where(Item.kind == kind, Item.subject_id == subject_id, text(OPEN))
        .values(state=ItemState.WITHDRAWN, version=Item.version + 1)
    )
    if result.rowcount:
        _count_open(db, kind, -result.rowcount)


def forget(db: Session, kind: str, subject_id: int) -> None:
    """Forget the words of a submission that the queue remembers: what a machine noticed, what an appeal said."""
    noticing.forget(db, kind, subject_id)
    theirs = update(Item).where(Item.kind == kind, Item.subject_id == subject_id)
    db.execute(theirs.values(signals=[], alike=None, appeal_text=""))


def claim(db: Session, person: Person, kind: str | None = None, batch: int = BATCH) -> int:
    """Take the oldest free items in hand for ten minutes and return how many; others see it and take other ones.

    What the person sent, or what is about something of their own, is left to others. On PostgreSQL an item that was
    free when the question was put may be taken when its row is reached: then the next ones are asked for.
    """
    moment = now()
    ended = select(Lease.item_id).where(Lease.until < moment).with_for_update(skip_locked=True)
    db.execute(delete(Lease).where(Lease.item_id.in_(db.scalars(ended).all())))
    wanted = (
        select(Item.id)
        .outerjoin(Lease, Lease.item_id == Item.id)
        .where(text(OPEN), Lease.item_id.is_(None), or_(Item.author_id.is_(None), Item.author_id != person.id))
        .where(conflicts.is_free(person))
        .order_by(Item.rank, Item.id)
    )
    if kind:
        wanted = wanted.where(Item.kind == kind)
    if dialect_of(db) == "postgresql":
        wanted = wanted.with_for_update(skip_locked=True, of=Item)
    taking = inserting(dialect_of(db), Lease).on_conflict_do_nothing(index_elements=["item_id"]).returning(LEASES.c.item_id)
    taken = 0
    while taken < batch and (ids := db.scalars(wanted.limit(batch - taken)).all()):
        hands = [{"item_id": id, "person_id": person.id, "until": moment + LEASE} for id in ids]
        taken += len(db.scalars(taking, hands).all())
    return taken


def release(db: Session, person: Person) -> None:
    """Give back everything the person has in hand."""
    db.execute(delete(Lease).where(Lease.person_id == person.id))


def decide(
    db: Session,
    queue: Queue,
    item_id: int,
    *,
    seen: int,
    verdict: Verdict,
    by: Person,
    reason_key: str = "",
    reason_text: str = "",
    redactions: Mapping[str, Sequence[tuple[int, int]]] | None = None,
    batch: str = "",
) -> Decision:
    """Decide on the version of the item that the moderator saw.

    In one transaction: the decision, what it does to the submission, the letter to the author, the audit line and
    the counters. With a `batch`, one for all decisions of a press, the letters wait half a minute, and until then the
    press can be undone, where the queue knows how. Raises `OwnSubmission`, `ConflictOfInterest`, `SamePersonAgain`,
    `NoReason`, `NoCannedReason`, `NoNote`, `NothingRedacted`, `InOtherHands`, and `Stale` for the slower one of two.
    """
    item = _may_decide(db, queue, item_id, by)
    reason_sr, reason_en = _reason(db, queue, verdict, reason_key, reason_text)
    if verdict is Verdict.REDACT and not any((redactions or {}).values()):
        raise NothingRedacted
    if not item.is_open or not changed(db, Item, id=item.id, version=seen, state=OUTCOME[verdict]):
        raise Stale(theirs=_as_decided(db, item))
    moment = now()
    decision = Decision(
        item_id=item.id,
        revision=item.revision,
        verdict=verdict,
        by_id=by.id,
        at=moment,
        on_appeal=item.appealed_at is not None,
        reason_key=reason_key,
        reason_sr=reason_sr,
        reason_en=reason_en,
        redactions=[[name, *span] for name, spans in (redactions or {}).items() for span in spans],
        batch=batch,
        undo_until=moment + UNDO_WITHIN if batch and queue.undo else None,
        kind=item.kind,
        month=figures.month_of(moment),
        hours=int((moment - (item.appealed_at or item.entered_at)).total_seconds() // 3600),
    )
    _keep(db, item, decision, f"moderation.{verdict}")
    statement = statements.write(db, item, decision)
    with outbox.waiting(db, batch, decision.undo_until or moment):
        queue.apply(db, Outcome(item=item, decision=decision, redactions=redactions or {}, statement=statement))
    return decision


def undo(db: Session, queue: Queue, item_id: int, *, by: Person) -> Decision:
    """Take back one's own decision within half a minute: the submission is what it was, its letters never leave.

    The decision stays in the log; taking it back is another one. The item is in the person's hands again. Raises
    `TooLate`, and `Stale` where something else has happened to the submission meanwhile.
    """
    item = db.get(Item, item_id)
    if item is None or item.kind != queue.kind or not item.decisions:
        raise NotFound
    last, moment = item.decisions[-1], now()
    if queue.undo is None or last.by_id != by.id or last.undo_until is None or moment >= last.undo_until:
        raise TooLate
    state = ItemState.APPEALED if last.on_appeal else ItemState.PENDING
    if not changed(db, Item, id=item.id, version=item.version, state=state):
        raise Stale(theirs=_as_decided(db, item))
    outbox.take_back(db, last.batch)
    taken_back = Decision(
        item_id=item.id,
        revision=item.revision,
        verdict=Verdict.UNDO,
        by_id=by.id,
        at=moment,
        on_appeal=last.on_appeal,
        reason_key=last.reason_key,
        undoes_id=last.id,
        undoes=last.verdict,
        kind=last.kind,
        month=last.month,
        hours=last.hours,
    )
    _keep(db, item, taken_back, f"moderation.{last.verdict}", sign=-1)
    statements.take_back(db, item, last, moment)
    db.add(Lease(item_id=item.id, person_id=by.id, until=moment + LEASE))
    queue.undo(db, Outcome(item=item, decision=last))
    return taken_back


def _as_decided(db: Session, item: Item) -> str:
    """Return in words what became of an item and by whom, for somebody who came later."""
    db.refresh(item, ["state"])
    last = item.decisions[-1] if item.decisions else None
    by = db.get(Person, last.by_id) if last else None
    if last is None or by is None or item.state in {ItemState.WITHDRAWN, ItemState.PENDING}:
        return str(STATES[item.state])
    return decided(item.state, last, by.name)


def _may_decide(db: Session, queue: Queue, item_id: int, by: Person) -> Item:
    """Return the item if this person may decide on it."""
    item = db.get(Item, item_id)
    if item is None or item.kind != queue.kind:
        raise NotFound
    if item.author_id == by.id:
        raise OwnSubmission
    if conflicts.barred(db, [item.id], by):
        raise ConflictOfInterest
    if item.state is ItemState.APPEALED and any(decision.by_id == by.id for decision in item.standing):
        raise SamePersonAgain
    _respect_lease(db, item, by)
    return item


def _keep(db: Session, item: Item, decision: Decision, counter: str, *, sign: int = 1) -> None:
    """Write a decision, or its undoing, into the log, the counters and the audit chain; nobody has the item in hand."""
    db.add(decision)
    db.flush()
    run(db, LET_GO, {"of": item.id})
    _count_open(db, item.kind, -sign)
    tally(db, counter, sign)
    touch(db, figures.TAG)
    db.expire(item, ["decisions"])
    audit.note(
        db,
        f"moderation.{decision.verdict}",
        item.kind,
        item.subject_id,
        by=decision.by_id,
        item=item.id,
        revision=item.revision,
        reason=decision.reason_key,
        appeal=decision.on_appeal,
    )


def appeal(db: Session, item_id: int, why: str, *, by: int | None) -> Item:
    """Ask for another person's look at a refusal, within six months. Raises `NotAppealable`, `AppealTooLate`.

    The municipality promises an answer to appeals too; one that waits longer is late like anything else on the desk.
    """
    item, moment = db.get(Item, item_id), now()
    if item is None or not item.may_be_appealed:
        raise NotAppealable
    until = statements.appeal_until(db, item.id)
    if until is not None and moment >= until:
        raise AppealTooLate(day=shown_date(last_day(until)))
    due_at = calendar(db).due(moment, int(promise(db, "appeals").rules["working_days"]))
    appealed = {"state": ItemState.APPEALED, "appeal_text": why, "appealed_at": moment, "due_at": due_at}
    if not changed(db, Item, id=item.id, version=item.version, **appealed):
        raise NotAppealable
    _count_open(db, item.kind, +1)
    audit.note(db, "moderation.appeal", item.kind, item.subject_id, by=by, item=item.id)
    return item


def _reason(db: Session, queue: Queue, verdict: Verdict, key: str, written: str) -> tuple[str, str]:
    if verdict not in {Verdict.REFUSE, Verdict.RETURN}:
        return "", ""
    canned = key and db.scalar(select(Reason).where(Reason.key == key, Reason.verdict == verdict, Reason.retired_at.is_(None)))
    canned = canned if canned and queue.offers(canned) else None
    if queue.own_reasons and canned is None:
        raise NoCannedReason(field="reason")
    if canned and canned.needs_note and not written.strip():
        raise NoNote(field="words")
    parts = [(canned.text_sr, canned.text_en or canned.text_sr)] if canned else []
    if written.strip():
        parts.append((written.strip(), written.strip()))
    if not parts:
        raise NoReason(field="reason")
    return "\n\n".join(sr for sr, _ in parts), "\n\n".join(en for _, en in parts)


def _respect_lease(db: Session, item: Item, by: Person) -> None:
    db.flush()
    lease = run(db, IN_HAND, {"of": item.id}).first()
    if lease is not None and lease.person_id != by.id and lease.until > now():
        other = db.get(Person, lease.person_id)
        raise InOtherHands(name=called(other.name) if other else "", until=shown_moment(lease.until))


def _count_open(db: Session, kind: str, by: int) -> None:
    tally(db, "moderation.open", by)
    tally(db, f"moderation.open.{kind}", by)
