"""The commission: who is in it, whose keys are proven, and the keys of the call that two of them open together."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.features.tenders.actions.shared import load, settle
from portal.features.tenders.models import CALL, Call, CallKey, Member, Part, Stage
from portal.features.tenders.queries import commission
from portal.features.tenders.queries.commission import NEEDED
from portal.features.tenders.refusals.commission import (
    AlreadyMember,
    ChairTaken,
    CommissionNotReady,
    CommissionSettled,
    HasLeft,
    KeyInUse,
    NoCommission,
    NoKeyNeeded,
    NoKeyYet,
    NotMember,
    NotOfCommission,
    NotYourKey,
    SameKey,
    SecretaryOpensNothing,
    StillNeeded,
)
from portal.kernel import audit, outbox, sealing
from portal.kernel.accounts.models import Person, Role
from portal.kernel.clock import now
from portal.kernel.db import changed
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotFound, Refusal, Stale
from portal.kernel.words import LazyString, lazy

OVER = frozenset({Stage.DECIDED, Stage.CANCELLED})


def name_member(db: Session, call_id: int, *, person_id: int, part: Part, by: Person) -> Member:
    """Name somebody with the role into the commission of a call, and write to them. A number is never given twice.

    Raises `OtherUnit`, `NoCommission`, `CommissionSettled`, `NotOfCommission`, `AlreadyMember`, `ChairTaken`.
    """
    call = _changing(db, call_id, by)
    person = db.get(Person, person_id)
    if person is None or not person.is_active or Role.COMMISSION not in person.roles:
        raise NotOfCommission(field="person")
    inside = commission.members(db, call_id)
    if any(each.person_id == person_id for each in inside):
        raise AlreadyMember(field="person")
    if part is Part.CHAIR and any(each.part is Part.CHAIR for each in inside):
        raise ChairTaken(field="part")
    last = db.scalar(select(func.max(Member.number)).where(Member.call_id == call_id)) or 0
    member = Member(call_id=call_id, number=last + 1, person_id=person_id, part=part)
    db.add(member)
    db.flush()
    settle(db, call, "name_member", by, member=member.number, person=person_id, part=part.value)
    _write(db, call, person, "named", member)
    return member


def take_out(db: Session, call_id: int, number: int, *, by: Person, seen: int) -> Member:
    """Take a member out of the commission; what is sealed from now on, that key does not open.

    Raises `OtherUnit`, `CommissionSettled`, `NotFound`, `Stale`, and `StillNeeded` where fewer than two could open what
    has been sealed so far.
    """
    call = _changing(db, call_id, by)
    member = next((each for each in commission.members(db, call_id) if each.number == number), None)
    if member is None:
        raise NotFound
    _spare(db, call, member)
    if not changed(db, Member, id=member.id, version=seen, left_at=now()):
        raise Stale
    settle(db, call, "take_out_member", by, member=number, person=member.person_id)
    _write(db, call, member.person, "left", member)
    renew_keys(db, call, by)
    return member


def make_key(db: Session, call_id: int, *, by: Person) -> tuple[Member, str]:
    """Make a member's key and return it: the secret is in no other place, and only the public part is kept.

    Raises `NotMember`, `HasLeft`, `SecretaryOpensNothing`, `NoKeyNeeded`, `CommissionSettled`, `KeyInUse`.
    """
    secret, recipient = sealing.new_key()
    return _keep(db, call_id, recipient, by, "make_key"), secret


def bring_key(db: Session, call_id: int, recipient: str, *, by: Person) -> Member:
    """Keep the public part of a key that a member has made on their own computer.

    Raises as `make_key` does, and `NotARecipient`, `SameKey`.
    """
    try:
        sound = sealing.sound(recipient)
    except Refusal as refusal:
        refusal.field = "recipient"
        raise
    return _keep(db, call_id, sound, by, "bring_key")


def _keep(db: Session, call_id: int, recipient: str, by: Person, act: str) -> Member:
    call = load(db, call_id, by=None)
    member = holder(db, call, by)
    if call.stage in OVER:
        raise CommissionSettled
    if any(member.number in key.holders for key in commission.keys_of(db, call_id)):
        raise KeyInUse
    if any(each.recipient == recipient for each in commission.ever_members(db, call_id) if each is not member):
        raise SameKey(field="recipient")
    member.recipient, member.made_key_at, member.tried_at = recipient, now(), None
    member.version += 1
    db.flush()
    audit.note(db, f"tenders.{act}", CALL, call_id, by=by.id, member=member.number, recipient=recipient)
    return member


def try_key(db: Session, call_id: int, key: str, *, by: Person) -> Member:
    """Prove that a member has the key file. After the publication, what comes from now on is sealed to this key too.

    The key is compared in memory and kept nowhere. Raises `NotMember`, `HasLeft`, `SecretaryOpensNothing`,
    `NoKeyNeeded`, `NoKeyYet`, `NotAKey`, `NotYourKey`.
    """
    call = load(db, call_id, by=None)
    member = holder(db, call, by)
    if not member.recipient:
        raise NoKeyYet(field="file")
    if sealing.recipient_of(secret_in(key)) != member.recipient:
        raise NotYourKey(field="file")
    member.tried_at = now()
    member.version += 1
    db.flush()
    audit.note(db, "tenders.try_key", CALL, call_id, by=by.id, member=member.number)
    renew_keys(db, call, by)
    return member


def secret_in(key: str) -> str:
    """Return the secret key of what a member brought. Raises `NotAKey` beside the field; it repeats nothing of it."""
    try:
        return sealing.secret_in(key)
    except Refusal as refusal:
        refusal.field = "file"
        raise


def the_member(db: Session, call_id: int, person: Person) -> Member:
    """Return a person's place in a commission. Raises `NotMember`, `HasLeft`."""
    member = commission.member_of(db, call_id, person.id)
    if member is None:
        raise NotMember
    if not member.stays:
        raise HasLeft
    return member


