"""Beginning an application and laying files into it. Nothing of it is anybody's business but the applicant's.

What is done to an application before its submission writes a line of the audit log that says only to which call: not
which application, whose, or what. So nobody can count applications there.
"""

import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.tenders.models import (
    CALL,
    Applicants,
    Application,
    ApplicationState,
    Call,
    Enclosure,
    Phase,
    Requirement,
    Submission,
)
from portal.features.tenders.queries import applications as queries
from portal.features.tenders.queries import get_public
from portal.features.tenders.refusals.applications import (
    AppliesElsewhere,
    CallCancelled,
    ClosedAlready,
    EnoughFiles,
    NoSuchLot,
    NotForOrganisations,
    NotForPeople,
    NotYourParty,
    OtherFile,
)
from portal.features.tenders.rules.enclosed import enclosed
from portal.kernel import audit, uploads
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.codes import fingerprint
from portal.kernel.db import dialect_of, inserting
from portal.kernel.organisations.parties import Party, party_of
from portal.kernel.refusals import NotFound
from portal.kernel.uploads import Upload
from portal.kernel.words import shown_moment

ACT = "tenders.apply"


@dataclass(frozen=True, kw_only=True)
class Held:
    """An application held for a change, its call, and in whose name the person acts."""

    application: Application
    call: Call
    party: Party


def hold(db: Session, application_id: int, *, by: Person) -> Held:
    """Load an application for a change by one of those who act for its party now. Raises `NotFound` for all others."""
    found = db.get(Application, application_id, with_for_update={"of": Application}, populate_existing=True)
    party = party_of(db, by, found.party) if found is not None else None
    if found is None or party is None:
        raise NotFound
    return Held(application=found, call=db.get_one(Call, found.call_id, populate_existing=True), party=party)


def note(db: Session, call_id: int, digest: str = "") -> None:
    """Write that something was done to an application to a call. `digest` is that of a receipt; all lines look alike.

    Who holds the receipt finds its digest in the sealed log; nobody else learns anything, not even how many there are.
    """
    audit.note(db, ACT, CALL, call_id, by=None, digest=digest or fingerprint(f"apply:{secrets.token_hex(16)}"))


def begin(db: Session, call_id: int, lot: int, party_key: str, *, by: Person) -> Application:
    """Begin the application of a party for a lot (nought where there are none); again leads to the first.

    Raises `NotFound`, `NotYourParty`, `AppliesElsewhere`, `CallCancelled`, `ClosedAlready`, `NotForPeople`,
    `NotForOrganisations`, `NoSuchLot`.
    """
    call, party = get_public(db, call_id), party_of(db, by, party_key)
    if call is None:
        raise NotFound
    _takes(call)
    if party is None:
        raise NotYourParty(field="party")
    if call.applicants is Applicants.ORGANISATIONS and not party.is_organisation:
        raise NotForPeople(field="party")
    if call.applicants is Applicants.PEOPLE and party.is_organisation:
        raise NotForOrganisations(field="party")
    if lot not in ({each.number for each in call.lots} or {0}):
        raise NoSuchLot(field="lot")
    line = {"call_id": call_id, "lot": lot, "party": party.key, "made_at": now(), "made_by_id": by.id}
    blank = {"state": ApplicationState.PREPARING, "confirmed": 0, "version": 1}
    made = db.scalar(
        inserting(dialect_of(db), Application)
        .values(**line, **blank)
        .on_conflict_do_nothing(index_elements=["call_id", "lot", "party"])
        .returning(Application.id)
    )
    if made is not None:
        note(db, call_id)
    mine = select(Application).where(Application.call_id == call_id, Application.lot == lot)
    return db.scalars(mine.where(Application.party == party.key)).one()


