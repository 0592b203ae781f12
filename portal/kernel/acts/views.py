"""The staff's page of the audit log."""

from flask import Blueprint, Response, make_response, render_template, request

from portal.kernel.access import allow
from portal.kernel.acts import queries, words
from portal.kernel.db import session

pages = Blueprint("acts", __name__)


@pages.route("/")
@allow("audit.see")
def index() -> Response:
    """Who did what to which thing, newest first; read only, and kept by nobody."""
    db, wish = session(), queries.Wish.read(request.args)
    page = render_template(
        "portal/acts/index.html",
        wish=wish,
        found=queries.found(db, wish),
        chain=queries.chain(db),
        acts=words.acts(),
        things=words.things(),
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer
