"""A call that was begun and never published can be deleted: nobody but staff has seen it."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.features.tenders import queries
from portal.features.tenders.actions.documenting import erase_document
from portal.features.tenders.actions.shared import load
from portal.features.tenders.models import CALL, Call, Criterion, Lot, Member, Requirement, Stage
from portal.features.tenders.refusals.calls import NotPreparing
from portal.kernel import audit
from portal.kernel.accounts.models import Person


def drop(db: Session, call_id: int, *, by: Person, seen: int) -> None:
    """Delete a call in preparation with its parts, documents and files; the log keeps that there was one.

    Raises `NotFound`, `OtherUnit`, `Stale`, `NotPreparing` once it was published.
    """
    call = load(db, call_id, seen, by=by)
    if call.stage is not Stage.PREPARING or call.published_at is not None:
        raise NotPreparing
    title, documents = call.title_sr, queries.all_documents(db, call_id)
    for document in documents:
        erase_document(db, document, by)
    for part in (Lot, Requirement, Criterion, Member):
        db.execute(delete(part).where(part.call_id == call_id))
    db.execute(delete(Call).where(Call.id == call_id))
    audit.note(db, "tenders.drop", CALL, call_id, by=by.id, title=title, documents=len(documents))
