"""One report for staff: everything about it, and what can be done with it now."""

from typing import Any

from flask import Response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from portal.features.problems import actions, queries
from portal.features.problems.forms import staff as staff_forms
from portal.features.problems.models import KIND, UPDATE, Canned, EventKind, Problem, State
from portal.features.problems.refusals import NotYours
from portal.features.problems.rules import extra
from portal.features.problems.views import steps
from portal.features.problems.views.blueprint import pages
from portal.features.problems.words import CHANNELS, EVENTS, STATES, policy_words
from portal.kernel import files, once, photos
from portal.kernel.access import allow
from portal.kernel.accounts.session import me_in
from portal.kernel.clock import now
from portal.kernel.db import session, work
from portal.kernel.files.views import served as served_file
from portal.kernel.forms import Form, Press, number
from portal.kernel.moderation.queries import item_of
from portal.kernel.municipality.models import Promise
from portal.kernel.photos.forms import redact_form, takes_photos
from portal.kernel.photos.views import served as served_photo
from portal.kernel.refusals import NotFound, Refusal, Stale
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _

WHOSE = (KIND, UPDATE)


def mine(db: Session, problem_id: int) -> Problem:
    """Return a report to somebody who works on it. Raises `NotFound`, `NotYours`."""
    problem = db.get(Problem, problem_id)
    if problem is None:
        raise NotFound
    actions.require_unit(db, problem, me_in(db))
    return problem


@pages.route("/<int:problem_id>/uredi/")
@allow("problems.handle")
def manage(problem_id: int) -> str:
    """Everything about a report, and its steps."""
    return _page(mine(session(), problem_id))


@pages.route("/<int:problem_id>/uredi/<step>/", methods=["GET", "POST"])
@allow("problems.handle")
@takes_photos
def handle(problem_id: int, step: str) -> Any:
    """Take one step with a report; a refusal comes back with the form open and nothing typed lost."""
    problem = mine(session(), problem_id)
    form = _form(problem, step, sent=request.method == "POST")
    if form.is_sent():
        try:
            address = _take(problem_id, step, form)
            say(str(steps.STEPS[step].done))
            return redirect(address, 303)
        except Stale as stale:
            stale.mine = form["text"].data or "" if "text" in form else ""
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    return _page(mine(session(), problem_id), form, step), 422 if request.method == "POST" else 200


def _form(problem: Problem, step: str, *, sent: bool) -> Form:
    if step not in steps.STEPS:
        raise NotFound
    form = steps.form_of(steps.STEPS[step], step, problem, sent=sent, **_ready(problem, step))
    return staff_forms.fill(form, steps.choices(session(), problem, _near(problem)))


def _ready(problem: Problem, step: str) -> dict[str, str]:
    """Return the text kept ready that somebody chose to begin an answer with."""
    found = session().get(Canned, number(request.args.get("tekst")) or 0) if step == steps.ANSWER else None
    return {"text": found.text_sr, "text_en": found.text_en} if found else {}


def _take(problem_id: int, step: str, form: Form) -> str:
    """Do what a step says, in the version that was seen, once; return where to go on."""
    with work() as db:
        token = form["once_token"].data or ""
        if (before := once.before(db, token)) is not None:
            return before
        me = me_in(db)
        problem = actions.load(db, problem_id, number(form["seen"].data) or 0)
        actions.require_unit(db, problem, me)
        steps.STEPS[step].act(db, problem, form, me)
        still = queries.dispatches(me) or problem.unit_id in queries.units_of(db, me)
        address = url_for(".manage", problem_id=problem_id) if still else url_for(".desk")
        once.settle(db, token, address)
    return address


def _near(problem: Problem) -> list[Any]:
    if not problem.state.is_open:
        return []
    found = queries.near(
        session(),
        category_id=problem.category_id,
        settlement_id=problem.settlement_id,
        words=problem.text[:300],
        lat=problem.lat,
        lon=problem.lon,
        limit=6,
    )
    return [row for row in found if row.id != problem.id][:5]


