"""What is left of what was sent to a call, until when it is kept, and who is asked to let it be destroyed; read only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.tenders.models import (
    Application,
    Call,
    CallKind,
    Change,
    ChangeKind,
    Destruction,
    Enclosure,
    OpenedFile,
    Opening,
    Part,
    Stage,
    Submission,
)
from portal.features.tenders.queries import commission
from portal.features.tenders.rules import terms
from portal.features.tenders.rules.enclosed import enclosed
from portal.kernel.access import may
from portal.kernel.accounts.models import Grant, Person
from portal.kernel.municipality.queries import promise
from portal.kernel.municipality.serving import LEADERS, serving
from portal.kernel.uploads import Upload, UploadState


@dataclass(frozen=True, kw_only=True)
class Left:
    """What would be destroyed: applications, sealed files that are still there, opened files, and the roots that stay."""

    applications: int
    uploads: Sequence[int]
    opened: Sequence[OpenedFile]
    roots: Sequence[str]


def left_of(db: Session, call: Call) -> Left:
    """Return what is left of what was sent to a call; also what was prepared and never submitted."""
    submissions = db.scalars(select(Submission).where(Submission.call_id == call.id).order_by(Submission.id)).all()
    ids = {each.upload for one in submissions for each in enclosed(one)}
    laid = select(Enclosure.upload_id).join(Application, Application.id == Enclosure.application_id)
    ids |= set(db.scalars(laid.where(Application.call_id == call.id)))
    there = select(Upload.id).where(Upload.id.in_(ids), Upload.state != UploadState.GONE)
    found = select(OpenedFile).join(Opening, Opening.id == OpenedFile.opening_id).where(Opening.call_id == call.id)
    return Left(
        applications=len({one.application_id for one in submissions}),
        uploads=db.scalars(there.order_by(Upload.id)).all(),
        opened=db.scalars(found.order_by(OpenedFile.id)).all(),
        roots=[one.root for one in submissions],
    )


def kept_until(db: Session, call: Call) -> datetime | None:
    """Return until when what was sent to a call is kept; nothing while the call is not over."""
    ended = call.decided_at
    if call.stage is Stage.CANCELLED:
        wanted = select(Change.at).where(Change.call_id == call.id, Change.kind == ChangeKind.CANCELLED)
        ended = db.scalar(wanted.order_by(Change.number.desc()).limit(1))
    if ended is None:
        return None
    return terms.kept_until(call, ended, (call.promise or promise(db, call.kind.promise)).rules)


def kept(db: Session) -> Sequence[Call]:
    """Return calls that are over and of which something may be left."""
    over = select(Call).where(Call.stage.in_([Stage.DECIDED, Stage.CANCELLED]), Call.destroyed_at.is_(None))
    return db.scalars(over.where(Call.kind != CallKind.EXTERNAL).order_by(Call.id)).all()


def record_of(db: Session, call_id: int) -> Destruction | None:
    """Return the record of a destruction."""
    return db.scalar(select(Destruction).where(Destruction.call_id == call_id))


def office_of(db: Session, call: Call, record: Destruction | None) -> str:
    """Return as what somebody destroyed: "chair", "unit", or "time" where nobody opened anything; never who."""
    if record is None or record.by_id is None:
        return "time"
    member = commission.member_of(db, call.id, record.by_id)
    return "chair" if member is not None and member.part is Part.CHAIR else "unit"


def submitters(db: Session, call_id: int) -> Sequence[str]:
    """Return the parties that have submitted something."""
    wanted = select(Application.party).join(Submission, Submission.application_id == Application.id)
    return db.scalars(wanted.where(Application.call_id == call_id).distinct().order_by(Application.party)).all()


def proposed_to(db: Session, call: Call) -> Sequence[Person]:
    """Return who is asked: the chair of the commission, and the people who publish calls of the unit."""
    chairs = [each.person for each in commission.members(db, call.id) if each.part is Part.CHAIR]
    granted = select(Grant.person_id).where(Grant.role.in_(LEADERS), serving(call.unit))
    staff = db.scalars(select(Person).where(Person.id.in_(granted)).order_by(Person.id)).all()
    found = [*chairs, *(each for each in staff if may(each, "tenders.publish"))]
    return [each for each in {person.id: person for person in found}.values() if each.is_active]
