"""What citizens and clerks do: remark, confirm, correct the last entry, withdraw, appeal, support."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.debates.actions.remarks_shared import load, tag, tell_author
from portal.features.debates.models import REMARK, Channel, Debate, Passage, Remark, RemarkState, Support
from portal.features.debates.queries.lines import passage_to_remark_on
from portal.features.debates.refusals.remarks import (
    Forgotten,
    NothingSaid,
    NotOpenYet,
    NotTakingRemarks,
    NotWithdrawable,
    NotYours,
    OwnRemark,
    ReceivedTooLate,
    RemarksEnded,
    SaidAlready,
    TextChanged,
    TooLateToConfirm,
    TooManyRemarks,
)
from portal.kernel import audit, outbox, tickets
from portal.kernel.accounts.models import Person
from portal.kernel.authors import ShownAs, shown_name
from portal.kernel.clock import ZONE, local_date, now, start_of_day
from portal.kernel.codes import fingerprint
from portal.kernel.db import count, dialect_of, inserting, tally, touch
from portal.kernel.follows.actions import confirm as confirm_address
from portal.kernel.follows.actions import join, move
from portal.kernel.moderation import actions as moderation
from portal.kernel.moderation import conflicts, signals
from portal.kernel.moderation.models import Item
from portal.kernel.moderation.queries import item_of
from portal.kernel.municipality.queries import calendar, promise
from portal.kernel.outbox import Recipient
from portal.kernel.outbox.actions import redirect
from portal.kernel.refusals import NotFound
from portal.kernel.words import shown_moment

CONFIRM_AFTER_END = timedelta(days=3)
"""So long after the end a guest who sent in time may still confirm the address."""
LINK_LASTS = timedelta(days=90)
"""Longer than any debate: whether it is too late to confirm is the debate's to say, not the link's."""
AN_HOUR = timedelta(hours=1)
MOST_IN_AN_HOUR = 100


@dataclass(frozen=True, kw_only=True)
class Written:
    """What the form of a remark says. `line` None is the draft as a whole.

    `wording` is the passage as the author would have it; a copy that was not changed is none. `edition_id` is the one
    that was read. `received_on` is the day on which a letter, an e-mail or a word at the hearing came. `marks` are what
    the form noticed about how it was filled in; `network` is where it came from, only counted.
    """

    text: str
    name: str
    line: int | None = None
    wording: str = ""
    email: str = ""
    shown_as: ShownAs = ShownAs.INITIALS
    organisation: str = ""
    version_key: str = "sr"
    channel: Channel = Channel.WEB
    edition_id: int | None = None
    received_on: date | None = None
    hearing_id: int | None = None
    marks: Sequence[str] = ()
    network: str = ""


def remark(db: Session, debate_id: int, written: Written, *, by: Person | None, entered_by: Person | None = None) -> Remark:
    """Take a remark. A guest's waits for the confirmation of the address; every other one enters the register at once.

    `entered_by` is the clerk who types in what came by e-mail, on paper or at the hearing. Raises `NotOpenYet`,
    `RemarksEnded`, `NotTakingRemarks`, `ReceivedTooLate`, `NoSuchPassage`, `PassageGone`, `TextChanged`, `NothingSaid`,
    `TooManyRemarks`, `SaidAlready`.
    """
    debate, moment = _debate(db, debate_id), now()
    respect_time(debate, written, moment)
    passage = passage_to_remark_on(db, debate, written.line)
    wording = changed_wording(passage, written.wording)
    _respect_text(db, debate, passage, written, wording)
    made = _written_down(debate, passage, wording, written, moment, by=by, entered_by=entered_by)
    made.marks = [*written.marks, *signals.busy_network(db, written.network)]
    if entered_by is None:
        _respect_rate(db, made)
    db.add(made)
    db.flush()
    actor = entered_by or by
    audit.note(
        db, "debates.remark", REMARK, made.id, by=actor.id if actor else None,
        debate=debate.id, author=made.author_key[:16], channel=written.channel,
    )  # fmt: skip
    if actor is None:
        token = tickets.make(db, "debates.confirm", lasts=LINK_LASTS, subject_kind=REMARK, subject_id=made.id)
        tell_author(db, made, "confirm", token=token)
    else:
        enter(db, made)
    return made


def _written_down(
    debate: Debate,
    passage: Passage | None,
    wording: str,
    written: Written,
    moment: datetime,
    *,
    by: Person | None,
    entered_by: Person | None,
) -> Remark:
    """Make the noun of what was written."""
    email = written.email.strip().lower()
    author_key = fingerprint(email or f"{written.name} {debate.id}")
    return Remark(
        debate_id=debate.id,
        edition_id=passage.edition_id if passage else debate.edition_id or 0,
        passage_id=passage.id if passage else None,
        line=passage.line if passage else None,
        text=written.text,
        wording=wording,
        channel=written.channel,
        author_name=written.name,
        author_email=email,
        author_key=author_key,
        shown_as=written.shown_as,
        shown_name=written.organisation or shown_name(written.name, written.shown_as),
        organisation=written.organisation,
        version_key=written.version_key,
        made_at=moment,
        person_id=by.id if by else None,
        entered_by_id=entered_by.id if entered_by else None,
        hearing_id=written.hearing_id,
        received_on=written.received_on if entered_by else None,
    )


def respect_time(debate: Debate, written: Written, moment: datetime) -> None:
    """Let a remark through that is in time. Raises `NotOpenYet`, `RemarksEnded`, `NotTakingRemarks`, `ReceivedTooLate`."""
    opens, closes = debate.opens_at, debate.closes_at
    if debate.stage != "announced" or opens is None or closes is None:
        raise NotTakingRemarks
    if written.received_on is not None:
        too_late = start_of_day(written.received_on) >= closes
        if too_late or written.received_on < local_date(opens) or written.received_on > local_date(moment):
            raise ReceivedTooLate(field="received_on", since=shown_moment(opens), until=shown_moment(closes))
        return
    time = f"{moment.astimezone(ZONE):%H:%M:%S}"
    if moment < opens:
        raise NotOpenYet(since=shown_moment(opens), time=time)
    if not debate.takes_remarks(moment):
        raise RemarksEnded(until=shown_moment(closes), time=time)


def changed_wording(passage: Passage | None, wording: str) -> str:
    """Return a wording if it says something else than the passage does; spaces and ends of lines aside."""
    if passage is None or not wording.strip() or " ".join(wording.split()) == " ".join(passage.text.split()):
        return ""
    return wording.strip()


def confirm(db: Session, remark_id: int) -> Remark:
    """Let a guest's remark into the register: the address works. A second press changes nothing.

    Raises `TooLateToConfirm`, three days after the end.
    """
    found = load(db, remark_id)
    if found.state is not RemarkState.UNCONFIRMED:
        return found
    closes = _debate(db, found.debate_id).closes_at
    if closes is not None and now() >= closes + CONFIRM_AFTER_END:
        raise TooLateToConfirm(until=shown_moment(closes + CONFIRM_AFTER_END))
    enter(db, found)
    audit.note(db, "debates.confirm_remark", REMARK, found.id, by=None, number=found.number)
    return found


def enter(db: Session, remark: Remark) -> None:
    """Give a remark its number in the register of its debate and put it before the moderators.

    The number comes from one counter for all channels in this transaction: no gaps, no doubles.
    """
    remark.entered_at = now()
    remark.state = RemarkState.WAITING
    db.flush()
    remark.number = count(db, f"debates.remarks.{remark.debate_id}")
    tally(db, "debates.entered")
    if remark.is_assisted:
        tally(db, "debates.assisted")
    _before_moderators(db, remark)
    tell_author(db, remark, "received")


def correct_entry(db: Session, remark_id: int, written: Written, *, by: Person) -> Remark:
    """Put right what a clerk has just typed in, until a moderator has read it; number and day stay. Raises `NotYours`."""
    found = load(db, remark_id)
    if found.entered_by_id != by.id or found.state is not RemarkState.WAITING:
        raise NotYours
    debate = _debate(db, found.debate_id)
    passage = passage_to_remark_on(db, debate, written.line)
    wording = changed_wording(passage, written.wording)
    if not written.text.strip() and not wording:
        raise NothingSaid(field="text")
    moderation.withdraw(db, REMARK, found.id)
    found.text, found.wording = written.text, wording
    found.passage_id, found.line = (passage.id, passage.line) if passage else (None, None)
    found.edition_id = passage.edition_id if passage else debate.edition_id or 0
    found.author_name, found.organisation, found.shown_as = written.name, written.organisation, written.shown_as
    found.shown_name = written.organisation or shown_name(written.name, written.shown_as)
    found.revision += 1
    found.version += 1
    _before_moderators(db, found)
    audit.note(db, "debates.correct_entry", REMARK, found.id, by=by.id, number=found.number)
    return found


def withdraw(db: Session, remark: Remark) -> None:
    """Take one's remark back before it is public; its number stays in the register. Raises `NotWithdrawable`."""
    if not remark.may_be_withdrawn:
        raise NotWithdrawable
    moderation.withdraw(db, REMARK, remark.id)
    remark.state = RemarkState.WITHDRAWN
    remark.version += 1
    touch(db, tag(remark.debate_id))
    audit.note(db, "debates.withdraw_remark", REMARK, remark.id, by=remark.person_id)


