"""The reporter's own page, with or without an account: where the report stands, and what can be done."""

from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from portal.features.problems import actions, queries
from portal.features.problems.forms.citizens import AddressForm, CodeForm, ReplyForm, TrueForm
from portal.features.problems.models import KIND, Problem
from portal.features.problems.refusals import WrongCode
from portal.features.problems.views.blueprint import pages
from portal.features.problems.views.shared import details, the_own
from portal.kernel import once, throttle
from portal.kernel.access import ANYONE, SIGNED_IN, allow
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import current_person
from portal.kernel.clock import now
from portal.kernel.codes import code_of, is_code
from portal.kernel.db import session
from portal.kernel.moderation import queries as moderation
from portal.kernel.moderation import statements
from portal.kernel.moderation.forms import AppealForm
from portal.kernel.outbox.queries import came_back
from portal.kernel.photos.models import Photo
from portal.kernel.photos.views import served
from portal.kernel.refusals import NotFound
from portal.kernel.site.acting import acts
from portal.kernel.site.client import client_network
from portal.kernel.words import gettext as _


@pages.route("/prati/", methods=["GET", "POST"])
@allow(ANYONE)
def by_code() -> Any:
    """Find one's report by its number and secret code."""
    form = CodeForm(request.form)
    if form.is_sent():
        throttle.admit(throttle.Limit("problem code", client_network(), 30))
        found = queries.by_reference(session(), form.reference.data or "")
        if found is not None and is_code(KIND, found.id, form.code.data or ""):
            return redirect(url_for(".own", problem_id=found.id, code=code_of(KIND, found.id)), 303)
        form.refuse(WrongCode(field="code"))
    return render_template("portal/problems/by_code.html", form=form), 422 if request.method == "POST" else 200


@pages.route("/moje/")
@allow(SIGNED_IN)
def mine() -> str:
    """What the signed-in person reported."""
    person = current_person()
    found = queries.of_person(session(), person.id) if person else []
    codes = {problem.id: code_of(KIND, problem.id) for problem in found}
    return render_template("portal/problems/mine.html", problems=found, codes=codes, names=queries.names(session()), now=now())


@pages.route("/moje/<int:problem_id>/<code>/")
@allow(ANYONE)
def own(problem_id: int, code: str) -> Any:
    """Where the report stands, both promises, and the next step."""
    return _own_page(the_own(session(), problem_id, code), code)


def _own_page(problem: Problem, code: str, status: int = 200, **forms: Any) -> Any:
    db = session()
    item = moderation.item_of(db, KIND, problem.id)
    context = {
        "reply": ReplyForm(),
        "really": TrueForm(),
        "appeal": AppealForm(),
        "address": AddressForm(email=problem.reporter_email),
        **forms,
    }
    page = render_template(
        "portal/problems/own.html",
        code=code,
        item=item,
        statement=statements.last_of(db, item),
        came_back=came_back(db, KIND, problem.id),
        **details(db, problem, own=True),
        **context,
    )
    return page, status


def _act(problem_id: int, code: str, name: str, form: Any, verb: Any, done: str) -> Any:
    """Do one thing to the reporter's own report, or show the page again with what is wrong."""

    def act(db: Session) -> None:
        the_own(db, problem_id, code)
        person = current_person()
        verb(db, actions.load(db, problem_id), db.get(Person, person.id) if person else None)

    return acts(
        form,
        act,
        done=done,
        then=url_for(".own", problem_id=problem_id, code=code),
        again=lambda: _own_page(the_own(session(), problem_id, code), code, 422, **{name: form}),
    )


@pages.route("/moje/<int:problem_id>/<code>/odgovor/", methods=["POST"])
@allow(ANYONE)
def reply(problem_id: int, code: str) -> Any:
    """Give what the unit asked for."""
    form = ReplyForm(request.form)

    def verb(db: Any, problem: Problem, by: Person | None) -> None:
        if once.before(db, form.once_token.data or "") is None:
            actions.reply(db, problem, form.text.data or "", by=by)

    return _act(problem_id, code, "reply", form, verb, _("Thank you. Your reply was sent, and the deadline runs on."))


@pages.route("/moje/<int:problem_id>/<code>/da-ili-ne/", methods=["POST"])
@allow(ANYONE)
def say_true(problem_id: int, code: str) -> Any:
    """Say whether the problem is really resolved."""
    form, true = TrueForm(request.form), request.form.get("true") == "yes"

    def verb(db: Any, problem: Problem, by: Person | None) -> None:
        actions.say_whether_true(db, problem, true=true, why=form.why.data or "", by=by)

    done = _("Thank you for telling us.") if true else _("The report is open again, with a new deadline.")
    return _act(problem_id, code, "really", form, verb, done)


@pages.route("/moje/<int:problem_id>/<code>/zalba/", methods=["POST"])
@allow(ANYONE)
def appeal(problem_id: int, code: str) -> Any:
    """Appeal against a refusal."""
    form = AppealForm(request.form)

    def verb(db: Any, problem: Problem, by: Person | None) -> None:
        actions.appeal(db, problem, form.why.data or "", by=by)

    return _act(problem_id, code, "appeal", form, verb, _("Your appeal was sent. Another moderator will decide."))


@pages.route("/moje/<int:problem_id>/<code>/adresa/", methods=["POST"])
@allow(ANYONE)
def address(problem_id: int, code: str) -> Any:
    """Correct a mistyped address, or give the first one."""
    form = AddressForm(request.form)

    def verb(db: Any, problem: Problem, _by: Person | None) -> None:
        actions.change_address(db, problem, form.email.data or "")

    return _act(problem_id, code, "address", form, verb, _("The address was saved. News will go there."))


@pages.route("/moje/<int:problem_id>/<code>/slika/<int:photo_id>/<int:revision>-<size>.jpg")
@allow(ANYONE)
def own_photo(problem_id: int, code: str, photo_id: int, revision: int, size: str) -> Any:
    """Give the reporter a picture of their own report before the public sees it."""
    problem, photo = the_own(session(), problem_id, code), session().get(Photo, photo_id)
    if photo is None or (photo.about_kind, photo.about_id, photo.revision) != (KIND, problem.id, revision):
        raise NotFound
    return served(photo, size)
