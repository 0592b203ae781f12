"""The end of applications: what would be destroyed, the confirmation, and the record."""

from typing import Any

from flask import render_template, request, url_for

from portal.features.tenders.actions import destroying as verbs
from portal.features.tenders.models import Call, CallKind
from portal.features.tenders.queries import destruction as queries
from portal.features.tenders.refusals.assessing import NotYours
from portal.features.tenders.views.blueprint import pages
from portal.features.tenders.views.shared import the_public
from portal.kernel.access import ANYONE, allow
from portal.kernel.accounts.session import current_person, me_in
from portal.kernel.clock import now
from portal.kernel.db import session
from portal.kernel.forms import Form
from portal.kernel.municipality.forms import SeenPress
from portal.kernel.refusals import NotFound
from portal.kernel.site.acting import acts
from portal.kernel.site.shown import depends
from portal.kernel.words import gettext as _


@pages.route("/sto/<int:call_id>/unistavanje/", methods=["GET", "POST"])
@allow("tenders.publish")
def destruction_staff(call_id: int) -> Any:
    """What is kept of a call, and its destruction: for who publishes calls."""
    return _destruction(call_id, ".destruction_staff")


@pages.route("/komisija/<int:call_id>/unistavanje/", methods=["GET", "POST"])
@allow("tenders.open")
def destruction(call_id: int) -> Any:
    """The same for the chair of the commission."""
    return _destruction(call_id, ".destruction")


def _destruction(call_id: int, endpoint: str) -> Any:
    call, me, form = session().get(Call, call_id), current_person(), SeenPress(request.form)
    if call is None or me is None:
        raise NotFound
    if not verbs.may_destroy(session(), call, me):
        raise NotYours
    address = url_for(endpoint, call_id=call_id)
    return acts(
        form,
        lambda db: verbs.destroy(db, call_id, by=me_in(db), seen=form.seen.data or 0),
        done=_("It is destroyed; the record stands below."),
        then=address,
        again=lambda: _page(call, form),
    )


@pages.route("/<int:call_id>/cuvanje/")
@allow(ANYONE)
def record(call_id: int) -> str:
    """What everybody reads: how long what was sent to a call is kept, and the record of its destruction."""
    call, db = the_public(call_id), session()
    until = queries.kept_until(db, call)
    if until is None or call.kind is CallKind.EXTERNAL:
        raise NotFound
    depends(f"call.{call_id}", "municipality")
    found = queries.record_of(db, call_id)
    return render_template(
        "portal/tenders/record.html", call=call, until=until, record=found, office=queries.office_of(db, call, found)
    )


def _page(call: Call, form: Form) -> Any:
    db = session()
    until = queries.kept_until(db, call)
    html = render_template(
        "portal/tenders/destruction.html",
        call=call,
        left=queries.left_of(db, call),
        until=until,
        is_time=until is not None and now() >= until,
        record=queries.record_of(db, call.id),
        form=form,
    )
    return html, 422 if request.method == "POST" else 200
