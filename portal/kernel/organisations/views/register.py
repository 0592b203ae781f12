"""Pages of the administrator: all organisations, one of them, checking and closing."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.kernel import files
from portal.kernel.access import allow
from portal.kernel.db import session
from portal.kernel.municipality.views.common import version_seen
from portal.kernel.organisations import actions, queries
from portal.kernel.organisations.forms import CloseForm
from portal.kernel.organisations.models import MANDATE, Organisation
from portal.kernel.organisations.views.blueprint import pages
from portal.kernel.organisations.views.shared import Answer, page, pressed, saved
from portal.kernel.organisations.words import CLOSED
from portal.kernel.paging import Way
from portal.kernel.refusals import NotFound
from portal.kernel.words import gettext as _


@pages.route("/spisak/")
@allow("organisations.manage")
def register() -> Answer:
    """All organisations with an account, found by name or number."""
    search, state = request.args.get("q", "")[:100], request.args.get("stanje", "open")
    state = state if state in queries.STATES else "open"

    def address(**words: Any) -> str:
        kept = {"q": search or None, "stanje": state, **words}
        return url_for(".register", **{name: word for name, word in kept.items() if word})

    found = queries.found(session(), state=state, search=search, way=Way.read(request.args))
    return page("register", found=found.at(address), state=state, search=search, closed=CLOSED)


@pages.route("/spisak/<int:organisation_id>/", methods=["GET", "POST"])
@allow("organisations.manage")
def entry(organisation_id: int) -> Answer:
    """One organisation as the administrator sees it; the form closes its account."""
    found, db = _the(organisation_id), session()
    form, members = CloseForm(request.form), queries.members_of(db, organisation_id)
    return saved(
        form,
        lambda db, me: actions.close(db, organisation_id, form.reason.data or "", by=me),
        _("The account is closed."),
        url_for(".entry", organisation_id=organisation_id),
        "entry",
        found=found,
        members=members,
        documents=files.of_many(db, MANDATE, [member.id for member in members]),
        closed=CLOSED,
    )


@pages.route("/spisak/<int:organisation_id>/provera/", methods=["POST"])
@allow("organisations.manage")
def check(organisation_id: int) -> Response:
    """Note that the organisation was compared with the register."""
    return pressed(
        lambda db, me: actions.check(db, organisation_id, by=me, seen=version_seen()),
        _("The organisation is marked as checked."),
        url_for(".entry", organisation_id=organisation_id),
    )


def _the(organisation_id: int) -> Organisation:
    found = session().get(Organisation, organisation_id)
    if found is None:
        raise NotFound
    return found
