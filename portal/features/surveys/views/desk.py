"""The working group's desk: all surveys, one survey with its state and its next step, its words and numbers."""

from typing import Any

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from portal.features.surveys import queries
from portal.features.surveys.actions import closing, opening, preparing
from portal.features.surveys.forms.preparing import EmptyForm, MakeForm, SurveyForm
from portal.features.surveys.models import Stage, Survey
from portal.features.surveys.rules.changes import changes
from portal.features.surveys.rules.questionnaire import read
from portal.features.surveys.rules.starter import YEARLY
from portal.features.surveys.views.blueprint import pages
from portal.features.surveys.words.preparing import NAMES, RULES, SORTS, STAGES, next_step
from portal.kernel.access import allow
from portal.kernel.db import session
from portal.kernel.forms import ForeignForm, SelectChoice
from portal.kernel.municipality.forms import SeenPress
from portal.kernel.refusals import NotFound
from portal.kernel.site.acting import pressed, saved
from portal.kernel.site.shown import plainly
from portal.kernel.words import LazyString, lazy
from portal.kernel.words import gettext as _


def the_survey(survey_id: int) -> Survey:
    """Return a survey for its staff, whatever its stage. Raises `NotFound`."""
    found = session().get(Survey, survey_id)
    if found is None:
        raise NotFound
    return found


def home_of(survey: Survey | int) -> str:
    """Return the address of the page of a survey at the desk."""
    return url_for("portal.surveys.manage", survey_id=survey if isinstance(survey, int) else survey.id)


@pages.route("/sto/")
@allow("surveys.prepare")
def staff() -> str:
    """All surveys, changed last first, each with where it stands."""
    found = queries.for_staff(session())
    return render_template("portal/surveys/staff/desk.html", surveys=found, stages=STAGES)


@pages.route("/sto/nova/", methods=["GET", "POST"])
@allow("surveys.prepare")
def begin_survey() -> Any:
    """Begin a survey: from the one before, from the yearly questionnaire, or without questions."""
    db = session()
    form = EmptyForm(request.form)
    series = [SelectChoice(each.id, plainly(each.title_sr, each.title_en)) for each in queries.every_series(db)]
    form.series_id.choices = [SelectChoice(0, _("A new series")), *series]
    if form.is_sent():
        title, series_id = form.title, form.series_id.data
        words = _("Begun. Now write the questions.")
        if done := saved(form, lambda db, me: preparing.empty(db, title, by=me, series_id=series_id), home_of, words):
            return done
    page = {"surveys": queries.for_staff(db), "stages": STAGES, "make": lambda: MakeForm(None)}
    html = render_template("portal/surveys/staff/begin.html", form=form, **page)
    return html, 422 if request.method == "POST" else 200


@pages.route("/sto/nova/godisnja/", methods=["POST"])
@allow("surveys.prepare")
def begin_yearly() -> Response:
    """Begin the yearly survey with the questionnaire that is ready."""
    words = _("Begun. Everything can be changed until the survey opens.")
    return _made(lambda db, me: preparing.from_starter(db, YEARLY, by=me), words)


@pages.route("/sto/<int:survey_id>/nova/", methods=["POST"])
@allow("surveys.prepare")
def clone(survey_id: int) -> Response:
    """Begin the next survey of a series in one step."""
    words = _("Begun, with the questions of the last one. Look at the title and the days.")
    return _made(lambda db, me: preparing.clone(db, survey_id, by=me), words)


def _made(act: Any, words: str) -> Response:
    """Do what one button says that makes a survey, and lead to it. Raises `ForeignForm` and what the verb raises."""
    form = MakeForm(request.form)
    if not form.validate():
        raise ForeignForm
    made = saved(form, act, home_of, words)
    assert made is not None
    return made


@pages.route("/sto/<int:survey_id>/")
@allow("surveys.prepare")
def manage(survey_id: int) -> str:
    """One survey: where it stands, what comes next, what is missing, what can be done with it."""
    db, survey = session(), the_survey(survey_id)
    preparing_it = survey.stage is Stage.PREPARING
    missing = opening.missing(db, survey) if preparing_it else ()
    made = queries.ballots_made(db, survey_id) if survey.stage is Stage.OPENING else 0
    return render_template(
        "portal/surveys/staff/manage.html",
        survey=survey,
        stage=STAGES[survey.stage],
        missing=missing,
        step=next_step(survey, len(missing), made),
        questions=len(read(queries.draft(db, survey)).questions),
        before=queries.before(db, survey),
        published=queries.versions(db, survey_id),
        unpublished=queries.has_unpublished(db, survey),
        answered=queries.answered(db, survey_id),
    )


@pages.route("/sto/<int:survey_id>/podaci/", methods=["GET", "POST"])
@allow("surveys.prepare")
def data(survey_id: int) -> Any:
    """Change what a survey is called, when it runs, for how many."""
    survey = the_survey(survey_id)
    form = SurveyForm(request.form, obj=survey, seen=survey.version)
    if request.method == "GET":
        form.shows(survey)
    if form.is_sent():
        told, seen = preparing.Told(**form.told), form.seen.data or 0
        if done := saved(form, lambda db, me: preparing.save(db, survey_id, told, by=me, seen=seen), home_of, _("Saved.")):
            return done
    html = render_template("portal/surveys/staff/data.html", form=form, survey=survey, is_open=survey.stage is Stage.OPEN)
    return html, 422 if request.method == "POST" else 200


@pages.route("/sto/<int:survey_id>/izmene/")
@allow("surveys.prepare")
def changed_since(survey_id: int) -> str:
    """Which questions differ from the survey before, word by word."""
    db, survey = session(), the_survey(survey_id)
    before = queries.before(db, survey)
    if before is None:
        raise NotFound
    found = changes(read(queries.last_document(db, before)), read(queries.draft(db, survey)))
    words = {"sorts": SORTS, "names": NAMES, "rules": RULES}
    return render_template("portal/surveys/staff/changes.html", survey=survey, before=before, changes=found, **words)


STEPS: dict[str, tuple[Any, LazyString]] = {
    "otvaranje": (opening.begin, lazy("The survey is opening.")),
    "otkazivanje": (opening.call_off, lazy("The opening is called off. The survey is being prepared again.")),
    "nova-verzija": (opening.revise, lazy("Published. Who begins from now on answers the new version.")),
    "zatvaranje": (closing.close, lazy("The survey is closed.")),
    "brisanje": (preparing.drop, lazy("The survey is deleted.")),
}
"""The steps that are asked about once more before they are done, by their addresses."""


@pages.route(f"/sto/<int:survey_id>/<any({', '.join(repr(name) for name in STEPS)}):step>/", methods=["GET", "POST"])
@allow("surveys.prepare")
def step(survey_id: int, step: str) -> Any:
    """Say what becomes fixed or is lost, ask once more, then do it."""
    survey, (verb, words) = the_survey(survey_id), STEPS[step]
    if request.method == "POST":
        address = url_for(".staff") if step == "brisanje" else home_of(survey_id)
        return pressed(lambda db, me, seen: verb(db, survey_id, by=me, seen=seen), str(words), address)
    db = session()
    return render_template(
        "portal/surveys/staff/step.html",
        survey=survey,
        step=step,
        missing=opening.missing(db, survey) if step in ("otvaranje", "nova-verzija") else (),
        questions=len(read(queries.draft(db, survey)).questions),
        press=SeenPress(None, seen=survey.version),
    )
