"""Pages on which an administrator changes what reports are about, where they go and what is kept ready."""

from typing import Any

from flask import render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.features.problems import queries
from portal.features.problems.actions import settings as verbs
from portal.features.problems.forms import settings as forms
from portal.features.problems.models import Canned, Category, Competence, Route, When
from portal.features.problems.rules import places
from portal.features.problems.views.blueprint import pages
from portal.kernel.access import allow
from portal.kernel.db import session
from portal.kernel.forms import Form, Press, SelectChoice, number
from portal.kernel.municipality.models import Fact
from portal.kernel.municipality.queries import settlements, units
from portal.kernel.municipality.views.common import Answer, data_of, pressed, saved, version_seen
from portal.kernel.refusals import NotFound
from portal.kernel.site.shown import plainly
from portal.kernel.words import gettext as _

ORDERED: dict[str, Any] = {"oblasti": Category, "putevi": Route, "nadleznosti": Competence, "odgovori": Canned}
REMOVABLE: dict[str, Any] = {"putevi": Route, "odgovori": Canned}
PLACES = {"oblasti": ".categories", "putevi": ".routes", "nadleznosti": ".competences", "odgovori": ".canned_answers"}


@pages.route("/postavke/")
@allow("problems.settings")
def settings() -> str:
    """What can be changed about reports."""
    return render_template("portal/problems/staff/settings.html")


def _found(model: Any, id: int) -> Any:
    found = session().get(model, id)
    if found is None:
        raise NotFound
    return found


@pages.route("/postavke/oblasti/")
@allow("problems.settings")
def categories() -> str:
    """What a problem may be about, in the order in which people choose."""
    found = queries.categories(session())
    return render_template("portal/problems/staff/categories.html", categories=found, press=Press())


@pages.route("/postavke/oblasti/nova/", methods=["GET", "POST"])
@allow("problems.settings")
def add_category() -> Answer:
    """Add a category."""
    form = forms.CategoryForm(request.form)
    return saved(
        form,
        lambda db, me: verbs.add_category(db, by=me, **data_of(form, *form.FIELDS)),
        _("The category is added. Say which unit gets its reports."),
        url_for(".categories"),
        "portal/problems/staff/form.html",
        title=_("New category"),
        lead=_("People can choose it at once."),
    )


@pages.route("/postavke/oblasti/<int:category_id>/", methods=["GET", "POST"])
@allow("problems.settings")
def category(category_id: int) -> Answer:
    """Change a category's words, or close it with a message."""
    found = _found(Category, category_id)
    form = forms.CategoryForm(request.form, obj=found, seen=found.version)
    return saved(
        form,
        lambda db, me: verbs.change_category(
            db, category_id, seen=form.seen.data or 0, by=me, **data_of(form, *form.FIELDS)
        ),
        _("The category is saved."),
        url_for(".categories"),
        "portal/problems/staff/form.html",
        title=_("Change the category"),
        lead=_("Reports that were sent keep their category."),
    )


@pages.route("/postavke/oblasti/<int:category_id>/pitanja/")
@allow("problems.settings")
def questions(category_id: int) -> str:
    """The questions that a category asks beside the description."""
    found = _found(Category, category_id)
    return render_template("portal/problems/staff/questions.html", category=found, kinds=forms.KINDS, press=Press())


@pages.route("/postavke/oblasti/<int:category_id>/pitanja/novo/", methods=["GET", "POST"])
@pages.route("/postavke/oblasti/<int:category_id>/pitanja/<code>/", methods=["GET", "POST"])
@allow("problems.settings")
def question(category_id: int, code: str = "") -> Answer:
    """Add or change one question."""
    found = _found(Category, category_id)
    known = next((one for one in found.questions if one["code"] == code), None)
    if code and known is None:
        raise NotFound
    values = {**known, "choices": forms.as_lines(known.get("choices", ()))} if known else {}
    form = forms.QuestionForm(request.form, data={**values, "seen": found.version})
    return saved(
        form,
        lambda db, me: verbs.set_question(db, category_id, code, form.question, seen=form.seen.data or 0, by=me),
        _("The question is saved."),
        url_for(".questions", category_id=category_id),
        "portal/problems/staff/form.html",
        title=_("Change the question") if code else _("New question"),
        lead=plainly(found.name_sr, found.name_en),
    )


