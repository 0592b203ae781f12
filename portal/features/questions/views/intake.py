"""What a clerk types in for a citizen who has no e-mail."""

from typing import Any

from flask import redirect, render_template, request, url_for

from portal.features.questions import actions
from portal.features.questions.forms import (
    AssistedForm,
)
from portal.features.questions.models import KIND, Channel, Question
from portal.features.questions.views.blueprint import pages
from portal.features.questions.views.public import asked_of
from portal.features.questions.views.shared import fill_choices
from portal.kernel import once
from portal.kernel.access import allow, may
from portal.kernel.accounts.session import current_person, me_in
from portal.kernel.codes import code_of, spaced
from portal.kernel.db import session, work
from portal.kernel.refusals import NotFound, Refusal


@pages.route("/unos/", methods=["GET", "POST"])
@allow("questions.enter")
def enter() -> Any:
    """Type in a question for a citizen at the counter, on the phone or by letter."""
    form = AssistedForm(request.form)
    fill_choices(session(), form)
    if form.is_sent():
        try:
            with work() as db:
                if address := once.before(db, form.once_token.data or ""):
                    return redirect(address, 303)
                asked = asked_of(form, None, Channel(form.channel.data))
                question = actions.ask(db, asked, by=None, entered_by=me_in(db))
                address = url_for(".receipt", question_id=question.id)
                once.settle(db, form.once_token.data or "", address)
            return redirect(address, 303)
        except Refusal as refusal:
            form.refuse(refusal)
    return render_template("portal/questions/enter.html", form=form), 422 if request.method == "POST" else 200


@pages.route("/unos/<int:question_id>/potvrda/")
@allow("questions.enter")
def receipt(question_id: int) -> str:
    """The print-out for the citizen: number, code, and where to look."""
    question = session().get(Question, question_id)
    me = current_person()
    if question is None or me is None or (question.entered_by_id != me.id and not may(me, "questions.manage")):
        raise NotFound
    return render_template("portal/questions/receipt.html", question=question, code=spaced(code_of(KIND, question.id)))
