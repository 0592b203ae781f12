"""Pages on which an editor publishes, schedules, ends, pins, takes back, withdraws and deletes."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.features.news import actions
from portal.features.news.forms import ReleaseForm, SeenPress, WithdrawForm
from portal.features.news.models import Shown, State
from portal.features.news.views.blueprint import pages
from portal.features.news.views.desk import pressed
from portal.features.news.views.shared import previews, the_item
from portal.kernel.access import allow
from portal.kernel.accounts.session import me_in
from portal.kernel.clock import now
from portal.kernel.db import work
from portal.kernel.refusals import Refusal, Stale
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _


@pages.route("/sto/<int:item_id>/objava/", methods=["GET", "POST"])
@allow("news.edit")
def release(item_id: int) -> Any:
    """Publish now or later, with an end and a pin; of a released item, change these."""
    item = the_item(item_id)
    shown = item.shown(now())
    form = ReleaseForm(request.form, seen=item.version, when="later" if shown is Shown.SCHEDULED else "now")
    if request.method == "GET":
        form.shows(item)
    if shown in {Shown.PUBLISHED, Shown.EXPIRED}:
        del form.when, form.at_on, form.at_time
    if form.is_sent() and (done := _released(item_id, form, released=item.state in {State.RELEASED, State.EXPIRED})):
        return done
    html = render_template("portal/news/staff/release.html", form=form, item=item, shown=shown, previews=previews(item))
    return html, 422 if request.method == "POST" else 200


def _released(item_id: int, form: ReleaseForm, *, released: bool) -> Response | None:
    """Do what the form says; nothing where the rules do not allow it: then the form says why."""
    verb = actions.redate if released else actions.release
    later = "when" in form and form.at is not None
    times: dict[str, Any] = {"expires_at": form.expires_at, "pinned_until": form.pinned_until}
    times |= {"at": form.at} if "when" in form else {}
    times |= {"at_once": not later} if released and "when" in form else {}
    try:
        with work() as db:
            verb(db, item_id, by=me_in(db), seen=form.seen.data or 0, **times)
    except Stale:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    say(_("Scheduled. It appears by itself.") if later else _("Saved.") if released else _("Published. Everybody can read it."))
    return redirect(url_for(".manage", item_id=item_id), 303)


@pages.route("/sto/<int:item_id>/kraj/", methods=["POST"])
@allow("news.edit")
def expire(item_id: int) -> Response:
    """End an item now."""
    return pressed(
        item_id,
        lambda db, me, seen: actions.expire(db, item_id, by=me, seen=seen),
        _("It is over: it stands in no list any more."),
    )


@pages.route("/sto/<int:item_id>/vracanje/", methods=["POST"])
@allow("news.edit")
def take_back(item_id: int) -> Response:
    """Make a draft again of what is scheduled or has just appeared."""
    return pressed(
        item_id,
        lambda db, me, seen: actions.take_back(db, item_id, by=me, seen=seen),
        _("It is a draft again. Nobody but editors sees it."),
    )


@pages.route("/sto/<int:item_id>/povlacenje/", methods=["GET", "POST"])
@allow("news.edit")
def withdraw(item_id: int) -> Any:
    """Withdraw an item with a reason that readers see."""
    item = the_item(item_id)
    form = WithdrawForm(request.form, seen=item.version)
    if form.is_sent():
        reasons = {"reason_sr": form.reason_sr.data or "", "reason_en": form.reason_en.data or ""}
        with work() as db:
            actions.withdraw(db, item_id, by=me_in(db), seen=form.seen.data or 0, **reasons)
        say(_("Withdrawn. Its address says why."))
        return redirect(url_for(".manage", item_id=item_id), 303)
    html = render_template("portal/news/staff/withdraw.html", form=form, item=item)
    return html, 422 if request.method == "POST" else 200


@pages.route("/sto/<int:item_id>/brisanje/", methods=["GET", "POST"])
@allow("news.edit")
def delete(item_id: int) -> Any:
    """Ask once more, then delete a draft."""
    if request.method == "POST":
        return pressed(
            item_id,
            lambda db, me, seen: actions.delete(db, item_id, by=me, seen=seen),
            _("The draft is deleted."),
            url_for(".desk"),
        )
    item = the_item(item_id)
    return render_template("portal/news/staff/delete.html", item=item, press=SeenPress(None, seen=item.version))
