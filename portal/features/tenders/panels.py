"""What calls show on the home page, on the desk and in the plan."""

from datetime import datetime, timedelta

from flask import render_template
from markupsafe import Markup
from sqlalchemy.orm import Session

from portal.features.tenders import queries
from portal.features.tenders.queries.figures import COLLECTED, COLLECTORS, SENT
from portal.features.tenders.words.calls import KINDS
from portal.kernel import cache
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import WITH_PASSWORD, WITH_SECOND_FACTOR
from portal.kernel.clock import local_date, now
from portal.kernel.feature import ByMonth, Measure
from portal.kernel.municipality.serving import units_of
from portal.kernel.site.shown import depends
from portal.kernel.words import lazy

MONTH = timedelta(days=30)
PARTS = (
    lazy("sign-ins with a password"),
    lazy("sign-ins with a password and a second factor"),
    lazy("sign-ins with a certificate or eID"),
    lazy("documents collected"),
    lazy("organisations that collected"),
    lazy("applications sent, of calls already opened"),
)
"""What the parts of the measure are called: the plan's page translates their names."""

BY_MONTH = (
    ByMonth(
        metric="features.two_way_enabled",
        caption=lazy("Competition documents, month by month"),
        columns=(
            (COLLECTED, lazy("Documents collected")),
            (COLLECTORS, lazy("Organisations that collected")),
            (SENT, lazy("Applications sent")),
        ),
        explain=lazy(
            "Documents are counted each time somebody who signed in collects them, an organisation once a month. An application "
            "is counted in the month in which it was sent, but only once its call has been opened: until then nobody may know "
            "how many there are. One that was replaced or withdrawn does not count."
        ),
    ),
    ByMonth(
        metric="auth.logins_by_method",
        caption=lazy("Sign-ins, month by month"),
        columns=((WITH_PASSWORD, lazy("With a password")), (WITH_SECOND_FACTOR, lazy("With a password and a second factor"))),
        explain=lazy("Each sign-in that succeeded. Who gave the password and not the second factor they owe is not counted."),
    ),
)


def running(db: Session) -> Markup:
    """The calls that take applications now."""
    depends("calls")
    cache.until(queries.next_change(db))
    rows, today = queries.open_now(db, 3), local_date(now())
    left = {row.id: (local_date(row.closes_at) - today).days for row in rows}
    return Markup(render_template("portal/tenders/_running.html", rows=rows, left=left, kinds=KINDS))


def sign_ins(db: Session, at: datetime) -> Measure:
    """Activity 2.1.11 as far as the portal can measure it: sign-ins by method, and applications by people who signed in.

    Numerator and denominator are both the applications sent in the last thirty days, of calls already opened: nobody
    applies without signing in, so the share is whole by construction, and it is shown because the plan asks for it. What
    can differ stands in the parts. There is no sign-in by certificate or eID here: that part is nought because it cannot
    be anything else, and the explanation on the page says so.
    """
    since = at - MONTH
    sent, passwords, seconds = queries.submissions(db, since, at), *queries.sign_ins(db, since, at)
    parts = (
        ("sign-ins with a password", passwords),
        ("sign-ins with a password and a second factor", seconds),
        ("sign-ins with a certificate or eID", 0),
        ("documents collected", queries.collections(db, since, at)),
        ("organisations that collected", queries.organisations(db, since, at)),
        ("applications sent, of calls already opened", sent),
    )
    return Measure(numerator=sent, denominator=sent, at=at, parts=parts)


def preparing(db: Session, person: Person) -> int:
    """How many calls are being prepared where a person works, and questions on calls that wait for an answer."""
    units = units_of(db, person)
    return queries.preparing(db, units) + queries.asked(db, units)
