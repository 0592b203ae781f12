"""What everybody does with remarks: write one, confirm it, read the register, support one."""

from typing import Any

from flask import redirect, render_template, request, url_for

from portal.features.debates import actions
from portal.features.debates.actions.remarking import Written, changed_wording, respect_time
from portal.features.debates.actions.remarks_shared import load
from portal.features.debates.forms.remarks import RemarkForm, SupportForm
from portal.features.debates.models import REMARK, Channel, Debate, Passage, Remark
from portal.features.debates.queries import lines
from portal.features.debates.refusals.remarks import NoSuchPassage, NotOpenYet, PassageGone
from portal.features.debates.views.blueprint import pages
from portal.features.debates.views.remarks_shared import difference, the_debate, the_remark
from portal.kernel import cache, files, once, throttle, tickets
from portal.kernel.access import ANYONE, allow
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import current_person
from portal.kernel.authors import ShownAs
from portal.kernel.clock import now
from portal.kernel.codes import code_of
from portal.kernel.db import session, work
from portal.kernel.forms import Press, number
from portal.kernel.outbox import Recipient
from portal.kernel.refusals import Refusal
from portal.kernel.site.client import client_network
from portal.kernel.words import version


@pages.route("/<int:debate_id>/primedba/", methods=["GET", "POST"])
@allow(ANYONE)
def remark_on(debate_id: int) -> Any:
    """Remark on a passage (`?na=`), or on the draft as a whole."""
    db = session()
    debate = the_debate(db, debate_id)
    given = request.args.get("na", "")
    try:
        if given and number(given) is None:
            raise NoSuchPassage
        passage = lines.passage_to_remark_on(db, debate, number(given) or None)
    except (NoSuchPassage, PassageGone) as refusal:
        return render_template("portal/debates/remark_gone.html", debate=debate, refusal=refusal), refusal.status
    form = _form(debate, passage)
    if not form.is_sent():
        return _page(debate, passage, form)
    wording = changed_wording(passage, form.wording.data or "") if passage else ""
    if wording and not request.form.get("looked"):
        form.ask_again()
        return _page(debate, passage, form, wording=wording, status=200)
    return _send(debate, passage, form)


def _form(debate: Debate, passage: Passage | None) -> RemarkForm:
    form = RemarkForm(request.form, wording=passage.text if passage else "", seen=str(debate.edition_id or ""))
    if current_person() is not None:
        del form.name, form.email
    if passage is None:
        del form.wording
    return form


def _send(debate: Debate, passage: Passage | None, form: RemarkForm) -> Any:
    person = current_person()
    try:
        throttle.admit(throttle.Limit("remark", client_network(), 120, throttle.HOUR))
        with work() as db:
            if address := once.before(db, form.once_token.data or ""):
                return redirect(address, 303)
            by = db.get_one(Person, person.id) if person else None
            made = actions.remark(db, debate.id, _written(form, passage, by), by=by)
            for received in form.uploads:
                files.attach(db, received, kind=REMARK, id=made.id, by=by.id if by else None)
            address = url_for(".own_remark", remark_id=made.id, code=code_of(REMARK, made.id), poslato="da")
            once.settle(db, form.once_token.data or "", address)
    except Refusal as refusal:
        form.refuse(refusal)
        debate = the_debate(session(), debate.id)
        return _page(debate, lines.present(session(), debate, passage.line) if passage else None, form)
    return redirect(address, 303)


def _written(form: RemarkForm, passage: Passage | None, by: Person | None) -> Written:
    return Written(
        text=form.text.data or "",
        line=passage.line if passage else None,
        wording=(form.wording.data or "") if "wording" in form else "",
        name=by.name if by else form.name.data or "",
        email=(by.email or "") if by else form.email.data or "",
        shown_as=ShownAs(form.shown_as.data),
        organisation=form.for_organisation,
        version_key=version().key,
        channel=Channel.WEB,
        edition_id=number(form.seen.data),
        marks=form.marks,
        network=client_network(),
    )


def _page(debate: Debate, passage: Passage | None, form: RemarkForm, *, wording: str = "", status: int | None = None) -> Any:
    closed: Refusal | None = None
    try:
        respect_time(debate, Written(text="", name=""), now())
    except Refusal as refusal:
        closed = refusal
    cache.until(debate.next_change(now()))
    form.seen.data = str(debate.edition_id or "")
    page = render_template(
        "portal/debates/remark_on.html",
        debate=debate,
        passage=passage,
        form=form,
        closed=closed,
        not_yet=isinstance(closed, NotOpenYet),
        sent=request.method == "POST",
        wording=wording,
        parts=difference(passage, wording),
    )
    return page, status or (422 if request.method == "POST" else 200)


@pages.route("/primedba/potvrda/<token>/", methods=["GET", "POST"])
@allow(ANYONE)
def confirm_remark(token: str) -> Any:
    """The link of the letter opens this page; its one button confirms."""
    form = Press(request.form)
    if form.is_sent():
        with work() as db:
            ticket = tickets.use(db, "debates.confirm", token)
            found = actions.confirm(db, ticket.subject_id or 0)
            address = url_for(".own_remark", remark_id=found.id, code=code_of(REMARK, found.id), poslato="da")
        return redirect(address, 303)
    ticket = tickets.look(session(), "debates.confirm", token)
    return render_template("portal/debates/confirm_remark.html", form=form, remark=load(session(), ticket.subject_id or 0))


@pages.route("/<int:debate_id>/primedbe/<int:number>/podrska/", methods=["GET", "POST"])
@allow(ANYONE)
def support(debate_id: int, number: int) -> Any:
    """Support somebody else's remark."""
    person, form = current_person(), SupportForm(request.form)
    if person is not None:
        del form.email
    if form.is_sent():
        try:
            throttle.admit(throttle.Limit("support", client_network(), 60, throttle.HOUR))
            with work() as db:
                to = Recipient.of(person) if person else Recipient((form.email.data or "").strip().lower(), version().key)
                actions.support(db, the_remark(db, debate_id, number), to, confirmed=person is not None)
            return _supported(the_remark(session(), debate_id, number), confirmed=person is not None)
        except Refusal as refusal:
            form.refuse(refusal)
    found = the_remark(session(), debate_id, number)
    return render_template("portal/debates/support.html", form=form, remark=found), 422 if request.method == "POST" else 200


def _supported(remark: Remark, *, confirmed: bool) -> str:
    return render_template("portal/debates/supported.html", remark=remark, confirmed=confirmed)


@pages.route("/podrska/<token>/", methods=["GET", "POST"])
@allow(ANYONE)
def confirm_support(token: str) -> Any:
    """The link of the letter opens this page; its one button confirms."""
    form = Press(request.form)
    if form.is_sent():
        with work() as db:
            ticket = tickets.use(db, "debates.support", token)
            actions.confirm_support(db, int(ticket.data["follow"]))
        return _supported(load(session(), ticket.subject_id or 0), confirmed=True)
    ticket = tickets.look(session(), "debates.support", token)
    return render_template("portal/debates/confirm_support.html", form=form, remark=load(session(), ticket.subject_id or 0))
