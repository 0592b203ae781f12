"""Units, topics and settlements."""

from typing import Any

from flask import render_template, request, url_for
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.kernel.access import allow
from portal.kernel.db import session
from portal.kernel.municipality import actions, forms, queries
from portal.kernel.municipality.models import Settlement, Topic, Unit
from portal.kernel.municipality.views.common import Answer, data_of, pages, saved
from portal.kernel.refusals import NotFound
from portal.kernel.site.shown import plainly
from portal.kernel.words import gettext as _


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
    return saved(
        form, lambda db, me: actions.add_unit(db, **data_of(form, "name_sr", "name_en", "email"), by=me),
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
    return saved(
        form,
        lambda db, me: actions.change_unit(
            db, unit_id, seen=form.seen.data or 0, **data_of(form, "name_sr", "name_en", "email"), by=me
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
    return saved(
        form, lambda db, me: actions.add_topic(db, **data_of(form, "name_sr", "name_en", "office_id"), by=me),
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
    return saved(
        form,
        lambda db, me: actions.change_topic(
            db, topic_id, seen=form.seen.data or 0, **data_of(form, "name_sr", "name_en", "office_id"), by=me
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
    return saved(
        form, lambda db, me: actions.add_settlement(db, **data_of(form, "name_sr", "name_en"), by=me),
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
    return saved(
        form,
        lambda db, me: actions.change_settlement(
            db, settlement_id, seen=form.seen.data or 0, **data_of(form, "name_sr", "name_en"), by=me
        ),
        _("The settlement is saved."), url_for(".settlements"), "form", title=_("Change the settlement"), lead="",
    )