@pages.route("/postavke/oblasti/<int:category_id>/pitanja/<code>/uklanjanje/", methods=["POST"])
@allow("problems.settings")
def remove_question(category_id: int, code: str) -> Response:
    """Ask a question no more."""
    return pressed(
        lambda db, me: verbs.remove_question(db, category_id, code, seen=version_seen(), by=me),
        _("The question is asked no more."),
        url_for(".questions", category_id=category_id),
    )


@pages.route("/postavke/putevi/")
@allow("problems.settings")
def routes() -> str:
    """Which unit gets which reports: the first line that fits."""
    db = session()
    return render_template(
        "portal/problems/staff/routes.html",
        routes=db.scalars(select(Route).order_by(Route.place, Route.id)).all(),
        names=queries.names(db),
        whens=forms.WHENS,
        press=Press(),
    )


def _route_form(db: Session, **values: Any) -> forms.RouteForm:
    form = forms.RouteForm(request.form, **values)

    def named(things: Any, first: str) -> list[SelectChoice]:
        return [
            SelectChoice("", first), *(SelectChoice(str(one.id), plainly(one.name_sr, one.name_en)) for one in things)
        ]

    form.unit_id.choices = named(units(db), _("Choose a unit"))
    form.category_id.choices = named(queries.categories(db), _("anything"))
    form.settlement_id.choices = named(settlements(db), _("every settlement"))
    return form


def _route_of(form: forms.RouteForm) -> dict[str, Any]:
    return {
        "unit_id": number(form.unit_id.data) or 0,
        "category_id": number(form.category_id.data),
        "settlement_id": number(form.settlement_id.data),
        "when": When(form.when.data),
    }


@pages.route("/postavke/putevi/novi/", methods=["GET", "POST"])
@allow("problems.settings")
def add_route() -> Answer:
    """Add a route after the others."""
    form = _route_form(session())
    return saved(
        form,
        lambda db, me: verbs.add_route(db, by=me, **_route_of(form)),
        _("The route is added as the last one. Move it up if it should come before others."),
        url_for(".routes"),
        "portal/problems/staff/form.html",
        title=_("New route"),
        lead=_("The first route that fits gets the report; special ones stand above general ones."),
    )


@pages.route("/postavke/putevi/<int:route_id>/", methods=["GET", "POST"])
@allow("problems.settings")
def route(route_id: int) -> Answer:
    """Change a route."""
    found = _found(Route, route_id)
    chosen = {name: str(getattr(found, name) or "") for name in ("unit_id", "category_id", "settlement_id")}
    form = _route_form(session(), data={**chosen, "when": found.when.value, "seen": found.version})
    return saved(
        form,
        lambda db, me: verbs.change_route(db, route_id, seen=form.seen.data or 0, by=me, **_route_of(form)),
        _("The route is saved."),
        url_for(".routes"),
        "portal/problems/staff/form.html",
        title=_("Change the route"),
        lead=_("Reports that are with a unit stay there."),
    )


@pages.route("/postavke/nadleznosti/")
@allow("problems.settings")
def competences() -> str:
    """The directory of who is responsible where the municipality is not."""
    found = queries.competences(session())
    return render_template("portal/problems/staff/competences.html", competences=found, press=Press())


@pages.route("/postavke/nadleznosti/nova/", methods=["GET", "POST"])
@allow("problems.settings")
def add_competence() -> Answer:
    """Add somebody to the directory."""
    form = forms.CompetenceForm(request.form)
    return saved(
        form,
        lambda db, me: verbs.add_competence(db, by=me, **data_of(form, *form.FIELDS)),
        _("The entry is added."),
        url_for(".competences"),
        "portal/problems/staff/form.html",
        title=_("New entry of the directory"),
        lead="",
    )


@pages.route("/postavke/nadleznosti/<int:competence_id>/", methods=["GET", "POST"])
@allow("problems.settings")
def competence(competence_id: int) -> Answer:
    """Change an entry of the directory."""
    found = _found(Competence, competence_id)
    form = forms.CompetenceForm(request.form, obj=found, seen=found.version)
    return saved(
        form,
        lambda db, me: verbs.change_competence(
            db, competence_id, seen=form.seen.data or 0, by=me, **data_of(form, *form.FIELDS)
        ),
        _("The entry is saved."),
        url_for(".competences"),
        "portal/problems/staff/form.html",
        title=_("Change the entry"),
        lead="",
    )


