"""The asker's own page, with or without an account: where the question stands, and what can be done."""

from typing import Any

from flask import render_template, request, url_for

from portal.features.questions import actions, queries
from portal.features.questions.forms import AddressForm, FollowUpForm, MendForm
from portal.features.questions.models import KIND, Question, State
from portal.features.questions.views.blueprint import pages
from portal.features.questions.views.shared import the_own
from portal.kernel import once
from portal.kernel.access import ANYONE, SIGNED_IN, allow
from portal.kernel.accounts.session import current_person
from portal.kernel.authors import ShownAs
from portal.kernel.clock import now
from portal.kernel.codes import code_of
from portal.kernel.db import session
from portal.kernel.forms import Press, number
from portal.kernel.moderation import queries as moderation
from portal.kernel.moderation import statements
from portal.kernel.moderation.forms import AppealForm
from portal.kernel.outbox.queries import came_back
from portal.kernel.site.acting import acts
from portal.kernel.site.client import client_network
from portal.kernel.words import gettext as _
from portal.kernel.words import version


@pages.route("/moja/")
@allow(SIGNED_IN)
def mine() -> str:
    """What the signed-in person asked."""
    person = current_person()
    found = queries.of_person(session(), person.id) if person else []
    return render_template("portal/questions/mine.html", questions=found, codes={q.id: code_of(KIND, q.id) for q in found})


@pages.route("/moje/<int:question_id>/<code>/")
@allow(ANYONE)
def own(question_id: int, code: str) -> Any:
    """Where the question stands, the decision with its reason, and the next step."""
    question = the_own(session(), question_id, code)
    return _own_page(question, code)


def _own_page(question: Question, code: str, status: int = 200, **forms: Any) -> Any:
    db = session()
    item = moderation.item_of(db, KIND, question.id)
    context = {
        "mend": MendForm(title=question.title, text=question.text, seen=str(question.revision)),
        "appeal": AppealForm(),
        "follow_up": FollowUpForm(),
        "address": AddressForm(email=question.asker_email),
        "press": Press(),
        **forms,
    }
    page = render_template(
        "portal/questions/own.html",
        question=question,
        code=code,
        item=item,
        statement=statements.last_of(db, item),
        moment=now(),
        came_back=came_back(db, KIND, question.id),
        State=State,
        **context,
    )
    return page, status


def _act(question_id: int, code: str, name: str, form: Any, verb: Any, done: str) -> Any:
    """Do one thing to the asker's own question, or show the page again with what is wrong."""
    return acts(
        form,
        lambda db: verb(db, the_own(db, question_id, code)),
        done=done,
        then=url_for(".own", question_id=question_id, code=code),
        again=lambda: _own_page(the_own(session(), question_id, code), code, 422, **{name: form}),
    )


@pages.route("/moje/<int:question_id>/<code>/izmena/", methods=["POST"])
@allow(ANYONE)
def mend(question_id: int, code: str) -> Any:
    """Send a returned question again."""
    form = MendForm(request.form)
    seen = number(form.seen.data) or 0
    return _act(
        question_id,
        code,
        "mend",
        form,
        lambda db, q: actions.mend(db, q, title=form.title.data or "", text=form.text.data or "", seen=seen, marks=form.marks),
        _("Your question was sent again. A moderator will read it."),
    )


@pages.route("/moje/<int:question_id>/<code>/povlacenje/", methods=["POST"])
@allow(ANYONE)
def withdraw(question_id: int, code: str) -> Any:
    """Take the question back."""
    return _act(question_id, code, "press", Press(request.form), actions.withdraw, _("Your question was withdrawn."))


@pages.route("/moje/<int:question_id>/<code>/zalba/", methods=["POST"])
@allow(ANYONE)
def appeal(question_id: int, code: str) -> Any:
    """Appeal against a refusal."""
    form = AppealForm(request.form)
    return _act(
        question_id,
        code,
        "appeal",
        form,
        lambda db, q: actions.appeal(db, q, form.why.data or ""),
        _("Your appeal was sent. Another moderator will decide."),
    )


@pages.route("/moje/<int:question_id>/<code>/adresa/", methods=["POST"])
@allow(ANYONE)
def address(question_id: int, code: str) -> Any:
    """Correct a mistyped address."""
    form = AddressForm(request.form)
    return _act(
        question_id,
        code,
        "address",
        form,
        lambda db, q: actions.change_address(db, q, form.email.data or ""),
        _("The address was changed and the letter was sent again."),
    )


@pages.route("/moje/<int:question_id>/<code>/jos-jedno/", methods=["POST"])
@allow(ANYONE)
def follow_up(question_id: int, code: str) -> Any:
    """Ask once more after the answer."""
    form = FollowUpForm(request.form)

    def verb(db: Any, parent: Question) -> None:
        if once.before(db, form.once_token.data or "") is None:
            actions.follow_up(db, parent, _asked_after(parent, form), by=current_person())

    return _act(question_id, code, "follow_up", form, verb, _("Your follow-up question was sent. A moderator will read it."))


def _asked_after(parent: Question, form: FollowUpForm) -> actions.Asked:
    return actions.Asked(
        title=form.title.data or "",
        text=form.text.data or "",
        name=parent.asker_name,
        email=parent.asker_email,
        office_key=parent.office.key,
        topic_key=parent.topic.key if parent.topic else "",
        settlement_id=parent.settlement_id,
        shown_as=ShownAs(parent.shown_as),
        version_key=version().key,
        parent_id=parent.id,
        marks=form.marks,
        network=client_network(),
    )
