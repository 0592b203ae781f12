"""Numbers of debates for the plan; read only."""

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from portal.features.debates.models import PUBLIC, Debate, Edition, Phase, Stage
from portal.features.debates.queries.public import at_phase


def numbers(db: Session) -> dict[str, int]:
    """Return how many debates are public, how many take remarks now, and how many have their report."""
    public = select(func.count()).select_from(Debate).where(text(PUBLIC))
    return {
        "published": db.scalar(public) or 0,
        "open": db.scalar(public.where(at_phase(Phase.OPEN))) or 0,
        "reported": db.scalar(public.where(Debate.stage.in_([Stage.REPORTED, Stage.ADOPTED]))) or 0,
        "versions": db.scalar(select(func.count()).select_from(Edition).where(Edition.published_at.is_not(None))) or 0,
    }
