"""Objections (приговори): made by applicants in time, answered by the commission, counted for everybody."""

from sqlalchemy.orm import Session

from portal.features.tenders.actions.opening import lock_of
from portal.features.tenders.actions.shared import load
from portal.features.tenders.actions.stating import voter
from portal.features.tenders.models import CALL, Application, Call, Objection, ObjectionState, Stage
from portal.features.tenders.queries import assessing, commission
from portal.features.tenders.refusals.assessing import (
    AlreadyAnswered,
    AlreadyObjected,
    NoObjectionNow,
    NotAssessed,
    ReasonForNo,
    TooLateToObject,
)
from portal.kernel import audit, outbox
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import changed, touch
from portal.kernel.moments import moment_of
from portal.kernel.organisations import parties
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import NotFound, Stale
from portal.kernel.words import shown_moment


def own_application(db: Session, call_id: int, application_id: int, person: Person) -> Application:
    """Return an application for which a person acts now, if it was opened. Raises `NotFound`: others learn nothing."""
    found = db.get(Application, application_id)
    if found is None or found.call_id != call_id or parties.party_of(db, person, found.party) is None:
        raise NotFound
    if application_id not in {one.id for one in assessing.applied(db, call_id)}:
        raise NotFound
    return found


def object_to(db: Session, call_id: int, application_id: int, text: str, *, by: Person) -> Objection:
    """Take in an objection to the preliminary list, if its moment is before the end; the commission is told.

    Raises `NotFound`, `NoObjectionNow`, `TooLateToObject`, `AlreadyObjected`.
    """
    moment = moment_of(db, lock_of(call_id))
    call = load(db, call_id, by=None)
    own_application(db, call_id, application_id, by)
    until = call.objections_until
    if until is None:
        raise NoObjectionNow
    if moment >= until:
        raise TooLateToObject(moment=shown_moment(moment), until=shown_moment(until))
    if call.stage is not Stage.LISTED:
        raise NoObjectionNow
    if assessing.objection_of(db, application_id) is not None:
        raise AlreadyObjected
    found = Objection(call_id=call_id, application_id=application_id, at=moment, by_id=by.id, text=text)
    db.add(found)
    db.flush()
    audit.note(db, "tenders.object", CALL, call_id, by=by.id, objection=found.id, application=application_id)
    touch(db, f"call.{call_id}")
    _tell_commission(db, call, found)
    return found


def answer(db: Session, objection_id: int, *, is_accepted: bool, text: str, by: Person, seen: int) -> Objection:
    """Answer an objection with the reason; accepted, what was said and given for that application is open again.

    Raises `NotFound`, what `voter` raises, `NotAssessed`, `ReasonForNo`, `AlreadyAnswered`, `Stale`.
    """
    found = db.get(Objection, objection_id)
    if found is None:
        raise NotFound
    call = load(db, found.call_id, by=None)
    voter(db, call, by, found.application_id)
    db.refresh(found)
    if call.stage is not Stage.LISTED:
        raise NotAssessed
    if found.state is not ObjectionState.WAITING:
        raise AlreadyAnswered
    if not text:
        raise ReasonForNo(field="answer")
    state = ObjectionState.ACCEPTED if is_accepted else ObjectionState.DECLINED
    said = {"state": state, "answer": text, "answered_at": now(), "answered_by_id": by.id}
    if not changed(db, Objection, id=found.id, version=seen, **said):
        raise Stale(mine=text, theirs=found.answer)
    audit.note(db, "tenders.answer_objection", CALL, call.id, by=by.id, objection=found.id, accepted=is_accepted)
    touch(db, f"call.{call.id}")
    _tell_applicant(db, call, found)
    return found


def _about(call: Call, found: Objection) -> dict[str, object]:
    return {"id": call.id, "title_sr": call.title_sr, "title_en": call.title_en, "application": found.application_id}


def _tell_commission(db: Session, call: Call, found: Objection) -> None:
    for member in commission.members(db, call.id):
        said = assessing.statement_of(db, member.id)
        if said is None or found.application_id not in said.barred:
            key = f"tenders.objection:{found.id}:{member.number}"
            data = {**_about(call, found), "objection": found.id}
            outbox.post(db, "tenders.objection", Recipient.of(member.person), data, about=(CALL, call.id), key=key)


def _tell_applicant(db: Session, call: Call, found: Objection) -> None:
    party = db.get_one(Application, found.application_id).party
    data = {**_about(call, found), "accepted": found.state is ObjectionState.ACCEPTED, "answer": found.answer}
    for person in parties.people_of(db, party):
        key = f"tenders.objection_answered:{found.id}:{person.id}"
        outbox.post(db, "tenders.objection_answered", Recipient.of(person), data, about=(CALL, call.id), key=key)
