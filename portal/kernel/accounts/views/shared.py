"""What several pages about accounts need."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from portal.kernel import access
from portal.kernel.accounts import devices
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import current_person, current_sign_in, put_cookie
from portal.kernel.forms import ForeignForm, Form, Press
from portal.kernel.municipality.queries import facts
from portal.kernel.refusals import Refusal, TooMany
from portal.kernel.site.links import local

Page = str | Answer | tuple[str, int]
Sent = TypeVar("Sent", bound=Answer)


def answer(name: str, form: Form, act: Callable[[], Page], /, **context: Any) -> Page:
    """Do what a form asks for, or show it with what is wrong beside its fields: the one shape of our form pages."""
    status = 200 if request.method == "GET" else 422
    if form.is_sent():
        try:
            return act()
        except access.SignInFirst:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
            status = TooMany.status if isinstance(refusal, TooMany) else 422
    return render_template(f"portal/accounts/{name}.html", form=form, **context), status


def pressed() -> None:
    """Take the press of a bare button. Raises `ForeignForm` when it does not belong to this session."""
    if not Press(request.form).is_sent():
        raise ForeignForm


def me(db: Session) -> Person:
    """Return who is signed in, loaded in this transaction. Raises `SignInFirst`."""
    return db.get_one(Person, access.require(current_person(), access.SIGNED_IN).id)


def session_id() -> int | None:
    """Return the id of this session's row; a person who came by the host's bridge has none."""
    found = current_sign_in()
    return found.id if found else None


def place_name() -> str:
    """Return the municipality's name, which no password may contain."""
    return str(facts().values.get("name_sr", ""))


def to(endpoint: str, **values: Any) -> Answer:
    """Lead to a page after a POST."""
    return redirect(url_for(endpoint, **values), 303)


def onward(person: Person, wanted: str = "") -> Answer:
    """Lead somebody who came in to where they wanted to go, else to the desk or to their account."""
    usual = "portal.desk.index" if access.may(person, "desk.see") else ".index"
    return redirect(local(wanted) or url_for(usual), 303)


def arrive(response: Sent, token: str, person_id: int) -> Sent:
    """Give the browser its session, and let it remember that this person is known on it."""
    put_cookie(response, token)
    devices.remember(response, devices.read(request), person_id)
    return response
