"""Where the pages of problems hang."""

from flask import Blueprint

from portal.features.problems.words import how_long, state_name
from portal.kernel.codes import spaced

pages = Blueprint("problems", __name__)
pages.add_app_template_filter(state_name, "problem_state")
pages.add_app_template_filter(how_long, "problem_term")
pages.add_app_template_filter(spaced, "problem_code")
