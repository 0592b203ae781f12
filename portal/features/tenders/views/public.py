"""What everybody reads: the list, the feed, one call."""

from flask import render_template

from portal.features.tenders import queries
from portal.features.tenders.views.blueprint import pages
from portal.features.tenders.words.calls import KINDS
from portal.kernel import cache
from portal.kernel.access import ANYONE, allow
from portal.kernel.db import session
from portal.kernel.paging import Way
from portal.kernel.site.shown import depends


@pages.route("/")
@allow(ANYONE)
def index() -> str:
    """The public list: what is open first."""
    db = session()
    depends("calls", "municipality")
    cache.until(queries.next_change(db))
    page = queries.listed(db, queries.Filter(), Way())
    return render_template("portal/tenders/index.html", page=page, kinds=KINDS)
