"""What every page of the administration does: save what a form says, or press one button."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.kernel import once
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import me_in
from portal.kernel.db import work
from portal.kernel.forms import ForeignForm, Form, Press
from portal.kernel.refusals import Refusal, Stale
from portal.kernel.site.messages import say

pages = Blueprint("administration", __name__)

Answer = Response | str | tuple[str, int]
Act = Callable[[Session, Person], object]


def saved(form: Form, act: Act, done: str, where: str, page: str, **context: Any) -> Answer:
    """Save what a form says by one verb, or show the form: with what is wrong with it, and nothing typed lost.

    `page` is a template of the administration, or the whole name of a feature's own, which extends
    `administration/form.html` and says where one is.
    """
    if form.is_sent():
        try:
            with work() as db:
                token = form.once_token.data or "" if "once_token" in form else ""
                if once.before(db, token) is None:
                    act(db, me_in(db))
                    once.settle(db, token, where)
            say(done)
            return redirect(where, 303)
        except Stale:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    html = render_template(page if "/" in page else f"portal/administration/{page}.html", form=form, back=where, **context)
    return (html, 422) if request.method == "POST" else html


def pressed(act: Act, done: str, where: str) -> Response:
    """Do what one button says. Raises `ForeignForm` and what the verb raises."""
    if not Press(request.form).validate():
        raise ForeignForm
    with work() as db:
        act(db, me_in(db))
    say(done)
    return redirect(where, 303)


def version_seen() -> int:
    """Return the version that the page with the button showed."""
    return request.form.get("seen", 0, type=int)


def data_of(form: Form, *names: str) -> dict[str, Any]:
    """Return some fields of a form by their names, as a verb takes them."""
    return {name: form[name].data for name in names}
