"""Answering: a code, the parts of the questionnaire, a look at everything, and one press.

These views know no session (`session_free`): nothing that arrives here is put beside who is signed in.
"""

import secrets

from flask import render_template, request
from werkzeug.wrappers import Response

from portal.features.surveys import queries
from portal.features.surveys.actions import answering, drawing
from portal.features.surveys.models import SeriesKind, Survey
from portal.features.surveys.refusals.answering import AnsweredBefore, NotYours, SurveyOver
from portal.features.surveys.rules import codes
from portal.features.surveys.views.blueprint import pages
from portal.features.surveys.views.walking import Walk, arriving
from portal.kernel import cache
from portal.kernel.access import ANYONE, SIGNED_IN, allow
from portal.kernel.accounts.session import me_in
from portal.kernel.db import session, work
from portal.kernel.forms import Form, number
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.site.gate import session_free

Page = str | tuple[str, int] | Response


class Draw(Form):
    """The press that exchanges a right for a code."""


@pages.route("/<int:survey_id>/listic/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def ballot(survey_id: int) -> Page:
    """A signed-in citizen's right becomes a code; the same page, loaded again, shows the same one."""
    survey = queries.get_public(session(), survey_id)
    if survey.series.kind is not SeriesKind.WAVES:
        raise NotFound
    cache.own()
    form = Draw(request.form)
    if request.method == "GET" or not form.validate():
        return render_template("portal/surveys/draw.html", survey=survey, form=form, nonce=secrets.token_urlsafe(24))
    try:
        with work() as db:
            code = drawing.draw(db, survey_id, me_in(db), request.form.get("nonce", "")[:100])
    except (NotYours, SurveyOver) as fault:
        return render_template("portal/surveys/no_code.html", survey=survey, fault=fault), fault.status
    return render_template("portal/surveys/code.html", survey=survey, code=codes.spaced(code))


@pages.route("/<int:survey_id>/popuni/", methods=["GET", "POST"])
@allow(ANYONE)
@session_free
def answer(survey_id: int) -> Page:
    """One page of the questionnaire after the other; the button that was pressed says which one comes next."""
    survey = queries.get_public(session(), survey_id)
    cache.own()
    press, code = request.form.get("go", ""), request.form.get("code", "")[:100]
    if request.method == "GET" or not press:
        return render_template("portal/surveys/begin.html", survey=survey, running=queries.is_running(survey))
    version = number(request.form.get("number")) or survey.number
    walk = arriving(queries.questionnaire(session(), survey_id, version))
    if press == "start":
        return _begins(survey, version, walk, code)
    if press == "send":
        return _sent(survey, version, walk, code)
    ahead = _moved(walk, press)
    return _page(survey, version, ahead, code) if ahead else _review(survey, version, walk, code)


def _begins(survey: Survey, version: int, walk: Walk, code: str) -> Page:
    """Look at the code before the first question, so that nobody answers forty for nothing."""
    try:
        if not queries.is_running(survey):
            raise SurveyOver
        if queries.is_answered(session(), survey.id, code):
            raise AnsweredBefore(field="code")
    except Refusal as fault:
        return render_template("portal/surveys/begin.html", survey=survey, running=True, fault=fault, code=code), fault.status
    return _page(survey, version, walk, code)


def _moved(walk: Walk, press: str) -> Walk | None:
    """Return the form at the part that comes next, None for the look at everything; faults keep it where it is."""
    if press.startswith("part-"):
        return walk.at(press.removeprefix("part-"))
    if press == "back":
        return walk.at(walk.parts[max(walk.place - 1, 0)].code)
    if press == "here":
        return walk
    if walk.faults:
        return walk.at(walk.section.code, shows_faults=True)
    return walk.at(walk.parts[walk.place + 1].code) if walk.place + 1 < len(walk.parts) else walk.with_fault()


def _page(survey: Survey, version: int, walk: Walk, code: str) -> Page:
    status = 400 if walk.shows_faults else 200
    return render_template("portal/surveys/part.html", survey=survey, number=version, walk=walk, code=code), status


def _review(survey: Survey, version: int, walk: Walk, code: str) -> Page:
    return render_template("portal/surveys/review.html", survey=survey, number=version, walk=walk, code=code)


def _sent(survey: Survey, version: int, walk: Walk, code: str) -> Page:
    """Take the answers; sent twice they are received once, and what cannot be taken can be copied from the page."""
    wrong = walk.with_fault()
    if wrong is not None:
        return _page(survey, version, wrong, code)
    try:
        with work() as db:
            answering.answer(db, survey.id, code, version, walk.checked)
    except Refusal as fault:
        refused = {"survey": survey, "number": version, "walk": walk, "code": code, "fault": fault}
        return render_template("portal/surveys/refused.html", **refused), fault.status
    return render_template("portal/surveys/thanks.html", survey=survey)
