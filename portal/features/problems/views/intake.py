"""A clerk types in what citizens say on the telephone, at the counter, by letter, on a social network.

Not limited: on a flood day thousands of reports come through a few clerks.
"""

from dataclasses import replace
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.problems import actions, queries
from portal.features.problems.forms.citizens import ReportForm
from portal.features.problems.forms.staff import IntakeWhereForm, intake_form
from portal.features.problems.models import KIND, Category, Channel, Problem
from portal.features.problems.refusals import CategoryClosed
from portal.features.problems.views.blueprint import pages
from portal.features.problems.views.public import said_in
from portal.features.problems.words import CHANNELS
from portal.kernel import once, photos
from portal.kernel.access import allow, require
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import current_person
from portal.kernel.codes import code_of, spaced
from portal.kernel.db import session, work
from portal.kernel.forms import SelectChoice
from portal.kernel.municipality.queries import settlements
from portal.kernel.photos.forms import takes_photos
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.site.messages import say
from portal.kernel.site.shown import plainly
from portal.kernel.words import gettext as _


def _clerk(db: Session) -> Person:
    return db.get_one(Person, require(current_person(), "problems.enter").id)


@pages.route("/unos/")
@allow("problems.enter")
def enter() -> Any:
    """The first step: how it came, where, what about."""
    db, form = session(), IntakeWhereForm(request.args)
    del form.csrf_token  # choosing changes nothing
    form.settlement.choices = [SelectChoice("", _("Choose a settlement")), *_settlements(db)]
    form.category.choices = [SelectChoice(c.key, plainly(c.name_sr, c.name_en)) for c in queries.categories(db)]
    category = _category(db, form.category.data or "")
    if "dalje" in request.args and form.validate() and category is not None:
        if category.open:
            return redirect(url_for(".enter_report", **_where(form)), 303)
        form.refuse(CategoryClosed(field="category", message=plainly(category.closed_sr, category.closed_en)))
    hints = {c.key: plainly(c.hint_sr, c.hint_en) for c in queries.categories(db)}
    return render_template("portal/problems/staff/enter_where.html", form=form, hints=hints)


def _settlements(db: Session) -> list[SelectChoice]:
    return [SelectChoice(str(s.id), plainly(s.name_sr, s.name_en)) for s in settlements(db)]


def _where(form: Any) -> dict[str, Any]:
    """Return the choices of the first step as they stand in addresses."""
    return {field.name: field.data or "" for field in (form.channel, form.settlement, form.category)}


def _category(db: Session, key: str) -> Category | None:
    return db.scalar(select(Category).where(Category.key == key))


@pages.route("/unos/prijava/", methods=["GET", "POST"])
@allow("problems.enter")
@takes_photos
def enter_report() -> Any:
    """The second step: everything else; then the print-out, or the next report of the same kind."""
    db, given = session(), request.form if request.method == "POST" else request.args
    category = _category(db, given.get("oblast", ""))
    place = next((choice for choice in _settlements(db) if choice.value == given.get("naselje")), None)
    if category is None or place is None:
        return redirect(url_for(".enter", kanal=given.get("kanal")), 303)
    form = intake_form(category)(given)
    if form.is_sent():
        try:
            return _saved(form, category)
        except Refusal as refusal:
            form.refuse(refusal)
    status = 422 if request.method == "POST" else 200
    page = "portal/problems/staff/enter.html"
    return render_template(page, form=form, category=category, place=place.label, where=_where(form)), status


def _saved(form: ReportForm, category: Category) -> Any:
    with work() as db:
        if address := once.before(db, form.once_token.data or ""):
            return redirect(address, 303)
        clerk = _clerk(db)
        report = replace(
            said_in(form, category, None), channel=Channel(form["channel"].data), version_key=form["letters"].data
        )
        problem = actions.submit(db, report, by=None, entered_by=clerk)
        for photo in form.all_photos:
            photos.attach(db, photo, kind=KIND, id=problem.id, by=clerk.id)
        address = url_for(".receipt", problem_id=problem.id)
        if "another" in request.form:
            address = url_for(".enter_report", **_where(form))
            said = {"number": problem.reference, "code": spaced(code_of(KIND, problem.id))}
            say(_("Saved: number %(number)s, code %(code)s.", **said))
        once.settle(db, form.once_token.data or "", address)
    return redirect(address, 303)


@pages.route("/unos/<int:problem_id>/potvrda/")
@allow("problems.enter")
def receipt(problem_id: int) -> str:
    """The print-out for the citizen: number, code, promise, and where to look; and what may be the same problem."""
    db = session()
    problem, me = db.get(Problem, problem_id), _clerk(db)
    if problem is None or (problem.entered_by_id != me.id and not queries.dispatches(me)):
        raise NotFound
    found = queries.near(
        db, category_id=problem.category_id, settlement_id=problem.settlement_id, words=problem.text[:300], limit=4
    )
    return render_template(
        "portal/problems/staff/receipt.html",
        problem=problem,
        code=spaced(code_of(KIND, problem.id)),
        near=[row for row in found if row.id != problem.id],
        names=queries.names(db),
        CHANNELS=CHANNELS,
    )
