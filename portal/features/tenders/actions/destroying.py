"""The end of applications: after the years of keeping, confirmed by a person; unopened ones of a cancelled call by time.

What was sealed, what was opened and the keys are destroyed. Lists, minutes, receipts and the fingerprints stay: they
prove what was there without saying what was in it.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.tenders.actions.shared import load, settle
from portal.features.tenders.models import CALL, OPENED_FILE, Call, Destruction, Stage
from portal.features.tenders.queries import commission
from portal.features.tenders.queries import destruction as queries
from portal.features.tenders.refusals.assessing import AlreadyDestroyed, KeptLonger, NotAssessed, NotYours
from portal.kernel import files, outbox, uploads
from portal.kernel.access import may
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.files.actions import discard
from portal.kernel.jobs import enqueue
from portal.kernel.municipality.serving import LEADERS, serves
from portal.kernel.organisations import parties
from portal.kernel.outbox import Recipient
from portal.kernel.uploads import Upload
from portal.kernel.words import shown_date


def destroy(db: Session, call_id: int, *, by: Person, seen: int) -> Destruction:
    """Destroy what was sent to a call when the time to keep it is over, as the chair or who publishes calls there.

    Raises `NotFound`, `Stale`, `NotYours`, `NotAssessed` before the call is over, `AlreadyDestroyed`, `KeptLonger`.
    """
    call = load(db, call_id, by=None)
    if not may_destroy(db, call, by):
        raise NotYours
    if call.destroyed_at is not None:
        raise AlreadyDestroyed
    call = load(db, call_id, seen, by=None)
    until = queries.kept_until(db, call)
    if until is None:
        raise NotAssessed
    if now() < until:
        raise KeptLonger(until=shown_date(until))
    return _destroy(db, call, by)


def may_destroy(db: Session, call: Call, person: Person) -> bool:
    """Tell whether somebody may: the chair of its commission, or who publishes calls of its unit."""
    member = commission.member_of(db, call.id, person.id)
    is_chair = member is not None and member.stays and member.part.value == "chair"
    return is_chair or (may(person, "tenders.publish") and serves(db, person, call.unit, LEADERS))


def _destroy(db: Session, call: Call, by: Person | None) -> Destruction:
    counted = queries.left_of(db, call)
    for upload in db.scalars(select(Upload).where(Upload.id.in_(counted.uploads)).order_by(Upload.id)).all():
        uploads.destroy(db, upload)
    digests: set[str] = set()
    for each in counted.opened:
        digests |= {file.digest for file in files.of(db, OPENED_FILE, each.id)}
        files.release_all(db, kind=OPENED_FILE, id=each.id, by=by.id if by else None)
    for key in commission.keys_of(db, call.id):
        key.secret, key.shares = "", {}
    for opening in commission.openings(db, call.id).values():
        opening.halves = {}
    call.destroyed_at = now()
    record = Destruction(
        call_id=call.id,
        at=call.destroyed_at,
        by_id=by.id if by else None,
        applications=counted.applications,
        files=len(counted.uploads),
        roots=list(counted.roots),
    )
    db.add(record)
    db.flush()
    enqueue(db, "tenders.shred", {"digests": sorted(digests)})
    _tell(db, call)
    settle(db, call, "destroy", by, applications=record.applications, files=record.files)
    return record


def shred(db: Session, payload: Mapping[str, Any]) -> None:
    """Take the bytes of opened files from the disk at once, unless another row names the same bytes."""
    discard(db, payload["digests"])


def look_after(db: Session, _payload: Mapping[str, Any]) -> None:
    """Propose the destruction of what was kept long enough, once; destroy what came to calls cancelled unopened."""
    for call in queries.kept(db):
        until = queries.kept_until(db, call)
        if until is None or now() < until:
            continue
        if call.stage is Stage.CANCELLED and call.opened_at is None:
            _destroy(db, load(db, call.id, by=None), None)
        else:
            _propose(db, call)


def _propose(db: Session, call: Call) -> None:
    data = {"id": call.id, "title_sr": call.title_sr, "title_en": call.title_en}
    for person in queries.proposed_to(db, call):
        key = f"tenders.destruction_due:{call.id}:{person.id}"
        outbox.post(db, "tenders.destruction_due", Recipient.of(person), data, about=(CALL, call.id), key=key)


def _tell(db: Session, call: Call) -> None:
    data = {"id": call.id, "title_sr": call.title_sr, "title_en": call.title_en, "unopened": call.opened_at is None}
    for party in queries.submitters(db, call.id):
        for person in parties.people_of(db, party):
            key = f"tenders.destroyed:{call.id}:{party}:{person.id}"
            outbox.post(db, "tenders.destroyed", Recipient.of(person), data, about=(CALL, call.id), key=key)
