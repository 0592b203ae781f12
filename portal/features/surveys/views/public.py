"""What everybody sees of surveys."""

from flask import render_template

from portal.features.surveys import queries
from portal.features.surveys.views.blueprint import pages
from portal.kernel import cache
from portal.kernel.access import ANYONE, allow
from portal.kernel.db import session
from portal.kernel.site.shown import depends


@pages.route("/")
@allow(ANYONE)
def index() -> str:
    """The surveys: those that can be answered first, then those that are over."""
    depends("surveys")
    found = queries.public(session())
    running = [survey for survey in found if queries.is_running(survey)]
    cache.until(min((survey.closes_at for survey in running if survey.closes_at), default=None))
    return render_template("portal/surveys/index.html", running=running, past=[each for each in found if each not in running])


@pages.route("/<int:survey_id>/")
@allow(ANYONE)
def show(survey_id: int) -> str:
    """One survey: what it asks and why, who may answer and until when, and what becomes of the answers."""
    depends("surveys")
    survey = queries.get_public(session(), survey_id)
    running = queries.is_running(survey)
    cache.until(survey.closes_at if running else None)
    asked = queries.questionnaire(session(), survey_id, survey.number)
    return render_template("portal/surveys/show.html", survey=survey, running=running, questions=len(asked.questions))
