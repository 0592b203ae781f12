"""What the working group reads: the numbers of each question, one question by another, day by day."""

from flask import render_template, request

from portal.features.surveys import queries
from portal.features.surveys.models import Mode, Survey
from portal.features.surveys.queries import cross, statistics
from portal.features.surveys.rules.counted import Counted
from portal.features.surveys.rules.questionnaire import Questionnaire
from portal.features.surveys.views.blueprint import pages
from portal.features.surveys.words import MODES
from portal.kernel.access import allow
from portal.kernel.db import session


@pages.route("/brojevi/")
@allow("surveys.prepare")
def statistics_list() -> str:
    """The surveys that have numbers, the newest first."""
    return render_template("portal/surveys/statistics/list.html", surveys=queries.public(session()))


@pages.route("/<int:survey_id>/brojevi/")
@allow("surveys.prepare")
def numbers(survey_id: int) -> str:
    """The numbers of a survey, live while it is open; of all answers, or of those that came in one way."""
    survey = queries.get_public(session(), survey_id)
    mode = next((mode for mode in Mode if mode.value == request.args.get("nacin")), None)
    found = statistics.of_survey(session(), survey, mode)
    shown = {"by_question": _by_question(found), "days": queries.by_day(session(), survey_id), "mode": mode}
    return render_template("portal/surveys/statistics/show.html", survey=survey, found=found, modes=MODES, **shown)


@pages.route("/<int:survey_id>/ukrstanje/")
@allow("surveys.prepare")
def crossed(survey_id: int) -> str:
    """One question by another."""
    survey = queries.get_public(session(), survey_id)
    axes = cross.axes(_questionnaire(survey))
    row, column = request.args.get("red", ""), request.args.get("kolona", "")
    table = cross.table(session(), survey, row, column) if row in axes and column in axes and row != column else None
    shown = {"axes": axes, "table": table, "row": row, "column": column, "modes": MODES}
    return render_template("portal/surveys/statistics/cross.html", survey=survey, **shown)


def _questionnaire(survey: Survey) -> Questionnaire:
    return queries.questionnaire(session(), survey.id, survey.number)


def _by_question(found: statistics.Statistics) -> dict[str, list[Counted]]:
    """Put what was counted below the question it belongs to: a grid has several."""
    grouped: dict[str, list[Counted]] = {}
    for counted in found.questions.values():
        grouped.setdefault(counted.question.code, []).append(counted)
    return grouped
