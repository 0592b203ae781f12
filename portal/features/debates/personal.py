"""What debates keep about a person, and what is forgotten with the account."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.features.debates import actions
from portal.features.debates.models import Debate, Edition, Event, Remark
from portal.kernel.accounts.models import Person


def export(db: Session, person: Person) -> Mapping[str, Any]:
    """Return the debates and editions that a person prepared and every remark, as JSON would take them."""
    debates = db.scalars(select(Debate).where(Debate.made_by_id == person.id).order_by(Debate.id))
    editions = db.scalars(select(Edition).where(Edition.made_by_id == person.id).order_by(Edition.id))
    return {
        "debates": [{"id": each.id, "title": each.title_sr, "begun_at": each.made_at.isoformat()} for each in debates],
        "debate_editions": [
            {"debate": each.debate_id, "number": each.number, "made_at": each.made_at.isoformat()} for each in editions
        ],
        "remarks": [
            {
                "debate": remark.debate_id,
                "number": remark.number,
                "text": remark.text,
                "wording": remark.wording,
                "organisation": remark.organisation,
                "shown_name": remark.shown_name,
                "state": str(remark.state),
                "disposition": remark.disposition and str(remark.disposition),
                "made_at": remark.made_at.isoformat(),
            }
            for remark in db.scalars(select(Remark).where(Remark.person_id == person.id).order_by(Remark.id))
        ],
    }


def forget(db: Session, person: Person) -> None:
    """Take a person out of what they prepared; remarks that are public stay under the name as shown, others are withdrawn.

    Who did what when stays in the log, under a number.
    """
    for remark in db.scalars(select(Remark).where(Remark.person_id == person.id)):
        if remark.may_be_withdrawn:
            actions.withdraw(db, remark)
        actions.forget_words(db, remark)
        actions.leave(db, remark)
    held = ((Debate, Debate.made_by_id), (Edition, Edition.made_by_id), (Edition, Edition.mapped_by_id), (Event, Event.by_id))
    for model, column in held:
        db.execute(
            update(model)
            .where(column == person.id)
            .values({column.key: None})
            .execution_options(synchronize_session=False)
        )
