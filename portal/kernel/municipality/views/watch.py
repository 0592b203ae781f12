"""What the machine looks for on the moderators' behalf: the list of words and the numbers."""

from flask import request, url_for

from portal.kernel.access import allow
from portal.kernel.db import session
from portal.kernel.moderation import signals
from portal.kernel.municipality import forms
from portal.kernel.municipality.views.common import Answer, data_of, pages, saved
from portal.kernel.words import gettext as _


@pages.route("/uocavanje/", methods=["GET", "POST"])
@allow("moderation.reasons")
def watch() -> Answer:
    """The list of words and the numbers by which the machine looks, and who changed them before."""
    db = session()
    held = signals.watch_now(db)
    form = forms.WatchForm(request.form, obj=held, seen=held.id or 0)
    names = ("words", "links", "per_hour", "network_per_hour", "seconds")
    return saved(
        form, lambda db, me: signals.change_watch(db, seen=form.seen.data or 0, **data_of(form, *names), by=me),
        _("The new rules hold from now on."), url_for(".index"), "watch",
        explained=signals.EXPLAINED, followed=signals.watches(db),
    )
