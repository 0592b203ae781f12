"""Pages of the administration: what the profile seeded, people change here."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.kernel import access, once
from portal.kernel.access import allow
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import current_person
from portal.kernel.clock import local_date, now
from portal.kernel.db import session, work
from portal.kernel.forms import ForeignForm, Form
from portal.kernel.moderation.models import Reason, Verdict
from portal.kernel.municipality import actions, forms, queries
from portal.kernel.municipality.models import Fact, Office, OfficeKind, Settlement, Term, Topic, Unit
from portal.kernel.refusals import NotFound, Refusal, Stale
from portal.kernel.site.messages import say
from portal.kernel.site.shown import plainly
from portal.kernel.words import gettext as _
from portal.kernel.words import ngettext

pages = Blueprint("administration", __name__)

Answer = Response | str | tuple[str, int]
Act = Callable[[Session, Person], object]


def _me(db: Session) -> Person:
    return db.get_one(Person, access.require(current_person(), access.SIGNED_IN).id)


def _saved(form: Form, act: Act, done: str, where: str, page: str, **context: Any) -> Answer:
    """Save what a form says by one verb, or show the form: with what is wrong with it, and nothing typed lost."""
    if form.is_sent():
        try:
            with work() as db:
                token = form.once_token.data or "" if "once_token" in form else ""
                if once.before(db, token) is None:
                    act(db, _me(db))
                    once.settle(db, token, where)
            say(done)
            return redirect(where, 303)
        except Stale:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    html = render_template(f"portal/administration/{page}.html", form=form, back=where, **context)
    return (html, 422) if request.method == "POST" else html


def _pressed(act: Act, done: str, where: str) -> Response:
    """Do what one button says. Raises `ForeignForm` and what the verb raises."""
    if not forms.Press(request.form).validate():
        raise ForeignForm
    with work() as db:
        act(db, _me(db))
    say(done)
    return redirect(where, 303)


def _seen() -> int:
    return request.form.get("seen", 0, type=int)


def _data(form: Form, *names: str) -> dict[str, Any]:
    return {name: form[name].data for name in names}


@pages.route("/")
@allow("moderation.reasons")
def index() -> str:
    """What can be changed here."""
    return render_template(
        "portal/administration/index.html", may_change=access.may(current_person(), "municipality.change")
    )


@pages.route("/nazivi/", methods=["GET", "POST"])
@allow("municipality.change")
def names() -> Answer:
    """Names and contacts of the municipality."""
    fact = session().get(Fact, "municipality")
    if fact is None:
        raise NotFound
    form = forms.NamesForm(request.form, data={**fact.value, "seen": fact.version})
    return _saved(
        form,
        lambda db, me: actions.change_names(db, _data(form, *form.FACTS), seen=form.seen.data or 0, by=me),
        _("Names and contacts are saved."), url_for(".index"), "form",
        title=_("Names and contacts"), lead=_("They stand on every page and in every letter."),
    )


@pages.route("/funkcije/")
@allow("municipality.change")
def offices() -> str:
    """Every office with who holds it today."""
    return render_template(
        "portal/administration/offices.html",
        offices=queries.offices(session()), today=local_date(now()), kinds=forms.KINDS, press=forms.Press(),
    )


@pages.route("/funkcije/nova/", methods=["GET", "POST"])
@allow("municipality.change")
def add_office() -> Answer:
    """Add an office."""
    form = forms.OfficeForm(request.form)
    return _saved(
        form, lambda db, me: actions.add_office(db, **_office_of(form), by=me),
        _("The office is added. Now say who holds it."), url_for(".offices"), "form",
        title=_("New office"), lead=_("It takes questions as soon as it is added."),
    )


def _office_of(form: Form) -> dict[str, Any]:
    return {
        "kind": OfficeKind(form["kind"].data), **_data(form, "name_sr", "name_en", "about_sr", "about_en", "email")
    }


def _office(key: str) -> Office:
    found = queries.office(session(), key)
    if found is None:
        raise NotFound
    return found


@pages.route("/funkcije/<key>/")
@allow("municipality.change")
def office(key: str) -> str:
    """One office: its words, its terms, whether it takes questions."""
    return render_template(
        "portal/administration/office.html", office=_office(key), today=local_date(now()), kinds=forms.KINDS,
        press=forms.Press(),
    )


@pages.route("/funkcije/<key>/izmena/", methods=["GET", "POST"])
@allow("municipality.change")
def change_office(key: str) -> Answer:
    """Change an office's words."""
    found = _office(key)
    form = forms.OfficeForm(request.form, obj=found, seen=found.version)
    id = found.id
    return _saved(
        form, lambda db, me: actions.change_office(db, id, seen=form.seen.data or 0, **_office_of(form), by=me),
        _("The office is saved."), url_for(".office", key=key), "form",
        title=_("Change the office"), lead=_("Its address on this site stays the same."),
    )


