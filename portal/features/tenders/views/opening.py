"""The opening: two members with their keys, the bar, what was found, the minutes; and what everybody reads of it."""

import io
from typing import Any

from flask import Response, render_template, request, send_file, url_for

from portal.features.tenders.actions import minutes as minuting
from portal.features.tenders.actions import opening as verbs
from portal.features.tenders.actions.minutes_documents import WRITERS, both_clocks, given_up, why_of, write_minutes_document
from portal.features.tenders.actions.stating import assessor
from portal.features.tenders.forms.commission import LARGEST_REQUEST, KeyForm
from portal.features.tenders.models import OPENED_FILE, Call, OpenedFile, Opening, Submission
from portal.features.tenders.queries import commission as queries
from portal.features.tenders.queries import get_public
from portal.features.tenders.queries.assessing import statement_of
from portal.features.tenders.queries.minutes import published_part
from portal.features.tenders.rules.waiting import lapses_at
from portal.features.tenders.views.blueprint import pages
from portal.features.tenders.views.commission import the_members
from portal.features.tenders.words.commission import CONFIRMED, FAULTS, PARTS, VERDICTS, WHY
from portal.kernel import files
from portal.kernel.access import ANYONE, allow
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import current_person, me_in
from portal.kernel.clock import now
from portal.kernel.db import session
from portal.kernel.files.views import served
from portal.kernel.forms import Form, Press
from portal.kernel.municipality.forms import SeenPress
from portal.kernel.refusals import NotFound
from portal.kernel.site.acting import acts
from portal.kernel.site.shown import depends
from portal.kernel.words import VERSIONS
from portal.kernel.words import gettext as _

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
}


@pages.route("/komisija/<int:call_id>/otvaranje/<int:envelope>/", methods=["GET", "POST"])
@allow("tenders.open")
def opening(call_id: int, envelope: int) -> Any:
    """Begin an opening with one's key, or join the one that another member has begun; then how far it is."""
    request.max_content_length = LARGEST_REQUEST
    call, _member = the_members(call_id)
    found = _waiting(queries.opening_of(session(), call_id, envelope))
    form = KeyForm(request.form, request.files) if call.is_sealed else Press(request.form)
    verb, done = (
        (verbs.begin, _("You have begun the opening. Now another member joins it."))
        if found is None
        else (verbs.join, _("The applications are being opened."))
    )
    return acts(
        form,
        lambda db: verb(db, call_id, envelope, key=getattr(form, "key", ""), by=me_in(db)),
        done=done,
        then=url_for(".opening", call_id=call_id, envelope=envelope),
        again=lambda: _opening_page(call_id, envelope, form),
    )


@pages.route("/komisija/<int:call_id>/otvaranje/<int:envelope>/odustajanje/", methods=["POST"])
@allow("tenders.open")
def give_up_opening(call_id: int, envelope: int) -> Any:
    """Give up an opening that nobody has joined yet."""
    form = Press(request.form)
    return acts(
        form,
        lambda db: verbs.give_up(db, call_id, envelope, by=me_in(db)),
        done=_("The opening is given up. It can be begun again."),
        then=url_for(".opening", call_id=call_id, envelope=envelope),
        again=lambda: _opening_page(call_id, envelope, form),
    )


def _opening_page(call_id: int, envelope: int, form: Form) -> Any:
    db = session()
    call, member = the_members(call_id)
    found = _waiting(queries.opening_of(db, call_id, envelope))
    if not 1 <= envelope <= call.envelopes:
        raise NotFound
    html = render_template(
        "portal/tenders/commission/opening.html",
        call=call,
        me=member,
        envelope=envelope,
        opening=found,
        begun_by=_name_of(call_id, found.begun_by_id if found else None),
        joined_by=_name_of(call_id, found.joined_by_id if found else None),
        progress=queries.progress(db, found) if found and found.joined_at else None,
        lapses_at=lapses_at(found.begun_at) if found else None,
        press=Press(None),
        is_time=call.opens_at is not None and now() >= call.opens_at,
        form=form,
    )
    return html, 422 if request.method == "POST" else 200


def _waiting(found: Opening | None) -> Opening | None:
    """Return an opening unless it has lapsed: the page offers to begin then, whether the worker came by or not."""
    if found is not None and found.joined_at is None and now() >= lapses_at(found.begun_at):
        return None
    return found


def _name_of(call_id: int, person_id: int | None) -> str:
    found = [each for each in queries.ever_members(session(), call_id) if each.person_id == person_id]
    return found[-1].person.name if found else ""


@pages.route("/komisija/<int:call_id>/otvaranje/<int:envelope>/napredak/")
@allow("tenders.open")
def opening_progress(call_id: int, envelope: int) -> str:
    """A piece of a page: how many applications are opened."""
    the_members(call_id)
    found = queries.opening_of(session(), call_id, envelope)
    if found is None or found.joined_at is None:
        raise NotFound
    progress = queries.progress(session(), found)
    return render_template("portal/tenders/commission/_progress.html", opening=found, progress=progress)


