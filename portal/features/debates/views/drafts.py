"""Pages on which a version of a draft is read in, looked at, published or deleted."""

from datetime import date
from typing import Any

from flask import render_template, request
from sqlalchemy.orm import Session

from portal.features.debates import actions, queries
from portal.features.debates.forms import PublishForm, ReadForm, ReadingForm
from portal.features.debates.models import Edition
from portal.features.debates.rules import splitting
from portal.features.debates.views import shared
from portal.features.debates.views.blueprint import pages
from portal.features.debates.views.shared import leads, the_debate, the_edition
from portal.kernel import documents
from portal.kernel.access import allow
from portal.kernel.accounts.models import Person
from portal.kernel.db import session
from portal.kernel.files import store
from portal.kernel.files.forms import takes_files
from portal.kernel.municipality.forms import SeenPress
from portal.kernel.municipality.serving import LEADERS
from portal.kernel.refusals import NotFound
from portal.kernel.words import gettext as _
from portal.kernel.words import shown_date


def written_day(text: str) -> str:
    """Return a day that stands in somebody's file, in words; what is none as it stands."""
    try:
        return shown_date(date.fromisoformat(text))
    except ValueError:
        return text


pages.add_app_template_filter(written_day, "portal_written_day")


@pages.route("/sto/<int:debate_id>/verzije/nova/", methods=["GET", "POST"])
@allow("debates.prepare")
@takes_files
def read_draft(debate_id: int) -> Any:
    """Read a new version in from a file or from pasted text."""
    debate, form = the_debate(debate_id), ReadForm(request.form)

    def act(db: Session, me: Person) -> Edition:
        return actions.begin(db, debate_id, form.read, by=me)

    if form.is_sent() and (done := shared.saved(form, act, shared.page_of, _("The draft is read. Look at how it was split."))):
        return done
    html = render_template("portal/debates/staff/read.html", form=form, debate=debate)
    return html, 422 if request.method == "POST" else 200


@pages.route("/sto/<int:debate_id>/verzije/<int:number>/")
@allow("debates.prepare")
def edition_desk(debate_id: int, number: int) -> str:
    """One version: what was read, what is still to do, and its text as readers will see it."""
    debate, edition, db = the_debate(debate_id), the_edition(debate_id, number), session()
    proposals = queries.proposals(db, edition.id)
    return render_template(
        "portal/debates/staff/edition.html",
        debate=debate,
        edition=edition,
        before=queries.published_before(db, edition),
        size=queries.size(db, edition.id),
        rows=queries.text_of(db, edition.id),
        heads=splitting.HEADS,
        warnings=[documents.SAYINGS[documents.Oddity(each)] for each in edition.asides.get("warnings", ())],
        open_pasts=sum(1 for _passage, each in proposals if each.chosen_at is None),
        press=SeenPress(None, seen=edition.version),
        may_publish=leads(debate),
    )


@pages.route("/sto/<int:debate_id>/verzije/<int:number>/izmene/", methods=["GET", "POST"])
@allow("debates.prepare")
def asides(debate_id: int, number: int) -> Any:
    """What its writers left in the file; where they tracked changes, which text holds."""
    debate, edition = the_debate(debate_id), the_edition(debate_id, number)
    form = ReadingForm(request.form, seen=edition.version, reading=edition.asides.get("chosen") or "accept")

    def act(db: Session, me: Person) -> Edition:
        return actions.choose(db, edition.id, read, by=me, seen=form.seen.data or 0)

    if form.is_sent() and edition.source and not edition.is_published:
        read = _read_again(edition, form.reading.data)
        if done := shared.saved(form, act, shared.page_of, _("Saved. The text was read again.")):
            return done
    html = render_template("portal/debates/staff/asides.html", form=form, debate=debate, edition=edition)
    return html, 422 if request.method == "POST" else 200


def _read_again(edition: Edition, reading: str) -> actions.Read:
    content = store.place(edition.source).read_bytes()
    document = documents.read(content, edition.source_name, documents.Reading(reading))
    return actions.Read(pieces=splitting.cut(document), asides=splitting.asides(document, reading))


@pages.route("/sto/<int:debate_id>/verzije/<int:number>/objava/", methods=["GET", "POST"])
@allow("debates.publish")
def publish_edition(debate_id: int, number: int) -> Any:
    """Publish a version: from then on nobody can change it."""
    debate, edition = the_debate(debate_id, LEADERS), the_edition(debate_id, number)
    form = PublishForm(request.form, seen=edition.version, first=edition.number == 1)
    notes = {name: form[name].data or "" for name in ("note_sr", "note_en") if name in form}

    def act(db: Session, me: Person) -> Edition:
        return actions.publish_edition(db, edition.id, by=me, seen=form.seen.data or 0, **notes)

    words = _("The version is published. From now on it does not change.")
    if form.is_sent() and (done := shared.saved(form, act, lambda _made: shared.home_of(debate_id), words)):
        return done
    size = queries.size(session(), edition.id)
    html = render_template("portal/debates/staff/publish.html", form=form, debate=debate, edition=edition, size=size)
    return html, 422 if request.method == "POST" else 200


@pages.route("/sto/<int:debate_id>/verzije/<int:number>/brisanje/", methods=["GET", "POST"])
@allow("debates.prepare")
def discard(debate_id: int, number: int) -> Any:
    """Ask once more, then delete a version that was never published."""
    debate, edition = the_debate(debate_id), the_edition(debate_id, number)
    if edition.is_published:
        raise NotFound
    if request.method == "POST":
        return shared.pressed(
            lambda db, me, seen: actions.discard(db, edition.id, by=me, seen=seen),
            _("The version is deleted."),
            shared.home_of(debate_id),
        )
    press = SeenPress(None, seen=edition.version)
    return render_template("portal/debates/staff/discard.html", debate=debate, edition=edition, press=press)
