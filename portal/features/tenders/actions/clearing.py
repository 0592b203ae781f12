"""What time does to applications: a reminder on the last day, and what was never submitted does not stay."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.features.tenders.actions.applying import note
from portal.features.tenders.models import Application
from portal.features.tenders.notices.applications import tell
from portal.features.tenders.queries import applications as queries
from portal.kernel import uploads
from portal.kernel.clock import now

DAY, KEPT = timedelta(days=1), timedelta(days=30)
"""How long after the deadline files stay that were never submitted, or were taken back."""


def remind(db: Session) -> int:
    """Write to who has begun an application and not submitted it, a day before the deadline; each deadline once."""
    found = queries.closing(db, now(), now() + DAY)
    for application, call in found:
        assert call.closes_at is not None
        tell(db, "remind", call, application, moment=call.closes_at, more={"reference": f"{call.closes_at:%Y%m%d%H%M}"})
    return len(found)


def clear(db: Session) -> int:
    """Discard what was never submitted and what was taken back, so many days after the deadline."""
    before = now() - KEPT
    idle, back = queries.left_over(db, before), queries.taken_back(db, before)
    for upload in idle:
        uploads.discard(db, upload)
    for upload in back:
        uploads.destroy(db, upload)
    for upload in (*idle, *back):
        application = db.get(Application, queries.application_in(upload.subject))
        if application is not None:
            note(db, application.call_id)
    return len(idle) + len(back)