@pages.route("/funkcije/<key>/zatvaranje/", methods=["GET", "POST"])
@allow("municipality.change")
def close_office(key: str) -> Answer:
    """Stop taking questions, with the reason citizens read."""
    found = _office(key)
    form = forms.CloseForm(request.form, seen=found.version)
    id = found.id
    return _saved(
        form,
        lambda db, me: actions.close_office(
            db, id, seen=form.seen.data or 0, reason_sr=form.closed_reason_sr.data or "",
            reason_en=form.closed_reason_en.data or "", by=me,
        ),
        _("The office takes no questions now."), url_for(".office", key=key), "form",
        title=_("Close the office to questions"), lead=_("Questions already asked stay, and their deadlines run on."),
    )


@pages.route("/funkcije/<key>/otvaranje/", methods=["POST"])
@allow("municipality.change")
def open_office(key: str) -> Response:
    """Take questions again."""
    id = _office(key).id
    return _pressed(
        lambda db, me: actions.open_office(db, id, seen=_seen(), by=me),
        _("The office takes questions again."), url_for(".office", key=key),
    )


@pages.route("/funkcije/<key>/redosled/", methods=["POST"])
@allow("municipality.change")
def move_office(key: str) -> Response:
    """One place up or down the list."""
    id = _office(key).id
    return _pressed(
        lambda db, me: actions.move_office(db, id, earlier=request.form.get("where") == "up", by=me),
        _("The order is changed."), url_for(".offices"),
    )


@pages.route("/funkcije/<key>/mandat/", methods=["GET", "POST"])
@allow("municipality.change")
def appoint(key: str) -> Answer:
    """A new holder from a day on."""
    id = _office(key).id
    form = forms.AppointForm(request.form)
    names = ("holder_sr", "holder_en", "began_on", "ended_on", "email")
    return _saved(
        form, lambda db, me: actions.appoint(db, id, **_data(form, *names), by=me),
        _("The term is entered."), url_for(".office", key=key), "form",
        title=_("New term of office"), lead=_("Questions asked earlier stay with the one to whom they were put."),
    )


def _term(term_id: int) -> Term:
    found = session().get(Term, term_id)
    if found is None:
        raise NotFound
    return found


@pages.route("/mandati/<int:term_id>/", methods=["GET", "POST"])
@allow("municipality.change")
def term(term_id: int) -> Answer:
    """Correct a term."""
    found = _term(term_id)
    person = found.person
    form = forms.TermForm(request.form, obj=found, seen=found.version, email=(person.email or "") if person else "")
    return _saved(
        form,
        lambda db, me: actions.change_term(
            db, term_id, seen=form.seen.data or 0, **_data(form, "holder_sr", "holder_en", "ended_on", "email"), by=me
        ),
        _("The term is saved."), url_for(".office", key=found.office.key), "form",
        title=_("Change the term"), lead=plainly(found.office.name_sr, found.office.name_en),
    )


@pages.route("/mandati/<int:term_id>/odsustvo/", methods=["GET", "POST"])
@allow("municipality.change")
def absence(term_id: int) -> Answer:
    """Who answers while the holder is away."""
    found = _term(term_id)
    deputy = session().get(Person, found.deputy_id) if found.deputy_id else None
    form = forms.AbsenceForm(
        request.form, obj=found, seen=found.version, deputy_email=(deputy.email or "") if deputy else ""
    )
    return _saved(
        form,
        lambda db, me: actions.set_absence(
            db, term_id, seen=form.seen.data or 0, **_data(form, "absent_from", "absent_to", "deputy_email"), by=me
        ),
        _("The absence is saved."), url_for(".office", key=found.office.key), "form",
        title=_("Absence and deputy"), lead=plainly(found.holder_sr, found.holder_en),
    )


@pages.route("/jedinice/")
@allow("municipality.change")
def units() -> str:
    """Departments and public enterprises."""
    return render_template("portal/administration/units.html", units=queries.units(session()))


