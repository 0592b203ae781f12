"""Following a debate by e-mail."""

from typing import Any

from flask import render_template, request

from portal.features.debates import actions
from portal.features.debates.forms import FollowForm
from portal.features.debates.views.blueprint import pages
from portal.features.debates.views.shared import the_public
from portal.kernel import throttle, tickets
from portal.kernel.access import ANYONE, allow
from portal.kernel.accounts.session import current_person
from portal.kernel.db import session, work
from portal.kernel.forms import Press
from portal.kernel.outbox import Recipient
from portal.kernel.site.client import client_network
from portal.kernel.words import version


@pages.route("/<int:debate_id>/prati/", methods=["GET", "POST"])
@allow(ANYONE)
def follow(debate_id: int) -> Any:
    """Hear what becomes of a debate: a new version, a postponement, the report, the act."""
    person, form = current_person(), FollowForm(request.form)
    if person is not None:
        del form.email
    debate = the_public(debate_id)
    if not form.is_sent():
        status = 422 if request.method == "POST" else 200
        return render_template("portal/debates/follow.html", form=form, debate=debate), status
    throttle.admit(throttle.Limit("join", client_network(), 60, throttle.HOUR))
    with work() as db:
        to = Recipient.of(person) if person else Recipient((form.email.data or "").strip().lower(), version().key)
        actions.follow(db, debate_id, to, confirmed=person is not None)
    return render_template("portal/debates/followed.html", debate=the_public(debate_id), confirmed=person is not None)


@pages.route("/prati/<token>/", methods=["GET", "POST"])
@allow(ANYONE)
def confirm_follow(token: str) -> Any:
    """The link of the letter opens this page; its one button confirms."""
    form = Press(request.form)
    if form.is_sent():
        with work() as db:
            ticket = tickets.use(db, actions.TICKET, token)
            actions.confirm_follow(db, int(ticket.data["follow"]))
        debate = the_public(ticket.subject_id or 0)
        return render_template("portal/debates/followed.html", debate=debate, confirmed=True)
    ticket = tickets.look(session(), actions.TICKET, token)
    debate = the_public(ticket.subject_id or 0)
    return render_template("portal/debates/confirm_follow.html", form=form, debate=debate)
