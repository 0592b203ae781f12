"""What the worker does at an opening: opens each file of a submission and lays it into quarantine.

May run twice and be killed anywhere: bytes first, rows after, each file once.
"""

import uuid
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.tenders.models import OPENED_FILE, OpenedFile, Opening, Submission
from portal.features.tenders.queries import commission
from portal.features.tenders.rules.enclosed import Enclosed, enclosed
from portal.kernel import files, uploads
from portal.kernel.files import checks, store
from portal.kernel.jobs import enqueue
from portal.kernel.refusals import Refusal
from portal.kernel.sealing import NotAKey, Tampered, WrongKey
from portal.kernel.uploads import Damaged, Upload

MISSING, CHANGED, NO_KEY, OTHER_ROOT = "missing", "changed", "no_key", "other_root"
"""Why a file was not opened: words in `words.commission`."""
FAULTS: Mapping[type[Refusal], str] = {Tampered: CHANGED, Damaged: CHANGED, WrongKey: NO_KEY, NotAKey: NO_KEY}


def unseal(db: Session, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Open the files of one submission that were not opened yet, without the write lock; their bytes are stored."""
    opening, submission = db.get(Opening, payload["opening"]), db.get(Submission, payload["submission"])
    if opening is None or submission is None or opening.finished_at is not None:
        return {"found": []}
    known = _known(db, opening, submission)
    secrets = {key.recipient: key.secret for key in commission.keys_of(db, opening.call_id, opening.envelope)}
    wanted = [each for each in enclosed(submission, opening.envelope) if each.upload not in known]
    return {"found": [_opened(db, each, secrets) for each in wanted]}


def keep(db: Session, payload: Mapping[str, Any]) -> None:
    """Write down what was found, each file once, and have it checked; after the last one the minutes are written."""
    opening = db.get(Opening, payload["opening"], with_for_update=True)
    submission = db.get(Submission, payload["submission"])
    if opening is None or submission is None or opening.finished_at is not None:
        return
    known = _known(db, opening, submission)
    for found in payload["found"]:
        if found["upload"] not in known:
            _kept(db, opening, submission, found)
    if commission.progress(db, opening).is_over:
        enqueue(db, "tenders.minutes", {"opening": opening.id}, key=f"tenders.minutes:{opening.id}:0")


def _known(db: Session, opening: Opening, submission: Submission) -> set[int]:
    mine = (OpenedFile.opening_id == opening.id, OpenedFile.submission_id == submission.id)
    return set(db.scalars(select(OpenedFile.upload_id).where(*mine)))


def _kept(db: Session, opening: Opening, submission: Submission, found: Mapping[str, Any]) -> None:
    file = OpenedFile(
        opening_id=opening.id,
        submission_id=submission.id,
        requirement_id=found["requirement"],
        upload_id=found["upload"],
        name=found["name"],
        size=found["size"],
        root=found["root"],
        digest=found["digest"],
        fault=found["fault"],
    )
    db.add(file)
    db.flush()
    if found["digest"]:
        received = files.Received(digest=file.digest, size=file.size, kind=found["kind"], name=file.name)
        files.attach(db, received, kind=OPENED_FILE, id=file.id, by=None)


def _opened(db: Session, one: Enclosed, secrets: Mapping[str, str]) -> dict[str, Any]:
    """Return what was found of one file; a file that does not open is a finding, never the end of the opening."""
    about = {"upload": one.upload, "requirement": one.requirement, "size": one.size, "root": one.root}
    nothing = {"name": "", "digest": "", "kind": "", "fault": MISSING}
    upload = db.get(Upload, one.upload)
    if upload is None or upload.is_gone:
        return {**about, **nothing}
    manifest = uploads.manifest_of(db, upload)
    if (manifest.root, manifest.size) != (one.root, one.size):
        return {**about, **nothing, "fault": OTHER_ROOT}
    part = _part()
    try:
        found = uploads.opened(db, upload, secrets.get(upload.recipient, ""))
        digest, size = _written(part, found)
        name = checks.clean_name(found.name)
        if size != one.size:
            return {**about, **nothing, "fault": CHANGED}
        kind = _kind(part, name)
        if store.take(part) != digest:
            raise store.LostError(f"the opened file of upload {one.upload} is not what was written")
        return {**about, "name": name, "digest": digest, "kind": kind, "fault": ""}
    except (Tampered, Damaged, WrongKey, NotAKey) as refusal:
        return {**about, **nothing, "fault": FAULTS[type(refusal)]}
    except (ValueError, KeyError):
        return {**about, **nothing, "fault": CHANGED}
    finally:
        with suppress(FileNotFoundError):
            part.unlink()


def _written(part: Path, found: uploads.Opened) -> tuple[str, int]:
    whole, size = sha256(), 0
    with part.open("xb") as out:
        for piece in found.pieces:
            out.write(piece)
            whole.update(piece)
            size += len(piece)
    return whole.hexdigest(), size


def _part() -> Path:
    """Return where bytes are gathered: what a killed worker leaves there the sweeper of files takes away."""
    folder = store.folder() / "opening"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f".{uuid.uuid4().hex}.part"


def _kind(part: Path, name: str) -> str:
    """Return the media type of a file: what its bytes show, else what its name says; the check decides later."""
    ending = name.rpartition(".")[2].lower()
    known = checks.EVERY_KIND.values()
    try:
        with part.open("rb") as content:
            return checks.examine(content, name, kinds=tuple(known), largest=None).media
    except Refusal:
        return next((kind for kind in known if ending in kind.endings), checks.TXT).media
