"""Staff closes a discussion and opens it again."""

from typing import Any

from flask import redirect, request, url_for

from portal.kernel.access import allow
from portal.kernel.accounts.session import me_in
from portal.kernel.comments import actions
from portal.kernel.comments.discussion import kind_at
from portal.kernel.comments.forms import CloseForm
from portal.kernel.comments.views.blueprint import pages, under
from portal.kernel.comments.views.reading import thread_page
from portal.kernel.db import work
from portal.kernel.forms import Press
from portal.kernel.refusals import Refusal
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _


@pages.route("/<thing>/<int:subject_id>/zatvaranje/", methods=["POST"])
@allow("comments.close")
def close(thing: str, subject_id: int) -> Any:
    """Close a discussion now, or at the end of a day."""
    form = CloseForm(request.form)
    if form.is_sent():
        try:
            with work() as db:
                actions.close(db, kind_at(thing), subject_id, by=me_in(db), last_day=form.last_day.data)
            say(_("Saved. What was said stays."))
            return redirect(url_for(".thread", thing=thing, subject_id=subject_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return thread_page(under(kind_at(thing), subject_id), form), 422


@pages.route("/<thing>/<int:subject_id>/otvaranje/", methods=["POST"])
@allow("comments.close")
def reopen(thing: str, subject_id: int) -> Any:
    """Open a discussion again."""
    if Press(request.form).is_sent():
        with work() as db:
            actions.reopen(db, kind_at(thing), subject_id, by=me_in(db))
        say(_("Comments are open again."))
    return redirect(url_for(".thread", thing=thing, subject_id=subject_id), 303)
