"""The author's own page of a comment, with or without an account, and what a reader reports."""

from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from portal.kernel import once, throttle
from portal.kernel.access import ANYONE, SIGNED_IN, allow
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import current_person
from portal.kernel.clock import now
from portal.kernel.codes import code_of, is_code
from portal.kernel.comments import actions, queries
from portal.kernel.comments.desk import WRONG
from portal.kernel.comments.forms import EditForm, ReportForm
from portal.kernel.comments.models import KIND, Comment, Report, State, Wrong
from portal.kernel.comments.views.blueprint import pages, the_own, the_public, thing_of
from portal.kernel.db import session, work
from portal.kernel.forms import Press, number
from portal.kernel.moderation import authors, statements
from portal.kernel.moderation.actions import NotAppealable
from portal.kernel.moderation.forms import AppealForm
from portal.kernel.moderation.queries import item_of
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.site.acting import acts
from portal.kernel.site.client import client_network
from portal.kernel.words import gettext as _
from portal.kernel.words import version

REPORT = "comment_report"
"""What the code of a reader's report is derived from."""


@pages.route("/moji/")
@allow(SIGNED_IN)
def mine() -> str:
    """What the signed-in person wrote."""
    person = current_person()
    found = queries.of_person(session(), person.id) if person else []
    return render_template("portal/comments/mine.html", comments=found, codes={c.id: code_of(KIND, c.id) for c in found})


@pages.route("/moj/<int:comment_id>/<code>/")
@allow(ANYONE)
def own(comment_id: int, code: str) -> Any:
    """Where the comment stands, the decision with its reason, and what can be done."""
    return _own_page(the_own(session(), comment_id, code), code)


def _own_page(comment: Comment, code: str, status: int = 200, **forms: Any) -> Any:
    db = session()
    item = item_of(db, KIND, comment.id)
    context = {
        "edit": EditForm(text=comment.text, seen=str(comment.revision)),
        "appeal": AppealForm(),
        "objection": AppealForm(prefix="rule-"),
        "press": Press(),
        **forms,
    }
    page = render_template(
        "portal/comments/own.html",
        comment=comment,
        code=code,
        item=item,
        rule=authors.rule_of(db, comment.author_key),
        statement=statements.last_of(db, item),
        moment=now(),
        editable=actions.may_be_edited(db, comment, now()),
        subject=thing_of(db, comment)[1],
        State=State,
        **context,
    )
    return page, status


def _act(comment_id: int, code: str, name: str, form: Any, verb: Any, done: str) -> Any:
    """Do one thing to the author's own comment, or show the page again with what is wrong."""
    return acts(
        form,
        lambda db: verb(db, the_own(db, comment_id, code)),
        done=done,
        then=url_for(".own", comment_id=comment_id, code=code),
        again=lambda: _own_page(the_own(session(), comment_id, code), code, 422, **{name: form}),
    )


@pages.route("/moj/<int:comment_id>/<code>/izmena/", methods=["POST"])
@allow(ANYONE)
def edit(comment_id: int, code: str) -> Any:
    """Change one's comment."""
    form = EditForm(request.form)
    text, seen = form.text.data or "", number(form.seen.data) or 0

    def verb(db: Session, comment: Comment) -> None:
        actions.edit(db, comment, text, seen=seen, marks=form.marks)

    return _act(comment_id, code, "edit", form, verb, _("Your comment was changed."))


@pages.route("/moj/<int:comment_id>/<code>/povlacenje/", methods=["POST"])
@allow(ANYONE)
def withdraw(comment_id: int, code: str) -> Any:
    """Take one's comment back."""
    return _act(comment_id, code, "press", Press(request.form), actions.withdraw, _("Your comment was withdrawn."))


@pages.route("/moj/<int:comment_id>/<code>/zalba/", methods=["POST"])
@allow(ANYONE)
def appeal(comment_id: int, code: str) -> Any:
    """Appeal against a refusal."""
    form = AppealForm(request.form)
    done = _("Your appeal was sent. Another moderator will decide.")
    return _act(comment_id, code, "appeal", form, lambda db, one: actions.appeal(db, one, form.why.data or ""), done)


@pages.route("/moj/<int:comment_id>/<code>/pravilo/zalba/", methods=["POST"])
@allow(ANYONE)
def appeal_rule(comment_id: int, code: str) -> Any:
    """Appeal against a rule that holds for the author alone."""
    form = AppealForm(request.form, prefix="rule-")

    def verb(db: Session, comment: Comment) -> None:
        rule = authors.rule_of(db, comment.author_key)
        if rule is None:
            raise NotAppealable
        authors.appeal(db, rule, form.why.data or "")

    return _act(comment_id, code, "objection", form, verb, _("Your appeal was sent. Another person will decide."))


@pages.route("/<int:comment_id>/prijava/", methods=["GET", "POST"])
@allow(ANYONE)
def report(comment_id: int) -> Any:
    """Say what is wrong with a comment."""
    db, person, form = session(), current_person(), ReportForm(request.form)
    if person is not None:
        del form.email
    if not form.is_sent():
        return _report_page(db, comment_id, form)
    try:
        throttle.admit(throttle.Limit("comment report", client_network(), 60, throttle.HOUR))
        with work() as db:
            if address := once.before(db, form.once_token.data or ""):
                return redirect(address, 303)
            by = db.get_one(Person, person.id) if person else None
            made = actions.report(db, the_public(db, comment_id), _said(form), by=by)
            address = url_for(".reported", report_id=made.id, code=code_of(REPORT, made.id))
            once.settle(db, form.once_token.data or "", address)
    except Refusal as refusal:
        if refusal.status == NotFound.status:
            raise
        form.refuse(refusal)
        return _report_page(session(), comment_id, form)
    return redirect(address, 303)


def _said(form: ReportForm) -> actions.Reported:
    return actions.Reported(
        wrong=Wrong(form.wrong.data),
        words=form.words.data or "",
        email=form.email.data or "" if "email" in form else "",
        version_key=version().key,
        source=client_network(),
    )


def _report_page(db: Any, comment_id: int, form: ReportForm) -> Any:
    comment = the_public(db, comment_id)
    return render_template("portal/comments/report.html", form=form, comment=comment), 422 if request.method == "POST" else 200


@pages.route("/prijava/<int:report_id>/<code>/")
@allow(ANYONE)
def reported(report_id: int, code: str) -> str:
    """What became of a report, for the reader who keeps this address."""
    found = session().get(Report, report_id)
    if found is None or not is_code(REPORT, report_id, code):
        raise NotFound
    comment = queries.get_shown(session(), found.comment_id)
    return render_template("portal/comments/reported.html", report=found, comment=comment, wrong=WRONG[found.wrong])