@pages.route("/komisija/<int:call_id>/zapisnik/<int:envelope>/")
@allow("tenders.open")
def minutes(call_id: int, envelope: int) -> Any:
    """The full minutes, for the commission alone."""
    return _minutes_page(call_id, envelope, SeenPress())


def _minutes_page(call_id: int, envelope: int, form: Form) -> Any:
    call, found = _the_minutes(call_id, envelope)
    html = render_template(
        "portal/tenders/commission/minutes.html",
        call=call,
        opening=found,
        content=found.minutes,
        states=_states(found),
        files=[(key, what, _file_name(call, envelope, key, what)) for key in VERSIONS for what in WRITERS],
        parts=PARTS,
        verdicts=VERDICTS,
        faults=FAULTS,
        confirmed=CONFIRMED,
        why=WHY,
        closed=_closed(call, me_in(session()), found),
        form=form,
    )
    return html, 422 if request.method == "POST" else 200


def _closed(call: Call, me: Person, found: Opening) -> dict[str, str]:
    """Return of which applications this member may open no file, by receipt, and why: `statement` or `barred`."""
    member = queries.member_of(session(), call.id, me.id)
    said = statement_of(session(), member.id) if member else None
    whose = {one.reference: one.application_id for one in queries.submissions(session(), found.submissions)}
    if said is None:
        return dict.fromkeys(whose, "statement")
    return {reference: "barred" for reference, id in whose.items() if id in said.barred}


def _states(found: Opening) -> dict[int, str]:
    """Return what the check says of each file now: the minutes keep what it said then."""
    ids = [file["id"] for one in found.minutes["applications"] for file in one["files"]]
    stored = files.of_many(session(), OPENED_FILE, ids)
    return {id: stored[id][0].state.value if stored[id] else "" for id in ids}


@pages.route("/komisija/<int:call_id>/zapisnik/<int:envelope>/objava/", methods=["POST"])
@allow("tenders.open")
def publish_minutes(call_id: int, envelope: int) -> Any:
    """Let everybody read who applied and when it was opened."""
    form = SeenPress(request.form)
    return acts(
        form,
        lambda db: minuting.publish_minutes(db, call_id, envelope, by=me_in(db), seen=form.seen.data or 0),
        done=_("The published part of the minutes is public."),
        then=url_for(".minutes", call_id=call_id, envelope=envelope),
        again=lambda: _minutes_page(call_id, envelope, form),
    )


@pages.route("/komisija/<int:call_id>/zapisnik/<int:envelope>/<name>")
@allow("tenders.open")
def minutes_file(call_id: int, envelope: int, name: str) -> Response:
    """The minutes as a document to print and sign, in one of the three versions."""
    call, found = _the_minutes(call_id, envelope)
    known = {_file_name(call, envelope, key, what): (key, what) for key in VERSIONS for what in WRITERS}
    if name not in known:
        raise NotFound
    key, what = known[name]
    out = io.BytesIO()
    write_minutes_document(out, found.minutes, found.minutes_hash, version_key=key, what=what)
    out.seek(0)
    answer = send_file(out, mimetype=MEDIA[what], as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _file_name(call: Call, envelope: int, key: str, what: str) -> str:
    return f"zapisnik-{call.reference or call.id}-{envelope}-{key}.{what}"


def _the_minutes(call_id: int, envelope: int) -> tuple[Call, Opening]:
    call, _member = the_members(call_id)
    found = queries.opening_of(session(), call_id, envelope)
    if found is None or found.finished_at is None:
        raise NotFound
    return call, found


@pages.route("/komisija/datoteke/<int:file_id>/<name>")
@allow("tenders.open")
def opened_file(file_id: int, name: str) -> Response:
    """A clean file of an opened application, for its commission."""
    db, me = session(), current_person()
    file = db.get(OpenedFile, file_id)
    submission = db.get(Submission, file.submission_id) if file else None
    call = db.get(Call, submission.call_id) if submission else None
    stored = files.of(db, OPENED_FILE, file_id)
    if file is None or submission is None or call is None or me is None or file.name != name or not stored:
        raise NotFound
    assessor(db, call, me, submission.application_id)
    return served(stored[0])


@pages.route("/<int:call_id>/otvaranje/")
@allow(ANYONE)
def opened(call_id: int) -> str:
    """What everybody reads of an opening: when and by whom; who applied and when, once a member has published it."""
    db = session()
    call = get_public(db, call_id)
    depends(f"call.{call_id}", "municipality")
    found = [each for each in queries.openings(db, call_id).values() if each.finished_at] if call else []
    if not found:
        raise NotFound
    parts = [
        (each, published_part(each.minutes) if each.published_at else None)
        for each in sorted(found, key=lambda one: one.envelope)
    ]
    return render_template("portal/tenders/commission/opened.html", call=call, parts=parts, words=PARTS)


pages.add_app_template_filter(both_clocks, "portal_both_clocks")
pages.add_app_template_filter(given_up, "portal_given_up")
pages.add_app_template_filter(why_of, "portal_why_refused")
