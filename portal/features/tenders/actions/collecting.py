"""Collecting the documentation (подизање документације), meaning to apply, and confirming that one read of a change."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.features.tenders import queries
from portal.features.tenders.models import (
    CALL,
    Access,
    Applicants,
    Call,
    ChangeKind,
    ChangeRead,
    Collection,
    Document,
    Interest,
    Phase,
)
from portal.features.tenders.queries.figures import COLLECTED, COLLECTORS
from portal.features.tenders.refusals.calls import NotRunning, OrganisationNeeded
from portal.kernel import audit, months
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import dialect_of, inserting, tally
from portal.kernel.refusals import NotFound


def collect(db: Session, call_id: int, party: str, *, by: Person) -> Sequence[Document]:
    """Write in the register that a person took the newest version of all documents that are collected, and return these.

    `party` is one in whose name they may act: the view has looked. Who collects twice has one line with a count.
    Raises `NotFound`, `OrganisationNeeded` where all of them are for organisations and the party is none.
    """
    call = queries.get_public(db, call_id)
    there = queries.protected(queries.documents(db, call_id)) if call is not None else []
    if call is None or not there:
        raise NotFound
    found = [each for each in there if may_have(each, party)]
    if not found:
        raise OrganisationNeeded(field="party")
    moment = now()
    for document in found:
        assert document.newest is not None
        _enter(db, call, document.newest.id, party, by)
    months.add(db, COLLECTED, moment, len(found))
    if party.startswith("o"):
        months.add_once(db, COLLECTORS, moment, party)
    audit.note(db, "tenders.collect", CALL, call.id, by=None if hides_people(call) else by.id, documents=len(found))
    return found


def may_have(document: Document, party: str) -> bool:
    """Tell whether a document is for such a party."""
    return document.access is not Access.ORGANISATION or party.startswith("o")


def hides_people(call: Call) -> bool:
    """Tell whether nobody but they themselves may know who is interested: until a secret call is opened."""
    return call.is_secret and call.opened_at is None


def _enter(db: Session, call: Call, version_id: int, party: str, by: Person) -> None:
    line = {"call_id": call.id, "version_id": version_id, "person_id": by.id, "party": party, "at": now(), "times": 1}
    wanted = inserting(dialect_of(db), Collection)
    once_more = wanted.on_conflict_do_update(
        index_elements=["version_id", "person_id", "party"], set_={"times": Collection.times + 1}
    )
    db.execute(once_more, line)


def intend(db: Session, call_id: int, party: str, *, by: Person) -> None:
    """Say "I intend to apply"; twice is once. Raises `NotFound`, `NotRunning`, `OrganisationNeeded`."""
    call = queries.get_public(db, call_id)
    if call is None:
        raise NotFound
    if call.phase(now()) is not Phase.OPEN:
        raise NotRunning
    if call.applicants is Applicants.ORGANISATIONS and not party.startswith("o"):
        raise OrganisationNeeded(field="party")
    line = {"call_id": call.id, "party": party, "person_id": by.id, "at": now()}
    db.execute(inserting(dialect_of(db), Interest).on_conflict_do_nothing(index_elements=["call_id", "party"]), line)
    audit.note(db, "tenders.intend", CALL, call.id, by=None if hides_people(call) else by.id)


def forgo(db: Session, call_id: int, party: str, *, by: Person) -> None:
    """Take it back; who had not said so changes nothing. Raises `NotFound`."""
    call = queries.get_public(db, call_id)
    if call is None:
        raise NotFound
    for interest in queries.intends(db, call_id, [party]):
        db.delete(interest)
    db.flush()
    audit.note(db, "tenders.forgo", CALL, call.id, by=None if hides_people(call) else by.id)


def confirm_read(db: Session, call_id: int, number: int, *, by: Person) -> None:
    """Write down that a person read of a change; twice is once. Raises `NotFound`."""
    call = queries.get_public(db, call_id)
    change = queries.change(db, call_id, number)
    if call is None or change is None or change.kind is ChangeKind.PUBLISHED:
        raise NotFound
    line = {"change_id": change.id, "person_id": by.id, "at": now()}
    db.execute(inserting(dialect_of(db), ChangeRead).on_conflict_do_nothing(index_elements=["change_id", "person_id"]), line)


def count_download(db: Session, version_id: int) -> None:
    """Count a download without an account: nothing is kept of who it was."""
    tally(db, queries.counter_of(version_id))