@pages.route("/postavke/odgovori/")
@allow("problems.settings")
def canned_answers() -> str:
    """Answers kept ready."""
    db = session()
    found = queries.canned(db)
    return render_template("portal/problems/staff/canned.html", canned=found, names=queries.names(db), press=Press())


def _canned_form(**values: Any) -> forms.CannedForm:
    form = forms.CannedForm(request.form, **values)
    named = (SelectChoice(str(one.id), plainly(one.name_sr, one.name_en)) for one in queries.categories(session()))
    form.category_id.choices = [SelectChoice("", _("anything")), *named]
    return form


def _canned_of(form: Form) -> dict[str, Any]:
    return {**data_of(form, *forms.CannedForm.FIELDS), "category_id": number(form["category_id"].data)}


@pages.route("/postavke/odgovori/novi/", methods=["GET", "POST"])
@allow("problems.settings")
def add_canned() -> Answer:
    """Keep an answer ready."""
    form = _canned_form()
    return saved(
        form,
        lambda db, me: verbs.add_canned(db, by=me, **_canned_of(form)),
        _("The answer is kept ready."),
        url_for(".canned_answers"),
        "portal/problems/staff/form.html",
        title=_("New answer kept ready"),
        lead=_("It is offered where an answer is written. The Latin version is made by itself."),
    )


@pages.route("/postavke/odgovori/<int:canned_id>/", methods=["GET", "POST"])
@allow("problems.settings")
def canned_answer(canned_id: int) -> Answer:
    """Change an answer kept ready."""
    found = _found(Canned, canned_id)
    names = (*forms.CannedForm.FIELDS, "category_id")
    values = {name: getattr(found, name) or "" for name in names}
    form = _canned_form(data={**values, "category_id": str(found.category_id or ""), "seen": found.version})
    return saved(
        form,
        lambda db, me: verbs.change_canned(db, canned_id, seen=form.seen.data or 0, by=me, **_canned_of(form)),
        _("The answer is saved."),
        url_for(".canned_answers"),
        "portal/problems/staff/form.html",
        title=_("Change the answer kept ready"),
        lead="",
    )


@pages.route("/postavke/<any(oblasti, putevi, nadleznosti, odgovori):what>/<int:id>/redosled/", methods=["POST"])
@allow("problems.settings")
def order(what: str, id: int) -> Response:
    """One place up or down the list."""
    return pressed(
        lambda db, me: verbs.move(db, ORDERED[what], id, earlier=request.form.get("where") == "up", by=me),
        _("The order is changed."),
        url_for(PLACES[what]),
    )


@pages.route("/postavke/<any(putevi, odgovori):what>/<int:id>/uklanjanje/", methods=["POST"])
@allow("problems.settings")
def remove_setting(what: str, id: int) -> Response:
    """Take away a route, or an answer kept ready."""
    return pressed(
        lambda db, me: verbs.remove(db, REMOVABLE[what], id, by=me), _("It is removed."), url_for(PLACES[what])
    )


@pages.route("/postavke/mapa/", methods=["GET", "POST"])
@allow("problems.settings")
def map_settings() -> Answer:
    """Middle, radius, outline and pictures of the map."""
    fact = session().get(Fact, places.FACT)
    if fact is None:
        raise NotFound
    value = {**fact.value, "outline": places.shown_outline(fact.value.get("outline") or ())}
    form = forms.MapForm(request.form, data={**value, "seen": fact.version})
    return saved(
        form,
        lambda db, me: verbs.change_map(db, **_map_of(form), seen=form.seen.data or 0, by=me),
        _("The map is saved."),
        url_for(".settings"),
        "portal/problems/staff/form.html",
        title=_("The map"),
        lead=_("What lies outside is taken too, with a warning to who reports it."),
    )


def _map_of(form: forms.MapForm) -> dict[str, Any]:
    degrees = {field.name: field.number for field in (form.lat, form.lon, form.radius_km)}
    words = (form.outline, form.outline_from, form.tiles, form.tiles_from)
    return {**degrees, **{field.name: field.data or "" for field in words}}
