"""The staff's page of letters that did not arrive."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.kernel import access, audit
from portal.kernel.access import allow
from portal.kernel.accounts.session import current_person
from portal.kernel.codes import fingerprint
from portal.kernel.db import session, work
from portal.kernel.outbox import queries
from portal.kernel.outbox.actions import resend
from portal.kernel.outbox.forms import AddressForm
from portal.kernel.outbox.models import Notice
from portal.kernel.refusals import NotFound
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _

pages = Blueprint("letters", __name__)


@pages.route("/")
@allow("outbox.see")
def index() -> str:
    """Letters that came back or keep failing, with the reason in the server's words."""
    after = request.args.get("posle", "")
    found = queries.stuck(session(), int(after) if after.isdigit() and len(after) < 10 else None)
    older = url_for(".index", posle=found[-1].id) if len(found) == queries.PAGE else ""
    return render_template("portal/letters/index.html", letters=found, older=older)


@pages.route("/<int:notice_id>/", methods=["GET", "POST"])
@allow("outbox.see")
def correct(notice_id: int) -> Any:
    """Send one letter again, to a corrected address."""
    notice = _the(notice_id)
    form = AddressForm(request.form, email=notice.email)
    if not form.is_sent():
        return render_template("portal/letters/correct.html", letter=notice, form=form), 422 if request.method == "POST" else 200
    return _send_again(notice_id, (form.email.data or "").strip().lower())


def _send_again(notice_id: int, email: str) -> Response:
    person = access.require(current_person(), "outbox.see")
    with work() as db:
        resend(db, db.get_one(Notice, notice_id), email)
        audit.note(db, "outbox.resend", "notice", notice_id, by=person.id, address=fingerprint(email)[:16])
    say(_("The letter goes out again."))
    return redirect(url_for(".index"), 303)


def _the(notice_id: int) -> Notice:
    found = session().get(Notice, notice_id)
    if found is None:
        raise NotFound
    return found
