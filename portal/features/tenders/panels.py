"""What calls show on the home page, on the desk and in the plan."""

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.features.tenders import queries
from portal.features.tenders.rules.serving import units_of
from portal.features.tenders.words.calls import KINDS
from portal.kernel import cache
from portal.kernel.accounts.models import Person
from portal.kernel.clock import local_date, now
from portal.kernel.site.shown import depends


def running(db: Session) -> Markup:
    """The calls that take applications now."""
    depends("calls")
    cache.until(queries.next_change(db))
    rows, today = queries.open_now(db, 3), local_date(now())
    left = {row.id: (local_date(row.closes_at) - today).days for row in rows}
    return Markup(render_template("portal/tenders/_running.html", rows=rows, left=left, kinds=KINDS))


def preparing(db: Session, person: Person) -> int:
    """How many calls are being prepared where a person works, and questions on calls that wait for an answer."""
    units = units_of(person)
    return queries.preparing(db, units) + queries.asked(db, units)