def appeal(db: Session, remark: Remark, why: str) -> Item:
    """Ask another moderator to look at a refusal. Raises `NotAppealable`, `AppealTooLate`."""
    item = item_of(db, REMARK, remark.id)
    if item is None or not remark.has_author:
        raise moderation.NotAppealable
    appealed = moderation.appeal(db, item.id, why, by=remark.person_id)
    tell_author(db, remark, "appealed")
    return appealed


def change_address(db: Session, remark: Remark, email: str) -> None:
    """Correct a mistyped address: what waited or bounced goes to the new one. Raises `Forgotten`.

    The author's other remarks of the same old address in the debate go with it, so that one person gets one letter of
    the outcome.
    """
    if not remark.has_author:
        raise Forgotten
    for one in (remark, *_of_the_same(db, remark)):
        _move(db, one, email.strip().lower(), by=remark.person_id)


def _of_the_same(db: Session, remark: Remark) -> Sequence[Remark]:
    """Return the author's other remarks in the register, from the same address in the same debate.

    Whoever has not shown that the address is theirs must not carry off what somebody else wrote from it: what was not
    confirmed carries nothing, an account its own, what a clerk typed in what was typed in under the same name.
    """
    if remark.number is None or not remark.author_email:
        return []
    same = select(Remark).where(
        Remark.debate_id == remark.debate_id, Remark.author_key == remark.author_key, Remark.id != remark.id,
        Remark.author_email == remark.author_email, Remark.number.is_not(None), Remark.author_name != "",
    )  # fmt: skip
    if remark.person_id is not None:
        same = same.where(Remark.person_id == remark.person_id)
    else:
        same = same.where(Remark.person_id.is_(None))
        if remark.is_assisted:
            same = same.where(Remark.channel != Channel.WEB, Remark.author_name == remark.author_name)
    return db.scalars(same.order_by(Remark.id)).all()


