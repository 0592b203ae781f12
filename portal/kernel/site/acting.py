"""What a form with one verb does in every feature: act and go on, or show the page again with what is wrong."""

from collections.abc import Callable
from typing import Any

from flask import redirect, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.kernel import once, throttle
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import me_in
from portal.kernel.db import work
from portal.kernel.forms import ForeignForm, Form
from portal.kernel.municipality.forms import SeenPress
from portal.kernel.refusals import Refusal, Stale, TooMany
from portal.kernel.site.messages import say

Act = Callable[[Session, Person], Any]
"""A verb by the person who is signed in."""


def admitted(form: Form, *limits: throttle.Limit, field: str | None = None) -> bool:
    """Count a try of a form; where there were too many, the form says so beside a field and keeps what was typed."""
    try:
        throttle.admit(*limits)
    except TooMany as refusal:
        refusal.field = field
        form.refuse(refusal)
        return False
    return True


def acts(form: Form, verb: Callable[[Session], object], *, done: str, then: str, again: Callable[[], Any]) -> Any:
    """Do what was sent, in one transaction, say `done` and lead to the address `then`.

    Where the form or a rule refuses it, return what `again` makes: the page with what was typed and the sentence.
    """
    if form.is_sent():
        try:
            with work() as db:
                verb(db)
            say(done)
            return redirect(then, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return again()


def saved(form: Form, act: Act, where: Callable[[Any], str], words: str) -> Response | None:
    """Do once what a form says, and go on; nothing where the rules do not allow it: then the form says why.

    Raises `Stale`, which has a page of its own.
    """
    try:
        with work() as db:
            token = str(form["once_token"].data or "") if "once_token" in form else ""
            address = once.before(db, token)
            if address is None:
                address = where(act(db, me_in(db)))
                once.settle(db, token, address)
    except Stale:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    say(words)
    return redirect(address, 303)


def pressed(act: Callable[[Session, Person, int], Any], words: str, address: str) -> Response:
    """Do what one button says, on the version its page showed. Raises `ForeignForm` and what the verb raises."""
    form = SeenPress(request.form)
    if not form.validate():
        raise ForeignForm
    with work() as db:
        act(db, me_in(db), form.seen.data or 0)
    say(words)
    return redirect(address, 303)
