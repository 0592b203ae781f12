"""A debate that was begun and never announced can be deleted: nobody but staff has seen it."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.features.debates.actions.drafting import SOURCE
from portal.features.debates.actions.shared import load
from portal.features.debates.models import DEBATE, Debate, Edition, Event, Hearing, Passage, Proposal, Stage
from portal.features.debates.refusals.debates import NotPreparing
from portal.kernel import audit, files
from portal.kernel.accounts.models import Person


def drop(db: Session, debate_id: int, *, by: Person, seen: int) -> None:
    """Delete a debate in preparation with its versions, hearings and files; the log keeps that there was one.

    Raises `NotFound`, `OtherUnit`, `Stale`, `NotPreparing` once it was announced.
    """
    debate = load(db, debate_id, seen, by=by)
    if debate.stage is not Stage.PREPARING or debate.announced_at is not None:
        raise NotPreparing
    title = debate.title_sr
    editions = db.scalars(select(Edition.id).where(Edition.debate_id == debate_id)).all()
    for edition_id in editions:
        files.release_all(db, kind=SOURCE, id=edition_id, by=by.id)
    files.release_all(db, kind=DEBATE, id=debate_id, by=by.id)
    db.flush()
    _erase(db, debate_id, editions)
    audit.note(db, "debates.drop", DEBATE, debate_id, by=by.id, title=title, editions=len(editions))


def _erase(db: Session, debate_id: int, editions: Sequence[int]) -> None:
    """Delete the rows, those that point at others first."""
    for table in (Proposal, Passage):
        db.execute(delete(table).where(table.edition_id.in_(editions)))
    for part in (Edition, Hearing, Event):
        db.execute(delete(part).where(part.debate_id == debate_id))
    db.execute(delete(Debate).where(Debate.id == debate_id))
