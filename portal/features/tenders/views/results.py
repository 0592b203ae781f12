"""Lists and what follows from them: published by the chair, read by everybody, looked into and objected to by applicants."""

import io
from typing import Any

from flask import Response, render_template, request, send_file, url_for

from portal.features.tenders.actions import listing, objecting, stating
from portal.features.tenders.actions.list_documents import WRITERS, digits, write_list_document, write_sheet
from portal.features.tenders.forms.assessing import AnswerForm, ObjectionForm, decision_form
from portal.features.tenders.models import Call, ListKind, Objection, RankingList
from portal.features.tenders.queries import assessing as queries
from portal.features.tenders.queries import get_public
from portal.features.tenders.queries.lists import line_of, lines, public_part
from portal.features.tenders.views.assessing import the_sheet
from portal.features.tenders.views.blueprint import pages
from portal.features.tenders.views.commission import the_members
from portal.features.tenders.views.opening import MEDIA
from portal.features.tenders.words.assessing import LISTS, OBJECTIONS
from portal.kernel import cache
from portal.kernel.access import ANYONE, SIGNED_IN, allow
from portal.kernel.accounts.session import current_person, me_in
from portal.kernel.clock import now
from portal.kernel.db import session
from portal.kernel.municipality.forms import SeenPress
from portal.kernel.refusals import NotFound
from portal.kernel.site.acting import acts
from portal.kernel.site.shown import depends
from portal.kernel.words import VERSIONS
from portal.kernel.words import gettext as _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILES = {"preliminarna": ListKind.PRELIMINARY, "konacna": ListKind.FINAL}


@pages.route("/komisija/<int:call_id>/lista/", methods=["GET", "POST"])
@allow("tenders.open")
def publish_list(call_id: int) -> Any:
    """The preliminary list as it would be, and the chair's button."""
    call, _member = the_members(call_id)
    stating.assessor(session(), call, me_in(session()))
    found, form = the_sheet(call), SeenPress(request.form)
    return acts(
        form,
        lambda db: listing.publish_list(db, call_id, by=me_in(db), seen=form.seen.data or 0),
        done=_("The preliminary list is published."),
        then=url_for(".results", call_id=call_id),
        again=lambda: _page("list", call=call, sheet=found, lines=lines(found) if call.scored_at else [], form=form),
    )


@pages.route("/komisija/<int:call_id>/odluka/", methods=["GET", "POST"])
@allow("tenders.open")
def decide(call_id: int) -> Any:
    """The chair writes the decision: what each one gets, the words, the number of the act."""
    call, _member = the_members(call_id)
    stating.chair(session(), call, me_in(session()))
    found = the_sheet(call)
    form = decision_form(found.eligible)(request.form)
    if request.method == "GET":
        form["seen"].data = call.version
    return acts(
        form,
        lambda db: listing.decide(db, call_id, _decision(form, found), by=me_in(db), seen=form["seen"].data or 0),
        done=_("The decision is published."),
        then=url_for(".results", call_id=call_id),
        again=lambda: _page("decide", call=call, sheet=found, lines=lines(found), form=form),
    )


def _decision(form: Any, found: Any) -> listing.Decision:
    amounts = {one.id: form[f"a{one.id}"].data or "" for one in found.eligible}
    return listing.Decision(amounts=amounts, **{name: form[name].data or "" for name in ("text_sr", "text_en", "act")})


@pages.route("/komisija/<int:call_id>/prigovori/<int:objection_id>/", methods=["GET", "POST"])
@allow("tenders.open")
def objection(call_id: int, objection_id: int) -> Any:
    """An objection and its answer, for members who are not barred."""
    call, found = _the_objection(call_id, objection_id)
    one = next(each for each in the_sheet(call).applied if each.id == found.application_id)
    form = AnswerForm(request.form)
    if request.method == "GET":
        form.seen.data = found.version
    return acts(
        form,
        lambda db: objecting.answer(db, objection_id, by=me_in(db), **form.said),
        done=_("The answer is saved, and the applicant gets a letter."),
        then=url_for(".assess", call_id=call_id),
        again=lambda: _page("objection", call=call, one=one, objection=found, states=OBJECTIONS, form=form),
    )


def _the_objection(call_id: int, objection_id: int) -> tuple[Call, Objection]:
    """Return an objection for a member who may read its application. Raises `NotFound` and what `assessor` raises."""
    call, _member = the_members(call_id)
    found = session().get(Objection, objection_id)
    if found is None or found.call_id != call_id:
        raise NotFound
    stating.assessor(session(), call, me_in(session()), found.application_id)
    return call, found


