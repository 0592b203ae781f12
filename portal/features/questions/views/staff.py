"""What offices and their clerks do with questions: the desk, drafts, answers, links."""

from collections.abc import Iterable
from typing import Any

from flask import Response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from portal.features.questions import actions, queries
from portal.features.questions.forms import (
    AnswerForm,
    CorrectForm,
    LinkAnswerForm,
    SendBackForm,
)
from portal.features.questions.models import DRAFT, AnswerKind, Draft, DraftState, Question
from portal.features.questions.refusals import NoDraft, NotTakenOver, NotYours
from portal.features.questions.views.blueprint import pages
from portal.features.questions.views.shared import the_public
from portal.kernel import files, throttle, tickets
from portal.kernel.access import ANYONE, allow
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import me_in
from portal.kernel.clock import now
from portal.kernel.db import session, work
from portal.kernel.files.forms import takes_files
from portal.kernel.files.views import served
from portal.kernel.forms import Press, number
from portal.kernel.municipality import queries as municipality
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.site.client import client_network
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _


@pages.route("/sto/")
@allow("questions.draft")
def desk() -> str:
    """The office's ten minutes: what waits for approval, what is due, what is late, and one's own record."""
    db = session()
    me = me_in(db)
    office_ids = queries.offices_of(db, me)
    known = {o.id: o for o in municipality.offices(db)}
    tasks = queries.tasks(db, office_ids)
    return render_template(
        "portal/questions/desk.html",
        tasks=tasks,
        attached=files.of_many(db, DRAFT, [task.draft.id for task in tasks if task.draft and task.waits_for_approval]),
        speaks_for=queries.speaks_for(db, me),
        offered=queries.offered(db, office_ids),
        offices=[(known[id], found) for id, found in queries.figures_by_office(db, office_ids[:12]).items()],
        known=known,
        press=Press(),
        now=now(),
    )


@pages.route("/<int:question_id>/preuzimanje/", methods=["POST"])
@allow("questions.answer")
def take_over(question_id: int) -> Any:
    """Take over what the term before left unanswered, and go on to its answer."""
    if not Press(request.form).is_sent():
        return redirect(url_for(".desk"), 303)
    with work() as db:
        actions.take_over(db, the_public(db, question_id), by=me_in(db))
    say(_("You have taken the question over. The answer will be yours."))
    return redirect(url_for(".answer", question_id=question_id), 303)


@pages.route("/<int:question_id>/odgovor/", methods=["GET", "POST"])
@allow("questions.draft")
@takes_files
def answer(question_id: int) -> Any:
    """Write the draft of an answer, put it before the official, or, as the official, publish it."""
    db = session()
    question, draft = _my_offices(db, question_id), queries.draft_of(db, question_id)
    if request.method == "GET" and queries.is_offered(question):
        say(str(NotTakenOver.sentence))
        return redirect(url_for(".desk", _anchor="offered"), 303)
    form = AnswerForm(request.form, obj=draft, seen=str(draft.version) if draft else "")
    if form.is_sent():
        try:
            return _keep(question_id, form)
        except Refusal as refusal:
            if not refusal.field and (refusal.status != 409 or hasattr(refusal, "mine")):
                raise
            form.refuse(refusal)
    return _answer_page(db, question, draft, form), (422 if request.method == "POST" else 200)


def _answer_page(db: Session, question: Question, draft: Draft | None, form: AnswerForm) -> str:
    return render_template(
        "portal/questions/answer.html",
        question=question,
        draft=draft,
        attached=files.of(db, DRAFT, draft.id) if draft else (),
        form=form,
        approves=question.office_id in queries.speaks_for(db, me_in(db)),
        DraftState=DraftState,
    )


def _my_offices(db: Session, question_id: int) -> Question:
    """Return a public question to an office that this person works for. Raises `NotYours`."""
    question = the_public(db, question_id)
    if question.office_id not in queries.offices_of(db, me_in(db)):
        raise NotYours
    return question


def _keep(question_id: int, form: AnswerForm) -> Any:
    """Save the draft with its files and do what the pressed button says."""
    with work() as db:
        me = me_in(db)
        seen = number(form.seen.data)
        draft = actions.save_draft(
            db,
            the_public(db, question_id),
            kind=AnswerKind(form.kind.data),
            text=form.text.data or "",
            text_en=form.text_en.data or "",
            by=me,
            seen=seen,
        )
        _change_files(db, draft, form.uploads, me)
        if "publish" in request.form:
            actions.approve(db, draft, by=me)
        elif "submit" in request.form:
            actions.submit(db, draft, by=me)
    if "publish" in request.form:
        say(_("Published. The citizen gets a letter."))
        return redirect(url_for(".show", question_id=question_id), 303)
    if "remove" in request.form:
        say(_("The file was removed."))
        return redirect(url_for(".answer", question_id=question_id), 303)
    say(_("The draft waits for approval.") if "submit" in request.form else _("The draft was saved."))
    return redirect(url_for(".desk"), 303)