@pages.route("/jedinice/nova/", methods=["GET", "POST"])
@allow("municipality.change")
def add_unit() -> Answer:
    """Add a unit."""
    form = forms.UnitForm(request.form)
    return _saved(
        form, lambda db, me: actions.add_unit(db, **_data(form, "name_sr", "name_en", "email"), by=me),
        _("The unit is added."), url_for(".units"), "form",
        title=_("New unit"), lead=_("A department or a public enterprise that does the work."),
    )


@pages.route("/jedinice/<int:unit_id>/", methods=["GET", "POST"])
@allow("municipality.change")
def unit(unit_id: int) -> Answer:
    """Change a unit."""
    found = session().get(Unit, unit_id)
    if found is None:
        raise NotFound
    form = forms.UnitForm(request.form, obj=found, seen=found.version)
    return _saved(
        form,
        lambda db, me: actions.change_unit(
            db, unit_id, seen=form.seen.data or 0, **_data(form, "name_sr", "name_en", "email"), by=me
        ),
        _("The unit is saved."), url_for(".units"), "form", title=_("Change the unit"), lead="",
    )


@pages.route("/teme/")
@allow("municipality.change")
def topics() -> str:
    """Topics and where they lead."""
    db = session()
    return render_template(
        "portal/administration/topics.html", topics=queries.topics(db),
        offices={office.id: office for office in queries.offices(db)},
    )


def _topic_form(**values: Any) -> forms.TopicForm:
    form = forms.TopicForm(request.form, **values)
    form.office_id.choices = [
        SelectChoice(str(office.id), plainly(office.name_sr, office.name_en)) for office in queries.offices(session())
    ]
    return form


@pages.route("/teme/nova/", methods=["GET", "POST"])
@allow("municipality.change")
def add_topic() -> Answer:
    """Add a topic."""
    form = _topic_form()
    return _saved(
        form, lambda db, me: actions.add_topic(db, **_data(form, "name_sr", "name_en", "office_id"), by=me),
        _("The topic is added."), url_for(".topics"), "form",
        title=_("New topic"), lead=_("A topic finds the office for people who do not know whom to ask."),
    )


@pages.route("/teme/<int:topic_id>/", methods=["GET", "POST"])
@allow("municipality.change")
def topic(topic_id: int) -> Answer:
    """Change a topic."""
    found = session().get(Topic, topic_id)
    if found is None:
        raise NotFound
    form = _topic_form(obj=found, seen=found.version)
    return _saved(
        form,
        lambda db, me: actions.change_topic(
            db, topic_id, seen=form.seen.data or 0, **_data(form, "name_sr", "name_en", "office_id"), by=me
        ),
        _("The topic is saved."), url_for(".topics"), "form",
        title=_("Change the topic"), lead=_("Questions already asked stay where they are."),
    )


@pages.route("/naselja/")
@allow("municipality.change")
def settlements() -> str:
    """Villages and towns."""
    return render_template("portal/administration/settlements.html", settlements=queries.settlements(session()))


@pages.route("/naselja/novo/", methods=["GET", "POST"])
@allow("municipality.change")
def add_settlement() -> Answer:
    """Add a settlement."""
    form = forms.SettlementForm(request.form)
    return _saved(
        form, lambda db, me: actions.add_settlement(db, **_data(form, "name_sr", "name_en"), by=me),
        _("The settlement is added."), url_for(".settlements"), "form",
        title=_("New settlement"), lead=_("Lists find its place by the alphabet."),
    )


@pages.route("/naselja/<int:settlement_id>/", methods=["GET", "POST"])
@allow("municipality.change")
def settlement(settlement_id: int) -> Answer:
    """Correct a settlement's name."""
    found = session().get(Settlement, settlement_id)
    if found is None:
        raise NotFound
    form = forms.SettlementForm(request.form, obj=found, seen=found.version)
    return _saved(
        form,
        lambda db, me: actions.change_settlement(
            db, settlement_id, seen=form.seen.data or 0, **_data(form, "name_sr", "name_en"), by=me
        ),
        _("The settlement is saved."), url_for(".settlements"), "form", title=_("Change the settlement"), lead="",
    )


@pages.route("/kalendar/", methods=["GET", "POST"])
@allow("municipality.change")
def calendar() -> Answer:
    """The days of a year that are not what their weekday says; and one more."""
    year = request.args.get("godina", local_date(now()).year, type=int)
    form = forms.DayForm(request.form)
    return _saved(
        form, lambda db, me: actions.add_day(db, **_data(form, "day", "working", "name_sr", "name_en"), by=me),
        _("The day is in the calendar."), url_for(".calendar", godina=form.day.data.year if form.day.data else year),
        "calendar", year=year, days=queries.days_of(session(), year), press=forms.Press(),
        holidays=forms.YearForm(year=year),
    )


