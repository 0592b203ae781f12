"""The questionnaire as people will meet it: its words in three versions, and a trial that stores nothing."""

from typing import Any

from flask import render_template, request

from portal.features.surveys import panels, queries
from portal.features.surveys.models import Survey
from portal.features.surveys.rules.questionnaire import read
from portal.features.surveys.views.blueprint import pages
from portal.features.surveys.views.desk import the_survey
from portal.features.surveys.views.walking import Walk, arriving
from portal.kernel.access import allow
from portal.kernel.db import session
from portal.kernel.words import VERSIONS, speaking


@pages.route("/sto/<int:survey_id>/upitnik/pregled/")
@allow("surveys.prepare")
def preview(survey_id: int) -> str:
    """All words of the questionnaire in the three versions side by side."""
    survey = the_survey(survey_id)
    questionnaire = read(queries.draft(session(), survey))
    shown = []
    for version in VERSIONS.values():
        with speaking(version.key):
            shown.append((version, panels.outline(questionnaire)))
    return render_template("portal/surveys/staff/preview.html", survey=survey, shown=shown)


@pages.route("/sto/<int:survey_id>/upitnik/proba/", methods=["GET", "POST"])
@allow("surveys.prepare")
def trial(survey_id: int) -> Any:
    """Answer the questionnaire as people will; nothing is stored, and at the end stands what would have been."""
    survey = the_survey(survey_id)
    walk = arriving(read(queries.draft(session(), survey)))
    press = request.form.get("go", "")
    if not walk.parts:
        return render_template("portal/surveys/staff/trial_empty.html", survey=survey)
    if press == "next" and walk.faults:
        return _page(survey, walk.at(walk.section.code, shows_faults=True)), 422
    if press == "next" and walk.place + 1 == len(walk.parts):
        return render_template("portal/surveys/staff/trial_end.html", survey=survey, walk=walk)
    by = {"next": 1, "back": -1}.get(press, 0)
    return _page(survey, walk.at(walk.parts[max(walk.place + by, 0)].code) if press else walk)


def _page(survey: Survey, walk: Walk) -> str:
    return render_template("portal/surveys/staff/trial.html", survey=survey, walk=walk)
