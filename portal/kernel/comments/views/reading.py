"""A discussion on pages of its own, and the permanent address of one comment."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.kernel.access import ANYONE, allow, may
from portal.kernel.accounts.session import current_person
from portal.kernel.comments import queries
from portal.kernel.comments.discussion import discussion, kind_at
from portal.kernel.comments.forms import CloseForm
from portal.kernel.comments.models import Thread
from portal.kernel.comments.views.blueprint import pages, under
from portal.kernel.db import session
from portal.kernel.paging import Way
from portal.kernel.refusals import NotFound


@pages.route("/<thing>/<int:subject_id>/")
@allow(ANYONE)
def thread(thing: str, subject_id: int) -> str:
    """The whole discussion, twenty at a time; `?najnoviji=da` begins at its end."""
    newest = request.args.get("najnoviji") == "da"
    found = under(kind_at(thing), subject_id, queries.NEWEST if newest else Way.read(request.args))
    return thread_page(found)


def thread_page(found: queries.Talk, form: CloseForm | None = None) -> str:
    """Show a page of a discussion; to staff with what closes it."""

    def address(**words: str) -> str:
        where: dict[str, Any] = {word: key for word, key in words.items() if key}
        return url_for(".thread", thing=found.address, subject_id=found.subject_id, **where)

    staff = may(current_person(), "comments.close")
    return render_template(
        "portal/comments/thread.html", talk=found, page=found.page.at(address), close=(form or CloseForm()) if staff else None
    )


@pages.route("/<thing>/<int:subject_id>/novo.atom")
@allow(ANYONE)
def feed(thing: str, subject_id: int) -> Response:
    """The newest comments of a discussion as an Atom feed."""
    found = under(kind_at(thing), subject_id, queries.NEWEST)
    answer = make_response(render_template("portal/comments/feed.xml", talk=found))
    answer.mimetype = "application/atom+xml"
    return answer


@pages.route("/<int:comment_id>/")
@allow(ANYONE)
def at(comment_id: int) -> Any:
    """One comment: leads to its place in the discussion."""
    db = session()
    comment = queries.get_shown(db, comment_id)
    if comment is None:
        raise NotFound
    held = db.get_one(Thread, comment.thread_id)
    way = queries.place_of(db, comment)
    where: dict[str, Any] = {"thing": discussion(held.kind).address, "subject_id": held.subject_id, **way.words}
    return redirect(url_for(".thread", **where, _anchor=f"komentar-{comment.id}"))
