"""Reporting a problem: in two steps, and a third only where something was noticed.

The first step asks where and what about, the second everything else on one page, with the category's own questions
in it. Two pages rather than one, because without JavaScript the questions, or the message that a category is closed,
can come only after the category is known; and not more than two, because each costs a trip over a bad line. What was
typed stands in hidden fields when somebody goes back to change the first step.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy import Row
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.features.problems import actions, queries
from portal.features.problems.forms.citizens import MeTooForm, ReportForm, WhereForm, report_form
from portal.features.problems.models import KIND, Category, Channel, Problem
from portal.features.problems.refusals import CategoryClosed
from portal.features.problems.rules import extra, places
from portal.features.problems.views.blueprint import pages
from portal.features.problems.views.shared import the_own, the_public, with_tiles
from portal.kernel import once, photos, throttle
from portal.kernel.access import ANYONE, allow
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import current_person
from portal.kernel.codes import code_of
from portal.kernel.db import session, work
from portal.kernel.forms import SelectChoice, number
from portal.kernel.municipality import queries as municipality
from portal.kernel.outbox import Recipient
from portal.kernel.photos.forms import takes_photos
from portal.kernel.refusals import Refusal
from portal.kernel.settings import setting
from portal.kernel.site.client import client_network
from portal.kernel.site.links import home_path
from portal.kernel.site.shown import plainly
from portal.kernel.texts import personal_data
from portal.kernel.words import gettext as _
from portal.kernel.words import lazy, version

COOKIE = "portal_naselje"
"""The settlement chosen last in this browser: offered first the next time."""
A_NETWORK, A_PERSON = 600, 1000
"""Reports an hour: a whole village may stand behind one mobile network on a flood day, and a helper types for others."""
PERSONAL = {
    "jmbg": lazy("personal number (JMBG)"),
    "phone": lazy("phone number"),
    "email": lazy("e-mail address"),
    "account": lazy("bank account number"),
    "plate": lazy("number plate"),
}


@dataclass(frozen=True)
class Noticed:
    """What is shown before a report is sent: personal data in its words, reports that may be the same."""

    personal: Sequence[tuple[Any, str]]
    near: Sequence[Row[Any]]

    def __bool__(self) -> bool:
        return bool(self.personal or self.near)


@pages.route("/prijavi/", methods=["GET", "POST"])
@allow(ANYONE)
@takes_photos
def report() -> Any:
    """Report a problem; nothing typed is lost on the way, and what was noticed in it is shown before it is sent."""
    db = session()
    where = where_form(db)
    category = _chosen(db, where)
    if category is None or "change" in request.form:
        return _where_page(where)
    form = report_form(category)(request.form if request.method == "POST" else request.args)
    _for_whom(form)
    if request.method != "POST" or "where" in request.form:
        return _report_page(form, category, 200)
    if not _admitted(form) or not form.validate():
        return _report_page(form, category)
    noticed = notice(db, form, category)
    if noticed and not request.form.get("checked"):
        form.keep_photos()
        return _report_page(form, category, 200, noticed)
    return _send(form, category)


def where_form(db: Session) -> WhereForm:
    """Return the first step, the settlement chosen last on top."""
    form = WhereForm(request.form if request.method == "POST" else request.args)
    remembered = request.cookies.get(COOKIE, "")
    settlements = [SelectChoice(str(s.id), plainly(s.name_sr, s.name_en)) for s in municipality.settlements(db)]
    first = [choice for choice in settlements if choice.value == remembered]
    if first and not form.settlement.data:
        form.settlement.data = remembered
    form.settlement.choices = [
        *(first or [SelectChoice("", _("Choose a settlement"))]),
        *(choice for choice in settlements if choice not in first),
    ]
    form.category.choices = [SelectChoice(c.key, plainly(c.name_sr, c.name_en)) for c in queries.categories(db)]
    return form


def _chosen(db: Session, form: WhereForm) -> Category | None:
    """Return the category once both choices are good; else say in the form what is wrong with what was chosen."""
    if request.method != "POST" and not {form.settlement.name, form.category.name} & set(request.args):
        return None
    found = next((category for category in queries.categories(db) if category.key == form.category.data), None)
    if form.settlement.data not in {str(settlement.id) for settlement in municipality.settlements(db)}:
        form.settlement.errors = [_("Choose the settlement.")]
    if found is None:
        form.category.errors = [_("Choose what the problem is about.")]
    elif not found.open:
        form.refuse(CategoryClosed(field="category", message=extra.worded(vars(found), "closed")))
    return found if found is not None and not form.errors else None


def _for_whom(form: ReportForm) -> None:
    """Leave out what the account knows; only somebody with an account reports for an organisation."""
    if current_person() is not None:
        del form.name, form.email
    else:
        del form.organisation


def _where_page(form: WhereForm) -> Any:
    """Show the first step; what was typed in the second goes along."""
    ours = {form.settlement.name, form.category.name, "csrf_token", "change", "where", "checked"}
    carried = [(name, value) for name, value in request.form.items(multi=True) if name not in ours]
    page = render_template(
        "portal/problems/where.html",
        form=form,
        carried=carried,
        hints={c.key: plainly(c.hint_sr, c.hint_en) for c in queries.categories(session())},
    )
    return page, 422 if form.errors else 200


def _report_page(form: ReportForm, category: Category, status: int = 422, noticed: Noticed | None = None) -> Response:
    db = session()
    settlement = next((s for s in municipality.settlements(db) if str(s.id) == form.settlement.data), None)
    page = render_template(
        "portal/problems/report.html",
        form=form,
        category=category,
        settlement=settlement,
        noticed=noticed,
        names=queries.names(db) if noticed else None,
        promised=queries.promised(db),
        frame=places.frame(db),
    )
    answer = with_tiles(page)
    answer.status_code = status
    answer.set_cookie(
        COOKIE,
        form.settlement.data or "",
        max_age=31_536_000,
        httponly=True,
        samesite="Lax",
        secure=setting("COOKIE_SECURE"),
        path=home_path(),
    )
    return answer


def _admitted(form: ReportForm) -> bool:
    person = current_person()
    source, most = (f"person {person.id}", A_PERSON) if person else (client_network(), A_NETWORK)
    try:
        throttle.admit(throttle.Limit("report", source, most, throttle.HOUR))
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def notice(db: Session, form: ReportForm, category: Category) -> Noticed:
    """Return what the reporter should look at before sending."""
    typed = [form.place.data or "", form.text.data or "", *(str(f.data or "") for f in form.questions)]
    words = "\n".join(typed)
    lat, lon, _accuracy = form.position
    found = queries.near(
        db,
        category_id=category.id,
        settlement_id=number(form.settlement.data),
        words=" ".join(typed[:2]),
        lat=lat,
        lon=lon,
    )
    return Noticed([(PERSONAL[f.kind], words[f.start : f.end]) for f in personal_data(words)], found)


def _send(form: ReportForm, category: Category) -> Any:
    person = current_person()
    try:
        with work() as db:
            if address := once.before(db, form.once_token.data or ""):
                return redirect(address, 303)
            reporter = db.get_one(Person, person.id) if person else None
            problem = actions.submit(db, said_in(form, category, reporter), by=reporter)
            for photo in form.all_photos:
                photos.attach(db, photo, kind=KIND, id=problem.id, by=person.id if person else None)
            address = url_for(".sent", problem_id=problem.id, code=code_of(KIND, problem.id))
            once.settle(db, form.once_token.data or "", address)
    except Refusal as refusal:
        form.refuse(refusal)
        return _report_page(form, category)
    return redirect(address, 303)


def said_in(form: ReportForm, category: Category, person: Person | None) -> actions.Report:
    """Return what the form says, with name and address of the account where there is one."""
    lat, lon, accuracy = form.position
    organisation = (form.organisation.data or "") if "organisation" in form else ""
    return actions.Report(
        category_key=category.key,
        settlement_id=number(form.settlement.data),
        place=form.place.data or "",
        text=form.text.data or "",
        name=person.name if person else form.name.data or "",
        email=(person.email or "") if person else form.email.data or "",
        phone=form.phone.data or "",
        organisation=organisation,
        lat=lat,
        lon=lon,
        accuracy=accuracy,
        answers=extra.read(category, {field.name: str(field.data or "") for field in form.questions}),
        version_key=version().key,
        channel=Channel.ORGANISATION if organisation else Channel.WEB,
        marks=form.marks,
        network=client_network() if form.watched else "",
    )


@pages.route("/slicne/")
@allow(ANYONE)
def similar() -> str:
    """A piece of a page: public reports that may be the one being typed."""
    text, db = request.args.get("q", "")[:300], session()
    keys = {c.key: c.id for c in queries.categories(db)}
    found = queries.near(
        db,
        category_id=keys.get(request.args.get("oblast", "")),
        settlement_id=number(request.args.get("naselje")),
        words=text,
    )
    return render_template("portal/problems/_similar.html", rows=found if len(text) >= 8 else [], names=queries.names(db))


@pages.route("/poslato/<int:problem_id>/<code>/")
@allow(ANYONE)
def sent(problem_id: int, code: str) -> str:
    """Number and code on one page that can be photographed, and what happens next."""
    problem = the_own(session(), problem_id, code)
    return render_template("portal/problems/sent.html", problem=problem, code=code, promised=queries.promised(session()))


@pages.route("/<int:problem_id>/i-ja/", methods=["GET", "POST"])
@allow(ANYONE)
def me_too(problem_id: int) -> Any:
    """'I see this problem too': it counts at once; whoever leaves an address hears the news once it is confirmed."""
    person, form = current_person(), MeTooForm(request.form)
    if person is not None:
        del form.email
    problem = the_public(session(), problem_id)
    if not form.is_sent():
        status = 422 if request.method == "POST" else 200
        return render_template("portal/problems/me_too.html", form=form, problem=problem), status
    throttle.admit(throttle.Limit(f"me-too {problem_id}", client_network(), 60, throttle.HOUR))
    to = Recipient.of(person) if person else _guest(form)
    with work() as db:
        done = url_for(".thanks", problem_id=problem_id, pismo=None if person or to is None else "da")
        token = f"{form.once_token.data}:{problem_id}" if form.once_token.data else ""
        if once.before(db, token) is None:
            actions.me_too(db, _lead(db, problem_id), to, confirmed=person is not None)
            once.settle(db, token, done)
    return redirect(done, 303)


def _guest(form: MeTooForm) -> Recipient | None:
    email = (form.email.data or "").strip().lower()
    return Recipient(email, version().key) if email else None


def _lead(db: Session, problem_id: int) -> Problem:
    """Return the public report, locked; of a joined one the one that stays."""
    problem = the_public(db, problem_id)
    return actions.load(db, problem.joined_to_id or problem.id)


@pages.route("/<int:problem_id>/hvala/")
@allow(ANYONE)
def thanks(problem_id: int) -> str:
    """After 'me too', or after an address was confirmed."""
    problem = the_public(session(), problem_id)
    return render_template("portal/problems/thanks.html", problem=problem, letter="pismo" in request.args)
