"""The department's desk: the list, one call with all that can be done, its words, its documents."""

from flask import render_template

from portal.features.tenders.views.blueprint import pages
from portal.kernel.access import allow


@pages.route("/sto/")
@allow("tenders.prepare")
def staff() -> str:
    """The calls of one's unit, or all, changed last first."""
    return render_template("portal/tenders/staff/desk.html")
