"""The plan's piece of the home page."""

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.features.plan import queries
from portal.features.plan.models import State
from portal.kernel.clock import now
from portal.kernel.site.shown import depends


def progress(db: Session) -> Markup:
    """How far the plan is, in four numbers."""
    depends("plan")
    counts = queries.count_states(queries.deadlines(db), queries.today(now()))
    html = render_template("portal/plan/_progress.html", counts=counts, total=sum(counts.values()), State=State)
    return Markup(html)
