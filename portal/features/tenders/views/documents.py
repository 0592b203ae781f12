"""Pages of the documentation for staff, the register of who collected it, and the public download."""

import logging
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.features.tenders import queries
from portal.features.tenders.actions import collecting, documenting
from portal.features.tenders.forms.parts import AboutForm, DocumentForm, OpenUpForm, VersionForm
from portal.features.tenders.models import Call, Document
from portal.features.tenders.rules import clocks
from portal.features.tenders.views import shared
from portal.features.tenders.views.blueprint import pages
from portal.features.tenders.views.shared import the_call
from portal.features.tenders.words.calls import ACCESSES
from portal.kernel.access import ANYONE, allow
from portal.kernel.accounts.models import Person
from portal.kernel.afterwards import afterwards
from portal.kernel.clock import now
from portal.kernel.db import session, work
from portal.kernel.files.forms import takes_files
from portal.kernel.files.views import served
from portal.kernel.municipality.forms import SeenPress
from portal.kernel.paging import Way
from portal.kernel.refusals import NotFound
from portal.kernel.words import gettext as _

log = logging.getLogger("portal.tenders")


@pages.route("/sto/<int:call_id>/dokumenti/")
@allow("tenders.prepare")
def documents_desk(call_id: int) -> str:
    """The documents of a call with all their versions, who may have them, how often they were taken."""
    db, call = session(), the_call(call_id)
    there = queries.all_documents(db, call_id)
    versions = [version.id for each in there for version in each.versions]
    return render_template(
        "portal/tenders/staff/documents.html",
        call=call,
        documents=there,
        files=queries.files_of(db, there),
        accesses=ACCESSES,
        downloads=queries.downloads(db, versions),
        collected=queries.collected(db, call_id),
        may_grow=not call.is_public or call.takes_applications(now()),
        press=SeenPress(None, seen=call.version),
    )


@pages.route("/sto/<int:call_id>/dokumenti/novi/", methods=["GET", "POST"])
@allow("tenders.prepare")
@takes_files
def add_document(call_id: int) -> Any:
    """Add a document with its file; to a published call in public."""
    call = the_call(call_id)
    form = DocumentForm(request.form, seen=call.version, public=call.is_public)

    def act(db: Session, me: Person) -> Document:
        seen = form.seen.data or 0
        return documenting.add_document(db, call_id, form.about, form.received, by=me, seen=seen, note=form.note)

    return _page("document", form, call, None, act, _("The document is saved."))


@pages.route("/sto/dokumenti/<int:document_id>/", methods=["GET", "POST"])
@allow("tenders.prepare")
def rename_document(document_id: int) -> Any:
    """Say what a document is called and who may have it, before publication."""
    document, call = _the_document(document_id)
    if document.newest is not None:
        raise NotFound
    form = AboutForm(request.form, obj=document, seen=call.version)

    def act(db: Session, me: Person) -> Document:
        return documenting.rename(db, document_id, form.about, by=me, seen=form.seen.data or 0)

    return _page("document", form, call, document, act, _("Saved."))


@pages.route("/sto/dokumenti/<int:document_id>/verzija/", methods=["GET", "POST"])
@allow("tenders.prepare")
@takes_files
def add_version(document_id: int) -> Any:
    """Add a version of a document: what is different is obligatory once people hold the one before."""
    document, call = _the_document(document_id)
    form = VersionForm(request.form, seen=call.version, public=call.is_public)

    def act(db: Session, me: Person) -> Document:
        return documenting.add_version(db, document_id, form.received, by=me, seen=form.seen.data or 0, note=form.note)

    return _page("version", form, call, document, act, _("The version is saved."))


