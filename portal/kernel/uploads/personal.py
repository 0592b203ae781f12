"""What is kept about a person here: what they are sending. What was handed in belongs to what it was handed in for."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.accounts.models import Person
from portal.kernel.uploads import actions
from portal.kernel.uploads.models import Upload, UploadState


def export(db: Session, person: Person) -> dict[str, Any]:
    """Return one's uploads; their names are sealed, for us too."""
    return {
        "uploads": [
            {
                "begun": upload.made_at.isoformat(),
                "bytes": upload.length,
                "arrived": upload.offset,
                "handed_in": upload.frozen_at is not None,
            }
            for upload in _of(db, person)
        ]
    }


def forget(db: Session, person: Person) -> None:
    """Take away what a person sent and did not hand in."""
    for upload in _of(db, person):
        if upload.frozen_at is None:
            actions.discard(db, upload)


def _of(db: Session, person: Person) -> list[Upload]:
    wanted = select(Upload).where(Upload.owner_id == person.id, Upload.state != UploadState.GONE)
    return list(db.scalars(wanted.order_by(Upload.id)))
