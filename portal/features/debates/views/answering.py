"""Where processors answer: remarks by article, alike ones together, one answer to many, what contradicts each other."""

from collections.abc import Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.features.debates import actions
from portal.features.debates.actions.answering import Answered
from portal.features.debates.forms.remarks import AnswerForm, ChosenForm
from portal.features.debates.models import Debate, Disposition, Remark, Response, ResponseState
from portal.features.debates.queries import answers as asked
from portal.features.debates.queries import lines
from portal.features.debates.queries import remarks as register
from portal.features.debates.views.blueprint import pages
from portal.features.debates.views.remarks_shared import difference, give_passages, place_words, the_answered, the_remark
from portal.features.debates.views.shared import require_some
from portal.features.debates.words.remarks import CHANNELS, COLOURS, DISPOSITIONS
from portal.kernel.access import allow
from portal.kernel.accounts.models import Grant, Person
from portal.kernel.accounts.session import current_person, me_in
from portal.kernel.clock import now
from portal.kernel.db import session, work
from portal.kernel.forms import Press, number
from portal.kernel.municipality.serving import serves, serving
from portal.kernel.refusals import Refusal
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _
from portal.kernel.words import ngettext

WORDS = {"channels": CHANNELS, "dispositions": DISPOSITIONS, "colours": COLOURS}


@pages.route("/odgovori/")
@allow("debates.answer")
def answers() -> str:
    """The debates of one's unit whose remarks are being answered, and how far each is."""
    db = session()
    me = require_some(db)
    found = [one for one in (*asked.debates_owing(db), *asked.debates_to_answer(db)) if serves(db, me, one.unit)]
    counts = {one.id: register.counts(db, one.id) for one in found}
    return render_template("portal/debates/answers.html", debates=found, counts=counts, now=now())


@pages.route("/<int:debate_id>/odgovori/")
@allow("debates.answer")
def answer_desk(debate_id: int) -> str:
    """The remarks of a debate by article; with `?clan=` those of one, alike ones together."""
    db, me = session(), current_person()
    debate = the_answered(db, debate_id)
    article = _article(request.args.get("clan", ""))
    mine = request.args.get("moje") == "da"
    found = asked.on_shelf(db, debate, article, processor_id=me.id if mine and me else None) if article is not None else []
    return render_template(
        "portal/debates/answer_desk.html",
        debate=debate,
        article=article,
        mine=mine,
        remarks=found,
        places=place_words(found),
        differences={one.id: difference(one.passage, one.public_wording) for one in found},
        **_whole_desk(db, debate),
    )


def _whole_desk(db: Session, debate: Debate) -> dict[str, Any]:
    """Return what the desk shows whatever article is looked at."""
    return {
        "known": lines.places(db, debate),
        "shelves": asked.shelves(db, debate),
        "counts": register.counts(db, debate.id),
        "conflicts": asked.conflicts(db, debate.id),
        "people": _processors(db, debate),
        "form": ChosenForm(),
        **WORDS,
    }


def _article(text: str) -> int | None:
    return asked.GONE if text == "bez" else number(text)


def _processors(db: Session, debate: Debate) -> Sequence[Person]:
    granted = select(Grant.person_id).where(serving(debate.unit))
    wanted = select(Person).where(Person.disabled_at.is_(None), Person.id.in_(granted))
    return db.scalars(wanted.order_by(Person.name, Person.id)).all()


