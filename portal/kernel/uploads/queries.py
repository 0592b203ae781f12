"""Which uploads there are; read only."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.kernel.clock import now
from portal.kernel.uploads.models import Upload, UploadState
from portal.kernel.uploads.refusals import NoUpload, UploadGone


def uploads_of(db: Session, purpose: str, subject: str) -> Sequence[Upload]:
    """Return what was sent for a purpose and subject and is not gone, in the order in which it was begun."""
    wanted = select(Upload).where(Upload.purpose == purpose, Upload.subject == subject, Upload.state != UploadState.GONE)
    return db.scalars(wanted.order_by(Upload.id)).all()


def by_key(db: Session, key: str, owner_id: int) -> Upload:
    """Return one's own upload. Raises `NoUpload` for anybody else's, `UploadGone` where it is over."""
    found = db.scalar(select(Upload).where(Upload.key == key))
    if found is None or found.owner_id != owner_id:
        raise NoUpload
    if found.is_gone or (found.state is UploadState.OPEN and found.expires_at <= now()):
        raise UploadGone
    return found


def number_of(db: Session, purpose: str, subject: str, owner_id: int) -> int:
    """Return how many uploads a person has for a purpose and subject that are not gone."""
    wanted = select(func.count()).where(
        Upload.purpose == purpose, Upload.subject == subject, Upload.owner_id == owner_id, Upload.state != UploadState.GONE
    )
    return db.scalar(wanted) or 0


def expired(db: Session, most: int = 500) -> Sequence[Upload]:
    """Return what was begun, not finished, and waited too long."""
    late = select(Upload).where(Upload.state == UploadState.OPEN, Upload.expires_at <= now())
    return db.scalars(late.order_by(Upload.id).limit(most)).all()
