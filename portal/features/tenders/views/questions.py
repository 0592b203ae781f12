"""Questions on a call: asked by people who signed in, answered by the department, which never learns who asked."""

from datetime import datetime
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from portal.features.tenders import queries
from portal.features.tenders.actions import asking
from portal.features.tenders.forms.parts import AnswerForm, DeclineForm
from portal.features.tenders.forms.public import AskForm
from portal.features.tenders.models import Call, CallQuestion
from portal.features.tenders.refusals.calls import AskedTooLate
from portal.features.tenders.views import shared
from portal.features.tenders.views.blueprint import pages
from portal.features.tenders.views.shared import me, the_call, the_public
from portal.kernel import throttle
from portal.kernel.access import SIGNED_IN, allow
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import session, work
from portal.kernel.refusals import NotFound
from portal.kernel.site.acting import admitted
from portal.kernel.texts import fold, personal_data
from portal.kernel.words import LazyString, lazy
from portal.kernel.words import gettext as _

PERSONAL: dict[str, LazyString] = {
    "jmbg": lazy("personal number (JMBG)"),
    "phone": lazy("telephone number"),
    "email": lazy("e-mail address"),
    "account": lazy("account number"),
    "plate": lazy("number plate"),
}


@pages.route("/<int:call_id>/pitanje/", methods=["GET", "POST"])
@allow(SIGNED_IN)
def ask(call_id: int) -> Any:
    """Ask about a call; what would tell who asks is shown before it is sent."""
    arrived = now()
    call, form = the_public(call_id), AskForm(request.form)
    noticed: list[tuple[str, str]] = []
    if form.is_sent():
        noticed = telling(form.text.data or "") if not request.form.get("checked") else []
        if not noticed and (done := _asked(form, call_id, arrived)):
            return done
    open = call.takes_questions(now())
    html = render_template("portal/tenders/ask.html", call=call, form=form, noticed=noticed, open=open)
    return html, 422 if request.method == "POST" and not noticed else 200


def _asked(form: AskForm, call_id: int, arrived: datetime) -> Any:
    """Ask; a question that came too late leaves a trace of its own, since the refused transaction leaves none."""
    late: list[AskedTooLate] = []

    def act(db: Session, by: Person) -> CallQuestion:
        try:
            return asking.ask(db, call_id, form.text.data or "", by=by, arrived=arrived)
        except AskedTooLate as refusal:
            late.append(refusal)
            raise

    if not admitted(form, throttle.Limit("tenders.ask", str(me().id), 20, throttle.HOUR), field="text"):
        return None
    done = shared.saved(
        form,
        act,
        lambda _question: url_for(".mine"),
        _("Your question is sent. Nobody learns who asked; the answer comes by a letter and stands on the page of the call."),
    )
    if late:
        with work() as db:
            asking.note_late(db, call_id, form.text.data or "", late[0])
    return done


def telling(text: str) -> list[tuple[str, str]]:
    """Return what in a text would tell who wrote it: personal data, one's own name and those of one's organisations."""
    found = [(str(PERSONAL[each.kind]), text[each.start : each.end]) for each in personal_data(text)]
    words = fold(text)
    return found + [(_("a name"), name) for name in shared.own_names(session(), me()) if len(name) > 3 and fold(name) in words]


@pages.route("/sto/<int:call_id>/pitanja/")
@allow("tenders.prepare")
def questions_desk(call_id: int) -> str:
    """The questions on a call, those that wait first; who asked is known to nobody here."""
    call, db = the_call(call_id), session()
    found = queries.questions_of(db, call_id)
    return render_template("portal/tenders/staff/questions.html", call=call, questions=found, moment=now())


@pages.route("/sto/pitanja/<int:question_id>/", methods=["GET", "POST"])
@allow("tenders.prepare")
def answer_question(question_id: int) -> Any:
    """Answer a question: as everybody reads it, without what tells who asked."""
    question, call = _the_question(question_id)
    form = AnswerForm(request.form, seen=question.version, public_text=question.public_text or question.text)

    def act(db: Session, by: Person) -> CallQuestion:
        words = {name: form[name].data or "" for name in ("public_text", "answer_sr", "answer_en")}
        return asking.answer(db, question_id, **words, by=by, seen=form.seen.data or 0)

    return _page("answer", form, question, call, act, _("Answered. It is part of the documents now."))


@pages.route("/sto/pitanja/<int:question_id>/odbijanje/", methods=["GET", "POST"])
@allow("tenders.prepare")
def decline_question(question_id: int) -> Any:
    """Do not answer a question, with a reason for its asker alone."""
    question, call = _the_question(question_id)
    form = DeclineForm(request.form, seen=question.version)

    def act(db: Session, by: Person) -> CallQuestion:
        return asking.decline(db, question_id, reason=form.reason.data or "", by=by, seen=form.seen.data or 0)

    return _page("decline", form, question, call, act, _("Declined. The person who asked reads why."))


def _the_question(question_id: int) -> tuple[CallQuestion, Call]:
    found = session().get(CallQuestion, question_id)
    if found is None:
        raise NotFound
    return found, the_call(found.call_id)


def _page(name: str, form: Any, question: CallQuestion, call: Call, act: shared.Act, words: str) -> Any:
    here = url_for(".questions_desk", call_id=call.id)
    if form.is_sent() and (done := shared.saved(form, act, lambda _done: here, words)):
        return done
    html = render_template(f"portal/tenders/staff/{name}.html", form=form, question=question, call=call)
    return html, 422 if request.method == "POST" else 200
