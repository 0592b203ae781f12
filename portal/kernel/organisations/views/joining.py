"""Pages on which an invited person sees the invitation and accepts it."""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for

from portal.kernel.access import ANYONE, SIGNED_IN, allow
from portal.kernel.accounts.session import current_person, me_in
from portal.kernel.db import session, work
from portal.kernel.forms import Press
from portal.kernel.organisations import actions, queries
from portal.kernel.organisations.models import Invitation, Membership
from portal.kernel.organisations.refusals import NotYours
from portal.kernel.organisations.views.blueprint import pages
from portal.kernel.organisations.views.shared import Answer, myself, page, to
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _


@pages.route("/poziv/<token>/", methods=["GET", "POST"])
@allow(ANYONE)
def accept(token: str) -> Answer:
    """The page of the letter's link: who is signed in with the address accepts, others are told how to come in."""
    invitation, me = actions.look(session(), token), current_person()
    if me is None:
        return page("come_in", invitation=invitation, sign_in=url_for("portal.accounts.sign_in", next=request.path))
    return _accepted(invitation, lambda db: actions.accept(db, token, by=me_in(db)), stranger=me.email != invitation.email)


@pages.route("/pozivi/<int:invitation_id>/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def accept_own(invitation_id: int) -> Answer:
    """The same page for who has the address, without the letter: a new account finds what waits for it."""
    invitations = queries.invitations_to(session(), myself())
    invitation = next((found for found in invitations if found.id == invitation_id), None)
    if invitation is None:
        raise NotFound
    return _accepted(invitation, lambda db: actions.accept_own(db, invitation_id, by=me_in(db)))


def _accepted(invitation: Invitation, verb: Callable[[Any], Membership], *, stranger: bool = False) -> Answer:
    form, organisation_id = Press(request.form), invitation.organisation_id
    if form.is_sent():
        try:
            with work() as db:
                verb(db)
            say(_("You are a member now."))
            return redirect(to(organisation_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return page("accept", form=form, invitation=invitation, stranger=NotYours.sentence if stranger else "")
