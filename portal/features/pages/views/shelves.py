"""What the municipality lists: readers open it, editors keep it."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.features.pages import actions, queries
from portal.features.pages.forms import EntryForm
from portal.features.pages.models import Shelf
from portal.features.pages.views.blueprint import pages
from portal.features.pages.words import ADD, SHELVES
from portal.kernel.access import ANYONE, allow, may
from portal.kernel.accounts.session import current_person
from portal.kernel.db import session, work
from portal.kernel.forms import Press
from portal.kernel.municipality.views.common import Answer, data_of, pressed, saved
from portal.kernel.site.shown import depends
from portal.kernel.words import gettext as _

NAMES = '<any("e-usluge", registri, promocija, dogadjaji):name>'


@pages.route(f"/{NAMES}/")
@allow(ANYONE)
def shelf(name: str) -> str:
    """Electronic services, registers, promotional documents or events."""
    depends("pages")
    return render_template(
        "portal/pages/shelf.html",
        shelf=Shelf(name),
        Shelf=Shelf,
        shelves=SHELVES,
        entries=queries.entries(session(), Shelf(name)),
        may_edit=may(current_person(), "pages.edit"),
    )


@pages.route("/usluge/")
@allow(ANYONE)
def services() -> Response:
    """The shelf of services, under an address without a choice."""
    return redirect(url_for(".shelf", name=Shelf.SERVICE), 301)


@pages.route("/otvori/<int:entry_id>/")
@allow(ANYONE)
def leave(entry_id: int) -> Response:
    """Go where an entry leads; that somebody went is counted, not who."""
    with work() as db:
        address = actions.opened(db, entry_id)
    answer = redirect(address)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


@pages.route("/uredjivanje/")
@allow("pages.edit")
def desk() -> Response:
    """The first of the shelves that editors keep."""
    return redirect(url_for(".manage", name=Shelf.SERVICE))


@pages.route(f"/uredjivanje/{NAMES}/")
@allow("pages.edit")
def manage(name: str) -> str:
    """Everything on a shelf, with how often it was opened and whether its address answers."""
    return render_template(
        "portal/pages/staff/shelf.html",
        shelf=Shelf(name),
        shelves=SHELVES,
        add=ADD[Shelf(name)],
        entries=queries.entries(session(), Shelf(name)),
        times=queries.opened_times(session(), Shelf(name)),
        overdue=queries.overdue(),
        press=Press(None),
    )


@pages.route(f"/uredjivanje/{NAMES}/novo/", methods=["GET", "POST"])
@allow("pages.edit")
def add_entry(name: str) -> Answer:
    """Put something on a shelf."""
    form = EntryForm(request.form).of(Shelf(name))
    return saved(
        form,
        lambda db, me: actions.add(db, Shelf(name), _told(form), by=me),
        _("It is on the list."),
        url_for(".manage", name=name),
        "portal/pages/staff/form.html",
        title=ADD[Shelf(name)],
        lead="",
    )


@pages.route("/uredjivanje/stavka/<int:entry_id>/", methods=["GET", "POST"])
@allow("pages.edit")
def edit_entry(entry_id: int) -> Answer:
    """Change something on a shelf."""
    found = queries.entry(session(), entry_id)
    form = EntryForm(request.form, obj=found, seen=found.version).of(found.shelf)
    return saved(
        form,
        lambda db, me: actions.edit(db, entry_id, _told(form), seen=form.seen.data or 0, by=me),
        _("The change is saved."),
        url_for(".manage", name=found.shelf),
        "portal/pages/staff/form.html",
        title=SHELVES[found.shelf],
        lead="",
    )


@pages.route("/uredjivanje/stavka/<int:entry_id>/uklanjanje/", methods=["POST"])
@allow("pages.edit")
def remove_entry(entry_id: int) -> Response:
    """Take something off its shelf."""
    name = queries.entry(session(), entry_id).shelf
    return pressed(
        lambda db, me: actions.remove(db, entry_id, by=me), _("It is off the list."), url_for(".manage", name=name)
    )


def _told(form: EntryForm) -> actions.Told:
    more: dict[str, Any] = {each: form[each].data for each in ("day", "is_banner") if each in form}
    return actions.Told(**data_of(form, *form.FIELDS), **more)