def _change_files(db: Session, draft: Draft, uploads: Iterable[files.Received], me: Person) -> None:
    """Take away the file whose button was pressed, add those that came along."""
    gone = request.form.get("remove", "")
    if gone.isdecimal() and len(gone) < 10:
        actions.detach(db, draft, int(gone), by=me)
    for upload in uploads:
        actions.attach(db, draft, upload, by=me)


@pages.route("/nacrt/<int:draft_id>/prilog/<int:file_id>/<name>")
@allow("questions.draft")
def draft_file(draft_id: int, file_id: int, name: str) -> Response:
    """A file of a draft, for the people of its office: who approves an answer reads what comes with it."""
    db = session()
    _my_offices(db, _draft(db, draft_id).question_id)
    file = next((file for file in files.of(db, DRAFT, draft_id) if (file.id, file.name) == (file_id, name)), None)
    if file is None:
        raise NotFound
    return served(file)


def _draft(db: Session, draft_id: int) -> Draft:
    found = db.get(Draft, draft_id)
    if found is None:
        raise NoDraft
    return found


@pages.route("/nacrt/<int:draft_id>/", methods=["GET", "POST"])
@allow("questions.answer")
def approve(draft_id: int) -> Any:
    """Read a draft and publish it as it stands."""
    form = Press(request.form)
    if form.is_sent():
        seen = number(request.form.get("seen"))
        with work() as db:
            actions.approve(db, _draft(db, draft_id), by=me_in(db), seen=seen)
        say(_("Published. The citizen gets a letter."))
        return redirect(url_for(".desk"), 303)
    draft = _draft(session(), draft_id)
    question = the_public(session(), draft.question_id)
    return _approve_page(draft, question, form, SendBackForm())


def _approve_page(draft: Draft, question: Question, form: Press, back: SendBackForm) -> str:
    return render_template(
        "portal/questions/approve.html",
        draft=draft,
        question=question,
        attached=files.of(session(), DRAFT, draft.id),
        form=form,
        back=back,
    )


@pages.route("/nacrt/<int:draft_id>/vracanje/", methods=["POST"])
@allow("questions.answer")
def send_back(draft_id: int) -> Any:
    """Give a draft back with a remark."""
    back = SendBackForm(request.form)
    if back.is_sent():
        with work() as db:
            actions.send_back(db, _draft(db, draft_id), back.remark.data or "", by=me_in(db))
        say(_("The draft went back to its writer."))
        return redirect(url_for(".desk"), 303)
    draft = _draft(session(), draft_id)
    question = the_public(session(), draft.question_id)
    return _approve_page(draft, question, Press(), back), 422


@pages.route("/<int:question_id>/ispravka/", methods=["GET", "POST"])
@allow("questions.answer")
@takes_files
def correct(question_id: int) -> Any:
    """Publish a correction as a new version."""
    question = the_public(session(), question_id)
    last = question.answers[-1] if question.answers else None
    form = CorrectForm(request.form, text=last.text if last else "", text_en=last.text_en if last else "")
    if form.is_sent():
        with work() as db:
            actions.correct(
                db,
                the_public(db, question_id),
                text=form.text.data or "",
                text_en=form.text_en.data or "",
                note=form.note.data or "",
                by=me_in(db),
                uploads=form.uploads,
            )
        say(_("The correction is published."))
        return redirect(url_for(".show", question_id=question_id), 303)
    return render_template(
        "portal/questions/correct.html", question=question, form=form
    ), 422 if request.method == "POST" else 200


@pages.route("/<int:question_id>/veza/", methods=["POST"])
@allow("questions.manage")
def send_link(question_id: int) -> Any:
    """Send the holder of an office without an account a one-time link."""
    form = Press(request.form)
    if form.is_sent():
        with work() as db:
            question = the_public(db, question_id)
            actions.send_link(db, question, question.office.email, by=me_in(db))
        say(_("The link was sent."))
    return redirect(url_for(".manage", question_id=question_id), 303)


@pages.route("/veza/<token>/", methods=["GET", "POST"])
@allow(ANYONE)
def by_link(token: str) -> Any:
    """Answer without an account: the link opens this page, sending uses it up."""
    form = LinkAnswerForm(request.form)
    ticket = tickets.look(session(), "questions.answer", token)
    question = the_public(session(), ticket.subject_id or 0)
    if form.is_sent():
        throttle.admit(throttle.Limit("link", client_network(), 60, throttle.HOUR))
        with work() as db:
            actions.answer_by_link(db, token, form.text.data or "")
        return render_template("portal/questions/by_link_done.html", question=the_public(session(), question.id))
    return render_template(
        "portal/questions/by_link.html", question=question, form=form
    ), 422 if request.method == "POST" else 200
