"""Assessing, for a member of the commission: the statement, the conditions, the points, and what the chair decides."""

from collections.abc import Sequence
from typing import Any

from flask import render_template, request, url_for
from markupsafe import Markup

from portal.features.tenders.actions import checking, scoring, stating
from portal.features.tenders.forms.assessing import CheckForm, StatementForm, box_of, points_form, table_form
from portal.features.tenders.models import OPENED_FILE, Call, Member
from portal.features.tenders.queries import assessing as queries
from portal.features.tenders.queries import commission
from portal.features.tenders.queries.assessing import Applied, Sheet
from portal.features.tenders.queries.lists import lines
from portal.features.tenders.views.blueprint import pages
from portal.features.tenders.views.commission import the_members
from portal.features.tenders.words.assessing import LISTS, OBJECTIONS
from portal.features.tenders.words.commission import FAULTS, VERDICTS
from portal.kernel import files
from portal.kernel.access import allow
from portal.kernel.accounts.session import me_in
from portal.kernel.clock import now
from portal.kernel.db import session
from portal.kernel.forms import Form, Press, SelectChoice
from portal.kernel.municipality.forms import SeenPress
from portal.kernel.refusals import NotFound
from portal.kernel.site.acting import acts
from portal.kernel.site.shown import told
from portal.kernel.words import gettext as _


@pages.route("/komisija/<int:call_id>/ocenjivanje/")
@allow("tenders.open")
def assess(call_id: int) -> Any:
    """Where the assessment stands: what this member has to do, what the others have done, what the chair decides."""
    return hub(call_id, SeenPress())


def hub(call_id: int, form: Form) -> Any:
    """Return the page of the assessment, with what a button of it was refused for."""
    call, member = the_members(call_id)
    found = the_sheet(call)
    said = found.statements.get(member.id)
    html = render_template(
        "portal/tenders/commission/assess.html",
        call=call,
        me=member,
        sheet=found,
        said=said,
        is_seen=call.scored_at is not None,
        lines={line["application"]: line for line in lines(found)} if call.scored_at and said else {},
        openings=commission.openings(session(), call_id),
        objections=queries.objections(session(), call_id),
        states=OBJECTIONS,
        lists=LISTS,
        moment=now(),
        form=form,
    )
    return html, 422 if request.method == "POST" else 200


def the_sheet(call: Call) -> Sheet:
    """Return the assessment of a call that was opened. Raises `NotFound`."""
    found = queries.sheet(session(), call)
    if call.opened_at is None:
        raise NotFound
    return found


def the_applied(call_id: int, application_id: int) -> tuple[Call, Member, Sheet, Applied]:
    """Return an application for a member who may read it. Raises `NotFound`, `StatementFirst`, `Barred`."""
    call, _member = the_members(call_id)
    member = stating.assessor(session(), call, me_in(session()), application_id)
    found = the_sheet(call)
    one = next((each for each in found.applied if each.id == application_id), None)
    if one is None:
        raise NotFound
    return call, member, found, one


@pages.route("/komisija/<int:call_id>/izjava/", methods=["GET", "POST"])
@allow("tenders.open")
def state_conflicts(call_id: int) -> Any:
    """A member states whether they have a conflict of interest, and with whom."""
    call, member = the_members(call_id)
    found = the_sheet(call)
    form, said = StatementForm(request.form), found.statements.get(member.id)
    form.barred.choices = [
        SelectChoice(one.id, Markup("{}. {}").format(one.number, told(one.name_sr, one.name_en))) for one in found.applied
    ]
    if said and request.method == "GET":
        form.has.data, form.barred.data, form.text.data = "yes" if said.barred else "no", said.barred, said.text
    return acts(
        form,
        lambda db: stating.state_conflicts(
            db, call_id, barred=form.barred.data or [], text=form.text.data or "", by=me_in(db)
        ),
        done=_("Your statement is saved."),
        then=url_for(".assess", call_id=call_id),
        again=lambda: _page("statement", call=call, form=form, said=said),
    )


@pages.route("/komisija/<int:call_id>/prijave/<int:application_id>/uslovi/", methods=["GET", "POST"])
@allow("tenders.open")
def check(call_id: int, application_id: int) -> Any:
    """Say whether an application fulfils the conditions, beside its files."""
    call, _member, found, one = the_applied(call_id, application_id)
    form, said = CheckForm(request.form), found.checks.get(application_id)
    if said and request.method == "GET":
        form.eligible.data, form.reason.data, form.seen.data = "yes" if said.is_eligible else "no", said.reason, said.version
    return acts(
        form,
        lambda db: checking.check(
            db,
            call_id,
            application_id,
            is_eligible=form.eligible.data == "yes",
            reason=form.reason.data or "",
            by=me_in(db),
            seen=form.seen.data or 0,
        ),
        done=_("Saved."),
        then=url_for(".assess", call_id=call_id),
        again=lambda: _page("check", call=call, form=form, one=one, said=said, **_files(one)),
    )