def _takes(call: Call) -> None:
    """Look whether a call takes applications now. Raises `AppliesElsewhere`, `CallCancelled`, `ClosedAlready`."""
    moment = now()
    phase = call.phase(moment)
    if phase is Phase.ELSEWHERE or call.is_external:
        raise AppliesElsewhere
    if phase is Phase.CANCELLED:
        raise CallCancelled
    if phase is not Phase.OPEN and call.closes_at is not None:
        raise ClosedAlready(until=shown_moment(call.closes_at), now=shown_moment(moment))


def room(db: Session, application_id: int, requirement_id: int, *, by: Person) -> uploads.Grant:
    """Return the grant by which a person sends a file for a requirement, sealed to its envelope's newest key.

    Raises `NotFound`, `EnoughFiles`, and what `begin` raises of a call that takes nothing.
    """
    held, asked = hold(db, application_id, by=by), db.get(Requirement, requirement_id)
    if asked is None or asked.call_id != held.call.id:
        raise NotFound
    _takes(held.call)
    _room(db, application_id, asked)
    return queries.grant(db, held.call, held.application, asked, by.id)


def _room(db: Session, application_id: int, asked: Requirement) -> None:
    if len(queries.enclosures(db, application_id, asked.id)) >= asked.most:
        raise EnoughFiles(field="file", most=asked.most)


def enclose(db: Session, application_id: int, requirement_id: int, upload: Upload, *, by: Person) -> Enclosure:
    """Lay a file that has arrived whole into an application; the same one twice is once.

    Raises `NotFound`, `OtherFile`, `EnoughFiles`, `Unfinished`, and what `begin` raises of a call that takes nothing.
    """
    held, asked = hold(db, application_id, by=by), db.get(Requirement, requirement_id)
    if asked is None or asked.call_id != held.call.id:
        raise NotFound
    if (upload.purpose, upload.subject) != (queries.PURPOSE, queries.subject_of(application_id, requirement_id)):
        raise OtherFile
    there = [each for each in queries.enclosures(db, application_id) if each.upload_id == upload.id]
    if there:
        return there[0]
    _takes(held.call)
    _room(db, application_id, asked)
    if not upload.is_complete:
        raise uploads.Unfinished
    made = Enclosure(application_id=application_id, requirement_id=asked.id, upload_id=upload.id, added_at=now())
    db.add(made)
    held.application.version += 1
    db.flush()
    db.expire(held.application, ["enclosures"])
    note(db, held.call.id)
    return made


def take_out(db: Session, application_id: int, enclosure_id: int, *, by: Person) -> None:
    """Take a file out; what was never submitted is gone for good. Taken out twice is once. Raises `NotFound`."""
    held, found = hold(db, application_id, by=by), db.get(Enclosure, enclosure_id)
    if found is None or found.application_id != application_id:
        raise NotFound
    if found.removed_at is not None:
        return
    found.removed_at = now()
    upload = db.get(Upload, found.upload_id)
    if upload is not None and upload.frozen_at is None:
        uploads.discard(db, upload)
    held.application.version += 1
    db.flush()
    note(db, held.call.id)


def drop_upload(db: Session, application_id: int, upload_id: int, *, by: Person) -> None:
    """Take away a file that is still under way, whoever of the party began it. Raises `NotFound`."""
    held, upload = hold(db, application_id, by=by), db.get(Upload, upload_id)
    mine = queries.subject_of(application_id, 0)[:-1]
    if upload is None or upload.purpose != queries.PURPOSE or not upload.subject.startswith(mine):
        raise NotFound
    if not any(each.upload_id == upload_id for each in queries.enclosures(db, application_id)):
        uploads.discard(db, upload)
        note(db, held.call.id)


def in_force(db: Session, application: Application) -> Submission | None:
    """Return the submission that counts; nothing where none does."""
    found = db.get(Submission, application.current_id) if application.current_id else None
    return found if found is not None and found.withdrawn_at is None else None


def is_changed(db: Session, application: Application) -> bool:
    """Tell whether what lies in an application is other than what was submitted last and counts."""
    current = in_force(db, application)
    laid = {each.upload_id for each in queries.enclosures(db, application.id)}
    return current is not None and {each.upload for each in enclosed(current)} != laid
