"""What a form with one verb does in every feature: act and go on, or show the page again with what is wrong."""

from collections.abc import Callable
from typing import Any

from flask import redirect
from sqlalchemy.orm import Session

from portal.kernel.db import work
from portal.kernel.forms import Form
from portal.kernel.refusals import Refusal
from portal.kernel.site.messages import say


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
