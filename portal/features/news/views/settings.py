"""Pages on which editors and administrators settle categories and sources."""

from typing import Any

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from portal.features.news import actions, queries
from portal.features.news.forms import CategoryForm, SourceForm
from portal.features.news.forms.settings import OFTEN
from portal.features.news.models import Category, Fetched, Source
from portal.features.news.views.blueprint import pages
from portal.features.news.views.shared import category_choices
from portal.kernel.access import allow
from portal.kernel.db import session
from portal.kernel.forms import Press
from portal.kernel.municipality.views.common import Answer, data_of, pressed, saved
from portal.kernel.refusals import NotFound
from portal.kernel.words import gettext as _
from portal.kernel.words import lazy

SAID = {
    Fetched.NEVER: ("grey", lazy("Not imported yet")),
    Fetched.ORDERED: ("blue", lazy("Ordered: the worker comes in a moment")),
    Fetched.DONE: ("green", lazy("Imported")),
    Fetched.SAME: ("green", lazy("Nothing new")),
    Fetched.REFUSED: ("red", lazy("The address leads into a closed network or is no web address; nothing is fetched from there")),
    Fetched.UNREACHABLE: ("red", lazy("The site does not answer, or not with a feed")),
    Fetched.TOO_LARGE: ("red", lazy("The feed is too large: the most is 10 MB")),
    Fetched.NO_FEED: ("red", lazy("What lies there is neither RSS nor Atom")),
}
"""How the last import ended: colour and words."""


@pages.route("/postavke/oblasti/")
@allow("news.settings")
def categories() -> str:
    """What news are about, in the order in which readers choose."""
    return render_template("portal/news/staff/categories.html", categories=queries.categories(session()), press=Press(None))


@pages.route("/postavke/oblasti/nova/", methods=["GET", "POST"])
@allow("news.settings")
def add_category() -> Answer:
    """Add a category."""
    form = CategoryForm(request.form)
    return saved(
        form,
        lambda db, me: actions.add_category(db, by=me, **data_of(form, "name_sr", "name_en")),
        _("The category is added."),
        url_for(".categories"),
        "portal/news/staff/form.html",
        title=_("New category of news"),
        lead=_("It shows on the page of news as soon as there is something in it."),
    )


@pages.route("/postavke/oblasti/<int:category_id>/", methods=["GET", "POST"])
@allow("news.settings")
def category(category_id: int) -> Answer:
    """Rename a category."""
    found = _found(Category, category_id)
    form = CategoryForm(request.form, obj=found, seen=found.version)
    names = ("name_sr", "name_en")
    return saved(
        form,
        lambda db, me: actions.change_category(db, category_id, seen=form.seen.data or 0, by=me, **data_of(form, *names)),
        _("The category is saved."),
        url_for(".categories"),
        "portal/news/staff/form.html",
        title=_("Change the category of news"),
        lead=_("Its address stays, so that links to it go on working."),
    )


def _found(model: Any, id: int) -> Any:
    found = session().get(model, id)
    if found is None:
        raise NotFound
    return found


@pages.route("/postavke/oblasti/<int:category_id>/<any(gore, dole, uklanjanje):what>/", methods=["POST"])
@allow("news.settings")
def change_category(category_id: int, what: str) -> Response:
    """Move a category, or remove an empty one."""
    if what == "uklanjanje":
        return pressed(
            lambda db, me: actions.remove_category(db, category_id, by=me),
            _("The category is removed."),
            url_for(".categories"),
        )
    return pressed(
        lambda db, me: actions.move_category(db, category_id, up=what == "gore", by=me),
        _("The order is saved."),
        url_for(".categories"),
    )


@pages.route("/postavke/izvori/")
@allow("news.settings")
def sources() -> str:
    """From where news are imported, and how the last import ended."""
    return render_template(
        "portal/news/staff/sources.html", sources=queries.sources(session()), said=SAID, often=OFTEN, press=Press(None)
    )


@pages.route("/postavke/izvori/novi/", methods=["GET", "POST"])
@allow("news.settings")
def add_source() -> Answer:
    """Add a source."""
    form = _source_form()
    return saved(
        form,
        lambda db, me: actions.add_source(db, actions.Told(**data_of(form, *form.FIELDS)), by=me),
        _("The source is added. Its first import comes within the hour; or press Import now."),
        url_for(".sources"),
        "portal/news/staff/form.html",
        title=_("New source"),
        lead=_("The news of another site, such as the old site of the municipality: repeated without doubles."),
    )


def _source_form(**values: Any) -> SourceForm:
    form = SourceForm(request.form, **values)
    form.category_id.choices = category_choices(session())
    return form


@pages.route("/postavke/izvori/<int:source_id>/", methods=["GET", "POST"])
@allow("news.settings")
def source(source_id: int) -> Answer:
    """Change a source."""
    found = _found(Source, source_id)
    form = _source_form(obj=found, seen=found.version)
    return saved(
        form,
        lambda db, me: actions.change_source(
            db, source_id, actions.Told(**data_of(form, *form.FIELDS)), seen=form.seen.data or 0, by=me
        ),
        _("The source is saved."),
        url_for(".sources"),
        "portal/news/staff/form.html",
        title=_("Change the source"),
        lead=_("News that were imported stay as they are."),
    )


@pages.route("/postavke/izvori/<int:source_id>/uvoz/", methods=["POST"])
@allow("news.settings")
def import_now(source_id: int) -> Response:
    """Let the worker import as soon as it can."""
    return pressed(
        lambda db, me: actions.order(db, source_id, by=me),
        _("The import is ordered. Open this page again in a minute: it says how it ended."),
        url_for(".sources"),
    )
