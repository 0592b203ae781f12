"""What questions show on the home page, on the desk and in the plan."""

from datetime import datetime

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.features.questions import queries
from portal.kernel import cache
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import counted
from portal.kernel.feature import Measure
from portal.kernel.municipality.models import OfficeKind
from portal.kernel.site.shown import depends


def newest(db: Session) -> Markup:
    """The four newest questions as cards."""
    depends("questions")
    rows, _more = queries.listed(db, queries.Filter())
    return Markup(render_template("portal/questions/_newest.html", rows=rows[:4], names=queries.names(db), now=now()))


def record(db: Session) -> Markup:
    """How much of what was asked is answered, in the same figures as everywhere."""
    cache.until(queries.next_change(db))
    return Markup(render_template("portal/questions/_figures.html", figures=queries.figures(db)))


def waiting_for(db: Session, person: Person) -> int:
    """How many questions wait for this person's office."""
    return len(queries.tasks(db, queries.offices_of(db, person)))


def asked_mayor(db: Session, since: datetime, until: datetime) -> int:
    """Questions put to the mayor in a time."""
    return queries.used(db, OfficeKind.MAYOR, since, until)


def asked_councillor(db: Session, since: datetime, until: datetime) -> int:
    """Questions put to councillors in a time."""
    return queries.used(db, OfficeKind.COUNCILLOR, since, until)


def assisted_share(db: Session, at: datetime) -> Measure:
    """Questions typed in by a clerk, of all that were confirmed: activity 5.1.5; from counters, one read each."""
    return Measure(numerator=counted(db, "questions.assisted"), denominator=counted(db, "questions.confirmed"), at=at)
