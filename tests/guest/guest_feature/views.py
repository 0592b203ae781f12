"""Pages of the visitors' book. The blueprint brings its own templates; a host may override each of them."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.kernel import once
from portal.kernel.access import ANYONE, SIGNED_IN, allow, require
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import current_person
from portal.kernel.db import session, work
from portal.kernel.forms import Filled, Form, Text
from portal.kernel.site.gate import other_credential, speak
from portal.kernel.site.messages import say
from portal.kernel.site.shown import depends
from portal.kernel.words import gettext as _
from portal.kernel.words import lazy
from tests.guest.guest_feature import actions, queries

pages = Blueprint("guest", __name__, template_folder="templates")
programs = Blueprint("guest_programs", __name__)


class NoteForm(Form):
    creates = True
    text = Text(lazy("Your note"), [Filled(lazy("Write how you liked it."))])


@pages.route("/")
@allow(ANYONE)
def index() -> str:
    """The book."""
    depends("guest")
    return render_template("guest/index.html", notes=queries.public(session()))


@pages.route("/novo.atom")
@allow(ANYONE)
def feed() -> Response:
    """The book as a feed."""
    answer = make_response(render_template("guest/feed.xml", notes=queries.public(session())))
    answer.mimetype = "application/atom+xml"
    return answer


@pages.route("/pisi/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def write() -> Any:
    """Write in the book."""
    form, person = NoteForm(request.form), require(current_person(), SIGNED_IN)
    if not form.is_sent():
        return render_template("guest/write.html", form=form), 422 if request.method == "POST" else 200
    with work() as db:
        address = once.before(db, form.once_token.data)
        if address is None:
            actions.write(db, text=form.text.data or "", by=db.get_one(Person, person.id))
            once.settle(db, form.once_token.data, url_for(".index"))
    say(_("Thank you for your note"))
    return redirect(address or url_for(".index"), 303)


@pages.route("/broj/")
@allow("guest.count")
def count() -> str:
    """How many notes wait."""
    return render_template("guest/count.html", number=queries.waiting(session()))


def newest(db: Session) -> Markup:
    """The panel of the home page."""
    return Markup(render_template("guest/_newest.html", notes=queries.public(db, 3)))


@programs.route("/book/notes.json", methods=["GET", "POST"])
@allow(ANYONE)
@other_credential
def notes() -> dict[str, Any]:
    """The book for programs, in the version asked for."""
    speak(request.args.get("lang", ""))
    return {"called": _("Visitors' book"), "notes": [note.text for note in queries.public(session())]}
