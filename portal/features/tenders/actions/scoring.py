"""Points: each member gives theirs and hands them in; nobody sees another's before all have, or before the chair closes."""

from collections.abc import Mapping

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.features.tenders.actions.shared import load, settle
from portal.features.tenders.actions.stating import chair, voter
from portal.features.tenders.models import APPLICATION, CALL, Call, Score, Stage, Statement
from portal.features.tenders.queries import assessing, commission
from portal.features.tenders.queries.assessing import Sheet
from portal.features.tenders.refusals.assessing import (
    ChecksFirst,
    EnvelopesFirst,
    HandedIn,
    NoCriteria,
    NotAssessed,
    NotScored,
    PointsMissing,
    ScoringClosed,
    ScoringOpen,
    WrongPoints,
)
from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now


def give_points(db: Session, call_id: int, application_id: int, points: Mapping[int, int], *, by: Person) -> None:
    """Write a member's points for an application, by criterion; again changes them, until they are handed in.

    After an accepted objection members change theirs for that application, and the log keeps what they were. Raises
    what `voter` raises, `NoCriteria`, `ChecksFirst`, `HandedIn`, `NotScored`, `WrongPoints` beside the field.
    """
    call = load(db, call_id, by=None)
    member = voter(db, call, by, application_id)
    sheet = assessing.sheet(db, call)
    if not sheet.criteria:
        raise NoCriteria
    if not sheet.may_be_scored(member, application_id):
        if call.stage is Stage.OPENED and call.checked_at is None:
            raise ChecksFirst
        raise HandedIn if call.stage is Stage.OPENED and sheet.is_done(member) else NotScored
    for each in sheet.criteria:
        if not 0 <= points.get(each.id, -1) <= each.most:
            raise WrongPoints(field=f"c{each.id}", most=each.most)
    before = sheet.points.get((member.id, application_id), {})
    _write(db, application_id, member.id, {each.id: points[each.id] for each in sheet.criteria})
    known = {"was": _listed(before), "points": _listed(points)} if call.stage is Stage.LISTED else {}
    audit.note(db, "tenders.give_points", APPLICATION, application_id, by=by.id, call=call_id, member=member.number, **known)


def give_all(db: Session, call_id: int, given: Mapping[int, Mapping[int, int]], *, by: Person) -> None:
    """Write a member's points for several applications at once, all or none. Raises what `give_points` raises."""
    for application_id, points in sorted(given.items()):
        give_points(db, call_id, application_id, points, by=by)


def _write(db: Session, application_id: int, member_id: int, points: Mapping[int, int]) -> None:
    known = {each.criterion_id: each for each in assessing.scores_of(db, application_id, member_id)}
    for criterion_id, given in points.items():
        if criterion_id in known:
            known[criterion_id].points, known[criterion_id].at = given, now()
        else:
            db.add(Score(application_id=application_id, criterion_id=criterion_id, member_id=member_id, points=given, at=now()))
    db.flush()


def _listed(points: Mapping[int, int]) -> str:
    return ",".join(f"{criterion}:{given}" for criterion, given in sorted(points.items()))


def hand_in(db: Session, call_id: int, *, by: Person) -> Call:
    """Hand in one's points for good. When all members have, everybody in the commission sees all of them.

    Raises what `voter` raises, `ChecksFirst`, `EnvelopesFirst`, `ScoringClosed`, `HandedIn`, `PointsMissing`.
    """
    call = load(db, call_id, by=None)
    member = voter(db, call, by)
    sheet = _being_scored(db, call)
    if sheet.is_done(member):
        raise HandedIn
    if sheet.missing(member):
        raise PointsMissing(names=", ".join(one.name_sr for one in sheet.missing(member)))
    sheet.statements[member.id].done_at = now()
    db.flush()
    audit.note(db, "tenders.hand_in", CALL, call_id, by=by.id, member=member.number, number=len(sheet.asked(member)))
    if sheet.all_done:
        _close(db, call, sheet, by)
    return call


def close_scoring(db: Session, call_id: int, *, by: Person, seen: int) -> Call:
    """Close the scoring as the chair though not all have handed in: points that were not handed in do not count.

    Raises what `chair` raises, `Stale`, `ChecksFirst`, `EnvelopesFirst`, `ScoringClosed`, `PointsMissing` where an
    application would be left without any points.
    """
    call = load(db, call_id, seen, by=None)
    chair(db, call, by)
    sheet = _being_scored(db, call)
    if sheet.without_points:
        raise PointsMissing(names=", ".join(one.name_sr for one in sheet.without_points))
    _close(db, call, sheet, by)
    return call


def score_again(db: Session, call_id: int, *, by: Person, seen: int) -> Call:
    """Let everybody change their points again, as the chair, before the list is published. The points stay as they are.

    Raises what `chair` raises, `Stale`, `NotAssessed`, `ScoringOpen`.
    """
    call = load(db, call_id, seen, by=None)
    chair(db, call, by)
    if call.stage is not Stage.OPENED:
        raise NotAssessed
    if call.scored_at is None:
        raise ScoringOpen
    call.scored_at = None
    db.execute(update(Statement).where(Statement.call_id == call_id).values(done_at=None))
    settle(db, call, "score_again", by)
    return call


def _being_scored(db: Session, call: Call) -> Sheet:
    if call.stage is not Stage.OPENED:
        raise NotAssessed
    if call.checked_at is None:
        raise ChecksFirst
    if call.scored_at is not None:
        raise ScoringClosed
    opened = commission.openings(db, call.id)
    if any(envelope not in opened or opened[envelope].finished_at is None for envelope in range(1, call.envelopes + 1)):
        raise EnvelopesFirst
    sheet = assessing.sheet(db, call)
    if not sheet.criteria:
        raise NoCriteria
    return sheet


def _close(db: Session, call: Call, sheet: Sheet, by: Person) -> None:
    call.scored_at = now()
    done = ",".join(str(each.number) for each in sheet.members if sheet.is_done(each))
    settle(db, call, "close_scoring", by, members=done)
