"""Pages of coming in and going out."""

from flask import redirect, request, url_for

from portal.kernel.access import ANYONE, allow
from portal.kernel.accounts import actions, devices, entrance
from portal.kernel.accounts.forms import SignInForm
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import current_person, current_sign_in, half_signed_in, put_cookie
from portal.kernel.accounts.views.blueprint import pages
from portal.kernel.accounts.views.shared import Page, answer, arrive, onward, to
from portal.kernel.db import session, work
from portal.kernel.forms import Press
from portal.kernel.site.client import client_network
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _


@pages.route("/prijava/", methods=["GET", "POST"])
@allow(ANYONE)
def sign_in() -> Page:
    """E-mail and password; staff are led on to the second factor."""
    form = SignInForm(request.form, next=request.args.get("next", ""))
    if half_signed_in():
        return redirect(url_for(".second_factor", next=form.next.data), 303)
    if here := current_person():
        return onward(here, form.next.data or "")

    def act() -> Page:
        entered = entrance.sign_in(
            form.email.data or "", form.password.data or "", network=client_network(), device=devices.read(request)
        )
        if entered.owes:
            return put_cookie(to(".second_factor", next=form.next.data), entered.token)
        wanted = onward(session().get_one(Person, entered.person_id), form.next.data or "")
        return arrive(wanted, entered.token, entered.person_id)

    return answer("sign_in", form, act)


@pages.route("/odjava/", methods=["GET", "POST"])
@allow(ANYONE)
def sign_out() -> Page:
    """End this session on the server; a copied cookie opens nothing afterwards."""
    found = current_sign_in()
    if found is None:
        return to("portal.site.home")
    id = found.id

    def act() -> Page:
        with work() as db:
            actions.end_session(db, db.get_one(Person, found.person_id), id)
        say(_("You have signed out."))
        return put_cookie(to("portal.site.home"), "")

    return answer("sign_out", Press(request.form), act)
