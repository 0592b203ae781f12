"""Who may assess what: the statement on conflicts of interest comes before anything is seen or scored."""

from collections.abc import Collection

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.features.tenders.actions.members import the_member
from portal.features.tenders.actions.shared import load
from portal.features.tenders.models import CALL, Call, Member, Part, Score, Stage, Statement
from portal.features.tenders.queries import assessing
from portal.features.tenders.refusals.assessing import (
    Barred,
    NotAssessed,
    OnlyChair,
    OnlyVoters,
    ScoringClosed,
    StatementFirst,
    WhyBarred,
)
from portal.kernel import audit
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.refusals import NotFound


def state_conflicts(db: Session, call_id: int, *, barred: Collection[int], text: str, by: Person) -> Statement:
    """Write down from which applications a member is barred, or that from none; what was said before stays in the log.

    Points that the member has given to an application they are barred from now are taken away; one they are no longer
    barred from asks for their points. Raises `NotMember`, `HasLeft`, `NotAssessed`, `NotFound`, `WhyBarred`,
    `ScoringClosed` where somebody would come in after the scoring.
    """
    call = load(db, call_id, by=None)
    member = the_member(db, call_id, by)
    if call.stage is not Stage.OPENED:
        raise NotAssessed
    named = sorted(set(barred))
    if not {one.id for one in assessing.applied(db, call_id)}.issuperset(named):
        raise NotFound
    if named and not text:
        raise WhyBarred(field="text")
    said = assessing.statement_of(db, member.id)
    before = list(said.barred) if said else []
    freed = set(before) - set(named)
    if freed and call.scored_at is not None:
        raise ScoringClosed
    if said is None:
        said = Statement(call_id=call_id, member_id=member.id, at=now())
        db.add(said)
    said.at, said.barred, said.text = now(), named, text
    if freed:
        said.done_at = None
    db.execute(delete(Score).where(Score.member_id == member.id, Score.application_id.in_(named)))
    db.flush()
    bars = {"barred": _listed(named), "was_barred": _listed(before)}
    audit.note(db, "tenders.state_conflicts", CALL, call_id, by=by.id, member=member.number, text=text, **bars)
    return said


def _listed(ids: Collection[int]) -> str:
    return ",".join(map(str, ids))


def assessor(db: Session, call: Call, person: Person, application_id: int | None = None) -> Member:
    """Return a person's place as one who may read applications, and this one.

    Raises `NotMember`, `HasLeft`, `StatementFirst`, `Barred`.
    """
    member = the_member(db, call.id, person)
    said = assessing.statement_of(db, member.id)
    if said is None:
        raise StatementFirst
    if application_id in said.barred:
        raise Barred
    return member


def voter(db: Session, call: Call, person: Person, application_id: int | None = None) -> Member:
    """Return a person's place as one who assesses. Raises what `assessor` raises, and `OnlyVoters`."""
    member = assessor(db, call, person, application_id)
    if not member.part.holds_key:
        raise OnlyVoters
    return member


def chair(db: Session, call: Call, person: Person) -> Member:
    """Return a person's place as the chair. Raises `NotMember`, `HasLeft`, `OnlyChair`, `StatementFirst`."""
    if the_member(db, call.id, person).part is not Part.CHAIR:
        raise OnlyChair
    return assessor(db, call, person)
