"""The minutes of an opening (записник): written by the worker, frozen, their hash in the audit chain; published by a member."""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from portal.features.tenders.actions.members import the_member
from portal.features.tenders.actions.shared import happened, load, settle
from portal.features.tenders.models import CALL, OPENED_FILE, Call, ChangeKind, Opening, Stage
from portal.features.tenders.queries import commission
from portal.features.tenders.queries.figures import SENT
from portal.features.tenders.queries.minutes import content_of
from portal.features.tenders.refusals.commission import AlreadyOpened, NotFinished
from portal.kernel import audit, files, months, outbox
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import changed, touch
from portal.kernel.files import FileState
from portal.kernel.jobs import enqueue
from portal.kernel.organisations import parties
from portal.kernel.outbox import Recipient
from portal.kernel.receipts.verifying import canonical
from portal.kernel.refusals import NotFound

SOON = timedelta(seconds=15)
ROUNDS = 40
"""So many times the minutes wait for the scanner, ten minutes together; then they say that it has not looked yet."""


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the sha256 of minutes: of their one way to be written (RFC 8785), so anybody can compute it again."""
    return sha256(canonical(dict(content))).hexdigest()


def write_minutes(db: Session, payload: Mapping[str, Any]) -> None:
    """Freeze the minutes once every file is opened, tell everybody who applied, and let the call be opened.

    Waits a while for the scanner. Written once, however often the job runs.
    """
    opening = db.get(Opening, payload["opening"], with_for_update=True)
    if opening is None or opening.finished_at is not None or not commission.progress(db, opening).is_over:
        return
    turn = int(payload.get("turn", 0))
    if turn < ROUNDS and _is_unchecked(db, opening):
        again = {"opening": opening.id, "turn": turn + 1}
        enqueue(db, "tenders.minutes", again, at=now() + SOON, key=f"tenders.minutes:{opening.id}:{turn + 1}")
        return
    call = load(db, opening.call_id, by=None)
    opening.finished_at = now()
    opening.minutes = content_of(db, call, opening)
    opening.minutes_hash = digest_of(opening.minutes)
    opening.version += 1
    if call.stage is Stage.PUBLISHED:
        call.stage, call.opened_at = Stage.OPENED, opening.finished_at
        happened(db, call, ChangeKind.OPENED, None)
        for one in commission.counting(db, call.id):
            months.add(db, SENT, one.at)
    _tell_applicants(db, call, opening)
    settle(db, call, "write_minutes", None, envelope=opening.envelope, hash=opening.minutes_hash)


def publish_minutes(db: Session, call_id: int, envelope: int, *, by: Person, seen: int) -> Opening:
    """Let everybody read the published part: names of applicants and moments, no file.

    Raises `NotMember`, `HasLeft`, `NotFound`, `NotFinished`, `AlreadyOpened` where it is public already.
    """
    the_member(db, call_id, by)
    opening = commission.opening_of(db, call_id, envelope)
    if opening is None:
        raise NotFound
    if opening.finished_at is None:
        raise NotFinished
    if opening.published_at is not None or not changed(db, Opening, id=opening.id, version=seen, published_at=now()):
        raise AlreadyOpened
    audit.note(
        db, "tenders.publish_minutes", CALL, call_id, by=by.id, envelope=envelope, hash=opening.minutes_hash
    )
    touch(db, f"call.{call_id}")
    return opening


def _is_unchecked(db: Session, opening: Opening) -> bool:
    ids = [file.id for found in commission.opened_files(db, opening.id).values() for file in found]
    known = files.of_many(db, OPENED_FILE, ids)
    return any(file.state is FileState.WAITING for id in ids for file in known[id])


def _tell_applicants(db: Session, call: Call, opening: Opening) -> None:
    data = {"id": call.id, "title_sr": call.title_sr, "title_en": call.title_en, "envelope": opening.envelope}
    data |= {"envelopes": call.envelopes, "at": opening.joined_at.isoformat() if opening.joined_at else ""}
    for one in opening.minutes["applications"]:
        for person in parties.people_of(db, one["party"]):
            key = f"tenders.opened:{opening.id}:{person.id}"
            outbox.post(db, "tenders.opened", Recipient.of(person), data, about=(CALL, call.id), key=key)
