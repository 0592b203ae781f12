"""What members of commissions have to do now: keys, openings, and every step of the assessment; read only."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.features.tenders.models import Call, Member, ObjectionState, Part, Stage
from portal.features.tenders.queries import assessing, commission
from portal.features.tenders.rules.waiting import lapses_at
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now


def waiting(db: Session, person: Person) -> int:
    """Return in how many calls a member has something to do now."""
    moment = now()
    return sum(_waits(db, member, call, moment) for member, call in commission.calls_of(db, person.id))


def _waits(db: Session, member: Member, call: Call, moment: datetime) -> bool:
    if call.stage is Stage.OPENED:
        return _assesses(db, member, call) or (call.envelopes > 1 and _opens_next(db, member, call, moment))
    if call.stage is Stage.LISTED:
        return _answers(db, member, call, moment)
    if not member.part.holds_key:
        return False
    if call.may_be_opened(moment):
        return _opens(db, member, call, 1, moment)
    return call.is_sealed and not member.is_proven and call.stage in {Stage.PREPARING, Stage.PUBLISHED}


def _opens(db: Session, member: Member, call: Call, envelope: int, moment: datetime) -> bool:
    """Tell whether a member can begin an opening, or join the one that another began."""
    found = commission.opening_of(db, call.id, envelope)
    if found is None or (found.joined_at is None and moment >= lapses_at(found.begun_at)):
        return True
    return found.joined_at is None and found.begun_by_id != member.person_id


def _opens_next(db: Session, member: Member, call: Call, moment: datetime) -> bool:
    return member.part.holds_key and call.checked_at is not None and _opens(db, member, call, 2, moment)


def _assesses(db: Session, member: Member, call: Call) -> bool:
    """Tell whether the statement, a check, points, or a decision of the chair is due from a member."""
    if assessing.statement_of(db, member.id) is None:
        return True
    if not member.part.holds_key:
        return False
    found = assessing.sheet(db, call)
    if call.checked_at is None:
        left = [one for one in found.unchecked if not found.is_barred(member, one.id)]
        return bool(left) or (member.part is Part.CHAIR and not found.unchecked)
    if call.scored_at is None:
        return not found.is_done(member) and _is_open(db, call)
    return member.part is Part.CHAIR


def _is_open(db: Session, call: Call) -> bool:
    """Tell whether every envelope is opened: points come after the last one."""
    last = commission.opening_of(db, call.id, call.envelopes)
    return last is not None and last.finished_at is not None


def _answers(db: Session, member: Member, call: Call, moment: datetime) -> bool:
    """Tell whether an objection waits for a member's answer, or everything for the chair's decision."""
    found = assessing.sheet(db, call)
    waiting = [each for each in assessing.objections(db, call.id) if each.state is ObjectionState.WAITING]
    if any(member.part.holds_key and not found.is_barred(member, each.application_id) for each in waiting):
        return True
    return member.part is Part.CHAIR and not waiting and not assessing.takes_objections(call, moment)
