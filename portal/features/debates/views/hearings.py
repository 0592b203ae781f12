"""Pages on which hearings are called, changed and cancelled."""

from typing import Any

from flask import render_template, request
from sqlalchemy.orm import Session

from portal.features.debates import actions
from portal.features.debates.forms import HearingForm, ReasonForm
from portal.features.debates.models import Hearing
from portal.features.debates.views import shared
from portal.features.debates.views.blueprint import pages
from portal.features.debates.views.shared import the_debate
from portal.kernel.access import allow
from portal.kernel.accounts.models import Person
from portal.kernel.db import session
from portal.kernel.refusals import NotFound
from portal.kernel.words import gettext as _


@pages.route("/sto/<int:debate_id>/tribine/nova/", methods=["GET", "POST"])
@allow("debates.prepare")
def call_hearing(debate_id: int) -> Any:
    """Call people to a hearing."""
    debate, form = the_debate(debate_id), HearingForm(request.form)

    def act(db: Session, me: Person) -> Hearing:
        return actions.call(db, debate_id, actions.Called(**form.called), by=me)

    address = shared.home_of(debate)
    if form.is_sent() and (done := shared.saved(form, act, lambda _made: address, _("The hearing is called."))):
        return done
    html = render_template("portal/debates/staff/hearing.html", form=form, debate=debate, hearing=None)
    return html, 422 if request.method == "POST" else 200


@pages.route("/sto/tribine/<int:hearing_id>/", methods=["GET", "POST"])
@allow("debates.prepare")
def change_hearing(hearing_id: int) -> Any:
    """Change where and when a hearing is."""
    hearing = _the_hearing(hearing_id)
    form = HearingForm(request.form, obj=hearing, seen=hearing.version)
    if request.method == "GET":
        form.shows(hearing)

    def act(db: Session, me: Person) -> Hearing:
        return actions.change_hearing(db, hearing_id, actions.Called(**form.called), by=me, seen=form.seen.data or 0)

    address = shared.home_of(hearing.debate_id)
    if form.is_sent() and (done := shared.saved(form, act, lambda _made: address, _("Saved."))):
        return done
    html = render_template("portal/debates/staff/hearing.html", form=form, debate=the_debate(hearing.debate_id), hearing=hearing)
    return html, 422 if request.method == "POST" else 200


@pages.route("/sto/tribine/<int:hearing_id>/otkazivanje/", methods=["GET", "POST"])
@allow("debates.prepare")
def cancel_hearing(hearing_id: int) -> Any:
    """Cancel a hearing, with a reason for everybody."""
    hearing = _the_hearing(hearing_id)
    form = ReasonForm(request.form, seen=hearing.version)

    def act(db: Session, me: Person) -> Hearing:
        reasons = {"reason_sr": form.reason_sr.data or "", "reason_en": form.reason_en.data or ""}
        return actions.cancel(db, hearing_id, by=me, seen=form.seen.data or 0, **reasons)

    address = shared.home_of(hearing.debate_id)
    if form.is_sent() and (done := shared.saved(form, act, lambda _made: address, _("The hearing is cancelled."))):
        return done
    debate = the_debate(hearing.debate_id)
    html = render_template("portal/debates/staff/cancel_hearing.html", form=form, debate=debate, hearing=hearing)
    return html, 422 if request.method == "POST" else 200


def _the_hearing(hearing_id: int) -> Hearing:
    found = session().get(Hearing, hearing_id)
    if found is None:
        raise NotFound
    return found
