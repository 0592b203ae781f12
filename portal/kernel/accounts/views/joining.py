"""Pages of those who have no session yet: a new account, an invitation, a forgotten password, a new address."""

import secrets

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from portal.kernel import once, tickets
from portal.kernel.access import ANYONE, allow
from portal.kernel.accounts import actions, attempts, devices, entrance, passwords
from portal.kernel.accounts import session as sign_ins
from portal.kernel.accounts.actions.own import EMAIL, RESET, SIGN_UP, SIGN_UP_LASTS
from portal.kernel.accounts.actions.people import INVITATION
from portal.kernel.accounts.forms import AskResetForm, ConfirmForm, NewPasswordForm, SignUpForm
from portal.kernel.accounts.models import Person, Ticket
from portal.kernel.accounts.session import current_person
from portal.kernel.accounts.views.blueprint import pages
from portal.kernel.accounts.views.shared import Page, answer, arrive, onward, place_name, to
from portal.kernel.db import session, work
from portal.kernel.forms import Press
from portal.kernel.settings import setting
from portal.kernel.site.client import client_network
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _
from portal.kernel.words import version

BROWSER = "portal_sign_up"


@pages.route("/registracija/", methods=["GET", "POST"])
@allow(ANYONE)
def sign_up() -> Page:
    """Ask for an account; whether the address has one already, only its owner learns, by letter."""
    if here := current_person():
        return onward(here)
    form = SignUpForm(request.form)

    def act() -> Page:
        browser, email = secrets.token_urlsafe(16), form.email.data or ""
        kept = passwords.chosen(form.password.data or "", email=email, place=place_name())
        attempts.admit(*attempts.of_letter(email, client_network()))
        with work() as db:
            if once.before(db, form.once_token.data or "") is None:
                _sign_up(db, form, kept, browser)
        sent = to(".sign_up_sent")
        age = int(SIGN_UP_LASTS.total_seconds())
        sent.set_cookie(BROWSER, browser, max_age=age, httponly=True, samesite="Lax", secure=setting("COOKIE_SECURE"))
        return sent

    return answer("sign_up", form, act)


def _sign_up(db: Session, form: SignUpForm, password_hash: str, browser: str) -> None:
    actions.sign_up(
        db,
        email=form.email.data or "",
        name=form.name.data or "",
        password_hash=password_hash,
        version_key=version().key,
        browser=browser,
    )


@pages.route("/registracija/poslato/")
@allow(ANYONE)
def sign_up_sent() -> Page:
    """What happens next; the same for everybody."""
    return render_template("portal/accounts/sign_up_sent.html")


@pages.route("/potvrda/<token>/", methods=["GET", "POST"])
@allow(ANYONE)
def confirm(token: str) -> Page:
    """One button that opens the account; in another browser the password as well, so that nobody opens a stranger's."""
    ticket = tickets.look(session(), SIGN_UP, token)
    kept, form = str(ticket.data["password_hash"]), ConfirmForm(request.form)
    if ticket.data["browser"] == tickets.digest(request.cookies.get(BROWSER, "")):
        del form.password

    def act() -> Page:
        if "password" in form:
            attempts.admit(attempts.Limit("confirm", token, 10))
            if not passwords.matches(kept, form.password.data or ""):
                raise entrance.WrongPassword("password")
        with work() as db:
            person = actions.confirm_sign_up(db, token)
            key = sign_ins.begin(db, person, devices.read(request).name)
        say(_("Your account is open. Welcome!"))
        return arrive(to(".index"), key, person.id)

    return answer("confirm", form, act, name=ticket.data["name"], email=ticket.data["email"])


@pages.route("/zaboravljena-lozinka/", methods=["GET", "POST"])
@allow(ANYONE)
def ask_reset() -> Page:
    """Ask for a link for a new password."""
    form = AskResetForm(request.form)

    def act() -> Page:
        email = form.email.data or ""
        attempts.admit(*attempts.of_letter(email, client_network()))
        with work() as db:
            actions.ask_reset(db, email)
        return to(".reset_sent")

    return answer("ask_reset", form, act)


@pages.route("/zaboravljena-lozinka/poslato/")
@allow(ANYONE)
def reset_sent() -> Page:
    """What happens next; the same for everybody."""
    return render_template("portal/accounts/reset_sent.html")


@pages.route("/nova-lozinka/<token>/", methods=["GET", "POST"])
@allow(ANYONE)
def reset(token: str) -> Page:
    """Set a new password by the link of a letter."""
    person = _behind(tickets.look(session(), RESET, token))
    form = NewPasswordForm(request.form)

    def act() -> Page:
        kept = passwords.chosen(form.password.data or "", email=person.email or "", place=place_name())
        with work() as db:
            actions.reset_password(db, token, kept)
        say(_("Your new password is set. Sign in with it."))
        return sign_ins.put_cookie(to(".sign_in"), "")

    return answer("reset", form, act, email=person.email)


@pages.route("/pozivnica/<token>/", methods=["GET", "POST"])
@allow(ANYONE)
def accept(token: str) -> Page:
    """An invited member of staff sets the first password."""
    person = _behind(tickets.look(session(), INVITATION, token))
    form = NewPasswordForm(request.form)

    def act() -> Page:
        kept = passwords.chosen(form.password.data or "", email=person.email or "", place=place_name())
        with work() as db:
            actions.accept_invitation(db, token, kept)
        say(_("Your password is set. Sign in with it."))
        return to(".sign_in")

    return answer("accept", form, act, invited=person)


@pages.route("/nova-adresa/<token>/", methods=["GET", "POST"])
@allow(ANYONE)
def change_email(token: str) -> Page:
    """One button that makes a new address the person's."""
    address = tickets.look(session(), EMAIL, token).data["email"]

    def act() -> Page:
        with work() as db:
            actions.change_email(db, token)
        say(_("Your e-mail address has been changed."))
        return to(".index")

    return answer("confirm_email", Press(request.form), act, address=address, cancel=url_for("portal.site.home"))


def _behind(ticket: Ticket) -> Person:
    person = session().get(Person, ticket.person_id)
    if person is None or not person.is_active:
        raise tickets.LinkSpent
    return person
