"""Offices and who holds them."""

from typing import Any

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from portal.kernel.access import allow
from portal.kernel.accounts.models import Person
from portal.kernel.clock import local_date, now
from portal.kernel.db import session
from portal.kernel.forms import Form, Press
from portal.kernel.municipality import actions, forms, queries
from portal.kernel.municipality.models import Office, OfficeKind, Term
from portal.kernel.municipality.views.common import Answer, data_of, pages, pressed, saved, version_seen
from portal.kernel.refusals import NotFound
from portal.kernel.site.shown import plainly
from portal.kernel.words import gettext as _


@pages.route("/funkcije/")
@allow("municipality.change")
def offices() -> str:
    """Every office with who holds it today."""
    return render_template(
        "portal/administration/offices.html",
        offices=queries.offices(session()), today=local_date(now()), kinds=forms.KINDS, press=Press(),
    )


@pages.route("/funkcije/nova/", methods=["GET", "POST"])
@allow("municipality.change")
def add_office() -> Answer:
    """Add an office."""
    form = forms.OfficeForm(request.form)
    return saved(
        form, lambda db, me: actions.add_office(db, **_office_of(form), by=me),
        _("The office is added. Now say who holds it."), url_for(".offices"), "form",
        title=_("New office"), lead=_("It takes questions as soon as it is added."),
    )


def _office_of(form: Form) -> dict[str, Any]:
    return {
        "kind": OfficeKind(form["kind"].data), **data_of(form, "name_sr", "name_en", "about_sr", "about_en", "email")
    }


def _office(key: str) -> Office:
    found = queries.office(session(), key)
    if found is None:
        raise NotFound
    return found


@pages.route("/funkcije/<key>/")
@allow("municipality.change")
def office(key: str) -> str:
    """One office: its words, its terms, whether it takes questions."""
    return render_template(
        "portal/administration/office.html", office=_office(key), today=local_date(now()), kinds=forms.KINDS,
        press=Press(),
    )


@pages.route("/funkcije/<key>/izmena/", methods=["GET", "POST"])
@allow("municipality.change")
def change_office(key: str) -> Answer:
    """Change an office's words."""
    found = _office(key)
    form = forms.OfficeForm(request.form, obj=found, seen=found.version)
    id = found.id
    return saved(
        form, lambda db, me: actions.change_office(db, id, seen=form.seen.data or 0, **_office_of(form), by=me),
        _("The office is saved."), url_for(".office", key=key), "form",
        title=_("Change the office"), lead=_("Its address on this site stays the same."),
    )


@pages.route("/funkcije/<key>/zatvaranje/", methods=["GET", "POST"])
@allow("municipality.change")
def close_office(key: str) -> Answer:
    """Stop taking questions, with the reason citizens read."""
    found = _office(key)
    form = forms.CloseForm(request.form, seen=found.version)
    id = found.id
    return saved(
        form,
        lambda db, me: actions.close_office(
            db, id, seen=form.seen.data or 0, reason_sr=form.closed_reason_sr.data or "",
            reason_en=form.closed_reason_en.data or "", by=me,
        ),
        _("The office takes no questions now."), url_for(".office", key=key), "form",
        title=_("Close the office to questions"), lead=_("Questions already asked stay, and their deadlines run on."),
    )


@pages.route("/funkcije/<key>/otvaranje/", methods=["POST"])
@allow("municipality.change")
def open_office(key: str) -> Response:
    """Take questions again."""
    id = _office(key).id
    return pressed(
        lambda db, me: actions.open_office(db, id, seen=version_seen(), by=me),
        _("The office takes questions again."), url_for(".office", key=key),
    )


@pages.route("/funkcije/<key>/redosled/", methods=["POST"])
@allow("municipality.change")
def move_office(key: str) -> Response:
    """One place up or down the list."""
    id = _office(key).id
    return pressed(
        lambda db, me: actions.move_office(db, id, earlier=request.form.get("where") == "up", by=me),
        _("The order is changed."), url_for(".offices"),
    )


@pages.route("/funkcije/<key>/mandat/", methods=["GET", "POST"])
@allow("municipality.change")
def appoint(key: str) -> Answer:
    """A new holder from a day on."""
    id = _office(key).id
    form = forms.AppointForm(request.form)
    names = ("holder_sr", "holder_en", "began_on", "ended_on", "email")
    return saved(
        form, lambda db, me: actions.appoint(db, id, **data_of(form, *names), by=me),
        _("The term is entered."), url_for(".office", key=key), "form",
        title=_("New term of office"), lead=_("Questions asked earlier stay with the one to whom they were put."),
    )


def _term(term_id: int) -> Term:
    found = session().get(Term, term_id)
    if found is None:
        raise NotFound
    return found


@pages.route("/mandati/<int:term_id>/", methods=["GET", "POST"])
@allow("municipality.change")
def term(term_id: int) -> Answer:
    """Correct a term."""
    found = _term(term_id)
    person = found.person
    form = forms.TermForm(request.form, obj=found, seen=found.version, email=(person.email or "") if person else "")
    return saved(
        form,
        lambda db, me: actions.change_term(
            db, term_id, seen=form.seen.data or 0, **data_of(form, "holder_sr", "holder_en", "ended_on", "email"), by=me
        ),
        _("The term is saved."), url_for(".office", key=found.office.key), "form",
        title=_("Change the term"), lead=plainly(found.office.name_sr, found.office.name_en),
    )


@pages.route("/mandati/<int:term_id>/odsustvo/", methods=["GET", "POST"])
@allow("municipality.change")
def absence(term_id: int) -> Answer:
    """Who answers while the holder is away."""
    found = _term(term_id)
    deputy = session().get(Person, found.deputy_id) if found.deputy_id else None
    form = forms.AbsenceForm(
        request.form, obj=found, seen=found.version, deputy_email=(deputy.email or "") if deputy else ""
    )
    return saved(
        form,
        lambda db, me: actions.set_absence(
            db, term_id, seen=form.seen.data or 0, **data_of(form, "absent_from", "absent_to", "deputy_email"), by=me
        ),
        _("The absence is saved."), url_for(".office", key=found.office.key), "form",
        title=_("Absence and deputy"), lead=plainly(found.holder_sr, found.holder_en),
    )