@pages.route("/sto/dokumenti/<int:document_id>/pristup/", methods=["GET", "POST"])
@allow("tenders.prepare")
def open_up_document(document_id: int) -> Any:
    """Let more people have a published document, in public; fewer never."""
    document, call = _the_document(document_id)
    if document.newest is None or not document.access.looser:
        raise NotFound
    form = OpenUpForm(request.form, now=document.access, seen=call.version)

    def act(db: Session, me: Person) -> Document:
        return documenting.open_up(db, document_id, form.access.data, by=me, seen=form.seen.data or 0, note=form.note)

    return _page("access", form, call, document, act, _("Saved. Who collected the documents gets a letter."))


def _page(name: str, form: Any, call: Call, document: Document | None, act: shared.Act, words: str) -> Any:
    here, is_late = url_for(".documents_desk", call_id=call.id), clocks.is_late(call, now())
    if form.is_sent() and (done := shared.saved(form, act, lambda _done: here, words)):
        return done
    shown = {"form": form, "call": call, "document": document, "is_late": is_late, "accesses": ACCESSES}
    html = render_template(f"portal/tenders/staff/{name}.html", **shown)
    return html, 422 if request.method == "POST" else 200


@pages.route("/sto/dokumenti/<int:document_id>/brisanje/", methods=["POST"])
@allow("tenders.prepare")
def remove_document(document_id: int) -> Response:
    """Delete a document that nobody but staff has seen."""
    _document, call = _the_document(document_id)
    here = url_for(".documents_desk", call_id=call.id)
    return shared.pressed(
        lambda db, me, seen: documenting.remove_document(db, document_id, by=me, seen=seen), _("The document is deleted."), here
    )


def _the_document(document_id: int) -> tuple[Document, Call]:
    found = session().get(Document, document_id)
    if found is None or found.removed_at is not None:
        raise NotFound
    return found, the_call(found.call_id)


@pages.route("/sto/<int:call_id>/dokumenti/<int:version_id>/<name>")
@allow("tenders.prepare")
def staff_file(call_id: int, version_id: int, name: str) -> Response:
    """A version of a document for the staff of the call; it is counted nowhere."""
    there = queries.all_documents(session(), the_call(call_id).id)
    file = queries.files_of(session(), there).get(version_id)
    if file is None or file.name != name:
        raise NotFound
    return served(file)


@pages.route("/sto/<int:call_id>/registar/")
@allow("tenders.prepare")
def register(call_id: int) -> str:
    """Who collected which version when; while the call keeps who is interested secret, only how many."""
    db, call = session(), the_call(call_id)
    hidden = collecting.hides_people(call)
    page = queries.register(db, call_id, Way.read(request.args)) if not hidden else None
    there = queries.all_documents(db, call_id)
    return render_template(
        "portal/tenders/staff/register.html",
        call=call,
        page=page.at(lambda **way: url_for(".register", call_id=call_id, **way)) if page else None,
        names=shared.names_of(db, {row.party for row in page.rows} if page else set()),
        documents=there,
        collected=queries.collected(db, call_id),
        downloads=queries.downloads(db, [version.id for each in there for version in each.versions]),
    )


@pages.route("/dokumenti/<int:version_id>/<name>")
@allow(ANYONE)
def download(version_id: int, name: str) -> Response:
    """A public document, for everybody; who goes on with a download, or only asks about it, is not counted again."""
    file = queries.public_file(session(), version_id)
    if file is None or file.name != name:
        raise NotFound
    answer = served(file)
    if request.method == "GET" and answer.status_code in {200, 206} and _from_the_beginning():
        afterwards(lambda: _count(version_id))
    return answer


def _from_the_beginning() -> bool:
    """Tell whether a request wants the first bytes of a file."""
    wanted = request.range
    return wanted is None or not wanted.ranges or wanted.ranges[0][0] == 0


def _count(version_id: int) -> None:
    """Count in one short write, while the document is on its way; that it fails keeps nobody from it."""
    try:
        with work() as db:
            collecting.count_download(db, version_id)
    except SQLAlchemyError:
        log.warning("a download of version %s was not counted", version_id, exc_info=True)
