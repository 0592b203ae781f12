"""What a clerk types in for others: letters, e-mails, and what is said at the hearing while people speak."""

from datetime import date
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.debates import actions
from portal.features.debates.actions.remarking import Written
from portal.features.debates.forms.remarks import ORGANISATION, PERSON, EntryForm, MinutesForm
from portal.features.debates.models import REMARK, Channel, Debate, Hearing, Remark, RemarkState
from portal.features.debates.queries import lines
from portal.features.debates.queries import remarks as register
from portal.features.debates.queries.answers import debates_to_answer
from portal.features.debates.views.blueprint import pages
from portal.features.debates.views.remarks_shared import give_passages, the_debate
from portal.kernel import files, once
from portal.kernel.access import allow, may
from portal.kernel.accounts.session import current_person, me_in
from portal.kernel.authors import ShownAs
from portal.kernel.clock import local_date, now
from portal.kernel.codes import code_of, spaced
from portal.kernel.db import session, work
from portal.kernel.files.forms import takes_files
from portal.kernel.forms import number
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _
from portal.kernel.words import version


@pages.route("/unos/")
@allow("debates.enter")
def entries() -> str:
    """The debates for which something can be typed in."""
    return render_template("portal/debates/entries.html", debates=debates_to_answer(session()), now=now())


@pages.route("/<int:debate_id>/unos/", methods=["GET", "POST"])
@allow("debates.enter")
@takes_files
def enter(debate_id: int) -> Any:
    """Type in a remark that came on paper, by e-mail or at the hearing, and print its number."""
    debate, form = the_debate(session(), debate_id), EntryForm(request.form, received_on=local_date(now()))
    give_passages(session(), debate, form.passage)
    if form.is_sent():
        try:
            with work() as db:
                if address := once.before(db, form.once_token.data or ""):
                    return redirect(address, 303)
                made = _take(db, debate_id, form, _entry_of(form, debate))
                address = url_for(".entry_receipt", debate_id=debate_id, number=made.number)
                once.settle(db, form.once_token.data or "", address)
            return redirect(address, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    page = render_template("portal/debates/enter.html", form=form, debate=the_debate(session(), debate_id))
    return page, 422 if request.method == "POST" else 200


def _take(db: Session, debate_id: int, form: EntryForm, written: Written) -> Remark:
    me = me_in(db)
    made = actions.remark(db, debate_id, written, by=None, entered_by=me)
    for received in form.uploads:
        files.attach(db, received, kind=REMARK, id=made.id, by=me.id)
    return made


def _entry_of(form: EntryForm, debate: Debate) -> Written:
    return Written(
        text=form.text.data or "",
        line=form.chosen_line(debate.reference),
        wording=form.wording.data or "",
        name=form.name.data or "",
        email=form.email.data or "",
        shown_as=ShownAs(form.shown_as.data),
        organisation=form.for_organisation,
        version_key=version().key,
        channel=Channel(form.channel.data),
        received_on=form.received_on.data,
    )


@pages.route("/<int:debate_id>/unos/<int:number>/potvrda/")
@allow("debates.enter")
def entry_receipt(debate_id: int, number: int) -> str:
    """The print-out for the citizen: number, code, and where to look."""
    db, me = session(), current_person()
    found = _entered(db, debate_id, number)
    if me is None or (found.entered_by_id != me.id and not may(me, "moderation.decide")):
        raise NotFound
    return render_template("portal/debates/entry_receipt.html", remark=found, code=spaced(code_of(REMARK, found.id)))


def _entered(db: Session, debate_id: int, number: int) -> Remark:
    wanted = select(Remark).where(Remark.debate_id == debate_id, Remark.number == number)
    found = db.scalar(wanted.where(Remark.channel != Channel.WEB))
    if found is None:
        raise NotFound
    return found


@pages.route("/<int:debate_id>/zapisnik/", methods=["GET", "POST"])
@allow("debates.enter")
def minutes(debate_id: int) -> Any:
    """The hearing: one remark after the other, the number of each at once, the last one can be put right."""
    db = session()
    debate, hearing = the_debate(db, debate_id), _hearing(db, debate_id)
    form = MinutesForm(request.form, received_on=_day(hearing))
    del form.files, form.wording, form.shown_as
    form.keep_day()
    give_passages(db, debate, form.passage)
    if not form.is_sent():
        return _minutes_page(debate_id, hearing, form)
    try:
        with work() as db:
            if once.before(db, form.once_token.data or "") is None:
                made = _minute(db, debate_id, hearing.id if hearing else None, form)
                say(_("No. %(number)s is in the register.", number=made.number))
    except Refusal as refusal:
        form.refuse(refusal)
        return _minutes_page(debate_id, hearing, form)
    return redirect(url_for(".minutes", debate_id=debate_id, **_kept(hearing, form)), 303)


def _kept(hearing: Hearing | None, form: MinutesForm) -> dict[str, Any]:
    """Return the words of the address that bring back what the next speaker probably speaks of too, and the day."""
    day = form.received_on.data if "received_on" in form else None
    other = {"dan": day.isoformat()} if day and day != _day(hearing) else {}
    return {**({"tribina": hearing.id} if hearing else {}), **other, "na": form.passage.data or "0"}


def _day(hearing: Hearing | None) -> date:
    """Return the day that the address keeps, else that of the hearing, else today."""
    try:
        return date.fromisoformat(request.args.get("dan", "")[:10])
    except ValueError:
        return local_date(hearing.starts_at if hearing else now())


def _minute(db: Session, debate_id: int, hearing_id: int | None, form: MinutesForm) -> Remark:
    debate, me = the_debate(db, debate_id), me_in(db)
    written = Written(
        text=form.text.data or "",
        line=form.chosen_line(debate.reference),
        name=form.name.data or "",
        shown_as=ShownAs.NAME,
        organisation=form.for_organisation,
        version_key=version().key,
        channel=Channel.HEARING,
        received_on=form.received_on.data if "received_on" in form else None,
        hearing_id=hearing_id,
    )
    mending = number(form.mending.data)
    if mending:
        return actions.correct_entry(db, mending, written, by=me)
    return actions.remark(db, debate_id, written, by=None, entered_by=me)


def _hearing(db: Session, debate_id: int) -> Hearing | None:
    found = db.get(Hearing, number(request.args.get("tribina")) or 0)
    return found if found is not None and found.debate_id == debate_id else None


def _minutes_page(debate_id: int, hearing: Hearing | None, form: MinutesForm) -> Any:
    db, me = session(), current_person()
    last = register.last_entered_by(db, debate_id, me.id) if me else None
    if request.method == "GET":
        form.passage.data = request.args.get("na", "0")[:10]
        if last is not None and request.args.get("ispravka") == "da" and last.state is RemarkState.WAITING:
            _fill(form, last)
    debate = the_debate(db, debate_id)
    page = render_template(
        "portal/debates/minutes.html",
        debate=debate,
        hearing=hearing,
        form=form,
        last=last,
        mending=bool(form.mending.data),
        places=lines.places(db, debate),
    )
    return page, 422 if request.method == "POST" else 200


def _fill(form: MinutesForm, last: Remark) -> None:
    form.mending.data, form.text.data, form.name.data = str(last.id), last.text, last.author_name
    form.passage.data, form.organisation.data = str(last.line or 0), last.organisation
    form.kind.data = ORGANISATION if last.organisation else PERSON
    form.keep_day()
