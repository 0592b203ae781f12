"""Collecting documents behind the sign-in, meaning to apply, reading of changes, and one's own page of calls."""

import hmac
from datetime import timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.features.tenders import queries
from portal.features.tenders.actions import collecting
from portal.features.tenders.forms.public import PartyForm
from portal.features.tenders.models import DocumentVersion
from portal.features.tenders.refusals.calls import LinkOver
from portal.features.tenders.views import shared
from portal.features.tenders.views.blueprint import pages
from portal.features.tenders.views.shared import me, the_public
from portal.features.tenders.words.calls import ACCESSES, CHANGES, KINDS, PHASES
from portal.kernel.access import ANYONE, SIGNED_IN, allow, require
from portal.kernel.accounts.session import current_person
from portal.kernel.clock import now
from portal.kernel.codes import fingerprint
from portal.kernel.db import session
from portal.kernel.files import StoredFile
from portal.kernel.files.views import served
from portal.kernel.forms import ForeignForm, Press, SelectChoice
from portal.kernel.refusals import NotFound
from portal.kernel.words import gettext as _

LASTS = timedelta(minutes=15)


@pages.route("/<int:call_id>/podizanje/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def collect(call_id: int) -> Any:
    """Collect the documents that ask for it: one press, in one's own name or an organisation's."""
    call, db, person = the_public(call_id), session(), me()
    there = queries.protected(queries.documents(db, call_id))
    if not there:
        raise NotFound
    form = _party_form(db)

    def act(db: Session, by: Any) -> Any:
        return collecting.collect(db, call_id, form.chosen, by=by)

    address = url_for(".collected", call_id=call_id)
    if form.is_sent() and (done := shared.saved(form, act, lambda _done: address, _(
        "Collected. You hear of every change by a letter."
    ))):
        return done
    had = queries.collected_by(db, call_id, person.id, shared.parties(db, person))
    html = render_template("portal/tenders/collect.html", call=call, form=form, documents=there, accesses=ACCESSES, had=had)
    return html, 422 if request.method == "POST" else 200


def _party_form(db: Session) -> PartyForm:
    names = shared.parties(db, me())
    return PartyForm(request.form, parties=[SelectChoice(key, name) for key, name in names.items()])


@pages.route("/<int:call_id>/podignuto/")
@allow(SIGNED_IN)
def collected(call_id: int) -> str:
    """What one has collected of a call, each version with a link that works for a quarter of an hour, for this person."""
    call, db, person = the_public(call_id), session(), me()
    had = queries.collected_by(db, call_id, person.id, shared.parties(db, person))
    rows = []
    for document in queries.documents(db, call_id):
        for version in reversed(document.versions):
            line = next((each for each in had if each.version_id == version.id), None)
            if line is not None:
                file = queries.file_of(db, version.id)
                rows.append((document, version, line, file, _signed(version, file, person.id) if file else ""))
    return render_template("portal/tenders/collected.html", call=call, rows=rows, minutes=int(LASTS.total_seconds() // 60))


def _signed(version: DocumentVersion, file: StoredFile, person_id: int) -> str:
    until = int((now() + LASTS).timestamp())
    seal = _seal(version.id, person_id, until)
    return url_for(".collected_file", version_id=version.id, until=until, seal=seal, name=file.name)


def _seal(version_id: int, person_id: int, until: int) -> str:
    return fingerprint(f"tenders.document:{version_id}:{person_id}:{until}")[:32]


@pages.route("/preuzimanje/<int:version_id>/<int:until>/<seal>/<name>")
@allow(SIGNED_IN)
def collected_file(version_id: int, until: int, seal: str, name: str) -> Response:
    """A collected document at its signed address; a download that broke goes on while the address lasts."""
    wanted = _seal(version_id, me().id, until)
    if until <= now().timestamp() or not hmac.compare_digest(wanted.encode(), seal.encode("utf-8", "replace")):
        raise LinkOver
    found, file = queries.published_version(session(), version_id), queries.file_of(session(), version_id)
    if found is None or file is None or file.name != name:
        raise NotFound
    return served(file)


@pages.route("/<int:call_id>/namera/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def intend(call_id: int) -> Any:
    """Say "I intend to apply", or take it back: nothing follows from it but letters about changes."""
    call, db = the_public(call_id), session()
    form, names = _party_form(db), shared.parties(db, me())
    meant = queries.intends(db, call_id, names)
    verb = collecting.forgo if "forgo" in request.form else collecting.intend
    words = _("Taken back.") if "forgo" in request.form else _("Noted. You hear of every change by a letter.")
    address = url_for(".intend", call_id=call_id)
    if form.is_sent() and (
        done := shared.saved(form, lambda db, by: verb(db, call_id, form.chosen, by=by), lambda _done: address, words)
    ):
        return done
    open = call.takes_applications(now())
    html = render_template("portal/tenders/intend.html", call=call, form=form, meant=meant, names=names, open=open)
    return html, 422 if request.method == "POST" else 200


@pages.route("/<int:call_id>/izmene/<int:number>/", methods=["GET", "POST"])
@allow(ANYONE)
def change(call_id: int, number: int) -> Any:
    """One change of a call, for everybody; who is signed in confirms that they read it."""
    call, db, person = the_public(call_id), session(), current_person()
    found = queries.change(db, call_id, number)
    if found is None:
        raise NotFound
    if request.method == "POST":
        return _confirmed(call_id, number)
    answered = next((each for each in queries.answers(db, call_id) if each.change_id == found.id), None)
    return render_template(
        "portal/tenders/change.html",
        call=call,
        change=found,
        changes=CHANGES,
        answered=answered,
        has_read=person is not None and queries.has_read(db, found.id, person.id),
        press=Press(None),
    )


def _confirmed(call_id: int, number: int) -> Any:
    form = Press(request.form)
    require(current_person(), SIGNED_IN)
    if not form.validate():
        raise ForeignForm
    done = shared.saved(
        form,
        lambda db, by: collecting.confirm_read(db, call_id, number, by=by),
        lambda _done: url_for(".change", call_id=call_id, number=number),
        _("Thank you: it is noted that you have read this change."),
    )
    return done or redirect(url_for(".change", call_id=call_id, number=number), 303)




@pages.route("/moji/")
@allow(SIGNED_IN)
def mine() -> str:
    """One's own calls: collected, meant, applied for, asked about, and changes to read."""
    db, person, moment = session(), me(), now()
    names = shared.parties(db, person)
    found = queries.mine(db, person.id, names)
    return render_template(
        "portal/tenders/mine.html", found=found, names=names, moment=moment, phases=PHASES, kinds=KINDS, changes=CHANGES
    )
