"""Forms on paper and in the field: printed with codes, typed in twice."""

from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.features.surveys import queries
from portal.features.surveys.actions import entering
from portal.features.surveys.actions.entering import Outcome, Typed
from portal.features.surveys.forms.paper import BatchForm, EntryForm
from portal.features.surveys.models import Batch, Mode, Survey
from portal.features.surveys.rules import codes
from portal.features.surveys.views.blueprint import pages
from portal.features.surveys.views.walking import Walk, arriving
from portal.features.surveys.words import MODES
from portal.kernel.access import allow
from portal.kernel.accounts.session import me_in
from portal.kernel.db import session, work
from portal.kernel.forms import number
from portal.kernel.refusals import Refusal
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _

Page = str | tuple[str, int] | Response


@pages.route("/unos/")
@allow("surveys.enter")
def entry_surveys() -> Page:
    """The surveys for which forms can be printed and typed in; where there is one, its page."""
    found = queries.open_surveys(session())
    if len(found) == 1:
        return redirect(url_for(".batches", survey_id=found[0].id))
    return render_template("portal/surveys/paper/surveys.html", surveys=found)


@pages.route("/<int:survey_id>/unos/")
@allow("surveys.enter")
def batches(survey_id: int) -> Page:
    """The batches of a survey, what waits in each, and what has come in."""
    db, survey = session(), queries.get_public(session(), survey_id)
    shown = {"running": queries.is_running(survey), "received": queries.received(db, survey_id), "modes": MODES}
    return render_template("portal/surveys/paper/batches.html", survey=survey, piles=queries.piles(db, survey_id), **shown)


@pages.route("/<int:survey_id>/unos/nova/", methods=["GET", "POST"])
@allow("surveys.enter")
def new_batch(survey_id: int) -> Page:
    """Take codes and show the forms for printing: this page alone has them, and loading it again takes new ones."""
    survey, form = queries.get_public(session(), survey_id), BatchForm(request.form)
    if request.method == "POST" and form.validate():
        try:
            with work() as db:
                name, mode, forms = form.name.data or "", Mode(form.mode.data), form.forms.data or 0
                batch, taken = entering.print_batch(db, survey_id, name=name, mode=mode, forms=forms, by=me_in(db))
            return _printed(survey, batch, taken)
        except Refusal as fault:
            form.refuse(fault)
    status = 400 if form.errors else 200
    return render_template("portal/surveys/paper/new.html", survey=survey, form=form), status


def _printed(survey: Survey, batch: Batch, taken: list[str]) -> Page:
    asked = queries.questionnaire(session(), survey.id, survey.number)
    spaced = [codes.spaced(code) for code in taken]
    return render_template("portal/surveys/paper/print.html", survey=survey, batch=batch, codes=spaced, questionnaire=asked)


@pages.route("/<int:survey_id>/unos/<int:batch_id>/", methods=["GET", "POST"])
@allow("surveys.enter")
def enter(survey_id: int, batch_id: int) -> Page:
    """The entry screen: a code and all questions on one page; after each form the next one."""
    survey, batch = queries.get_public(session(), survey_id), queries.batch(session(), survey_id, batch_id)
    version = number(request.form.get("number")) or survey.number
    walk = arriving(queries.questionnaire(session(), survey_id, version))
    if request.method == "GET" or not EntryForm(request.form).validate():
        return _screen(survey, batch, version, walk)
    press = request.form.get("go", "")
    if press != "spoil" and walk.checked.faults:
        return _screen(survey, batch, version, walk, shows_faults=True)
    try:
        outcome = _typed(batch_id, press, version, walk)
    except Refusal as fault:
        return _screen(survey, batch, version, walk, fault=fault)
    if outcome.typed is Typed.DIFFERS:
        return _screen(survey, batch, version, walk, outcome=outcome)
    return redirect(url_for(".enter", survey_id=survey_id, batch_id=batch_id))


def _typed(batch_id: int, press: str, version: int, walk: Walk) -> Outcome:
    """Do what the pressed button says with the form that was typed in."""
    code = request.form.get("code", "")[:100]
    with work() as db:
        if press == "spoil":
            entering.spoil(db, batch_id, code, by=me_in(db))
            say(_("The form is marked as spoiled: nobody can answer with its code."))
            return Outcome(Typed.ONCE)
        verb = entering.decide if press == "decide" else entering.type_in
        outcome = verb(db, batch_id, code, version, walk.checked, by=me_in(db))
    if outcome.typed is Typed.ONCE:
        say(_("Typed in once. It counts when it has been typed in a second time, best by somebody else."))
    elif outcome.typed is Typed.TAKEN:
        say(_("Both typings agree: the form is counted."))
    return outcome


def _screen(
    survey: Survey,
    batch: Batch,
    version: int,
    walk: Walk,
    *,
    shows_faults: bool = False,
    fault: Refusal | None = None,
    outcome: Outcome | None = None,
) -> Page:
    code = request.form.get("code", "")[:100]
    shown: dict[str, Any] = {"survey": survey, "batch": batch, "number": version, "walk": walk, "code": code, "modes": MODES}
    shown |= {"faults": walk.checked.faults if shows_faults else {}, "fault": fault, "form": EntryForm()}
    shown |= {"pile": queries.pile(session(), batch), "running": queries.is_running(survey) and batch.closed_at is None}
    if outcome is not None:
        shown |= {"differing": outcome.differing, "first": queries.first_typing(session(), batch.id, code)}
    return render_template("portal/surveys/paper/enter.html", **shown), fault.status if fault else 400 if shows_faults else 200


@pages.route("/<int:survey_id>/unos/<int:batch_id>/zatvori/", methods=["POST"])
@allow("surveys.enter")
def close_batch(survey_id: int, batch_id: int) -> Page:
    """Close a batch that is done with."""
    queries.batch(session(), survey_id, batch_id)
    form = EntryForm(request.form)
    if form.validate():
        with work() as db:
            entering.close_batch(db, batch_id, by=me_in(db))
        say(_("The batch is closed."))
    return redirect(url_for(".batches", survey_id=survey_id))
