"""What problems show on the home page and in the plan."""

from datetime import datetime

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.features.problems import queries
from portal.kernel import cache
from portal.kernel.clock import now
from portal.kernel.site.shown import depends


def newest(db: Session) -> Markup:
    """The honest numbers, and the three newest reports."""
    depends("problems")
    cache.until(queries.next_change(db))
    found = queries.listed(db, queries.Filter(), most=3)
    shown = {"rows": found.rows, "names": queries.names(db), "overview": queries.overview(db), "now": now()}
    return Markup(render_template("portal/problems/_newest.html", **shown))


def reported(db: Session, since: datetime, until: datetime) -> int:
    """Problems that citizens reported in a time."""
    return queries.used(db, since, until)
