"""Remarks that say the same, found by a job in both scripts, so that one answer can be given to all of them."""

from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from portal.features.debates.law import alike
from portal.features.debates.models import IN_REGISTER, PUBLIC, Debate, Remark, RemarkState, Stage


def find_alike(db: Session, _payload: dict[str, Any]) -> dict[str, Any]:
    """Compare the public remarks of each debate that is not reported yet; writes nothing."""
    debates = select(Debate.id).where(text(PUBLIC), Debate.stage == Stage.ANNOUNCED)
    found: dict[int, int | None] = {}
    for debate_id in db.scalars(debates).all():
        rows = db.execute(
            select(Remark.id, Remark.public_text, Remark.public_wording, Remark.alike)
            .where(text(f"portal_debate_remark.{IN_REGISTER}"), Remark.state == RemarkState.PUBLISHED)
            .where(Remark.debate_id == debate_id)
            .order_by(Remark.id)
        ).all()
        families = alike.groups({row.id: f"{row.public_text}\n{row.public_wording}" for row in rows})
        leads = {id: min(family) for family in families for id in family if len(family) > 1}
        found |= {row.id: leads.get(row.id) for row in rows if leads.get(row.id) != row.alike}
    return {"leads": found}


def keep_alike(db: Session, payload: dict[str, Any]) -> None:
    """Write down which remarks say the same."""
    for id, lead in payload["leads"].items():
        db.execute(update(Remark).where(Remark.id == id).values(alike=lead))
