"""Pages on which a call is published, changed in public, cancelled, or deleted before anybody saw it."""

from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from portal.features.tenders.actions import dropping, preparing, publishing
from portal.features.tenders.forms.calls import CancelForm, DeadlineForm, TermsForm
from portal.features.tenders.models import Call
from portal.features.tenders.rules import clocks
from portal.features.tenders.views import shared
from portal.features.tenders.views.blueprint import pages
from portal.features.tenders.views.shared import the_call
from portal.features.tenders.words.calls import KINDS
from portal.kernel.access import allow
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import session
from portal.kernel.municipality.forms import SeenPress
from portal.kernel.municipality.serving import LEADERS
from portal.kernel.refusals import NotFound
from portal.kernel.words import gettext as _


def _by_version(verb: Any, call_id: int) -> Any:
    return lambda db, me, seen: verb(db, call_id, by=me, seen=seen)


@pages.route("/sto/<int:call_id>/objava/", methods=["GET", "POST"])
@allow("tenders.publish")
def publish(call_id: int) -> Any:
    """Look once more at what everybody will read, then publish."""
    call = the_call(call_id, LEADERS)
    if request.method == "POST":
        words = _("Published. Everybody can read it now.")
        return shared.pressed(_by_version(publishing.publish, call_id), words, shared.home_of(call_id))
    db = session()
    if call.is_public:
        raise NotFound
    return render_template(
        "portal/tenders/staff/publish.html",
        call=call,
        kinds=KINDS,
        days=clocks.days(call, now()),
        too_short=shared.too_short(db, call),
        missing=shared.checklist(db, call),
        previews=shared.previews(call),
        press=SeenPress(None, seen=call.version),
    )


@pages.route("/sto/<int:call_id>/brisanje/", methods=["GET", "POST"])
@allow("tenders.prepare")
def drop(call_id: int) -> Any:
    """Ask once more, then delete a call that was never published."""
    call = the_call(call_id)
    if call.is_public:
        raise NotFound
    if request.method == "POST":
        return shared.pressed(_by_version(dropping.drop, call_id), _("The call is deleted."), url_for(".staff"))
    return render_template("portal/tenders/staff/drop.html", call=call, press=SeenPress(None, seen=call.version))


@pages.route("/sto/<int:call_id>/izmena/", methods=["GET", "POST"])
@allow("tenders.publish")
def change_terms(call_id: int) -> Any:
    """Change what a published call says, with a note that everybody who collected gets."""
    call = _the_published(call_id)
    form = TermsForm(request.form, obj=call, seen=call.version)
    if request.method == "GET":
        form.shows_words(call)
    unit_id = call.unit_id

    def act(db: Session, me: Person) -> Any:
        told = preparing.Told(**form.words, unit_id=unit_id)
        return publishing.change_terms(db, call_id, told, by=me, seen=form.seen.data or 0, note=form.note)

    return _page("terms", form, call, act, _("Saved. Who collected the documents gets a letter."))


@pages.route("/sto/<int:call_id>/rokovi/", methods=["GET", "POST"])
@allow("tenders.publish")
def move_deadline(call_id: int) -> Any:
    """Move the end of a published call later, with a note that everybody who collected gets."""
    call = _the_published(call_id)
    form = DeadlineForm(request.form, seen=call.version)
    if request.method == "GET":
        form.shows_clocks(call)

    def act(db: Session, me: Person) -> Any:
        return publishing.move_deadline(db, call_id, form.clocks, by=me, seen=form.seen.data or 0, note=form.note)

    return _page("deadline", form, call, act, _("Moved. Who collected the documents gets a letter."))


@pages.route("/sto/<int:call_id>/obustava/", methods=["GET", "POST"])
@allow("tenders.publish")
def cancel(call_id: int) -> Any:
    """End a call without a decision, with a reason for everybody."""
    call = _the_published(call_id)
    form = CancelForm(request.form, seen=call.version)

    def act(db: Session, me: Person) -> Any:
        return publishing.cancel(db, call_id, by=me, seen=form.seen.data or 0, reason=form.note)

    return _page("cancel", form, call, act, _("Cancelled. The page says why."))


def _the_published(call_id: int) -> Call:
    call = the_call(call_id, LEADERS)
    if not call.is_public:
        raise NotFound
    return call


def _page(name: str, form: Any, call: Call, act: shared.Act, words: str) -> Any:
    address = shared.home_of(call)
    is_late = clocks.is_late(call, now())
    if form.is_sent() and (done := shared.saved(form, act, lambda _done: address, words)):
        return done
    html = render_template(f"portal/tenders/staff/{name}.html", form=form, call=call, is_late=is_late)
    return html, 422 if request.method == "POST" else 200