@pages.route("/<int:debate_id>/odgovori/<int:number>/", methods=["GET", "POST"])
@allow("debates.answer")
def answer(debate_id: int, number: int) -> Any:
    """Answer one remark: save a draft, publish it, or correct what is published."""
    db = session()
    remark, form = the_remark(db, debate_id, number), AnswerForm(request.form)
    response = asked.response_of(db, remark.id)
    _prepare(db, form, remark, response)
    if form.is_sent():
        try:
            with work() as db:
                done = _answered(db, the_remark(db, debate_id, number), form, publish="publish" in request.form)
            say(done)
            return redirect(url_for(".answer_desk", debate_id=debate_id, clan=_shelf_of(session(), debate_id, number)), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return _answer_page(debate_id, number, form)


def _prepare(db: Session, form: AnswerForm, remark: Remark, response: Response | None) -> None:
    give_passages(db, the_answered(db, remark.debate_id), form.changed, first=_("Nowhere, or in the whole text"))
    if request.method == "GET":
        form.seen.data = str(response.version if response else 0)
        if response is not None:
            form.disposition.data, form.changed.data = response.disposition.value, str(response.changed_line or 0)
            form.reason_sr.data, form.reason_en.data = response.reason_sr, response.reason_en


def _said(form: AnswerForm) -> Answered:
    return Answered(
        disposition=Disposition(form.disposition.data),
        reason_sr=form.reason_sr.data or "",
        reason_en=form.reason_en.data or "",
        changed_line=number(form.changed.data) or None,
    )


def _answered(db: Session, remark: Remark, form: AnswerForm, *, publish: bool) -> str:
    """Do what the pressed button says and return the sentence for the next page."""
    me, seen = me_in(db), number(form.seen.data) or 0
    response = asked.response_of(db, remark.id)
    if response is not None and response.state is ResponseState.PUBLISHED:
        actions.correct(db, remark.id, _said(form), seen=seen, by=me)
        return _("The correction is published. Earlier wordings can still be read.")
    actions.draft(db, [remark.id], _said(form), by=me, seen=seen)
    if publish:
        db.flush()
        actions.publish(db, [remark.id], by=me)
        return _("The answer is published.")
    return _("The draft is saved.")


def _shelf_of(db: Session, debate_id: int, number: int) -> str:
    found = register.get_shown(db, debate_id, number)
    article = asked.article_of(lines.places(db, the_answered(db, debate_id)), found.line if found else None)
    return "bez" if article == asked.GONE else str(article)


def _answer_page(debate_id: int, number: int, form: AnswerForm) -> Any:
    db = session()
    remark, debate = the_remark(db, debate_id, number), the_answered(db, debate_id)
    page = render_template(
        "portal/debates/answer.html",
        debate=debate,
        remark=remark,
        response=asked.response_of(db, remark.id),
        said=asked.said_of(db, remark.id),
        alike=asked.alike_to(db, remark),
        stands=lines.present(db, debate, remark.line) if remark.line else None,
        parts=difference(remark.passage, remark.public_wording),
        shelf=_shelf_of(db, debate_id, number),
        form=form,
        **WORDS,
    )
    return page, 422 if request.method == "POST" else 200


@pages.route("/<int:debate_id>/odgovori/zajedno/", methods=["GET", "POST"])
@allow("debates.answer")
def together(debate_id: int) -> Any:
    """One answer to the ticked remarks: written, looked at once more, then saved or published."""
    db, form = session(), AnswerForm(request.form)
    debate = the_answered(db, debate_id)
    ids = request.form.getlist("remarks", type=int) or request.args.getlist("primedba", type=int)
    chosen = asked.open_among(db, debate.id, ids)
    give_passages(db, debate, form.changed, first=_("Nowhere, or in the whole text"))
    looked = "save" in request.form or "publish" in request.form
    if chosen and form.is_sent() and looked:
        try:
            with work() as db:
                mark = _answered_together(db, [one.id for one in chosen], form, publish="publish" in request.form)
            return redirect(url_for(".done_together", debate_id=debate_id, mark=mark), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    ready = bool(chosen) and form.is_sent() and not form.form_errors
    return _together_page(debate, chosen, form, preview=ready)


def _answered_together(db: Session, ids: Sequence[int], form: AnswerForm, *, publish: bool) -> str:
    me = me_in(db)
    mark = actions.draft(db, ids, _said(form), by=me)
    if publish:
        db.flush()
        actions.publish(db, ids, by=me)
    return mark or "jedna"


def _together_page(debate: Debate, chosen: Sequence[Remark], form: AnswerForm, *, preview: bool) -> Any:
    page = render_template(
        "portal/debates/together.html",
        debate=debate,
        remarks=chosen,
        places=place_words(chosen),
        changed=lines.present(session(), debate, number(form.changed.data) or 0),
        form=form,
        preview=preview,
        **WORDS,
    )
    return page, 422 if request.method == "POST" and not preview else 200


@pages.route("/<int:debate_id>/odgovori/zajedno/<mark>/", methods=["GET", "POST"])
@allow("debates.answer")
def done_together(debate_id: int, mark: str) -> Any:
    """What was answered together, with the button that takes it back."""
    debate, form = the_answered(session(), debate_id), Press(request.form)
    if form.is_sent():
        try:
            with work() as db:
                number = actions.take_back(db, mark, by=me_in(db))
            say(ngettext("%(num)s answer was taken back.", "%(num)s answers were taken back.", number))
            return redirect(url_for(".answer_desk", debate_id=debate_id), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    found = asked.answered_together(session(), mark)
    page = render_template(
        "portal/debates/done_together.html", debate=debate, remarks=found, places=place_words(found), form=form, **WORDS
    )
    return page, 422 if request.method == "POST" else 200


@pages.route("/<int:debate_id>/odgovori/dodela/", methods=["POST"])
@allow("debates.answer")
def assign(debate_id: int) -> Any:
    """Say who prepares the answers to the ticked remarks, or publish their drafts."""
    form, chosen = ChosenForm(request.form), request.form.getlist("remark", type=int)
    if not form.is_sent():
        return redirect(url_for(".answer_desk", debate_id=debate_id), 303)
    try:
        with work() as db:
            ids = [one.id for one in asked.open_among(db, debate_id, chosen)]
            say(_done_with(db, ids, form))
    except Refusal as refusal:
        say(str(refusal), "error")
    return redirect(url_for(".answer_desk", debate_id=debate_id, clan=request.form.get("clan") or None), 303)


def _done_with(db: Session, ids: Sequence[int], form: ChosenForm) -> str:
    if "publish" in request.form:
        done = actions.publish(db, ids, by=me_in(db))
        return ngettext("%(num)s answer is published.", "%(num)s answers are published.", done)
    who = db.get(Person, number(form.processor.data) or 0)
    actions.assign(db, ids, who, by=me_in(db))
    return ngettext("%(num)s remark was given to a processor.", "%(num)s remarks were given to a processor.", len(ids))


@pages.route("/<int:debate_id>/odgovori/izabrane/", methods=["POST"])
@allow("debates.answer")
def chosen(debate_id: int) -> Any:
    """Lead from the ticked remarks to the page on which one answer is written to all of them."""
    ids = request.form.getlist("remark", type=int)
    return redirect(url_for(".together", debate_id=debate_id, primedba=ids), 303)