@pages.route("/kalendar/praznici/", methods=["POST"])
@allow("municipality.change")
def add_holidays() -> Response:
    """Add the State's holidays of a year."""
    form = forms.YearForm(request.form)
    if not form.validate():
        raise ForeignForm if form.form_errors else actions.StrangeYear
    with work() as db:
        added = actions.add_holidays(db, form.year.data or 0, by=_me(db))
    say(ngettext("%(num)s holiday was added.", "%(num)s holidays were added.", added))
    return redirect(url_for(".calendar", godina=form.year.data), 303)


@pages.route("/kalendar/<day>/uklanjanje/", methods=["POST"])
@allow("municipality.change")
def remove_day(day: str) -> Response:
    """Let a day be what its weekday says."""
    try:
        which = date.fromisoformat(day)
    except ValueError:
        raise NotFound from None
    return _pressed(
        lambda db, me: actions.remove_day(db, which, by=me),
        _("The day was taken out of the calendar."), url_for(".calendar", godina=which.year),
    )


@pages.route("/obecanja/")
@allow("municipality.change")
def promises() -> str:
    """What the municipality has promised, and what it promised before."""
    return render_template(
        "portal/administration/promises.html", promises=queries.promises(session()), titles=forms.PROMISES,
        labels=forms.RULES,
    )


@pages.route("/obecanja/<name>/", methods=["GET", "POST"])
@allow("municipality.change")
def promise(name: str) -> Answer:
    """A next version of a promise."""
    found = next((held for held in queries.promises(session()) if held.name == name), None)
    if found is None:
        raise NotFound
    form = forms.promise_form(found.rules)(request.form, data={**found.rules, "seen": found.version})
    rules = [rule for rule in found.rules if rule in form]
    return _saved(
        form,
        lambda db, me: actions.promise_anew(db, name, _data(form, *rules), seen=form["seen"].data or 0, by=me),
        _("The new version holds from now on."), url_for(".promises"), "form",
        title=str(forms.PROMISES.get(name, name)),
        lead=_("What already runs keeps the version it runs by; the new one holds for what comes."),
    )


@pages.route("/razlozi/")
@allow("moderation.reasons")
def reasons() -> str:
    """Canned reasons of the moderators."""
    return render_template(
        "portal/administration/reasons.html",
        reasons=session().scalars(select(Reason).order_by(Reason.place, Reason.id)).all(),
        verdicts=forms.VERDICTS, press=forms.Press(),
    )


def _reason_of(form: Form) -> dict[str, Any]:
    return {"verdict": Verdict(form["verdict"].data), **_data(form, "name_sr", "name_en", "text_sr", "text_en")}


@pages.route("/razlozi/novi/", methods=["GET", "POST"])
@allow("moderation.reasons")
def add_reason() -> Answer:
    """Add a reason."""
    form = forms.ReasonForm(request.form)
    return _saved(
        form, lambda db, me: actions.add_reason(db, **_reason_of(form), by=me),
        _("The reason is added."), url_for(".reasons"), "form",
        title=_("New reason"), lead=_("Moderators choose it; the author receives its whole text."),
    )


@pages.route("/razlozi/<int:reason_id>/", methods=["GET", "POST"])
@allow("moderation.reasons")
def reason(reason_id: int) -> Answer:
    """Change a reason."""
    found = session().get(Reason, reason_id)
    if found is None:
        raise NotFound
    form = forms.ReasonForm(request.form, obj=found, seen=found.version)
    return _saved(
        form,
        lambda db, me: actions.change_reason(db, reason_id, seen=form.seen.data or 0, **_reason_of(form), by=me),
        _("The reason is saved."), url_for(".reasons"), "form",
        title=_("Change the reason"), lead=_("Decisions already sent keep the words they were sent with."),
    )


@pages.route("/razlozi/<int:reason_id>/ponuda/", methods=["POST"])
@allow("moderation.reasons")
def offer_reason(reason_id: int) -> Response:
    """Offer a reason no more, or again."""
    again = request.form.get("again") == "yes"
    act = actions.restore_reason if again else actions.retire_reason
    return _pressed(
        lambda db, me: act(db, reason_id, seen=_seen(), by=me),
        _("The reason is offered again.") if again else _("The reason is offered no more."), url_for(".reasons"),
    )
