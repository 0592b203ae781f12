"""Following by e-mail: one report or an area; begun by a confirmed address, left by one click."""

from typing import Any

from flask import redirect, render_template, request, url_for

from portal.features.problems import actions, queries
from portal.features.problems.forms.citizens import AreaForm
from portal.features.problems.models import KIND
from portal.features.problems.views.blueprint import pages
from portal.features.problems.views.lists import choices_of
from portal.kernel import throttle, tickets
from portal.kernel.access import ANYONE, allow
from portal.kernel.accounts.session import current_person
from portal.kernel.db import session, work
from portal.kernel.forms import Press, SelectChoice, number
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import Refusal
from portal.kernel.site.client import client_network
from portal.kernel.words import version


@pages.route("/obavestenja/", methods=["GET", "POST"])
@allow(ANYONE)
def follow_area() -> Any:
    """Letters about new reports of a settlement and a category."""
    form, person = _area_form(), current_person()
    if form.is_sent():
        throttle.admit(throttle.Limit("follow area", client_network(), 60, throttle.HOUR))
        to = Recipient.of(person) if person else Recipient((form.email.data or "").strip().lower(), version().key)
        keys = {category.key: category.id for category in queries.categories(session())}
        wanted = number(form.settlement.data) or 0, keys.get(form.category.data or "", 0)
        try:
            with work() as db:
                actions.follow_area(db, *wanted, to, confirmed=person is not None)
            return redirect(url_for(".following", pismo=None if person else "da"), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("portal/problems/follow_area.html", form=form), 422 if request.method == "POST" else 200


def _area_form() -> AreaForm:
    form = AreaForm(request.form if request.method == "POST" else request.args)
    choices = choices_of(session())
    form.settlement.choices = [SelectChoice(value, label) for value, label in choices["naselje"]]
    form.category.choices = [SelectChoice(value, label) for value, label in choices["oblast"]]
    if current_person() is not None:
        del form.email
    return form


@pages.route("/obavestenja/hvala/")
@allow(ANYONE)
def following() -> str:
    """After somebody began to follow an area, or confirmed it."""
    return render_template("portal/problems/following.html", letter="pismo" in request.args)


@pages.route("/i-ja/<token>/", methods=["GET", "POST"])
@allow(ANYONE)
def confirm_follow(token: str) -> Any:
    """The link of the letter opens this page; its one button confirms."""
    form = Press(request.form)
    if not form.is_sent():
        ticket = tickets.look(session(), "problems.follow", token)
        return render_template("portal/problems/confirm_follow.html", form=form, is_area=ticket.subject_kind != KIND)
    with work() as db:
        ticket = tickets.use(db, "problems.follow", token)
        confirm = actions.confirm_follow if ticket.subject_kind == KIND else actions.confirm_area
        confirm(db, int(ticket.data["follow"]))
        done = url_for(".thanks", problem_id=ticket.subject_id) if ticket.subject_kind == KIND else url_for(".following")
    return redirect(done, 303)