@pages.route("/komisija/<int:call_id>/prijave/<int:application_id>/bodovi/", methods=["GET", "POST"])
@allow("tenders.open")
def give_points(call_id: int, application_id: int) -> Any:
    """Give one's points to an application, beside its files; then go on to the next one without points."""
    call, member, found, one = the_applied(call_id, application_id)
    form = points_form(found.criteria)(request.form)
    if request.method == "GET":
        for criterion, given in found.points.get((member.id, application_id), {}).items():
            form[f"c{criterion}"].data = str(given)
    following = next((each for each in found.missing(member) if each.id != application_id), None)
    then = url_for(".assess", call_id=call_id)
    if following is not None:
        then = url_for(".give_points", call_id=call_id, application_id=following.id)
    return acts(
        form,
        lambda db: scoring.give_points(
            db, call_id, application_id, {each.id: int(form[f"c{each.id}"].data) for each in found.criteria}, by=me_in(db)
        ),
        done=_("Your points are saved."),
        then=then,
        again=lambda: _page(
            "points", call=call, form=form, one=one, sheet=found, may=found.may_be_scored(member, one.id), **_files(one)
        ),
    )


@pages.route("/komisija/<int:call_id>/bodovi/", methods=["GET", "POST"])
@allow("tenders.open")
def give_all(call_id: int) -> Any:
    """Give one's points to all applications in one table."""
    call, _member = the_members(call_id)
    member, found = stating.voter(session(), call, me_in(session())), the_sheet(call)
    rows = [one for one in found.asked(member) if found.may_be_scored(member, one.id)]
    form = table_form(rows, found.criteria, {one.id for one in rows if found.is_complete(member, one.id)})(request.form)
    if request.method == "GET":
        for one in rows:
            for each in found.criteria:
                form[box_of(one, each)].data = str(found.points.get((member.id, one.id), {}).get(each.id, ""))
    return acts(
        form,
        lambda db: scoring.give_all(db, call_id, _given(form, rows, found), by=me_in(db)),
        done=_("Your points are saved."),
        then=url_for(".assess", call_id=call_id),
        again=lambda: _page("table", call=call, form=form, rows=rows, sheet=found, box_of=box_of),
    )


def _given(form: Form, rows: Sequence[Applied], found: Sheet) -> dict[int, dict[int, int]]:
    """Return what was typed in rows that are not empty."""
    typed = {one.id: {each.id: form[box_of(one, each)].data for each in found.criteria} for one in rows}
    return {id: {key: int(text) for key, text in row.items()} for id, row in typed.items() if all(row.values())}


def _files(one: Applied) -> dict[str, Any]:
    found = queries.files(session(), one)
    stored = files.of_many(session(), OPENED_FILE, [file.id for file, _for in found])
    states = {id: kept[0].state.value if kept else "" for id, kept in stored.items()}
    return {"files": found, "states": states, "verdicts": VERDICTS, "faults": FAULTS}


def _page(name: str, **words: Any) -> Any:
    html = render_template(f"portal/tenders/commission/{name}.html", **words)
    return html, 422 if request.method == "POST" else 200


@pages.route("/komisija/<int:call_id>/uslovi/potvrda/", methods=["POST"])
@allow("tenders.open")
def confirm_checks(call_id: int) -> Any:
    """The chair confirms who fulfils the conditions."""
    form = SeenPress(request.form)
    return acts(
        form,
        lambda db: checking.confirm_checks(db, call_id, by=me_in(db), seen=form.seen.data or 0),
        done=_("It is confirmed. Now the members give points."),
        then=url_for(".assess", call_id=call_id),
        again=lambda: hub(call_id, form),
    )


@pages.route("/komisija/<int:call_id>/bodovi/predaja/", methods=["POST"])
@allow("tenders.open")
def hand_in(call_id: int) -> Any:
    """A member hands in the points."""
    form = Press(request.form)
    return acts(
        form,
        lambda db: scoring.hand_in(db, call_id, by=me_in(db)),
        done=_("Your points are handed in."),
        then=url_for(".assess", call_id=call_id),
        again=lambda: hub(call_id, form),
    )


@pages.route("/komisija/<int:call_id>/bodovi/zatvaranje/", methods=["POST"])
@allow("tenders.open")
def close_scoring(call_id: int) -> Any:
    """The chair closes the scoring before all have handed in."""
    form = SeenPress(request.form)
    return acts(
        form,
        lambda db: scoring.close_scoring(db, call_id, by=me_in(db), seen=form.seen.data or 0),
        done=_("The scoring is closed."),
        then=url_for(".assess", call_id=call_id),
        again=lambda: hub(call_id, form),
    )


@pages.route("/komisija/<int:call_id>/bodovi/ponovo/", methods=["POST"])
@allow("tenders.open")
def score_again(call_id: int) -> Any:
    """The chair lets all change their points again."""
    form = SeenPress(request.form)
    return acts(
        form,
        lambda db: scoring.score_again(db, call_id, by=me_in(db), seen=form.seen.data or 0),
        done=_("The members can change their points again."),
        then=url_for(".assess", call_id=call_id),
        again=lambda: hub(call_id, form),
    )
