"""Pages of the second factor: the code at the door, setting up the app, the codes for a lost telephone."""

from collections.abc import Callable

from flask import Response, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from portal.kernel.access import ANYONE, SIGNED_IN, SignInFirst, allow
from portal.kernel.accounts import actions, attempts, devices, entrance, queries, second_factor
from portal.kernel.accounts.forms import CodeForm, PasswordForm, RecoveryForm, SetUpForm
from portal.kernel.accounts.models import Person, SignIn
from portal.kernel.accounts.session import arrived, current_person, current_sign_in, half_signed_in
from portal.kernel.accounts.views.blueprint import pages
from portal.kernel.accounts.views.shared import Page, answer, arrive, me, onward, session_id
from portal.kernel.db import session, work
from portal.kernel.municipality.queries import facts
from portal.kernel.refusals import NotFound
from portal.kernel.site.client import client_network
from portal.kernel.site.messages import say
from portal.kernel.words import ngettext

Check = Callable[[Session, Person, str], None]


@pages.route("/drugi-korak/", methods=["GET", "POST"], endpoint="second_factor")
@allow(ANYONE)
def ask_code() -> Page:
    """The second step at the door: six digits of the app."""
    form = CodeForm(request.form, next=request.args.get("next", ""))
    if here := current_person():
        return onward(here, form.next.data or "")
    if _halfway().person.totp_confirmed_at is None:
        return redirect(url_for(".set_up_second_factor", next=form.next.data), 303)
    return answer("code", form, lambda: _pass(form, actions.pass_code))


@pages.route("/drugi-korak/rezervni-kod/", methods=["GET", "POST"])
@allow(ANYONE)
def recovery_code() -> Page:
    """The second step without the telephone."""
    form = RecoveryForm(request.form, next=request.args.get("next", ""))
    person = _halfway().person

    def act() -> Page:
        passed = _pass(form, actions.pass_recovery_code)
        left = queries.recovery_codes_left(session(), person)
        say(ngettext("You have %(num)s recovery code left.", "You have %(num)s recovery codes left.", left), "info")
        return passed

    return answer("recovery_code", form, act)


@pages.route("/drugi-korak/aplikacija/", methods=["GET", "POST"])
@allow(ANYONE)
def set_up_second_factor() -> Page:
    """Set up the app for codes: at the first sign-in, or anew on another telephone."""
    sign_in = _setting_up()
    form = SetUpForm(request.form, next=request.args.get("next", ""))
    if sign_in.person.totp_confirmed_at is None:
        del form.password
    secret = second_factor.in_groups(second_factor.secret_of(second_factor.offered(sign_in)))
    return answer("set_up", form, lambda: _set_up(form, sign_in), secret=secret, replaces="password" in form)


@pages.route("/drugi-korak/qr.svg")
@allow(ANYONE)
def second_factor_picture() -> Response:
    """The QR code that the app reads."""
    sign_in = _setting_up()
    secret = second_factor.secret_of(second_factor.offered(sign_in))
    address = second_factor.uri(secret, sign_in.person.email or "", facts()["name"])
    return Response(second_factor.picture(address), mimetype="image/svg+xml")


@pages.route("/drugi-korak/rezervni-kodovi/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def recovery_codes() -> Page:
    """Make new recovery codes; the old ones are void."""
    person = current_person()
    if person is None or person.totp_confirmed_at is None:
        raise NotFound
    form = PasswordForm(request.form)

    def act() -> Page:
        entrance.confirm(person, form.password.data or "", session_id=session_id())
        with work() as db:
            codes = actions.renew_recovery_codes(db, me(db))
        return render_template("portal/accounts/codes.html", codes=codes, onward=url_for(".index"))

    return answer("new_codes", form, act, left=queries.recovery_codes_left(session(), person))


def _halfway() -> SignIn:
    """Return the session that has passed the password and owes the second factor. Raises `SignInFirst`."""
    sign_in = current_sign_in()
    if sign_in is None or half_signed_in() is None:
        raise SignInFirst
    return sign_in


def _setting_up() -> SignIn:
    """Return the session that may set up an app: a whole one of staff, or a half one that never had an app.

    Who knows only the password of somebody with an app must not replace it. Raises `SignInFirst` and `NotFound`.
    """
    sign_in = current_sign_in()
    if sign_in is None or (half_signed_in() is not None and sign_in.person.totp_confirmed_at is not None):
        raise SignInFirst
    if not sign_in.person.is_staff:
        raise NotFound
    return sign_in


def _pass(form: CodeForm | RecoveryForm, check: Check) -> Page:
    sign_in, device = _halfway(), devices.read(request)
    id, person_id = sign_in.id, sign_in.person_id
    attempts.admit(*attempts.of_code(person_id, client_network(), device))
    with work() as db:
        person = db.get_one(Person, person_id)
        check(db, person, form.code.data or "")
        token = actions.complete(db, id)
        actions.welcome(db, person, device.name, known_device=device.knows(person_id))
    return arrive(onward(session().get_one(Person, person_id), form.next.data or ""), token, person_id)


def _set_up(form: SetUpForm, sign_in: SignIn) -> Page:
    device, person = devices.read(request), sign_in.person
    id, person_id = sign_in.id, person.id
    attempts.admit(*attempts.of_code(person_id, client_network(), device))
    if "password" in form:
        entrance.confirm(person, form.password.data or "", session_id=id)
    with work() as db:
        person = db.get_one(Person, person_id)
        codes = actions.set_up_second_factor(db, person, second_factor.offered(sign_in), form.code.data or "")
        token = actions.complete(db, id)
    arrived(session().get_one(SignIn, id))
    wanted = onward(person, form.next.data or "").location
    page = make_response(render_template("portal/accounts/codes.html", codes=codes, onward=wanted))
    return arrive(page, token, person_id)
