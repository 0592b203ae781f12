"""What applicants want to know about their applications; read only, and for them alone."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.tenders.models import (
    Application,
    ApplicationState,
    Attempt,
    Call,
    Change,
    Enclosure,
    Requirement,
    Stage,
    Submission,
)
from portal.features.tenders.queries.commission import key_for
from portal.kernel import uploads
from portal.kernel.files.checks import KINDS as FILE_KINDS
from portal.kernel.receipts.verifying import canonical
from portal.kernel.refusals import NotFound
from portal.kernel.uploads import Upload, UploadState

PURPOSE = "tenders"


def subject_of(application_id: int, requirement_id: int) -> str:
    """Return for what a file is sent. To which key it is sealed stands in the upload itself (`recipient`)."""
    return f"application:{application_id}/requirement:{requirement_id}"


def grant(db: Session, call: Call, application: Application, asked: Requirement, person_id: int) -> uploads.Grant:
    """Return the leave to send a file for a requirement, to the newest key of its envelope. Raises `NotFound`."""
    key = key_for(db, call.id, asked.envelope)
    if key is None:
        raise NotFound
    return uploads.grant(
        person_id,
        purpose=PURPOSE,
        subject=subject_of(application.id, asked.id),
        recipient=key.recipient,
        largest=call.largest_mb * 1024 * 1024,
        kinds=kinds_of(call),
        most=asked.most + 20,
        until=call.closes_at,
    )


def kinds_of(call: Call) -> list[Any]:
    """Return which kinds of files a call takes; all where none are named."""
    named = [FILE_KINDS[each] for each in call.file_kinds if each in FILE_KINDS]
    return named or list(FILE_KINDS.values())


def own(db: Session, parties: Collection[str]) -> Sequence[tuple[Application, Call]]:
    """Return the applications of some parties with their calls, begun last first."""
    wanted = select(Application, Call).join(Call, Call.id == Application.call_id)
    mine = wanted.where(Application.party.in_(list(parties))).order_by(Application.id.desc()).limit(200)
    return [(row.Application, row.Call) for row in db.execute(mine)]


def of_call(db: Session, call_id: int, parties: Collection[str]) -> Sequence[Application]:
    """Return the applications of some parties to one call."""
    wanted = select(Application).where(Application.call_id == call_id, Application.party.in_(list(parties)))
    return db.scalars(wanted.order_by(Application.id)).all()


def the_own(db: Session, application_id: int, parties: Collection[str]) -> tuple[Application, Call] | None:
    """Return an application with its call to whoever acts for its party; nothing to anybody else."""
    found = db.get(Application, application_id)
    if found is None or found.party not in parties:
        return None
    return found, db.get_one(Call, found.call_id)


def enclosures(db: Session, application_id: int, requirement_id: int | None = None) -> Sequence[Enclosure]:
    """Return what lies in an application now, by requirement, in the order in which it was added."""
    wanted = select(Enclosure).where(Enclosure.application_id == application_id, Enclosure.removed_at.is_(None))
    if requirement_id is not None:
        wanted = wanted.where(Enclosure.requirement_id == requirement_id)
    return db.scalars(wanted.order_by(Enclosure.requirement_id, Enclosure.id)).all()


def manifest(db: Session, application: Application) -> list[dict[str, Any]]:
    """Return what would be submitted now: per file for what it is, in which envelope, and by what it is known."""
    found = enclosures(db, application.id)
    asked = {each.id: each for each in db.scalars(select(Requirement).where(Requirement.call_id == application.call_id))}
    there = _uploads(db, [each.upload_id for each in found])
    order = sorted(found, key=lambda each: (asked[each.requirement_id].place, each.requirement_id, each.id))
    return [
        {
            "upload": each.upload_id,
            "requirement": each.requirement_id,
            "envelope": asked[each.requirement_id].envelope,
            **uploads.manifest_of(db, there[each.upload_id]).as_json(),
        }
        for each in order
        if each.upload_id in there and not there[each.upload_id].is_gone
    ]


def missing(call: Call, laid: Collection[int]) -> list[Requirement]:
    """Return what is obligatory and not among the requirements for which there is a file."""
    return [each for each in call.requirements if each.is_obligatory and each.id not in laid]


@dataclass(frozen=True, kw_only=True)
class Laid:
    """A file in an application as its applicant sees it: no name, which is sealed."""

    id: int
    key: str
    size: int
    root: str
    added_at: datetime
    is_frozen: bool


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A requirement with what lies there for it, what is under way, and what has arrived but is not laid in yet."""

    asked: Requirement
    files: Sequence[Laid]
    unfinished: Sequence[Upload]
    arrived: Sequence[Upload]

    @property
    def is_filled(self) -> bool:
        """Tell whether nothing obligatory is missing here."""
        return bool(self.files) or not self.asked.is_obligatory

    @property
    def has_room(self) -> bool:
        """Tell whether one more file may be added."""
        return len(self.files) < self.asked.most