def _move(db: Session, remark: Remark, email: str, *, by: int | None) -> None:
    before = remark.author_email
    remark.author_email = email
    remark.author_key = fingerprint(remark.author_email)
    if remark.state is RemarkState.UNCONFIRMED:
        tickets.revoke(db, "debates.confirm", REMARK, remark.id)
        outbox.cancel(db, REMARK, remark.id, "debates.confirm")
        token = tickets.make(db, "debates.confirm", lasts=LINK_LASTS, subject_kind=REMARK, subject_id=remark.id)
        tell_author(db, remark, "confirm", token=token)
    redirect(db, REMARK, remark.id, remark.author_email)
    move(db, before, email, thing=(REMARK, remark.id))
    audit.note(db, "debates.change_address", REMARK, remark.id, by=by, author=remark.author_key[:16])


def support(db: Session, remark: Remark, to: Recipient, *, confirmed: bool) -> None:
    """Support somebody else's remark: it counts one more, and what becomes of it comes by letter.

    A guest's address is confirmed by a letter first. Raises `NotFound` for what is not public, `OwnRemark`.
    """
    if not remark.is_public:
        raise NotFound
    if remark.author_key == fingerprint(to.email) or (to.person_id is not None and to.person_id == remark.person_id):
        raise OwnRemark
    debate = _debate(db, remark.debate_id)
    titles = {"title": debate.title_sr, "title_en": debate.title_en}
    data = {"number": remark.number, "debate": remark.debate_id, **titles}
    letter = {"ticket": "debates.support", "letter": "debates.confirm_support"}
    if joined := join(db, REMARK, remark.id, to, confirmed=confirmed, data=data, **letter):
        _count_one_more(db, remark, joined.email)


