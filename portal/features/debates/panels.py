"""What debates show on the home page, on the desk and in the plan."""

from datetime import datetime

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.features.debates import queries
from portal.features.debates.queries import answers
from portal.features.debates.words.debates import KINDS
from portal.kernel import cache
from portal.kernel.accounts.models import Person
from portal.kernel.clock import local_date, now
from portal.kernel.db import counted
from portal.kernel.feature import Measure
from portal.kernel.municipality.serving import units_of
from portal.kernel.site.shown import depends


def running(db: Session) -> Markup:
    """The debates that take remarks now; where there are none, those that come."""
    depends("debates")
    cache.until(queries.next_change(db))
    rows = queries.open_now(db, 3)
    coming = queries.coming(db, 2) if not rows else ()
    today = local_date(now())
    left = {row.id: (local_date(row.closes_at) - today).days for row in rows}
    return Markup(render_template("portal/debates/_running.html", rows=rows, coming=coming, left=left, kinds=KINDS))


def preparing(db: Session, person: Person) -> int:
    """How many debates are being prepared where a person works."""
    return queries.preparing(db, units_of(db, person))


def page_live(db: Session, at: datetime) -> Measure:
    """Activity 3.1.3: the page is there wherever this is measured; beside it how many debates, open ones and reports."""
    return Measure(numerator=1, denominator=1, at=at, parts=tuple(queries.numbers(db).items()))


def waiting_for(db: Session, person: Person) -> int:
    """How many remarks wait for an answer by this person, or by nobody in particular."""
    return answers.waiting_for_answer(db, person.id, units_of(db, person))


def assisted_share(db: Session, at: datetime) -> Measure:
    """Remarks typed in by a clerk, of all that entered a register: activity 5.1.5; from counters, one read each."""
    return Measure(numerator=counted(db, "debates.assisted"), denominator=counted(db, "debates.entered"), at=at)
