"""A unit without an account: one page behind the link of its letter, opened as often as needed; acts by POST."""

from typing import Any

from flask import redirect, render_template, url_for
from sqlalchemy.orm import Session

from portal.features.problems import actions, queries
from portal.features.problems.actions.routing import LINK
from portal.features.problems.models import INTERNAL, KIND, UPDATE, Problem
from portal.features.problems.rules import extra
from portal.features.problems.views import steps
from portal.features.problems.views.blueprint import pages
from portal.features.problems.words import EVENTS, STATES
from portal.kernel import once, photos, throttle, tickets
from portal.kernel.access import ANYONE, allow
from portal.kernel.clock import now
from portal.kernel.db import session, work
from portal.kernel.forms import Form, number
from portal.kernel.municipality.models import Unit
from portal.kernel.photos.forms import takes_photos
from portal.kernel.photos.views import served
from portal.kernel.refusals import NotFound, Refusal, Stale
from portal.kernel.site.client import client_network
from portal.kernel.site.messages import say

ACTS_AN_HOUR = 60


def _problem_of(db: Session, token: str) -> tuple[Problem, Unit]:
    """Return what a link is about. Raises `LinkSpent`, also where the report has moved to another unit."""
    ticket = tickets.look(db, LINK, token)
    problem, unit = db.get(Problem, ticket.subject_id or 0), db.get(Unit, ticket.data["unit"])
    if problem is None or unit is None or problem.unit_id != unit.id:
        raise tickets.LinkSpent
    return problem, unit


@pages.route("/veza/<token>/")
@allow(ANYONE)
def by_link(token: str) -> str:
    """The report and what the unit can do with it."""
    return _page(token)


@pages.route("/veza/<token>/<step>/", methods=["POST"])
@allow(ANYONE)
@takes_photos
def act_by_link(token: str, step: str) -> Any:
    """Take a step by the link: the state changes at once, words wait for a colleague."""
    throttle.admit(throttle.Limit("problems.link", client_network(), ACTS_AN_HOUR, throttle.HOUR))
    problem, _unit = _problem_of(session(), token)
    if step not in steps.BY_LINK:
        raise NotFound
    form = steps.form_of(steps.BY_LINK[step], step, problem, sent=True)
    if form.is_sent():
        try:
            _take(token, step, form)
            if step == steps.NOT_MINE:
                return render_template("portal/problems/staff/link_done.html")
            say(str(steps.BY_LINK[step].done))
            return redirect(url_for(".by_link", token=token), 303)
        except Stale as stale:
            stale.mine = form["text"].data or "" if "text" in form else ""
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(token, form, step), 422


def _take(token: str, step: str, form: Form) -> None:
    with work() as db:
        if once.before(db, form["once_token"].data or "") is not None:
            return
        problem, _unit = _problem_of(db, token)
        problem = actions.load(db, problem.id, number(form["seen"].data) or 0)
        steps.BY_LINK[step].act(db, problem, form, None)
        once.settle(db, form["once_token"].data or "", "/")


def _page(token: str, sent: Form | None = None, step: str = "") -> str:
    db = session()
    problem, unit = _problem_of(db, token)
    forms = {
        key: sent if sent is not None and key == step else steps.form_of(steps.BY_LINK[key], key, problem, sent=False)
        for key in steps.for_link(problem)
    }
    events = [event for event in problem.events if event.kind not in INTERNAL]
    return render_template(
        "portal/problems/staff/by_link.html",
        problem=problem,
        unit=unit,
        token=token,
        forms=forms,
        steps=steps.BY_LINK,
        opened=step,
        sent=sent,
        events=events,
        photos=photos.of(db, KIND, problem.id),
        event_photos=photos.of_many(db, UPDATE, [event.id for event in events]),
        answers=list(extra.shown(problem.category, problem.extra)),
        names=queries.names(db),
        STATES=STATES,
        EVENTS=EVENTS,
        now=now(),
    )


@pages.route("/veza/<token>/slika/<int:photo_id>/<int:revision>-<any(small, large):size>.jpg")
@allow(ANYONE)
def photo_by_link(token: str, photo_id: int, revision: int, size: str) -> Any:
    """A picture of the report for the unit that must find the place, before the public sees it."""
    db = session()
    problem, _unit = _problem_of(db, token)
    found = db.get(photos.Photo, photo_id)
    things = {(KIND, problem.id), *((UPDATE, event.id) for event in problem.events)}
    if found is None or found.revision != revision or (found.about_kind, found.about_id) not in things:
        raise NotFound
    return served(found, size)
