"""What is given out on demand of a person's work in commissions and of their objections, and why it is kept.

The law asks that the acts of a commission are kept: who opened, stated, checked, scored and answered stands in minutes
and lists under a name, for as long as those are kept. Nothing here is forgotten with an account; it can all be read.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.features.tenders.models import Check, GivenUp, Member, Objection, Opening, RankingList, Score, Statement
from portal.kernel.accounts.models import Person

KEPT = (
    "Дела комисије и приговори се чувају по закону, под именом које стоји у записнику и на листама, "
    "и кад се налог обрише."
)


def export(db: Session, person: Person) -> Mapping[str, Any]:
    """Return a person's places in commissions with all they did there, and objections they handed in, as JSON would take it."""
    places = db.scalars(select(Member).where(Member.person_id == person.id).order_by(Member.id)).all()
    found = {
        "call_commissions": [_place(db, each) for each in places],
        "call_openings": _openings(db, person),
        "call_checks": _checks(db, person),
        "call_objections": _objections(db, person),
        "call_lists_published": [
            {"call": each.call_id, "kind": each.kind.value, "at": each.at.isoformat()}
            for each in db.scalars(select(RankingList).where(RankingList.by_id == person.id).order_by(RankingList.id))
        ],
    }
    return {**found, "call_acts_kept": KEPT} if any(found.values()) else found


def _place(db: Session, member: Member) -> dict[str, Any]:
    said = db.scalar(select(Statement).where(Statement.member_id == member.id))
    points = db.scalars(select(Score).where(Score.member_id == member.id).order_by(Score.id))
    return {
        "call": member.call_id,
        "number": member.number,
        "part": member.part.value,
        "left_at": member.left_at.isoformat() if member.left_at else "",
        "statement": {"at": said.at.isoformat(), "barred": list(said.barred), "text": said.text} if said else None,
        "points_handed_in_at": said.done_at.isoformat() if said and said.done_at else "",
        "points": [
            {"application": each.application_id, "criterion": each.criterion_id, "points": each.points, "at": each.at.isoformat()}
            for each in points
        ],
    }


def _openings(db: Session, person: Person) -> list[dict[str, Any]]:
    mine = or_(Opening.begun_by_id == person.id, Opening.joined_by_id == person.id)
    found = [
        {
            "call": each.call_id,
            "envelope": each.envelope,
            "did": "began" if each.begun_by_id == person.id else "joined",
            "at": ((each.begun_at if each.begun_by_id == person.id else each.joined_at) or each.begun_at).isoformat(),
        }
        for each in db.scalars(select(Opening).where(mine).order_by(Opening.id))
    ]
    given_up = select(GivenUp).where(or_(GivenUp.begun_by_id == person.id, GivenUp.by_id == person.id))
    return found + [
        {
            "call": each.call_id,
            "envelope": each.envelope,
            "did": "gave up" if each.by_id == person.id else "began, and it came to nothing",
            "at": (each.at if each.by_id == person.id else each.begun_at).isoformat(),
        }
        for each in db.scalars(given_up.order_by(GivenUp.id))
    ]


def _checks(db: Session, person: Person) -> list[dict[str, Any]]:
    return [
        {"application": each.application_id, "at": each.at.isoformat(), "eligible": each.is_eligible, "reason": each.reason}
        for each in db.scalars(select(Check).where(Check.by_id == person.id).order_by(Check.id))
    ]


def _objections(db: Session, person: Person) -> list[dict[str, Any]]:
    """Return objections that a person handed in, and those that they answered as a member."""
    mine = or_(Objection.by_id == person.id, Objection.answered_by_id == person.id)
    return [
        {
            "call": each.call_id,
            "application": each.application_id,
            "did": "handed in" if each.by_id == person.id else "answered",
            "at": each.at.isoformat(),
            "text": each.text if each.by_id == person.id else "",
            "state": each.state.value,
            "answer": each.answer,
        }
        for each in db.scalars(select(Objection).where(mine).order_by(Objection.id))
    ]
