"""After a service: the page behind the letter, and the working group's look at all services."""

from typing import Any

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from portal.features.surveys import queries
from portal.features.surveys.actions import caring
from portal.features.surveys.queries.caring import quarters, series_after
from portal.features.surveys.refusals.answering import NoBallotsLeft
from portal.features.surveys.views.blueprint import pages
from portal.features.surveys.views.walking import arriving
from portal.kernel import aftercare, cache
from portal.kernel.access import ANYONE, allow
from portal.kernel.db import session, work
from portal.kernel.municipality.forms import SeenPress
from portal.kernel.site.acting import pressed
from portal.kernel.site.gate import session_free
from portal.kernel.words import gettext as _


@pages.route("/posle/<token>/", methods=["GET", "POST"])
@allow(ANYONE)
@session_free
def after(token: str) -> Any:
    """What a letter leads to: two questions about how a service was; the press exchanges the letter for a code."""
    survey = queries.get_public(session(), caring.survey_of(token))
    cache.own()
    running = queries.is_running(survey)
    if request.method == "GET" or not running:
        return render_template("portal/surveys/after.html", survey=survey, token=token, running=running)
    try:
        with work() as db:
            code = caring.draw(db, token)
    except NoBallotsLeft as fault:
        return render_template("portal/surveys/after.html", survey=survey, token=token, running=True, fault=fault), fault.status
    walk = arriving(queries.questionnaire(session(), survey.id, survey.number))
    return render_template("portal/surveys/part.html", survey=survey, number=survey.number, walk=walk, code=code)


@pages.route("/sto/posle-usluge/")
@allow("surveys.prepare")
def after_services() -> str:
    """Every service after which people are asked, quarter by quarter."""
    db, known = session(), series_after(session())
    found = [(service, known.get(service.name)) for service in aftercare.services()]
    shown = [(service, series, quarters(db, series) if series else []) for service, series in found]
    return render_template("portal/surveys/staff/after.html", services=shown, press=lambda: SeenPress(None, seen=0))


@pages.route("/sto/posle-usluge/<service>/<any(ukljuci, iskljuci):press>/", methods=["POST"])
@allow("surveys.prepare")
def turn_after(service: str, press: str) -> Response:
    """Ask after a service, or no longer."""
    on = press == "ukljuci"
    words = _("From now on people are asked how it was.") if on else _("From now on nobody is asked.")
    address = url_for("portal.surveys.after_services")
    return pressed(lambda db, me, _seen: caring.turn(db, service, on=on, by=me), words, address)
