"""The opening: one member begins with their key, another joins with theirs; then the worker opens every file.

Nobody opens alone, nobody opens early. What the first key gave is half of a secret and worth nothing by itself.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.features.tenders.actions.members import secret_in, the_member
from portal.features.tenders.actions.shared import load, settle
from portal.features.tenders.models import Call, CallKey, GivenUp, Member, Opening, Part, Phase
from portal.features.tenders.queries import commission
from portal.features.tenders.queries.commission import NEEDED
from portal.features.tenders.refusals.assessing import ChecksFirst
from portal.features.tenders.refusals.commission import (
    AlreadyBegun,
    AlreadyOpened,
    FirstEnvelopeFirst,
    HoldsNotAll,
    Lapsed,
    NobodyHolds,
    NotBegun,
    NotOpenable,
    SamePerson,
    SecretaryOpensNothing,
    TooEarly,
)
from portal.features.tenders.rules.waiting import lapses_at
from portal.kernel import sealing
from portal.kernel.accounts.models import Person
from portal.kernel.jobs import enqueue
from portal.kernel.moments import moment_of
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.words import called, shown_moment

Halves = dict[str, sealing.Halves]
"""What one member's key gave, by generation of the call's key."""


def begin(db: Session, call_id: int, envelope: int, *, key: str, by: Person) -> Opening:
    """Begin the opening of an envelope with one's key (its text; empty where the call is not sealed).

    Raises `NotMember`, `HasLeft`, `SecretaryOpensNothing`, `TooEarly`, `NotOpenable`, `FirstEnvelopeFirst`,
    `AlreadyBegun`, `SamePerson`, `AlreadyOpened`, `NobodyHolds`, `HoldsNotAll`, and `NotAKey`, `WrongKey`, `Tampered`
    beside the field.
    """
    moment = moment_of(db, lock_of(call_id))
    call, member = _who(db, call_id, by)
    _may_open(db, call, envelope, moment)
    before = commission.opening_of(db, call_id, envelope)
    if before is not None and before.joined_at is None and moment >= lapses_at(before.begun_at):
        _give_up(db, call, before, lapses_at(before.begun_at), None)
        before = None
    if before is not None:
        raise AlreadyOpened if before.joined_at else SamePerson if before.begun_by_id == by.id else AlreadyBegun
    halves = _halves(call, _needed(db, call, envelope), member, key, _people(db, call_id))
    opening = Opening(call_id=call_id, envelope=envelope, begun_at=moment, begun_by_id=by.id, halves=dict(halves))
    db.add(opening)
    db.flush()
    enqueue(db, "tenders.lapse", {"opening": opening.id}, at=lapses_at(moment), key=f"tenders.lapse:{opening.id}")
    settle(db, call, "begin_opening", by, envelope=envelope, member=member.number)
    return opening


def give_up(db: Session, call_id: int, envelope: int, *, by: Person) -> None:
    """Give up an opening that was begun and not joined, so that it can be begun anew; the minutes will say so.

    Raises `NotMember`, `HasLeft`, `SecretaryOpensNothing`, `NotBegun`, `AlreadyOpened`.
    """
    moment = moment_of(db, lock_of(call_id))
    call, _member = _who(db, call_id, by)
    _give_up(db, call, _begun(db, call_id, envelope), moment, by)


def lapse(db: Session, payload: Mapping[str, Any]) -> None:
    """Let an opening lapse that nobody joined in time. The worker comes once; `begin` does not wait for it."""
    opening = db.get(Opening, payload["opening"])
    if opening is None:
        return
    moment = moment_of(db, lock_of(opening.call_id))
    opening = db.get(Opening, payload["opening"], populate_existing=True)
    if opening is not None and opening.joined_at is None and moment >= lapses_at(opening.begun_at):
        _give_up(db, load(db, opening.call_id, by=None), opening, lapses_at(opening.begun_at), None)


def _begun(db: Session, call_id: int, envelope: int) -> Opening:
    """Return the opening that one member began and nobody joined. Raises `NotBegun`, `AlreadyOpened`."""
    found = commission.opening_of(db, call_id, envelope)
    if found is None:
        raise NotBegun
    if found.joined_at is not None:
        raise AlreadyOpened
    return found


def _give_up(db: Session, call: Call, opening: Opening, at: datetime, by: Person | None) -> None:
    """Write down that an opening came to nothing; what the first key gave is forgotten with its row."""
    ended = GivenUp(
        call_id=call.id,
        envelope=opening.envelope,
        begun_at=opening.begun_at,
        begun_by_id=opening.begun_by_id,
        at=at,
        by_id=by.id if by else None,
    )
    db.add(ended)
    db.delete(opening)
    db.flush()
    settle(db, call, "give_up_opening", by, envelope=opening.envelope, begun_at=opening.begun_at.isoformat())


def join(db: Session, call_id: int, envelope: int, *, key: str, by: Person) -> Opening:
    """Join an opening that another member has begun: the call's keys are there, and the worker opens every file.

    Raises what `begin` raises, and `NotBegun`, `Lapsed`, `HalvesDoNotFit`.
    """
    moment = moment_of(db, lock_of(call_id))
    call, member = _who(db, call_id, by)
    opening = _begun(db, call_id, envelope)
    if opening.begun_by_id == by.id:
        raise SamePerson
    if moment >= lapses_at(opening.begun_at):
        raise Lapsed
    _may_open(db, call, envelope, moment)
    needed = _needed(db, call, envelope)
    theirs = _halves(call, needed, member, key, _people(db, call_id))
    for each in needed:
        each.secret = each.secret or _joined(opening.halves[str(each.generation)], theirs[str(each.generation)], each)
    opening.halves, opening.joined_at, opening.joined_by_id = {}, moment, by.id
    opening.submissions = [one.id for one in commission.counting(db, call_id, envelope)]
    opening.version += 1
    db.flush()
    for id in opening.submissions:
        payload = {"opening": opening.id, "submission": id}
        enqueue(db, "tenders.open", payload, key=f"tenders.open:{opening.id}:{id}")
    if not opening.submissions:
        enqueue(db, "tenders.minutes", {"opening": opening.id}, key=f"tenders.minutes:{opening.id}:0")
    settle(db, call, "join_opening", by, envelope=envelope, member=member.number, number=len(opening.submissions))
    return opening


def lock_of(call_id: int) -> str:
    """Return the name under which the moments of a call are recorded: those of applying too, so that none runs back."""
    return f"call:{call_id}"


def _who(db: Session, call_id: int, by: Person) -> tuple[Call, Member]:
    call = load(db, call_id, by=None)
    member = the_member(db, call_id, by)
    if member.part is Part.SECRETARY:
        raise SecretaryOpensNothing
    return call, member


def _may_open(db: Session, call: Call, envelope: int, moment: datetime) -> None:
    """Refuse what is too early or out of turn."""
    if not 1 <= envelope <= call.envelopes:
        raise NotFound
    if envelope > 1:
        first = commission.opening_of(db, call.id, envelope - 1)
        if first is None or first.finished_at is None:
            raise FirstEnvelopeFirst
        if call.checked_at is None:
            raise ChecksFirst
        if call.phase(moment) is not Phase.OPENED:
            raise NotOpenable
    elif not call.may_be_opened(moment):
        if call.opens_at is not None and moment < call.opens_at and call.phase(moment) in {Phase.OPEN, Phase.CLOSED}:
            raise TooEarly(moment=shown_moment(call.opens_at))
        raise AlreadyOpened if call.phase(moment) is Phase.OPENED else NotOpenable


def _needed(db: Session, call: Call, envelope: int) -> Sequence[CallKey]:
    """Return the keys to which something is sealed; where nothing came, the newest one, so that two meet all the same."""
    found = commission.keys_in_use(db, call.id, envelope)
    newest = commission.key_for(db, call.id, envelope)
    return found or [key for key in [newest] if key is not None]


def _halves(call: Call, needed: Sequence[CallKey], member: Member, key: str, people: Sequence[Member]) -> Halves:
    """Return what a member's key gives of every key that is needed."""
    if not call.is_sealed:
        return {}
    able = [each for each in people if each.stays and all(each.number in one.holders for one in needed)]
    if len(able) < NEEDED:
        holders = {number for one in needed for number in one.holders}
        raise NobodyHolds(names=_named([each for each in people if each.number in holders]))
    if member not in able:
        raise HoldsNotAll(names=_named(able))
    secret = secret_in(key)
    try:
        return {str(one.generation): sealing.halves(one.shares, member.number, secret) for one in needed}
    except Refusal as refusal:
        refusal.field = "file"
        raise


def _joined(mine: sealing.Halves, theirs: sealing.Halves, key: CallKey) -> str:
    try:
        return sealing.join(mine, theirs, key.recipient)
    except Refusal as refusal:
        refusal.field = "file"
        raise


def _people(db: Session, call_id: int) -> Sequence[Member]:
    return commission.ever_members(db, call_id)


def _named(members: Sequence[Member]) -> str:
    return ", ".join(called(each.person.name) for each in members)