def slots(db: Session, application: Application, call: Call) -> list[Slot]:
    """Return the whole of an application in preparation, by requirement."""
    found = enclosures(db, application.id)
    there = _uploads(db, [each.upload_id for each in found])
    laid = {each.upload_id for each in found}
    known = {line["upload"]: line["root"] for line in manifest(db, application)}
    return [
        Slot(
            asked=asked,
            files=[
                _laid(each, there[each.upload_id], known)
                for each in found
                if each.requirement_id == asked.id and each.upload_id in known
            ],
            unfinished=[each for each in sent if each.state is UploadState.OPEN and each.offset > 0],
            arrived=[each for each in sent if each.is_complete and each.id not in laid and each.frozen_at is None],
        )
        for asked in call.requirements
        for sent in [uploads.uploads_of(db, PURPOSE, subject_of(application.id, asked.id))]
    ]


def _laid(each: Enclosure, upload: Upload, roots: Mapping[int, str]) -> Laid:
    return Laid(
        id=each.id,
        key=upload.key,
        size=upload.length,
        root=roots[each.upload_id],
        added_at=each.added_at,
        is_frozen=upload.frozen_at is not None,
    )


def _uploads(db: Session, ids: Sequence[int]) -> dict[int, Upload]:
    return {each.id: each for each in db.scalars(select(Upload).where(Upload.id.in_(ids)))}


def submissions_of(db: Session, application_id: int) -> Sequence[Submission]:
    """Return everything that was submitted of an application, the newest first."""
    wanted = select(Submission).where(Submission.application_id == application_id)
    return db.scalars(wanted.order_by(Submission.at.desc(), Submission.id.desc())).all()


def attempts_of(db: Session, application_id: int) -> Sequence[Attempt]:
    """Return refused tries and rehearsals of an application, the newest first."""
    wanted = select(Attempt).where(Attempt.application_id == application_id)
    return db.scalars(wanted.order_by(Attempt.at.desc(), Attempt.id.desc())).all()


def receipt_of(db: Session, application_id: int, reference: str) -> Mapping[str, Any] | None:
    """Return a receipt of an application by its reference; that of a withdrawal by the reference and `-P`."""
    for one in submissions_of(db, application_id):
        if reference == one.reference:
            return one.receipt
        if reference == f"{one.reference}-P" and one.withdrawal:
            return one.withdrawal
    return next((each.receipt for each in attempts_of(db, application_id) if each.reference == reference), None)


def digest_of(receipt: Mapping[str, Any]) -> str:
    """Return the sha256 of a receipt as it is signed: by it its holder finds it in the audit log."""
    return sha256(canonical(dict(receipt))).hexdigest()


def to_confirm(db: Session, application: Application, submission: Submission | None) -> Change | None:
    """Return the last change after which the application in force must be confirmed again; nothing where none is."""
    if submission is None or submission.withdrawn_at is not None:
        return None
    wanted = select(Change).where(Change.call_id == application.call_id, Change.asks_again)
    return db.scalars(wanted.where(Change.number > submission.change).order_by(Change.number.desc()).limit(1)).first()


def closing(db: Session, since: datetime, until: datetime) -> Sequence[tuple[Application, Call]]:
    """Return the applications in preparation of calls that close in a span of time."""
    wanted = select(Application, Call).join(Call, Call.id == Application.call_id)
    soon = wanted.where(Call.stage == Stage.PUBLISHED, Call.closes_at > since, Call.closes_at <= until)
    found = soon.where(Application.state == ApplicationState.PREPARING).order_by(Application.id)
    return [(row.Application, row.Call) for row in db.execute(found)]


def sent(db: Session, application_id: int, requirement_id: int, key: str) -> Upload | None:
    """Return what was sent for a requirement under a key, by whomever of the party."""
    found = uploads.uploads_of(db, PURPOSE, subject_of(application_id, requirement_id))
    return next((each for each in found if each.key == key), None)


def left_over(db: Session, before: datetime, most: int = 200) -> Sequence[Upload]:
    """Return files that arrived and were never submitted, where the call closed before a moment."""
    idle = (Upload.purpose == PURPOSE, Upload.frozen_at.is_(None), Upload.state == UploadState.COMPLETE)
    wanted = select(Upload).where(*idle, Upload.made_at < before).order_by(Upload.id)
    found: list[Upload] = []
    for upload in db.scalars(wanted):
        if len(found) < most and _closed(db, application_in(upload.subject), before):
            found.append(upload)
    return found


def application_in(subject: str) -> int:
    """Return to which application a file belongs that was sent for a subject."""
    return int(subject.partition("/")[0].partition(":")[2])


def _closed(db: Session, application_id: int, before: datetime) -> bool:
    application = db.get(Application, application_id)
    call = db.get(Call, application.call_id) if application is not None else None
    return call is None or call.closes_at is None or call.closes_at < before


def taken_back(db: Session, before: datetime, most: int = 200) -> Sequence[Upload]:
    """Return the files of applications that were taken back and not submitted anew, where the call closed long ago."""
    wanted = (
        select(Upload)
        .join(Enclosure, Enclosure.upload_id == Upload.id)
        .join(Application, Application.id == Enclosure.application_id)
        .join(Call, Call.id == Application.call_id)
        .where(Application.state == ApplicationState.WITHDRAWN, Call.closes_at < before, Upload.state != UploadState.GONE)
    )
    return db.scalars(wanted.order_by(Upload.id).limit(most)).all()
