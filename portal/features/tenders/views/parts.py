"""Pages of lots, of what to hand in, and of criteria: one list, one form, for all three alike."""

from typing import Any

from flask import render_template, request, url_for

from portal.features.tenders.actions import parts
from portal.features.tenders.forms.parts import PART_FORMS, PartForm
from portal.features.tenders.models import Call
from portal.features.tenders.rules import clocks
from portal.features.tenders.views import shared
from portal.features.tenders.views.blueprint import pages
from portal.features.tenders.views.shared import the_call
from portal.features.tenders.words.calls import PARTS
from portal.kernel.access import allow
from portal.kernel.clock import now
from portal.kernel.db import session
from portal.kernel.municipality.forms import SeenPress
from portal.kernel.refusals import NotFound
from portal.kernel.words import gettext as _

ADDRESSES = {"partije": "lot", "sta-se-predaje": "requirement", "kriterijumi": "criterion"}
KIND = "<any('partije', 'sta-se-predaje', 'kriterijumi'):kind>"


@pages.route(f"/sto/<int:call_id>/{KIND}/")
@allow("tenders.prepare")
def parts_desk(call_id: int, kind: str) -> str:
    """The parts of one sort, in their order, with their buttons."""
    call, part = the_call(call_id), ADDRESSES[kind]
    return render_template(
        "portal/tenders/staff/parts.html",
        call=call,
        kind=kind,
        part=part,
        title=PARTS[part],
        rows=parts.of(session(), call, part),
        press=SeenPress(None, seen=call.version),
    )


@pages.route(f"/sto/<int:call_id>/{KIND}/novo/", methods=["GET", "POST"])
@allow("tenders.prepare")
def add_part(call_id: int, kind: str) -> Any:
    """Add one."""
    call = the_call(call_id)
    form = PART_FORMS[ADDRESSES[kind]](request.form, seen=call.version, public=call.is_public, envelopes=call.envelopes)
    return _form_page(form, call, kind, None)


@pages.route(f"/sto/<int:call_id>/{KIND}/<int:part_id>/", methods=["GET", "POST"])
@allow("tenders.prepare")
def change_part(call_id: int, kind: str, part_id: int) -> Any:
    """Change one."""
    call, part = the_call(call_id), ADDRESSES[kind]
    row = next((each for each in parts.of(session(), call, part) if each.id == part_id), None)
    if row is None:
        raise NotFound
    form = PART_FORMS[part](request.form, obj=row, seen=call.version, public=call.is_public, envelopes=call.envelopes)
    return _form_page(form, call, kind, part_id)


def _form_page(form: PartForm, call: Call, kind: str, part_id: int | None) -> Any:
    part, here, id = ADDRESSES[kind], url_for(".parts_desk", call_id=call.id, kind=kind), call.id
    seen = form.seen

    def act(db: Any, me: Any) -> Call:
        return parts.put(db, id, part, part_id, form.words, by=me, seen=seen.data or 0, note=form.note)

    if form.is_sent() and (done := shared.saved(form, act, lambda _call: here, _("Saved."))):
        return done
    html = render_template(
        "portal/tenders/staff/part.html",
        form=form,
        call=call,
        kind=kind,
        part=part,
        title=PARTS[part],
        is_new=part_id is None,
        is_late=clocks.is_late(call, now()),
    )
    return html, 422 if request.method == "POST" else 200


@pages.route(f"/sto/<int:call_id>/{KIND}/<int:part_id>/<any('gore', 'dole', 'brisanje'):how>/", methods=["POST"])
@allow("tenders.prepare")
def arrange_part(call_id: int, kind: str, part_id: int, how: str) -> Any:
    """Move one up or down, or take it out; until publication."""
    part, here = ADDRESSES[kind], url_for(".parts_desk", call_id=the_call(call_id).id, kind=kind)
    if how == "brisanje":
        return shared.pressed(
            lambda db, me, seen: parts.remove(db, call_id, part, part_id, by=me, seen=seen), _("It is deleted."), here
        )
    up = how == "gore"
    return shared.pressed(
        lambda db, me, seen: parts.move(db, call_id, part, part_id, up=up, by=me, seen=seen), _("The order is saved."), here
    )

