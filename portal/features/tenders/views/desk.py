"""The department's desk: the list, one call with all that can be done, its words."""

from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from portal.features.tenders import queries
from portal.features.tenders.actions import preparing
from portal.features.tenders.forms.calls import CallForm, KindForm
from portal.features.tenders.models import Call, CallKind, Phase
from portal.features.tenders.rules import clocks
from portal.features.tenders.rules.presets import PRESETS
from portal.features.tenders.views import shared
from portal.features.tenders.views.blueprint import pages
from portal.features.tenders.views.shared import the_call
from portal.features.tenders.words.calls import ACCESSES, APPLICANTS, CHANGES, KINDS, PHASE_WORDS, PHASES
from portal.kernel.access import allow
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import session
from portal.kernel.municipality import queries as municipality
from portal.kernel.municipality.serving import units_of
from portal.kernel.paging import Way
from portal.kernel.refusals import NotFound
from portal.kernel.words import gettext as _

WORDS = {"priprema": Phase.PREPARING, **PHASE_WORDS}


@pages.route("/sto/")
@allow("tenders.prepare")
def staff() -> str:
    """The calls of one's unit, or all, changed last first, by where they stand."""
    db, moment = session(), now()
    me = shared.require_some(db)
    given = request.args.get("faza", "")[:20]
    page = queries.staff_list(db, WORDS.get(given), Way.read(request.args), units=units_of(db, me))
    return render_template(
        "portal/tenders/staff/desk.html",
        page=page.at(partial(_list_address, given if given in WORDS else "")),
        given=given,
        words=WORDS,
        phases=PHASES,
        kinds=KINDS,
        units={each.id: each for each in municipality.units(db)},
        phase_of=lambda row: queries.phase_of(row, moment),
    )


def _list_address(given: str, **way: str) -> str:
    words: dict[str, Any] = {name: word for name, word in {"faza": given, **way}.items() if word}
    return url_for(".staff", **words)


@pages.route("/sto/<int:call_id>/")
@allow("tenders.prepare")
def manage(call_id: int) -> str:
    """One call: where it stands, what is missing, what readers see, what can be done with it."""
    db, call, moment = session(), the_call(call_id), now()
    there = queries.all_documents(db, call_id)
    return render_template(
        "portal/tenders/staff/manage.html",
        call=call,
        phase=call.phase(moment),
        moment=moment,
        missing=shared.checklist(db, call) if not call.is_public else (),
        too_short=shared.too_short(db, call),
        days=clocks.days(call, moment),
        is_late=clocks.is_late(call, moment),
        documents=there,
        files=queries.files_of(db, there),
        waiting=queries.waiting_questions(db, call_id),
        readers=queries.readers(db, [each.id for each in call.changes]),
        previews=shared.previews(call),
        may_publish=shared.publishes(call),
        **NAMES,
    )


NAMES = {"phases": PHASES, "kinds": KINDS, "applicants": APPLICANTS, "accesses": ACCESSES, "changes": CHANGES}
"""What things are called, for templates of the desk."""


@pages.route("/sto/nov/", methods=["GET", "POST"])
@allow("tenders.prepare")
def choose_kind() -> Any:
    """Choose of what kind a new call is: what each is for is said in one sentence."""
    form = KindForm(request.form)
    if form.is_sent():
        return redirect(url_for(".prepare", kind=form.kind.data.value), 303)
    html = render_template("portal/tenders/staff/kind.html", form=form)
    return html, 422 if request.method == "POST" else 200


@pages.route("/sto/nov/<kind>/", methods=["GET", "POST"])
@allow("tenders.prepare")
def prepare(kind: str) -> Any:
    """Begin a call of a kind: nobody but staff sees it until it is published."""
    if kind not in set(CallKind):
        raise NotFound
    chosen = CallKind(kind)
    form = CallForm(request.form, kind=chosen)
    form.unit_id.choices = shared.unit_choices(session())
    if request.method == "GET":
        form.shows(None)
    return _data_page(form, None, lambda db, me: preparing.prepare(db, chosen, preparing.Told(**form.told), by=me))


@pages.route("/sto/<int:call_id>/podaci/", methods=["GET", "POST"])
@allow("tenders.prepare")
def data(call_id: int) -> Any:
    """Change what a call in preparation is about."""
    call = the_call(call_id)
    if call.is_public:
        return redirect(url_for(".change_terms", call_id=call_id), 303)
    form = CallForm(request.form, obj=call, seen=call.version, kind=call.kind)
    form.unit_id.choices = shared.unit_choices(session(), call)
    if request.method == "GET":
        form.shows(call)
    seen = form.seen

    def act(db: Session, me: Person) -> Call:
        return preparing.save(db, call_id, preparing.Told(**form.told), by=me, seen=seen.data or 0)

    return _data_page(form, call, act)


def _data_page(form: CallForm, call: Call | None, act: shared.Act) -> Any:
    looks = "preview" in request.form
    if form.is_sent() and not looks and (done := shared.saved(form, act, shared.home_of, _("Saved. Below is what readers see."))):
        return done
    shown = shared.previews(form) if looks and not form.errors else ()
    html = render_template(
        "portal/tenders/staff/data.html",
        form=form,
        call=call,
        previews=shown,
        kind=form.kind,
        kinds=KINDS,
        what=PRESETS[form.kind].what,
    )
    return html, 422 if request.method == "POST" and not shown else 200
