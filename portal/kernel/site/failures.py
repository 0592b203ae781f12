"""Failure is a page: each refusal in the reader's version, with what to do next."""

import logging
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Response, make_response, render_template, request, url_for
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException

from portal.kernel.access import SignInFirst
from portal.kernel.refusals import Refusal, Stale
from portal.kernel.site.links import local
from portal.kernel.words import gettext

log = logging.getLogger("portal")
LAST_RESORT = """<!doctype html><html lang="sr-Cyrl"><meta charset="utf-8"><title>500</title><main>
<h1>Нешто се покварило код нас</h1>
<p>Није до Вас. Покушајте поново за неколико минута.</p><p lang="sr-Latn">Nije do Vas. Pokušajte ponovo za nekoliko minuta.</p>
<p lang="en">Something broke on our side. Please try again in a few minutes.</p></main></html>"""
PAGES = {400, 403, 404, 409, 413, 429, 500}


@dataclass(frozen=True)
class Problem:
    """What went wrong, for the reader: title, sentence, and the next step."""

    title: str
    sentence: str
    next_url: str
    next_label: str


def refused(refusal: Refusal) -> Response:
    """Show a refusal that no form could show; who is not signed in is led to the sign-in."""
    if isinstance(refusal, SignInFirst):
        response = make_response("", 303)
        back = request.full_path.removesuffix("?") if request.method == "GET" else ""
        response.headers["Location"] = url_for("portal.accounts.sign_in", next=back or None)
        return response
    extra = {"mine": refusal.mine, "theirs": refusal.theirs} if isinstance(refusal, Stale) else {}
    answer = page(refusal.status, str(refusal), **extra)
    if refusal.again is not None:
        answer.headers["Retry-After"] = str(refusal.again)
    return answer


def page(status: int, sentence: str = "", **extra: object) -> Response:
    """Return the failure page of a status."""
    shown = "busy" if sentence else "maintenance"
    if status != 503:
        shown = str(status if status in PAGES else 500 if status >= 500 else 400)
    back = _back()
    label = gettext("Go back to the page before") if back else gettext("Go to the home page")
    problem = Problem("", sentence, back or url_for("portal.site.home"), label) if sentence else None
    context = {"problem": problem, "mine": "", "theirs": "", **extra}
    response = make_response(render_template(f"portal/errors/{shown}.html", **context), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _back() -> str:
    """Return the page of ours from which something was sent; nothing where an address was merely opened."""
    told = urlsplit(request.referrer or "")
    if request.method in {"GET", "HEAD"} or told.netloc != request.host:
        return ""
    return local(f"{told.path}?{told.query}" if told.query else told.path)


def failed(error: HTTPException) -> Response:
    """Show an HTTP error as a page of ours."""
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    answer = page(error.code)
    for name, value in error.get_response().headers:
        if name in {"Allow", "Retry-After"}:
            answer.headers[name] = value
    return answer


def broken(error: Exception) -> Response:
    """Show a fault of ours as a page; the log has the rest.

    A number too large for its column (in an address somebody made up) names a thing that cannot exist.
    """
    if isinstance(error, DataError):
        return page(404)
    log.exception("unexpected fault at %s", request.path, exc_info=error)
    try:
        return page(500)
    except Exception:
        log.exception("the failure page failed too at %s", request.path)
        return Response(LAST_RESORT, 500, mimetype="text/html", headers={"Cache-Control": "no-store"})
