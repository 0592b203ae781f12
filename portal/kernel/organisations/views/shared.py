"""What several pages of organisations need."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.kernel.access import SIGNED_IN, require
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import current_person, me_in
from portal.kernel.db import session, work
from portal.kernel.forms import ForeignForm, Form, Press
from portal.kernel.organisations import queries
from portal.kernel.organisations.models import Membership
from portal.kernel.organisations.words import EXPLAINED, KINDS, ROLES
from portal.kernel.refusals import NotAllowed, NotFound
from portal.kernel.site.acting import acts
from portal.kernel.site.messages import say

Answer = Response | str | tuple[str, int]
Act = Callable[[Session, Person], object]


def page(name: str, **context: Any) -> Answer:
    """Render a page of organisations with the words of kinds and roles; a refused form is a 422."""
    words = {"kinds": KINDS, "roles": ROLES, "explained": EXPLAINED, "press": Press(None)}
    html = render_template(f"portal/organisations/{name}.html", **words, **context)
    return (html, 422) if request.method == "POST" else html


def saved(form: Form, act: Act, done: str, then: str, name: str, **context: Any) -> Answer:
    """Save what a form says by one verb and lead on, or show the page with what is wrong."""
    again = partial(page, name, form=form, back=then, **context)
    found: Answer = acts(form, lambda db: act(db, me_in(db)), done=done, then=then, again=again)
    return found


def pressed(act: Act, done: str, then: str) -> Response:
    """Do what one button says. Raises `ForeignForm` and what the verb raises."""
    if not Press(request.form).validate():
        raise ForeignForm
    with work() as db:
        act(db, me_in(db))
    say(done)
    return redirect(then, 303)


def myself() -> Person:
    """Return who is signed in. Raises `SignInFirst`."""
    return require(current_person(), SIGNED_IN)


def my_place(organisation_id: int) -> Membership:
    """Return the reader's place in an organisation; to a stranger it does not exist. Raises `NotFound`."""
    found = queries.membership(session(), myself().id, organisation_id)
    if found is None:
        raise NotFound
    return found


def my_account(organisation_id: int) -> Membership:
    """Return the reader's place where they look after the account. Raises `NotFound`, `NotAllowed`."""
    found = my_place(organisation_id)
    if not found.manages:
        raise NotAllowed
    return found


def the_member(organisation_id: int, membership_id: int) -> Membership:
    """Return a member of an organisation. Raises `NotFound`."""
    members = queries.members_of(session(), organisation_id)
    found = next((member for member in members if member.id == membership_id), None)
    if found is None:
        raise NotFound
    return found


def to(organisation_id: int) -> str:
    """Return the address of an organisation's page."""
    return url_for(".show", organisation_id=organisation_id)
