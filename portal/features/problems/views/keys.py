"""Keys with which other programs report by Open311: issued, shown once, revoked."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.features.problems import queries
from portal.features.problems.actions import keys as verbs
from portal.features.problems.forms.settings import KeyForm
from portal.features.problems.views.blueprint import pages
from portal.kernel import once
from portal.kernel.access import allow
from portal.kernel.accounts.session import me_in
from portal.kernel.db import session, work
from portal.kernel.forms import Press
from portal.kernel.municipality.views.common import Answer, pressed, version_seen
from portal.kernel.refusals import Refusal
from portal.kernel.site.links import absolute
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _


@pages.route("/postavke/kljucevi/")
@allow("problems.settings")
def api_keys() -> str:
    """Whose programs may report, and when they last did."""
    discovery = absolute("portal.open311.discovery", form="json")
    return render_template(
        "portal/problems/staff/keys.html", keys=queries.api_keys(session()), press=Press(), discovery=discovery
    )


@pages.route("/postavke/kljucevi/novi/", methods=["GET", "POST"])
@allow("problems.settings")
def issue_key() -> Answer:
    """Issue a key and show it once."""
    form = KeyForm(request.form)
    if form.is_sent():
        try:
            return _issued(form)
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template(
        "portal/administration/form.html",
        form=form,
        back=url_for(".api_keys"),
        title=_("New key"),
        lead=_("With a key a program sends reports for its users. The key is shown once, after you save."),
    )
    return (page, 422) if request.method == "POST" else page


def _issued(form: KeyForm) -> Answer:
    with work() as db:
        first = once.before(db, form.once_token.data or "")
        if first is None:
            key, secret = verbs.issue(db, name=form.name.data or "", contact=form.contact.data or "", by=me_in(db))
            name = key.name
            once.settle(db, form.once_token.data or "", url_for(".api_keys"))
    if first is not None:
        say(_("The key was issued already. If you did not keep it, revoke it and issue another one."))
        return redirect(first or url_for(".api_keys"), 303)
    return render_template("portal/problems/staff/key.html", name=name, secret=secret)


@pages.route("/postavke/kljucevi/<int:key_id>/opoziv/", methods=["POST"])
@allow("problems.settings")
def revoke_key(key_id: int) -> Response:
    """End a key at once."""
    return pressed(
        lambda db, me: verbs.revoke(db, key_id, seen=version_seen(), by=me),
        _("The key is revoked. Nobody can send reports with it any more."),
        url_for(".api_keys"),
    )