def confirm_support(db: Session, follow_id: int) -> None:
    """Count a supporter whose address works; twice is once."""
    if joined := confirm_address(db, follow_id):
        _count_one_more(db, load(db, joined.subject_id), joined.email)


def _count_one_more(db: Session, remark: Remark, email: str) -> None:
    """Count a person once, even one who left the letters and comes back."""
    row = {"remark_id": remark.id, "supporter_key": fingerprint(email), "at": now()}
    wanted = inserting(dialect_of(db), Support).on_conflict_do_nothing().returning(Support.remark_id)
    if db.scalar(wanted, row) is not None:
        remark.support_count += 1
        touch(db, tag(remark.debate_id))


def _debate(db: Session, debate_id: int) -> Debate:
    found = db.get(Debate, debate_id)
    if found is None or not found.is_public:
        raise NotFound
    return found


def _respect_text(db: Session, debate: Debate, passage: Passage | None, written: Written, wording: str) -> None:
    """Let through what says something about the text that its author has read. Raises `TextChanged`, `NothingSaid`."""
    if passage is not None and written.edition_id not in {None, debate.edition_id}:
        read = select(Passage.text_key).where(Passage.edition_id == written.edition_id, Passage.line == passage.line)
        if db.scalar(read) != passage.text_key:
            raise TextChanged
    if not written.text.strip() and not wording:
        raise NothingSaid(field="text")


def _respect_rate(db: Session, made: Remark) -> None:
    theirs = Remark.author_key == made.author_key
    lately = select(func.count()).select_from(Remark).where(theirs, Remark.made_at > made.made_at - AN_HOUR)
    if (db.scalar(lately) or 0) >= MOST_IN_AN_HOUR:
        raise TooManyRemarks(most=MOST_IN_AN_HOUR)
    alive = Remark.state.in_([RemarkState.UNCONFIRMED, RemarkState.WAITING, RemarkState.PUBLISHED])
    same = (Remark.debate_id == made.debate_id, Remark.line == made.line if made.line else Remark.line.is_(None))
    again = select(Remark.id).where(theirs, alive, *same, Remark.text == made.text, Remark.wording == made.wording)
    if db.scalar(again.limit(1)):
        raise SaidAlready(field="text")


def _before_moderators(db: Session, remark: Remark) -> None:
    debate = _debate(db, remark.debate_id)
    words = "\n".join(part for part in (remark.text, remark.wording, remark.organisation) if part)
    working_days = int(promise(db, "moderation").rules["working_days"])
    moderation.enter(
        db,
        REMARK,
        remark.id,
        revision=remark.revision,
        due_at=calendar(db).due(now(), working_days),
        author_id=remark.person_id or remark.entered_by_id,
        author_key=remark.author_key,
        signals=signals.noticed(
            db, kind=REMARK, subject_id=remark.id, text=words, author_key=remark.author_key, marks=remark.marks
        ),
        about=[conflicts.unit(debate.unit.key)],
    )
