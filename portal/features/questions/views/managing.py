"""What moderators do with questions that are public or wait: manage, re-route, join and separate."""

from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from portal.features.questions import actions, queries
from portal.features.questions.forms import (
    JoinToForm,
    MergeForm,
    RerouteForm,
)
from portal.features.questions.models import KIND, Question
from portal.features.questions.refusals import NotMergeable
from portal.features.questions.views.blueprint import pages
from portal.features.questions.views.shared import named, the_public
from portal.kernel.access import allow
from portal.kernel.accounts.session import me_in
from portal.kernel.db import session, work
from portal.kernel.forms import Press, number
from portal.kernel.moderation.queries import item_of
from portal.kernel.moderation.signals import PERSONAL
from portal.kernel.municipality import queries as municipality
from portal.kernel.refusals import NotFound, Refusal, Stale
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _


@pages.route("/<int:question_id>/uredi/")
@allow("questions.manage")
def manage(question_id: int) -> str:
    """What a moderator can do with a public question."""
    db = session()
    question = db.get(Question, question_id)
    if question is None:
        raise NotFound
    similar = queries.like(db, question)
    return render_template("portal/questions/manage.html", question=question, similar=similar, press=Press(), merge=MergeForm())


@pages.route("/<int:question_id>/premestanje/", methods=["GET", "POST"])
@allow("questions.manage")
def reroute(question_id: int) -> Any:
    """Send a question to another office."""
    question = session().get(Question, question_id)
    if question is None:
        raise NotFound
    form = RerouteForm(request.form)
    form.office.choices = named(
        (o for o in municipality.offices(session()) if o.open and o.id != question.office_id), first=_("Choose an office")
    )
    if form.is_sent():
        try:
            with work() as db:
                office = municipality.office(db, form.office.data or "")
                if office is None:
                    raise NotFound
                actions.reroute(db, db.get_one(Question, question_id), office, by=me_in(db))
            say(_("The question went to another office."))
            return redirect(url_for("portal.desk.index"), 303)
        except Refusal as refusal:
            form.refuse(refusal)
    status = 422 if request.method == "POST" else 200
    return render_template("portal/questions/reroute.html", question=question, form=form), status


@pages.route("/<int:question_id>/spajanje/", methods=["POST"])
@allow("questions.manage")
def merge(question_id: int) -> Any:
    """Join a question with the one that asks the same."""
    form = MergeForm(request.form)
    try:
        if form.is_sent():
            with work() as db:
                lead = _by_number(db, form.into.data or "")
                actions.merge(db, the_public(db, question_id), lead, by=me_in(db))
            say(_("The questions were joined."))
            return redirect(url_for(".manage", question_id=question_id), 303)
    except Refusal as refusal:
        form.refuse(type(refusal)(field="into"))
    question = the_public(session(), question_id)
    similar = queries.like(session(), question)
    return render_template("portal/questions/manage.html", question=question, similar=similar, press=Press(), merge=form), 422


@pages.route("/<int:question_id>/pridruzivanje/", methods=["GET", "POST"])
@allow("moderation.decide")
def join_to(question_id: int) -> Any:
    """Decide on a waiting question by joining it to a public one that asks the same."""
    question, item = session().get(Question, question_id), item_of(session(), KIND, question_id)
    if question is None or item is None:
        raise NotFound
    if not item.is_open:
        raise Stale(theirs=question.title)
    form = JoinToForm(request.form, seen=str(item.version))
    try:
        if form.is_sent():
            return _join(question_id, form)
    except Refusal as refusal:
        if isinstance(refusal, Stale):
            raise
        form.refuse(refusal)
    similar = queries.like(session(), question)
    status = 422 if request.method == "POST" else 200
    page = "portal/questions/join_to.html"
    return render_template(page, question=question, item=item, similar=similar, form=form, personal=PERSONAL), status


def _join(question_id: int, form: JoinToForm) -> Any:
    with work() as db:
        chosen = number(form.like.data)
        lead = the_public(db, chosen) if chosen else _by_number(db, form.number.data or "", "number")
        actions.join(db, db.get_one(Question, question_id), lead, seen=number(form.seen.data) or 0, by=me_in(db))
    say(_("The question was joined. Its author gets one letter."))
    return redirect(url_for("portal.desk.moderation"), 303)


def _by_number(db: Session, reference: str, field: str = "into") -> Question:
    year, _dash, number = reference.strip().partition("-")
    numeric = year.isdigit() and number.isdigit() and len(year + number) < 15
    found = queries.by_reference(db, int(year), int(number)) if numeric else None
    if found is None:
        raise NotMergeable(field=field)
    return found


@pages.route("/<int:question_id>/razdvajanje/", methods=["POST"])
@allow("questions.manage")
def unmerge(question_id: int) -> Any:
    """Undo a merge."""
    if Press(request.form).is_sent():
        with work() as db:
            actions.unmerge(db, the_public(db, question_id), by=me_in(db))
        say(_("The questions were separated again."))
    return redirect(url_for(".manage", question_id=question_id), 303)
