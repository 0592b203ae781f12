"""The department's desk: the list, one debate with all that can be done, its words, its documents."""

from functools import partial
from typing import Any

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from portal.features.debates import actions, queries
from portal.features.debates.forms import DebateForm, DocumentsForm
from portal.features.debates.models import DEBATE, Debate, Phase
from portal.features.debates.views import shared
from portal.features.debates.views.blueprint import pages
from portal.features.debates.views.shared import leads, require_some, the_debate
from portal.features.debates.words.debates import KINDS, PHASE_WORDS, PHASES
from portal.kernel import files
from portal.kernel.access import allow
from portal.kernel.clock import now
from portal.kernel.db import session
from portal.kernel.files.attaching import attached
from portal.kernel.files.forms import takes_files
from portal.kernel.files.views import served
from portal.kernel.municipality import queries as municipality
from portal.kernel.municipality.forms import SeenPress
from portal.kernel.municipality.serving import units_of
from portal.kernel.paging import Way
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.words import gettext as _

WORDS = {"priprema": Phase.PREPARING, **PHASE_WORDS}


@pages.route("/sto/")
@allow("debates.prepare")
def staff() -> str:
    """The debates of one's unit, or all, changed last first, by where they stand."""
    db, moment = session(), now()
    me = require_some(db)
    given = request.args.get("faza", "")[:20]
    page = queries.staff_list(db, WORDS.get(given), Way.read(request.args), units=units_of(db, me))
    return render_template(
        "portal/debates/staff/desk.html",
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


@pages.route("/sto/<int:debate_id>/")
@allow("debates.prepare")
def manage(debate_id: int) -> str:
    """One debate: where it stands, what is missing, what it looks like in three versions, what can be done with it."""
    db, debate, moment = session(), the_debate(debate_id), now()
    editions = queries.all_editions(db, debate_id)
    return render_template(
        "portal/debates/staff/manage.html",
        debate=debate,
        phase=debate.phase(moment),
        phases=PHASES,
        kinds=KINDS,
        moment=moment,
        too_short=shared.too_short(db, debate),
        days=shared.days(debate),
        editions=editions,
        sizes=queries.sizes(db, [each.id for each in editions]),
        attached=files.of(db, DEBATE, debate_id),
        previews=shared.previews(debate),
        press=SeenPress(None, seen=debate.version),
        may_publish=leads(debate),
    )


@pages.route("/sto/nova/", methods=["GET", "POST"])
@allow("debates.prepare")
def prepare() -> Any:
    """Begin a debate: nobody but staff sees it until it is announced."""
    require_some(session())
    form = DebateForm(request.form)
    form.unit_id.choices = shared.unit_choices(session())
    return _data_page(form, None, lambda db, me: actions.prepare(db, _told(form), by=me))


@pages.route("/sto/<int:debate_id>/podaci/", methods=["GET", "POST"])
@allow("debates.prepare")
def data(debate_id: int) -> Any:
    """Change what a debate is about."""
    debate = the_debate(debate_id)
    form = DebateForm(request.form, obj=debate, seen=debate.version, announced=debate.is_public)
    form.unit_id.choices = shared.unit_choices(session(), debate)
    if request.method == "GET":
        form.shows(debate)
    seen = form.seen
    return _data_page(form, debate, lambda db, me: actions.save(db, debate_id, _told(form, debate), by=me, seen=seen.data or 0))


def _told(form: DebateForm, debate: Debate | None = None) -> actions.Told:
    kind = form.kind.data if "kind" in form else debate.kind if debate else None
    return actions.Told(kind=kind, **form.told)  # type: ignore[arg-type]


def _data_page(form: DebateForm, debate: Debate | None, act: shared.Act) -> Any:
    looks = "preview" in request.form
    if form.is_sent() and not looks and (done := shared.saved(form, act, shared.home_of, _("Saved. Below is what readers see."))):
        return done
    shown = shared.previews(form) if looks and not form.errors else ()
    html = render_template("portal/debates/staff/data.html", form=form, debate=debate, previews=shown)
    return html, 422 if request.method == "POST" and not shown else 200


@pages.route("/sto/<int:debate_id>/prilozi/", methods=["GET", "POST"])
@allow("debates.prepare")
@takes_files
def attachments(debate_id: int) -> Any:
    """Documents for readers: the explanation, the comparison of costs, a map."""
    debate, form = the_debate(debate_id), DocumentsForm(request.form)
    if form.is_sent():
        try:
            here = url_for(".attachments", debate_id=debate_id)
            return attached(form, debate_id, attach=actions.attach, detach=actions.detach, here=here)
        except Refusal as refusal:
            form.refuse(refusal)
    there = files.of(session(), DEBATE, debate_id)
    html = render_template("portal/debates/staff/files.html", debate=debate, form=form, attached=there)
    return html, 422 if request.method == "POST" else 200


@pages.route("/sto/<int:debate_id>/prilozi/<int:file_id>/<name>")
@allow("debates.prepare")
def file(debate_id: int, file_id: int, name: str) -> Response:
    """A document of a debate, before the public may have it."""
    there = files.of(session(), DEBATE, the_debate(debate_id).id)
    found = next((one for one in there if (one.id, one.name) == (file_id, name)), None)
    if found is None:
        raise NotFound
    return served(found)