def holder(db: Session, call: Call, person: Person) -> Member:
    """Return a person's place as one with a key. Raises `NotMember`, `HasLeft`, `SecretaryOpensNothing`, `NoKeyNeeded`."""
    member = the_member(db, call.id, person)
    if not member.part.holds_key:
        raise SecretaryOpensNothing
    if not call.is_sealed:
        raise NoKeyNeeded
    return member


@dataclass(frozen=True, kw_only=True)
class Readiness:
    """Whether a call has a commission that can open it: how many can, and who has not tried a key yet."""

    openers: int
    untried: tuple[Member, ...]
    is_needed: bool

    @property
    def is_ready(self) -> bool:
        """Tell whether the call can be published."""
        return not self.is_needed or self.openers >= NEEDED

    @property
    def is_scarce(self) -> bool:
        """Tell whether one lost key would lose all applications."""
        return self.is_needed and self.openers == NEEDED


def readiness(db: Session, call: Call) -> Readiness:
    """Say how many members can open what will come: those with proven keys, where the call is sealed."""
    able = [each for each in commission.members(db, call.id) if each.part.holds_key]
    proven = [each for each in able if each.is_proven or not call.is_sealed]
    untried = tuple(each for each in able if each not in proven)
    return Readiness(openers=len(proven), untried=untried, is_needed=not call.is_external)


def ready(db: Session, call: Call) -> Sequence[LazyString]:
    """Return what the commission still lacks before a call can be published; empty when nothing.

    Where the call is not sealed, its members may be named until the opening.
    """
    if not call.is_sealed or readiness(db, call).is_ready:
        return []
    return [lazy("at least two members of the commission must have tried their keys")]


def make_keys(db: Session, call: Call, by: Person | None = None) -> None:
    """Make the keys to which applications are sealed, one for each envelope; their secrets are forgotten here.

    Called at the publication. Of those whose keys are proven any two will open. In a call that is not sealed the
    portal keeps the secret. Raises `CommissionNotReady`.
    """
    if ready(db, call):
        raise CommissionNotReady(proven=readiness(db, call).openers)
    if call.is_external:
        return
    for envelope in range(1, call.envelopes + 1):
        _make(db, call, envelope, by)


def renew_keys(db: Session, call: Call, by: Person) -> bool:
    """Seal what comes from now on to the commission as it is now; tell whether that is another one than before.

    Earlier keys stay with the members they were made for. Nothing happens before the publication, after the deadline,
    or where fewer than two members have proven keys.
    """
    proven = _proven(db, call)
    if not call.is_sealed or not call.takes_applications(now()) or len(proven) < NEEDED:
        return False
    newest = [commission.key_for(db, call.id, envelope) for envelope in range(1, call.envelopes + 1)]
    if all(key is not None and key.holders == proven.keys() for key in newest):
        return False
    for envelope in range(1, call.envelopes + 1):
        _make(db, call, envelope, by)
    return True


def _make(db: Session, call: Call, envelope: int, by: Person | None) -> None:
    secret, recipient = sealing.new_key()
    before = commission.key_for(db, call.id, envelope)
    db.add(
        CallKey(
            call_id=call.id,
            envelope=envelope,
            generation=before.generation + 1 if before else 1,
            recipient=recipient,
            shares=dict(sealing.split(secret, _proven(db, call))) if call.is_sealed else {},
            made_at=now(),
            secret="" if call.is_sealed else secret,
        )
    )
    db.flush()
    holders = ",".join(map(str, sorted(_proven(db, call))))
    about: dict[str, str | int] = {"envelope": envelope, "recipient": recipient, "holders": holders}
    audit.note(db, "tenders.make_call_key", CALL, call.id, by=by.id if by else None, **about)


def _proven(db: Session, call: Call) -> dict[int, str]:
    return {each.number: each.recipient for each in commission.members(db, call.id) if each.is_proven}


def _spare(db: Session, call: Call, member: Member) -> None:
    """Refuse what would lose applications; whether there are any is nobody's to know, so each key counts."""
    opened = {envelope for envelope, each in commission.openings(db, call.id).items() if each.joined_at is not None}
    staying = {each.number for each in commission.members(db, call.id)} - {member.number}
    for key in commission.keys_of(db, call.id):
        if key.envelope not in opened and member.number in key.holders and len(key.holders & staying) < NEEDED:
            raise StillNeeded


def _changing(db: Session, call_id: int, by: Person) -> Call:
    call = load(db, call_id, by=by)
    if call.is_external:
        raise NoCommission
    if call.stage in OVER:
        raise CommissionSettled
    return call


def _write(db: Session, call: Call, person: Person, letter: str, member: Member) -> None:
    data = {"id": call.id, "title_sr": call.title_sr, "title_en": call.title_en, "part": member.part.value}
    data |= {"sealed": call.is_sealed and member.part.holds_key}
    key = f"tenders.{letter}:{call.id}:{member.number}"
    outbox.post(db, f"tenders.{letter}", Recipient.of(person), data, about=(CALL, call.id), key=key)
