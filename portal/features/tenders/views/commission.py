"""Commissions: the staff names them; a member sees their calls, makes a key and proves to have it."""

from typing import Any

from flask import Response, render_template, request, url_for

from portal.features.tenders.actions import members as verbs
from portal.features.tenders.forms.commission import LARGEST_REQUEST, BringForm, KeyForm, NameForm
from portal.features.tenders.models import Call, Member, Part
from portal.features.tenders.queries import commission as queries
from portal.features.tenders.views.blueprint import pages
from portal.features.tenders.views.shared import the_call
from portal.features.tenders.words.calls import PHASES
from portal.features.tenders.words.commission import PARTS
from portal.kernel.access import allow
from portal.kernel.accounts.session import current_person, me_in
from portal.kernel.clock import now
from portal.kernel.db import session, work
from portal.kernel.forms import Form, Press, SelectChoice
from portal.kernel.municipality.forms import SeenPress
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.site.acting import acts
from portal.kernel.words import called
from portal.kernel.words import gettext as _


@pages.route("/sto/<int:call_id>/komisija/", methods=["GET", "POST"])
@allow("tenders.prepare")
def commission_staff(call_id: int) -> Any:
    """Who is in the commission of a call, whose keys are proven; name another member."""
    call = the_call(call_id)
    form = NameForm(request.form)
    found = queries.nameable(session(), call_id)
    form.person.choices = [SelectChoice(0, _("Choose a person")), *(SelectChoice(each.id, called(each.name)) for each in found)]
    return acts(
        form,
        lambda db: verbs.name_member(
            db, call_id, person_id=form.person.data or 0, part=Part(form.part.data), by=me_in(db)
        ),
        done=_("The member is named and gets a letter."),
        then=url_for(".commission_staff", call_id=call_id),
        again=lambda: _staff_page(call, form, Press()),
    )


@pages.route("/sto/<int:call_id>/komisija/<int:number>/", methods=["POST"])
@allow("tenders.prepare")
def take_out_member(call_id: int, number: int) -> Any:
    """Take a member out of the commission."""
    call, form = the_call(call_id), SeenPress(request.form)
    return acts(
        form,
        lambda db: verbs.take_out(db, call_id, number, by=me_in(db), seen=form.seen.data or 0),
        done=_("The member is out of the commission and gets a letter."),
        then=url_for(".commission_staff", call_id=call_id),
        again=lambda: _staff_page(call, _name_form(call_id), form),
    )


def _name_form(call_id: int) -> NameForm:
    form = NameForm()
    form.person.choices = [SelectChoice(0, _("Choose a person"))]
    form.person.choices += [SelectChoice(each.id, called(each.name)) for each in queries.nameable(session(), call_id)]
    return form


def _staff_page(call: Call, form: NameForm, press: Form) -> Any:
    db = session()
    html = render_template(
        "portal/tenders/commission/staff.html",
        call=call,
        members=queries.ever_members(db, call.id),
        state=verbs.readiness(db, call),
        keys=_latest(call),
        form=form,
        press=press,
        parts=PARTS,
        advised=queries.ADVISED,
    )
    return html, 422 if request.method == "POST" else 200


@pages.route("/komisija/")
@allow("tenders.open")
def commission() -> str:
    """The calls in whose commissions one is."""
    me = current_person()
    rows = queries.calls_of(session(), me.id if me else 0)
    return render_template(
        "portal/tenders/commission/index.html", rows=rows, phases=PHASES, parts=PARTS, moment=now()
    )


@pages.route("/komisija/<int:call_id>/")
@allow("tenders.open")
def commission_call(call_id: int) -> Any:
    """One call for a member of its commission: the members, one's own key, the opening."""
    return _call_page(call_id, Press())


def _call_page(call_id: int, form: Form) -> Any:
    db = session()
    call, member = the_members(call_id)
    html = render_template(
        "portal/tenders/commission/show.html",
        call=call,
        me=member,
        members=queries.members(db, call_id),
        openings=queries.openings(db, call_id),
        is_fixed=_is_fixed(call_id, member),
        keys=_latest(call),
        phase=call.phase(now()),
        phases=PHASES,
        parts=PARTS,
        moment=now(),
        form=form,
    )
    return html, 422 if request.method == "POST" else 200


@pages.route("/komisija/<int:call_id>/kljuc/", methods=["POST"])
@allow("tenders.open")
def make_key(call_id: int) -> Any:
    """Make one's key and hand out its file, this once: the portal keeps the public part only."""
    form = Press(request.form)
    call, _member = the_members(call_id)
    if form.is_sent():
        try:
            with work() as db:
                member, secret = verbs.make_key(db, call_id, by=me_in(db))
                name, lines = f"kljuc-{call_id}-{member.number}.txt", [f"# public key: {member.recipient}", secret]
            return _handed_out(name, "\n".join([f"# {call.title_sr}", *lines, ""]))
        except Refusal as refusal:
            form.refuse(refusal)
    return _call_page(call_id, form)


def _handed_out(name: str, content: str) -> Response:
    answer = Response(content, mimetype="text/plain")
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@pages.route("/komisija/<int:call_id>/kljuc/svoj/", methods=["GET", "POST"])
@allow("tenders.open")
def bring_key(call_id: int) -> Any:
    """Give the public part of a key that was made on one's own computer."""
    call, member = the_members(call_id)
    form = BringForm(request.form)
    return acts(
        form,
        lambda db: verbs.bring_key(db, call_id, form.recipient.data or "", by=me_in(db)),
        done=_("The public part is saved. Now try your key."),
        then=url_for(".try_key", call_id=call_id),
        again=lambda: _key_page("bring", call, member, form),
    )


@pages.route("/komisija/<int:call_id>/kljuc/proba/", methods=["GET", "POST"])
@allow("tenders.open")
def try_key(call_id: int) -> Any:
    """Prove to have the key file; it is compared in memory and kept nowhere."""
    request.max_content_length = LARGEST_REQUEST
    call, member = the_members(call_id)
    form = KeyForm(request.form, request.files)
    return acts(
        form,
        lambda db: verbs.try_key(db, call_id, form.key, by=me_in(db)),
        done=_("The key is right. Keep it safe until the opening."),
        then=url_for(".commission_call", call_id=call_id),
        again=lambda: _key_page("try", call, member, form),
    )


def _key_page(page: str, call: Call, member: Member, form: Form) -> Any:
    html = render_template(f"portal/tenders/commission/{page}.html", call=call, me=member, form=form)
    return html, 422 if request.method == "POST" else 200


def the_members(call_id: int) -> tuple[Call, Member]:
    """Return a call and one's own place in its commission. Raises `NotFound`, `NotMember`, `HasLeft`."""
    db = session()
    call, me = db.get(Call, call_id), current_person()
    if call is None or me is None:
        raise NotFound
    return call, verbs.the_member(db, call_id, me)


def _latest(call: Call) -> Any:
    """Return the keys of the first envelope by generation: members are the same for the others."""
    return queries.keys_of(session(), call.id, 1)


def _is_fixed(call_id: int, member: Member) -> bool:
    """Tell whether applications are sealed to a member's key, so that it stays."""
    return any(member.number in key.holders for key in queries.keys_of(session(), call_id))
