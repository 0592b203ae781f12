"""The page on which staff attach files to a thing: what every feature with such a page does with its form."""

from collections.abc import Callable
from typing import Any

from flask import redirect, request
from werkzeug.wrappers import Response

from portal.kernel import once
from portal.kernel.accounts.session import me_in
from portal.kernel.db import work
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _


def attached(form: Any, thing_id: int, *, attach: Callable[..., object], detach: Callable[..., object], here: str) -> Response:
    """Take away the file whose button was pressed, add those that came, and lead back to the page. Once per token."""
    gone, token = request.form.get("remove", ""), form.once_token.data or ""
    with work() as db:
        if once.before(db, token) is None:
            if gone.isdecimal() and len(gone) < 10:
                detach(db, thing_id, int(gone), by=me_in(db))
            for upload in form.uploads:
                attach(db, thing_id, upload, by=me_in(db))
            once.settle(db, token, here)
    say(_("The attachments are saved."))
    return redirect(here, 303)
