"""Pages of one's own account."""

import json
from datetime import datetime

from flask import Response, current_app, render_template, request

from portal.kernel.access import SIGNED_IN, allow, require
from portal.kernel.accounts import actions, attempts, devices, entrance, passwords, queries
from portal.kernel.accounts.forms import ChangePasswordForm, DetailsForm, EmailForm, PasswordForm
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.roles import named
from portal.kernel.accounts.session import current_person, end_all, put_cookie
from portal.kernel.accounts.views.blueprint import pages
from portal.kernel.accounts.views.shared import Page, answer, me, place_name, pressed, session_id, to
from portal.kernel.clock import local_date, now
from portal.kernel.db import session, work
from portal.kernel.site.client import client_network
from portal.kernel.site.links import home_path
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _


def _myself() -> Person:
    return require(current_person(), SIGNED_IN)


@pages.route("/")
@allow(SIGNED_IN)
def index() -> Page:
    """Everything about one's own account on one page."""
    person, db = _myself(), session()
    return render_template(
        "portal/accounts/index.html",
        roles=named(person.roles),
        devices=len(queries.sessions_of(db, person)),
        codes_left=queries.recovery_codes_left(db, person),
    )


@pages.route("/podaci/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def details() -> Page:
    """Change the name and the version of letters."""
    form = DetailsForm(request.form, obj=_myself())

    def act() -> Page:
        with work() as db:
            actions.change_details(db, me(db), name=form.name.data or "", version_key=form.version_key.data)
        say(_("Your details have been saved."))
        return to(".index")

    return answer("details", form, act)


@pages.route("/lozinka/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def password() -> Page:
    """Change the password; all other sessions end."""
    form, person = ChangePasswordForm(request.form), _myself()

    def act() -> Page:
        id = session_id()
        entrance.confirm(person, form.current.data or "", session_id=id, field="current")
        kept = passwords.chosen(form.password.data or "", email=person.email or "", place=place_name())
        with work() as db:
            actions.change_password(db, me(db), kept, but=id)
        say(_("Your password has been changed. All other devices have been signed out."))
        return to(".index")

    return answer("password", form, act)


@pages.route("/adresa/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def email() -> Page:
    """Ask for another e-mail address; the letter to it confirms."""
    form, person = EmailForm(request.form), _myself()

    def act() -> Page:
        entrance.confirm(person, form.password.data or "", session_id=session_id())
        attempts.admit(*attempts.of_letter(form.email.data or "", client_network()))
        with work() as db:
            actions.ask_email(db, me(db), form.email.data or "")
        say(_("We have sent a letter to the new address. Press the button in it within 24 hours."), "info")
        return to(".index")

    return answer("email", form, act)


@pages.route("/uredjaji/")
@allow(SIGNED_IN)
def sessions() -> Page:
    """Where one is signed in."""
    listed = queries.sessions_of(session(), _myself())
    return render_template(
        "portal/accounts/sessions.html", sessions=listed, this=session_id(), device_name=devices.in_words
    )


@pages.route("/uredjaji/<int:sign_in_id>/odjava/", methods=["POST"])
@allow(SIGNED_IN)
def end_session(sign_in_id: int) -> Page:
    """Sign one device out."""
    pressed()
    with work() as db:
        actions.end_session(db, me(db), sign_in_id)
    say(_("The device has been signed out."))
    return to(".sessions")


@pages.route("/uredjaji/odjava/", methods=["POST"])
@allow(SIGNED_IN)
def end_other_sessions() -> Page:
    """Sign out everywhere else."""
    pressed()
    id = session_id()
    with work() as db:
        end_all(db, me(db).id, but=id)
    say(_("All other devices have been signed out."))
    return to(".sessions")


@pages.route("/preuzimanje/")
@allow(SIGNED_IN)
def download() -> Response:
    """All that is kept about me, as one file."""
    exports = {name: kept.export for name, kept in current_app.extensions["portal"].personal_data.items()}
    found = queries.everything_about(session(), _myself(), exports)
    text = json.dumps(found, ensure_ascii=False, indent=2, default=_plain)
    name = f"moji-podaci-{local_date(now())}.json"
    answer = Response(text, mimetype="application/json")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


@pages.route("/brisanje/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def delete() -> Page:
    """Delete the account, after the password and a sentence on what becomes of what was published."""
    form, person = PasswordForm(request.form), _myself()
    forget = [kept.forget for kept in current_app.extensions["portal"].personal_data.values()]

    def act() -> Page:
        entrance.confirm(person, form.password.data or "", session_id=session_id())
        with work() as db:
            actions.delete_account(db, me(db), forget)
        say(_("Your account has been deleted."))
        gone = put_cookie(to("portal.site.home"), "")
        gone.delete_cookie(devices.COOKIE, path=home_path())
        return gone

    return answer("delete", form, act)
