"""Calls that were opened, told by their nouns: what comes before assessing is tested where it belongs."""

from datetime import timedelta

from sqlalchemy import select

from portal.features.tenders.models import (
    Application,
    ApplicationState,
    Call,
    CallKind,
    Criterion,
    Lot,
    Member,
    Opening,
    Part,
    Stage,
    Submission,
)
from portal.features.tenders.queries import shelf_of
from portal.kernel.clock import now
from portal.kernel.municipality.models import Unit
from portal.kernel.municipality.queries import promise

PARTS = (Part.CHAIR, Part.MEMBER, Part.MEMBER, Part.SECRETARY)
MOST = (30, 20)


def opened_call(db, members, applicants, *, title="Средства за удружења младих", envelopes=1, most=MOST, lots=(), number=0):
    """A call whose commission has opened what came; members are the chair, two members and the secretary, in this order.

    `applicants` are parties, with lots pairs of a party and the number of the lot. Returns the call and the applications.
    """
    moment, kind = now(), CallKind.ASSOCIATIONS
    unit = db.scalars(select(Unit).order_by(Unit.id)).first()
    call = Call(
        kind=kind, title_sr=title, unit_id=unit.id, made_at=moment, made_by_id=None, desk=shelf_of(moment), envelopes=envelopes,
        title_en="Funds for youth associations",
        closes_at=moment - timedelta(hours=2), opens_at=moment - timedelta(hours=1), stage=Stage.OPENED, opened_at=moment,
        published_at=moment - timedelta(days=20), shelf=shelf_of(moment), promise_id=promise(db, kind.promise).id,
    )  # fmt: skip
    db.add(call)
    db.flush()
    call.year, call.number = 2026, number or 500 + call.id
    for place, points in enumerate(most, 1):
        title_en = {1: "Importance", 2: "Budget"}.get(place, "")
        db.add(Criterion(call_id=call.id, place=place, title_sr={1: "Значај пројекта", 2: "Оправданост трошкова"}.get(place, f"Мерило {place}"), title_en=title_en, most=points))
    for place, name in enumerate(lots, 1):
        db.add(Lot(call_id=call.id, number=place, title_sr=name))
    for place, (person, part) in enumerate(zip(members, PARTS, strict=False), 1):
        db.add(Member(call_id=call.id, number=place, person_id=person, part=part))
    made = [_application(db, call, each) for each in applicants]
    ids = [submission for _application_id, submission in made]
    opening = Opening(
        call_id=call.id, envelope=1, begun_at=moment, begun_by_id=members[0], joined_at=moment, joined_by_id=members[1],
        submissions=ids, finished_at=moment, minutes={}, minutes_hash="0" * 64,
    )  # fmt: skip
    db.add(opening)
    db.flush()
    return call.id, [application for application, _submission in made]


def _application(db, call, wanted):
    party, lot = wanted if isinstance(wanted, tuple) else (wanted, 0)
    one = Application(
        call_id=call.id, lot=lot, party=party, made_at=now(), made_by_id=None, state=ApplicationState.SUBMITTED,
    )  # fmt: skip
    db.add(one)
    db.flush()
    submission = Submission(
        application_id=one.id, call_id=call.id, reference=f"PR-{one.id}", at=now(), arrived_at=now(), by_id=None,
        manifest={"files": []}, root=f"{one.id:064}", receipt={},
    )  # fmt: skip
    db.add(submission)
    db.flush()
    one.current_id = submission.id
    return one.id, submission.id