def _page(problem: Problem, sent: Form | None = None, step: str = "") -> str:
    db = session()
    me, near = me_in(db), _near(problem)
    offered, known = steps.choices(db, problem, near), steps.for_staff(problem, me)
    forms = {
        key: sent if sent is not None and key == step else _filled(problem, key, offered)
        for key in (*known, *((step,) if sent is not None and step not in known else ()))
    }
    ids = [event.id for event in problem.events]
    return render_template(
        "portal/problems/staff/manage.html",
        problem=problem,
        forms=forms,
        steps=steps.STEPS,
        opened=step,
        sent=sent,
        near=near,
        names=queries.names(db),
        answers=list(extra.shown(problem.category, problem.extra)),
        rounds=_rounds(db, problem),
        people=queries.who(db, {event.by_id for event in problem.events if event.by_id}),
        photos=photos.of(db, KIND, problem.id),
        event_photos=photos.of_many(db, UPDATE, ids),
        event_files=files.of_many(db, UPDATE, ids),
        canned=queries.canned(db, problem.category_id) if steps.ANSWER in forms else (),
        item=item_of(db, KIND, problem.id),
        joined=actions.joined_to(db, problem),
        lead=db.get(Problem, problem.joined_to_id) if problem.joined_to_id else None,
        handed_over=next((e for e in reversed(problem.events) if e.kind is EventKind.NOT_COMPETENT), None),
        dispatches=queries.dispatches(me),
        press=Press(),
        STATES=STATES,
        EVENTS=EVENTS,
        CHANNELS=CHANNELS,
        State=State,
        now=now(),
    )


def _filled(problem: Problem, key: str, offered: Any) -> Form:
    return staff_forms.fill(steps.form_of(steps.STEPS[key], key, problem, sent=False), offered)


def _rounds(db: Session, problem: Problem) -> list[Any]:
    """Return each round with its two promises in plain words, the newest first."""
    return [
        (
            held,
            policy_words(db.get_one(Promise, held.answer_promise_id).rules),
            policy_words(db.get_one(Promise, held.resolve_promise_id).rules),
        )
        for held in reversed(problem.rounds)
    ]


@pages.route("/procitano/<int:event_id>/", methods=["POST"])
@allow("problems.handle")
def read_text(event_id: int) -> Any:
    """Let everybody read what came by a link, or keep it between colleagues; a reporter's words are for them anyway."""
    kept, said = "keep" in request.form, _("Marked as read.")
    if Press(request.form).is_sent():
        with work() as db:
            event = queries.event(db, event_id)
            (actions.keep_back if kept else actions.release)(db, event, by=me_in(db))
            if event.by_link:
                said = _("The words stay between colleagues.") if kept else _("Everybody can read it now.")
        say(said)
    return redirect(url_for(".desk") + "#texts", 303)


@pages.route("/<int:problem_id>/dopis/")
@allow("problems.handle")
def letter(problem_id: int) -> str:
    """The letter with which a report was handed over, for printing."""
    problem = mine(session(), problem_id)
    event = next((event for event in reversed(problem.events) if event.kind is EventKind.NOT_COMPETENT), None)
    if event is None or problem.competence is None:
        raise NotFound
    return render_template("portal/problems/staff/letter.html", problem=problem, event=event, to=problem.competence)


@pages.route("/<int:problem_id>/slika/<int:photo_id>/<int:revision>-<any(small, large):size>.jpg")
@allow("problems.handle")
def photo(problem_id: int, photo_id: int, revision: int, size: str) -> Response:
    """A picture of a report for those who work on it, before the public sees it."""
    found = _photo(problem_id, photo_id)
    if found.revision != revision:
        raise NotFound
    return served_photo(found, size)


def _photo(problem_id: int, photo_id: int) -> photos.Photo:
    found, problem = session().get(photos.Photo, photo_id), mine(session(), problem_id)
    things = {(KIND, problem.id), *((UPDATE, event.id) for event in problem.events)}
    if found is None or (found.about_kind, found.about_id) not in things:
        raise NotFound
    return found


@pages.route("/<int:problem_id>/slika/<int:photo_id>/prekrivanje/", methods=["GET", "POST"])
@allow("problems.handle")
def cover(problem_id: int, photo_id: int) -> Any:
    """Cover what must not be seen on a photo: faces, number plates."""
    found = _photo(problem_id, photo_id)
    if not queries.dispatches(me_in(session())):
        raise NotYours
    form = redact_form(found)
    if form.is_sent():
        with work() as db:
            photos.redact(db, photo_id, form.boxes.data, by=me_in(db).id, seen=number(form.seen.data) or 0)
        say(_("The picture is being made anew. Nobody sees the earlier one any more."))
        return redirect(url_for(".manage", problem_id=problem_id), 303)
    html = render_template("portal/problems/staff/cover.html", photo=found, form=form, problem_id=problem_id)
    return html, 422 if request.method == "POST" else 200


@pages.route("/<int:problem_id>/prilog/<int:file_id>/<name>")
@allow("problems.handle")
def attached_file(problem_id: int, file_id: int, name: str) -> Response:
    """A file of an answer, for those who work on the report."""
    problem = mine(session(), problem_id)
    of_events = files.of_many(session(), UPDATE, [event.id for event in problem.events])
    for file in (file for known in of_events.values() for file in known):
        if (file.id, file.name) == (file_id, name):
            return served_file(file)
    raise NotFound
