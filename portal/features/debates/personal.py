"""What is kept about somebody who prepares debates or remarks in one, and what is forgotten with the account."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.features.debates.actions import remarks
from portal.features.debates.models import Debate, Edition, Event
from portal.kernel.accounts.models import Person


def export(db: Session, person: Person) -> Mapping[str, Any]:
    """Return the debates and editions that a person prepared, and their remarks, as JSON would take them."""
    debates = db.scalars(select(Debate).where(Debate.made_by_id == person.id).order_by(Debate.id))
    editions = db.scalars(select(Edition).where(Edition.made_by_id == person.id).order_by(Edition.id))
    return {
        "debates": [{"id": each.id, "title": each.title_sr, "begun_at": each.made_at.isoformat()} for each in debates],
        "debate_editions": [
            {"debate": each.debate_id, "number": each.number, "made_at": each.made_at.isoformat()} for each in editions
        ],
        "remarks": remarks.export_remarks(db, person),
    }


def forget(db: Session, person: Person) -> None:
    """Take the person out of what they prepared and wrote; who did what when stays in the log, under a number."""
    remarks.forget_author(db, person)
    held = ((Debate, Debate.made_by_id), (Edition, Edition.made_by_id), (Edition, Edition.mapped_by_id), (Event, Event.by_id))
    for model, column in held:
        db.execute(
            update(model)
            .where(column == person.id)
            .values({column.key: None})
            .execution_options(synchronize_session=False)
        )
