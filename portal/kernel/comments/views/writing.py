"""Write a comment, answer one, confirm it by the link of a letter."""

from typing import Any

from flask import redirect, render_template, request, url_for

from portal.kernel import once, throttle, tickets
from portal.kernel.access import ANYONE, allow
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import current_person
from portal.kernel.authors import ShownAs
from portal.kernel.clock import now
from portal.kernel.codes import code_of
from portal.kernel.comments import actions, queries, rules
from portal.kernel.comments.actions.shared import load
from portal.kernel.comments.discussion import kind_at, subject
from portal.kernel.comments.forms import CommentForm
from portal.kernel.comments.models import KIND, Comment, State, Thread
from portal.kernel.comments.refusals import GuestsMayNot
from portal.kernel.comments.views.blueprint import pages, the_own, the_public, thing_of
from portal.kernel.db import session, work
from portal.kernel.forms import Press, SelectChoice
from portal.kernel.moderation.queries import item_of
from portal.kernel.refusals import Refusal
from portal.kernel.site.client import client_network
from portal.kernel.site.shown import plainly
from portal.kernel.words import gettext as _
from portal.kernel.words import version


@pages.route("/<thing>/<int:subject_id>/pisanje/", methods=["GET", "POST"])
@allow(ANYONE)
def write(thing: str, subject_id: int) -> Any:
    """Comment on a thing."""
    return _written(kind_at(thing), subject_id, None)


@pages.route("/<int:comment_id>/odgovor/", methods=["GET", "POST"])
@allow(ANYONE)
def reply(comment_id: int) -> Any:
    """Answer a comment, with words of it as a quotation where somebody wants that."""
    db = session()
    answered = the_public(db, comment_id)
    held = db.get_one(Thread, answered.thread_id)
    return _written(held.kind, held.subject_id, answered)


def _written(kind: str, subject_id: int, answered: Comment | None) -> Any:
    form = _form(kind, answered)
    if not form.is_sent():
        return _page(kind, subject_id, form, answered)
    person, reply_to = current_person(), answered.id if answered else None
    try:
        throttle.admit(throttle.Limit("comment", client_network(), 120, throttle.HOUR))
        with work() as db:
            if address := once.before(db, form.once_token.data or ""):
                return redirect(address, 303)
            by = db.get_one(Person, person.id) if person else None
            comment = actions.write(db, kind, subject_id, _words_of(form, by), by=by, reply_to=reply_to)
            address = url_for(".sent", comment_id=comment.id, code=code_of(KIND, comment.id))
            once.settle(db, form.once_token.data or "", address)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(kind, subject_id, form, answered)
    return redirect(address, 303)


def _form(kind: str, answered: Comment | None) -> CommentForm:
    db, person = session(), current_person()
    form = CommentForm(request.form).keep_to(int(rules.rules_of(db, kind)["comment_length"]))
    known = queries.voices(db, db.get_one(Person, person.id)) if person else []
    form.voice.choices = [
        SelectChoice("", _("In my own name")),
        *(SelectChoice(voice.key, plainly(voice.name_sr, voice.name_en)) for voice in known),
    ]
    unneeded = [*(("name", "email") if person else ()), *(() if known else ("voice",)), *(() if answered else ("quote",))]
    for name in unneeded:
        del form[name]
    if answered and request.method == "GET" and request.args.get("citat") == "da":
        form.quote.data = answered.public_text[:1000]
    return form


def _words_of(form: CommentForm, by: Person | None) -> actions.Written:
    return actions.Written(
        text=form.text.data or "",
        name=by.name if by else form.name.data or "",
        email=(by.email or "") if by else form.email.data or "",
        shown_as=ShownAs(form.shown_as.data),
        version_key=version().key,
        quote=form.quote.data or "" if "quote" in form else "",
        voice=form.voice.data or "" if "voice" in form else "",
        wants_replies=bool(form.wants_replies.data),
        marks=form.marks,
        network=client_network(),
    )


def _page(kind: str, subject_id: int, form: CommentForm, answered: Comment | None) -> Any:
    db = session()
    about, held, limits = subject(db, kind, subject_id), queries.thread_of(db, kind, subject_id), rules.rules_of(db, kind)
    closed: Refusal | None = None
    try:
        rules.respect(limits, held, about)
        if current_person() is None and not limits["guests"]:
            raise GuestsMayNot
    except Refusal as refusal:
        closed = refusal
    page = render_template(
        "portal/comments/write.html",
        form=form,
        subject=about,
        answered=answered,
        limits=limits,
        closed=closed,
        back=url_for(".at", comment_id=answered.id) if answered else about.url,
        sign_in=url_for("portal.accounts.sign_in", next=request.path) if isinstance(closed, GuestsMayNot) else "",
    )
    return page, 422 if request.method == "POST" else 200


@pages.route("/poslato/<int:comment_id>/<code>/")
@allow(ANYONE)
def sent(comment_id: int, code: str) -> str:
    """What happens next, in plain words."""
    db = session()
    comment = the_own(db, comment_id, code)
    return render_template(
        "portal/comments/sent.html",
        comment=comment,
        code=code,
        State=State,
        item=item_of(db, KIND, comment.id),
        subject=thing_of(db, comment)[1],
        now=now(),
    )


@pages.route("/potvrda/<token>/", methods=["GET", "POST"])
@allow(ANYONE)
def confirm(token: str) -> Any:
    """The link of the letter opens this page; its one button confirms."""
    form = Press(request.form)
    if form.is_sent():
        with work() as db:
            ticket = tickets.use(db, "comments.confirm", token)
            comment = load(db, ticket.subject_id or 0)
            actions.confirm(db, comment)
            address = url_for(".sent", comment_id=comment.id, code=code_of(KIND, comment.id))
        return redirect(address, 303)
    ticket = tickets.look(session(), "comments.confirm", token)
    return render_template("portal/comments/confirm.html", form=form, comment=load(session(), ticket.subject_id or 0))
