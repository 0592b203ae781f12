"""What is kept about an editor, and what is forgotten with the account: the news are the municipality's and stay."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.features.news.models import Correction, Item, Revision
from portal.kernel.accounts.models import Person


def export(db: Session, person: Person) -> Mapping[str, Any]:
    """Return the news and corrections that a person wrote, as JSON would take them."""
    items = db.scalars(select(Item).where(Item.by_id == person.id).order_by(Item.id))
    notes = db.scalars(select(Correction).where(Correction.by_id == person.id).order_by(Correction.id))
    return {
        "news": [{"id": item.id, "title": item.title_sr, "begun_at": item.made_at.isoformat()} for item in items],
        "news_corrections": [{"news": note.item_id, "at": note.at.isoformat(), "note": note.note_sr} for note in notes],
    }


def forget(db: Session, person: Person) -> None:
    """Take the person out of what they wrote; who did what when stays in the log, under a number."""
    for model in (Item, Revision, Correction):
        db.execute(
            update(model).where(model.by_id == person.id).values(by_id=None).execution_options(synchronize_session=False)
        )
