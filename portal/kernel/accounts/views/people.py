"""Pages of the administrator who looks after the people."""

import re
from collections.abc import Callable
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from portal.kernel import once
from portal.kernel.access import allow
from portal.kernel.accounts import actions, queries
from portal.kernel.accounts.forms import InviteForm, RoleForm
from portal.kernel.accounts.models import Person, Role
from portal.kernel.accounts.roles import LABELS, named
from portal.kernel.accounts.views.blueprint import pages
from portal.kernel.accounts.views.shared import Page, answer, me, pressed, to
from portal.kernel.db import session, work
from portal.kernel.forms import SelectChoice
from portal.kernel.refusals import NotFound
from portal.kernel.site.messages import say
from portal.kernel.site.shown import plainly
from portal.kernel.words import gettext as _

ID = re.compile(r"[0-9]{1,9}")


@pages.route("/ljudi/")
@allow("people.manage")
def people() -> Page:
    """Everybody with an account, found by name or address."""
    search, kind = request.args.get("q", "")[:100], request.args.get("vrsta", "staff")
    kind = kind if kind in queries.KINDS else "staff"
    after = request.args.get("posle", "")
    found = queries.people(session(), kind=kind, search=search, after=int(after) if ID.fullmatch(after) else 0)
    return render_template("portal/accounts/people.html", found=found, kind=kind, search=search, named=named)


@pages.route("/ljudi/poziv/", methods=["GET", "POST"])
@allow("people.manage")
def invite() -> Page:
    """Invite a member of staff."""
    form = InviteForm(request.form)
    form.scope.choices = _scopes()

    def act() -> Page:
        with work() as db:
            address = once.before(db, form.once_token.data or "")
            if address is None:
                address = _invite(db, form)
                once.settle(db, form.once_token.data or "", address)
        say(_("The invitation has been sent."))
        return to(".people", vrsta="invited")

    return answer("invite", form, act)


def _invite(db: Session, form: InviteForm) -> str:
    person = actions.invite(
        db,
        email=form.email.data or "",
        name=form.name.data or "",
        role=Role(form.role.data),
        scope=form.scope.data or "",
        version_key=form.version_key.data,
        by=me(db).id,
    )
    return url_for(".person", person_id=person.id)


@pages.route("/ljudi/<int:person_id>/", methods=["GET", "POST"])
@allow("people.manage")
def person(person_id: int) -> Page:
    """One person: roles, and what can be done."""
    found = _the(session(), person_id)
    form = RoleForm(request.form)
    form.scope.choices = _scopes()

    def act() -> Page:
        with work() as db:
            actions.grant(db, _the(db, person_id), Role(form.role.data), form.scope.data or "", by=me(db).id)
        say(_("The role has been given."))
        return to(".person", person_id=person_id)

    names = {key: plainly(*name) for key, name in queries.scopes(session()).items()}
    return answer("person", form, act, found=found, labels=LABELS, scope_names=names)


@pages.route("/ljudi/<int:person_id>/uloge/<int:grant_id>/", methods=["POST"])
@allow("people.manage")
def take_role(person_id: int, grant_id: int) -> Page:
    """Take a role back."""
    return _done(
        person_id, lambda db, found, by: actions.take_role(db, found, grant_id, by=by), _("The role has been taken.")
    )


@pages.route("/ljudi/<int:person_id>/iskljuci/", methods=["POST"])
@allow("people.manage")
def disable(person_id: int) -> Page:
    """Shut an account; its sessions end at once."""
    return _done(
        person_id, lambda db, found, by: actions.disable(db, found, by=by), _("The account has been disabled.")
    )


@pages.route("/ljudi/<int:person_id>/ukljuci/", methods=["POST"])
@allow("people.manage")
def enable(person_id: int) -> Page:
    """Open an account again."""
    return _done(person_id, lambda db, found, by: actions.enable(db, found, by=by), _("The account is open again."))


@pages.route("/ljudi/<int:person_id>/drugi-korak/", methods=["POST"])
@allow("people.manage")
def reset_second_factor(person_id: int) -> Page:
    """Take away an app that is lost with its telephone."""
    return _done(
        person_id,
        lambda db, found, by: actions.reset_second_factor(db, found, by=by),
        _("The app for codes has been removed."),
    )


@pages.route("/ljudi/<int:person_id>/poziv/", methods=["POST"])
@allow("people.manage")
def invite_again(person_id: int) -> Page:
    """Send the invitation once more."""
    return _done(
        person_id,
        lambda db, found, by: actions.send_invitation(db, found, by=by),
        _("The invitation has been sent."),
    )


def _done(person_id: int, verb: Callable[[Session, Person, int], Any], sentence: str) -> Page:
    pressed()
    try:
        with work() as db:
            verb(db, _the(db, person_id), me(db).id)
        say(sentence)
    except actions.Unwise as refusal:
        say(str(refusal), "error")
    return to(".person", person_id=person_id)


def _the(db: Session, person_id: int) -> Person:
    found = db.get(Person, person_id)
    if found is None or found.deleted_at is not None:
        raise NotFound
    return found


def _scopes() -> list[SelectChoice]:
    names = queries.scopes(session())
    whole = SelectChoice("", _("The whole municipality"))
    return [whole, *(SelectChoice(key, plainly(*name)) for key, name in names.items())]