@pages.route("/komisija/<int:call_id>/liste/<name>")
@allow("tenders.open")
def list_file(call_id: int, name: str) -> Response:
    """A list as a document to print and sign, or as a spreadsheet with the points of each member."""
    call, _member = the_members(call_id)
    stating.assessor(session(), call, me_in(session()))
    stem, _dot, what = name.rpartition(".")
    kind, _dash, key = stem.partition("-")
    found = queries.list_of(session(), call_id, FILES[kind]) if kind in FILES and key in VERSIONS else None
    if found is None or what not in {*WRITERS, "xlsx"}:
        raise NotFound
    return _sent(found, key, what, name)


def _sent(found: RankingList, key: str, what: str, name: str, *, is_public: bool = False) -> Response:
    out = io.BytesIO()
    content = public_part(found.content) if is_public else found.content
    if what == "xlsx":
        write_sheet(out, content, version_key=key)
    else:
        write_list_document(out, content, found.hash, version_key=key, what=what)
    out.seek(0)
    media = XLSX if what == "xlsx" else MEDIA[what]
    answer = send_file(out, mimetype=media, as_attachment=True, download_name=name, max_age=0)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _page(name: str, **words: Any) -> Any:
    html = render_template(f"portal/tenders/commission/{name}.html", **words)
    return html, 422 if request.method == "POST" else 200


def _published(call_id: int) -> tuple[Call, RankingList]:
    call = get_public(session(), call_id)
    found = queries.newest_list(session(), call_id) if call else None
    if call is None or found is None:
        raise NotFound
    return call, found


@pages.route("/<int:call_id>/rezultati/")
@allow(ANYONE)
def results(call_id: int) -> str:
    """What everybody reads: the list, how many objected, the decision."""
    call, found = _published(call_id)
    depends(f"call.{call_id}", "municipality")
    cache.until(call.next_change(now()))
    before = queries.list_of(session(), call_id, ListKind.PRELIMINARY)
    return render_template(
        "portal/tenders/results.html",
        call=call,
        found=found,
        content=public_part(found.content),
        before=public_part(before.content) if before and before is not found else None,
        objections=queries.objections(session(), call_id),
        takes=queries.takes_objections(call, now()),
        lists=LISTS,
    )


@pages.route("/<int:call_id>/rezultati/tabela-<key>.xlsx")
@allow(ANYONE)
def results_file(call_id: int, key: str) -> Response:
    """The public list as a spreadsheet."""
    _call, found = _published(call_id)
    if key not in VERSIONS:
        raise NotFound
    return _sent(found, key, "xlsx", f"rezultati-{found.content['call']['reference']}-{key}.xlsx", is_public=True)


@pages.route("/<int:call_id>/prijave/<int:application_id>/bodovi/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def own_result(call_id: int, application_id: int) -> Any:
    """An applicant's own points, the reason where it is not eligible, the sheets during insight, and the objection."""
    call, found = _published(call_id)
    objecting.own_application(session(), call_id, application_id, me_in(session()))
    form = ObjectionForm(request.form)
    return acts(
        form,
        lambda db: objecting.object_to(db, call_id, application_id, form.text.data or "", by=me_in(db)),
        done=_("Your objection is handed in. The commission answers it, and you get a letter."),
        then=url_for(".own_result", call_id=call_id, application_id=application_id),
        again=lambda: _own_page(call, found, application_id, form),
    )


def _own_page(call: Call, found: RankingList, application_id: int, form: ObjectionForm) -> Any:
    html = render_template(
        "portal/tenders/own_result.html",
        call=call,
        found=found,
        line=line_of(found.content, application_id),
        objection=queries.objection_of(session(), application_id),
        takes=queries.takes_objections(call, now()),
        looks=call.insight_until is not None and now() < call.insight_until,
        states=OBJECTIONS,
        form=form,
    )
    return html, 422 if request.method == "POST" else 200


@pages.route("/<int:call_id>/uvid/")
@allow(SIGNED_IN)
def insight(call_id: int) -> str:
    """The sheets of the list, for those who applied, until the days of insight are over; no files of others."""
    call, found = _published(call_id)
    me = current_person()
    if me is None or not queries.has_applied(session(), call_id, me):
        raise NotFound
    is_time = call.insight_until is not None and now() < call.insight_until
    return render_template("portal/tenders/insight.html", call=call, content=found.content if is_time else None)


pages.add_app_template_filter(digits, "portal_points")
pages.add_app_template_filter(lambda _each: "–", "portal_nothing")
