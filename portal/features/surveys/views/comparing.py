"""A survey beside an earlier one: all numbers for the working group, the published ones for everybody."""

from flask import render_template, request

from portal.features.surveys import queries
from portal.features.surveys.queries import comparison, publication
from portal.features.surveys.views.blueprint import pages
from portal.features.surveys.words import TRENDS
from portal.kernel.access import ANYONE, allow
from portal.kernel.db import session
from portal.kernel.refusals import NotFound
from portal.kernel.site.shown import depends


@pages.route("/<int:survey_id>/poredjenje/")
@allow("surveys.prepare")
def compared(survey_id: int) -> str:
    """What changed since an earlier survey of the series: the one before, or one that was chosen."""
    survey = queries.get_public(session(), survey_id)
    others = comparison.earlier(session(), survey)
    wanted = request.args.get("ranije", type=int)
    before = next((each for each in others if each.id == wanted), others[0] if others else None)
    found = comparison.of_surveys(session(), before, survey) if before else []
    shown = {"others": others, "before": before, "found": found, "trends": TRENDS}
    return render_template("portal/surveys/statistics/comparison.html", survey=survey, **shown)


@pages.route("/<int:survey_id>/rezultati/poredjenje/")
@allow(ANYONE)
def results_compared(survey_id: int) -> str:
    """What changed since the last survey whose results are published."""
    depends("surveys", f"survey.{survey_id}")
    survey = queries.get_public(session(), survey_id)
    now, last = publication.newest(session(), survey_id), comparison.published_before(session(), survey)
    if now is None or last is None:
        raise NotFound
    depends("surveys", f"survey.{last[0].id}")
    shown = {"before": last[0], "found": comparison.of_publications(last[1], now), "trends": TRENDS}
    return render_template("portal/surveys/results_compared.html", survey=survey, **shown)
