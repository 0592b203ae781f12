"""The editors' desk: the list, one item with all that can be done, its words."""

from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.features.news import actions, queries
from portal.features.news.forms import NoteForm, SeenPress, TextForm
from portal.features.news.models import KIND, Item, Shown
from portal.features.news.views.blueprint import pages
from portal.features.news.views.shared import STATES, category_choices, previews, the_item
from portal.kernel import files, once
from portal.kernel.access import allow
from portal.kernel.accounts.models import Person
from portal.kernel.accounts.session import me_in
from portal.kernel.clock import now
from portal.kernel.db import session, work
from portal.kernel.forms import ForeignForm
from portal.kernel.paging import Way
from portal.kernel.refusals import NotFound, Refusal, Stale
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _

WORDS = {"nacrti": Shown.DRAFT, "zakazane": Shown.SCHEDULED, "objavljene": Shown.PUBLISHED, "istekle": Shown.EXPIRED,
         "povucene": Shown.WITHDRAWN}
"""The words of the address for what an item is."""


@pages.route("/sto/")
@allow("news.edit")
def desk() -> str:
    """All items, changed last first, by what they are, by category and by words of the title."""
    db, moment = session(), now()
    given = {name: request.args.get(name, "")[:100] for name in ("stanje", "oblast", "q")}
    page = queries.editors_list(db, _wanted(db, given), Way.read(request.args)).at(lambda **way: _list_address(given, **way))
    return render_template(
        "portal/news/staff/desk.html",
        page=page,
        given=given,
        words={shown: word for word, shown in WORDS.items()},
        states=STATES,
        shown=[queries.shown_of(row, moment) for row in page.rows],
        proposed=queries.proposed_among(db, [row.id for row in page.rows]),
        waiting=queries.waiting(db),
        categories={each.id: each for each in queries.categories(db)},
    )


def _wanted(db: Session, given: dict[str, str]) -> queries.Wanted:
    category = queries.category_by_key(db, given["oblast"])
    return queries.Wanted(
        shown=WORDS.get(given["stanje"]),
        category_id=category.id if category else None,
        words=given["q"],
        proposed=given["stanje"] == "predlozi",
    )


def _list_address(given: dict[str, str], **way: str) -> str:
    return url_for(".desk", **{name: word for name, word in {**given, **way}.items() if word})  # type: ignore[arg-type]


@pages.route("/sto/<int:item_id>/")
@allow("news.edit")
def manage(item_id: int) -> str:
    """One item: what it is, what it looks like in three versions, and what can be done with it."""
    return manage_page(the_item(item_id))


def manage_page(item: Item, note: NoteForm | None = None) -> str:
    """Show an item to its editors, with the form of a proposal where it came back."""
    db, moment = session(), now()
    return render_template(
        "portal/news/staff/manage.html",
        item=item,
        shown=item.shown(moment),
        states=STATES,
        pinned=item.is_pinned(moment),
        may_be_taken_back=actions.may_be_taken_back(item),
        needs_note=actions.needs_note(item),
        previews=previews(item),
        pictures=queries.illustrations(db, {item.id: item.pictures}, ready=False)[item.id],
        attached=files.of(db, KIND, item.id),
        revisions=queries.revisions(db, item.id),
        proposal=queries.proposal_of(db, item.id),
        note=note or NoteForm(None, seen=item.version),
        press=SeenPress(None, seen=item.version),
    )


@pages.route("/sto/nova/", methods=["GET", "POST"])
@allow("news.edit")
def write() -> Any:
    """Begin an item: it becomes a draft, and its page shows what it looks like."""
    form = TextForm(request.form)
    return _text_page(session(), form, None, lambda db, me: actions.write(db, _said(form), by=me))


@pages.route("/sto/<int:item_id>/tekst/", methods=["GET", "POST"])
@allow("news.edit")
def text(item_id: int) -> Any:
    """Change the words of an item; of a published one, with a note of what was corrected."""
    item = the_item(item_id)
    form = TextForm(request.form, obj=item, seen=item.version, noted=actions.needs_note(item))
    return _text_page(
        session(), form, item,
        lambda db, me: actions.save(db, item_id, _said(form), by=me, seen=form.seen.data or 0, **_notes(form)),
    )


def _said(form: TextForm) -> actions.Said:
    names = ("title_sr", "lead_sr", "written_sr", "title_en", "lead_en", "written_en")
    return actions.Said(category_id=form.category_id.data, **{name: form[name].data or "" for name in names})


def _notes(form: TextForm) -> dict[str, str]:
    return {name: form[name].data or "" for name in ("note_sr", "note_en") if name in form}


def _text_page(db: Session, form: TextForm, item: Item | None, act: Any) -> Any:
    form.category_id.choices = category_choices(db)
    looks = "preview" in request.form
    if form.is_sent() and not looks:
        try:
            return _saved(form, act)
        except Stale:
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    shown = previews(form) if looks and not form.errors else ()
    html = render_template("portal/news/staff/text.html", form=form, item=item, previews=shown)
    return html, 422 if request.method == "POST" and not shown else 200


def _saved(form: TextForm, act: Any) -> Response:
    with work() as db:
        token = form.once_token.data or ""
        where = once.before(db, token)
        if where is None:
            where = url_for(".manage", item_id=act(db, me_in(db)).id)
            once.settle(db, token, where)
    say(_("Saved. Below is what readers see."))
    return redirect(where, 303)


def pressed(item_id: int, act: Any, done: str, where: str = "") -> Response:
    """Do with an item what one button says, on the version its page showed. Raises `ForeignForm` and what the verb raises."""
    form = SeenPress(request.form)
    if not form.validate():
        raise ForeignForm
    with work() as db:
        act(db, me_in(db), form.seen.data or 0)
    say(done)
    return redirect(where or url_for(".manage", item_id=item_id), 303)


@pages.route("/sto/<int:item_id>/predlog/", methods=["POST"])
@allow("news.edit")
def answer_proposal(item_id: int) -> Any:
    """Take over what the source says now, or leave the item as it is."""
    form = NoteForm(request.form)
    if not form.is_sent():
        return manage_page(the_item(item_id), form), 422
    try:
        with work() as db:
            _decide(db, item_id, form, me_in(db))
    except Stale:
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return manage_page(the_item(item_id), form), 422
    say(_("The proposal was taken over.") if "accept" in request.form else _("The news item stays as it is."))
    return redirect(url_for(".manage", item_id=item_id), 303)


def _decide(db: Session, item_id: int, form: NoteForm, me: Person) -> None:
    proposal = form.proposal.data or 0
    if "accept" in request.form:
        notes = {"note_sr": form.note_sr.data or "", "note_en": form.note_en.data or ""}
        actions.accept(db, item_id, by=me, seen=form.seen.data or 0, proposal=proposal, **notes)
    else:
        actions.leave(db, item_id, by=me, proposal=proposal)


@pages.route("/sto/<int:item_id>/verzije/<int:revision_id>/")
@allow("news.edit")
def revision(item_id: int, revision_id: int) -> str:
    """What an item said before a correction."""
    item = the_item(item_id)
    found = next((each for each in queries.revisions(session(), item_id) if each.id == revision_id), None)
    if found is None:
        raise NotFound
    return render_template("portal/news/staff/revision.html", item=item, revision=found)
