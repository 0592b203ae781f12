"""Pages by which who looks after an organisation looks after its members."""

from functools import partial

from flask import request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.kernel import access, files, once
from portal.kernel.access import SIGNED_IN, allow
from portal.kernel.accounts import attempts
from portal.kernel.accounts.models import Person
from portal.kernel.db import session
from portal.kernel.files.forms import takes_files
from portal.kernel.files.views import served
from portal.kernel.organisations import actions
from portal.kernel.organisations.forms import InviteForm, MandateForm, RoleForm
from portal.kernel.organisations.models import MANDATE, MemberRole
from portal.kernel.organisations.views.blueprint import pages
from portal.kernel.organisations.views.shared import (
    Answer,
    my_account,
    my_place,
    myself,
    page,
    pressed,
    saved,
    the_member,
    to,
)
from portal.kernel.refusals import NotFound
from portal.kernel.site.acting import admitted
from portal.kernel.site.client import client_network
from portal.kernel.words import gettext as _


@pages.route("/<int:organisation_id>/pozivi/novi/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def invite(organisation_id: int) -> Answer:
    """Invite somebody by e-mail."""
    found = my_account(organisation_id).organisation
    form = InviteForm(request.form)
    limits = attempts.of_letter(form.email.data or "", client_network())
    if form.is_sent() and not admitted(form, *limits, field="email"):
        return page("invite", form=form, back=to(found.id), found=found)
    send = partial(_invited, form, organisation_id)
    return saved(form, send, _("The invitation has been sent."), to(found.id), "invite", found=found)


def _invited(form: InviteForm, organisation_id: int, db: Session, me: Person) -> None:
    token = form.once_token.data or ""
    if once.before(db, token) is None:
        actions.invite(db, organisation_id, form.email.data or "", MemberRole(form.role.data), by=me)
        once.settle(db, token, to(organisation_id))


@pages.route("/<int:organisation_id>/pozivi/<int:invitation_id>/otkazivanje/", methods=["POST"])
@allow(SIGNED_IN)
def cancel(organisation_id: int, invitation_id: int) -> Response:
    """Take an invitation back."""
    return pressed(
        lambda db, me: actions.cancel(db, organisation_id, invitation_id, by=me),
        _("The invitation has been cancelled."),
        to(organisation_id),
    )


@pages.route("/<int:organisation_id>/clanovi/<int:membership_id>/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def member(organisation_id: int, membership_id: int) -> Answer:
    """Change the role of a member."""
    found = my_account(organisation_id).organisation
    them = the_member(organisation_id, membership_id)
    form = RoleForm(request.form, role=them.role.value, seen=them.version)
    return saved(
        form,
        lambda db, me: actions.change_role(
            db, organisation_id, membership_id, MemberRole(form.role.data), by=me, seen=form.seen.data or 0
        ),
        _("The role has been changed."),
        to(organisation_id),
        "member",
        found=found,
        member=them,
    )


@pages.route("/<int:organisation_id>/clanovi/<int:membership_id>/ovlascenje/", methods=["GET", "POST"])
@allow(SIGNED_IN)
@takes_files
def mandate(organisation_id: int, membership_id: int) -> Answer:
    """Write down by what a member acts and until when, with a document."""
    found = my_account(organisation_id).organisation
    them = the_member(organisation_id, membership_id)
    form = MandateForm(request.form, text=them.mandate, until=them.mandate_until, seen=them.version)
    return saved(
        form,
        lambda db, me: _authorised(db, form, them.organisation_id, them.id, me),
        _("The authorisation is saved."),
        to(organisation_id),
        "mandate",
        found=found,
        member=them,
        documents=files.of(session(), MANDATE, them.id),
    )


def _authorised(db: Session, form: MandateForm, organisation_id: int, membership_id: int, me: Person) -> None:
    token, gone = form.once_token.data or "", request.form.get("remove", "")
    if once.before(db, token) is not None:
        return
    if gone.isascii() and gone.isdecimal() and len(gone) < 10:
        actions.drop_document(db, organisation_id, membership_id, int(gone), by=me)
    said = actions.Mandate(text=form.text.data or "", until=form.until.data)
    seen = form.seen.data or 0
    actions.set_mandate(db, organisation_id, membership_id, said, documents=form.uploads, by=me, seen=seen)
    once.settle(db, token, to(organisation_id))


@pages.route("/<int:organisation_id>/clanovi/<int:membership_id>/prilozi/<int:file_id>/<name>")
@allow(SIGNED_IN)
def document(organisation_id: int, membership_id: int, file_id: int, name: str) -> Response:
    """Give a document of a mandate to the member, who looks after the account, and the administrators."""
    them, me = the_member(organisation_id, membership_id), myself()
    file = actions.document(session(), them, file_id)
    if file.name != name or not (
        access.may(me, "organisations.manage") or them.person_id == me.id or my_place(organisation_id).manages
    ):
        raise NotFound
    return served(file)


@pages.route("/<int:organisation_id>/clanovi/<int:membership_id>/uklanjanje/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def remove(organisation_id: int, membership_id: int) -> Answer:
    """Remove a member, after a page that says whom."""
    found = my_account(organisation_id).organisation
    them = the_member(organisation_id, membership_id)
    if request.method == "POST":
        return pressed(
            lambda db, me: actions.remove(db, organisation_id, membership_id, by=me),
            _("The member has been removed."),
            to(organisation_id),
        )
    return page("remove", found=found, member=them)
