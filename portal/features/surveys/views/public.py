"""What everybody sees of surveys."""

from flask import render_template

from portal.features.surveys import queries
from portal.features.surveys.models import Stage
from portal.features.surveys.views.blueprint import pages
from portal.kernel.access import ANYONE, allow
from portal.kernel.db import session
from portal.kernel.site.shown import depends


@pages.route("/")
@allow(ANYONE)
def index() -> str:
    """The surveys: those that can be answered first, then those that are over."""
    depends("surveys")
    found = queries.public(session())
    running = [survey for survey in found if survey.stage is Stage.OPEN]
    return render_template("portal/surveys/index.html", running=running, past=[each for each in found if each not in running])
