"""Names, calendar, promises and reasons; and the page that leads to everything."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from portal.kernel import access
from portal.kernel.access import allow
from portal.kernel.accounts.session import current_person, me_in
from portal.kernel.clock import local_date, now
from portal.kernel.db import session, work
from portal.kernel.forms import ForeignForm, Form, Press, SelectChoice
from portal.kernel.moderation.models import Reason, Verdict
from portal.kernel.moderation.queue import Queue
from portal.kernel.municipality import actions, forms, queries
from portal.kernel.municipality.models import Fact
from portal.kernel.municipality.views.common import Answer, data_of, pages, pressed, saved, version_seen
from portal.kernel.refusals import NotFound
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _
from portal.kernel.words import ngettext


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
    return saved(
        form,
        lambda db, me: actions.change_names(db, data_of(form, *form.FACTS), seen=form.seen.data or 0, by=me),
        _("Names and contacts are saved."), url_for(".index"), "form",
        title=_("Names and contacts"), lead=_("They stand on every page and in every letter."),
    )


@pages.route("/kalendar/", methods=["GET", "POST"])
@allow("municipality.change")
def calendar() -> Answer:
    """The days of a year that are not what their weekday says; and one more."""
    year = request.args.get("godina", local_date(now()).year, type=int)
    form = forms.DayForm(request.form)
    return saved(
        form, lambda db, me: actions.add_day(db, **data_of(form, "day", "working", "name_sr", "name_en"), by=me),
        _("The day is in the calendar."), url_for(".calendar", godina=form.day.data.year if form.day.data else year),
        "calendar", year=year, days=queries.days_of(session(), year), press=Press(),
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
        added = actions.add_holidays(db, form.year.data or 0, by=me_in(db))
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
    return pressed(
        lambda db, me: actions.remove_day(db, which, by=me),
        _("The day was taken out of the calendar."), url_for(".calendar", godina=which.year),
    )


def _titles() -> Mapping[str, object]:
    """Return what promises are called; the rules of comments have one for each kind of thing that is discussed."""
    discussions = current_app.extensions["portal"].discussions.values()
    return {**forms.PROMISES, **{f"comments_{each.kind}": f"{_('Comments')}: {each.label}" for each in discussions}}


@pages.route("/obecanja/")
@allow("municipality.change")
def promises() -> str:
    """What the municipality has promised, and what it promised before."""
    return render_template(
        "portal/administration/promises.html", promises=queries.promises(session()), titles=_titles(),
        labels=forms.RULES, words=forms.WORDS,
    )


@pages.route("/obecanja/<name>/", methods=["GET", "POST"])
@allow("municipality.change")
def promise(name: str) -> Answer:
    """A next version of a promise."""
    found = next((held for held in queries.promises(session()) if held.name == name), None)
    if found is None:
        raise NotFound
    form = forms.promise_form(found.rules)(request.form, data={**forms.filled(found.rules), "seen": found.version})
    rules = [rule for rule in found.rules if rule in form]
    return saved(
        form,
        lambda db, me: actions.promise_anew(db, name, data_of(form, *rules), seen=form["seen"].data or 0, by=me),
        _("The new version holds from now on."), url_for(".promises"), "form",
        title=str(_titles().get(name, name)),
        lead=_("What already runs keeps the version it runs by; the new one holds for what comes."),
    )


@pages.route("/razlozi/")
@allow("moderation.reasons")
def reasons() -> str:
    """Canned reasons of the moderators."""
    return render_template(
        "portal/administration/reasons.html",
        reasons=session().scalars(select(Reason).order_by(Reason.place, Reason.id)).all(),
        verdicts=forms.VERDICTS, kinds=_kinds(), press=Press(),
    )


def _kinds() -> dict[str, str]:
    """Return what a reason can be about: everything, or one kind of submission."""
    queues: Mapping[str, Queue] = current_app.extensions["portal"].queues
    return {"": _("Everything"), **{kind: str(queue.label) for kind, queue in queues.items()}}


def _reason_form(**values: Any) -> forms.ReasonForm:
    form = forms.ReasonForm(request.form, **values)
    form.kind.choices = [SelectChoice(kind, label) for kind, label in _kinds().items()]
    return form


def _reason_of(form: Form) -> dict[str, Any]:
    names = ("kind", "name_sr", "name_en", "text_sr", "text_en", "needs_note")
    return {"verdict": Verdict(form["verdict"].data), **data_of(form, *names)}


@pages.route("/razlozi/novi/", methods=["GET", "POST"])
@allow("moderation.reasons")
def add_reason() -> Answer:
    """Add a reason."""
    form = _reason_form()
    return saved(
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
    form = _reason_form(obj=found, seen=found.version)
    return saved(
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
    return pressed(
        lambda db, me: act(db, reason_id, seen=version_seen(), by=me),
        _("The reason is offered again.") if again else _("The reason is offered no more."), url_for(".reasons"),
    )
