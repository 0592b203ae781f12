"""Pages on which a debate is announced, postponed, given up, and on which the adopted act is entered."""

from datetime import datetime
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from portal.features.debates import actions
from portal.features.debates.forms import AdoptForm, PostponeForm, ReasonForm
from portal.features.debates.models import Debate, Phase
from portal.features.debates.views import shared
from portal.features.debates.views.blueprint import pages
from portal.features.debates.views.shared import the_debate
from portal.features.debates.words.debates import KINDS
from portal.kernel.access import allow
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import session
from portal.kernel.municipality import queries as municipality
from portal.kernel.municipality.forms import SeenPress
from portal.kernel.municipality.serving import LEADERS
from portal.kernel.refusals import NotFound
from portal.kernel.times import moment, shows_moment
from portal.kernel.words import gettext as _


@pages.route("/sto/<int:debate_id>/objava/", methods=["GET", "POST"])
@allow("debates.publish")
def announce(debate_id: int) -> Any:
    """Look once more at what everybody will read, then announce."""
    db, debate = session(), the_debate(debate_id, LEADERS)
    if request.method == "POST":
        words = _("Announced. Everybody can read it now.")
        act = _by_version(actions.announce, debate_id)
        return shared.pressed(act, words, shared.home_of(debate_id))
    promised = municipality.promise(db, debate.kind.promise)
    return render_template(
        "portal/debates/staff/announce.html",
        debate=debate,
        kinds=KINDS,
        days=shared.days(debate),
        too_short=shared.too_short(db, debate),
        report_due=actions.report_due(promised, debate.closes_at) if debate.closes_at else None,
        opens_at_once=debate.opens_at is not None and debate.opens_at <= now(),
        previews=shared.previews(debate),
        press=SeenPress(None, seen=debate.version),
    )


def _by_version(verb: Any, debate_id: int) -> Any:
    return lambda db, me, seen: verb(db, debate_id, by=me, seen=seen)


@pages.route("/sto/<int:debate_id>/brisanje/", methods=["GET", "POST"])
@allow("debates.prepare")
def drop(debate_id: int) -> Any:
    """Ask once more, then delete a debate that was never announced."""
    debate = the_debate(debate_id)
    if debate.is_public:
        raise NotFound
    if request.method == "POST":
        return shared.pressed(_by_version(actions.drop, debate_id), _("The debate is deleted."), url_for(".staff"))
    return render_template("portal/debates/staff/drop.html", debate=debate, press=SeenPress(None, seen=debate.version))


@pages.route("/sto/<int:debate_id>/odlaganje/", methods=["GET", "POST"])
@allow("debates.publish")
def postpone(debate_id: int) -> Any:
    """Move the end of an announced debate, with a reason for everybody."""
    debate = the_debate(debate_id, LEADERS)
    form = PostponeForm(request.form, seen=debate.version, began=debate.phase(now()) is not Phase.ANNOUNCED)
    if request.method == "GET":
        shows_moment(form.closes_on, form.closes_time, debate.closes_at)
        if "opens_on" in form:
            shows_moment(form.opens_on, form.opens_time, debate.opens_at)
    if form.is_sent() and (done := _done(form, debate, _postponed(form, debate), _("Postponed. Followers get a letter."))):
        return done
    html = render_template("portal/debates/staff/postpone.html", form=form, debate=debate)
    return html, 422 if request.method == "POST" else 200


def _postponed(form: PostponeForm, debate: Debate) -> shared.Act:
    opens: datetime | None = moment(form.opens_on, form.opens_time) if "opens_on" in form else debate.opens_at
    closes = moment(form.closes_on, form.closes_time)
    assert opens is not None
    assert closes is not None
    reasons = {"reason_sr": form.reason_sr.data or "", "reason_en": form.reason_en.data or ""}
    said: dict[str, Any] = {"opens_at": opens, "closes_at": closes, "seen": form.seen.data or 0, **reasons}
    id = debate.id
    return lambda db, me: actions.postpone(db, id, by=me, **said)


def _done(form: Any, debate: Debate, act: shared.Act, words: str) -> Any:
    address = shared.home_of(debate)
    return shared.saved(form, act, lambda _done: address, words)


@pages.route("/sto/<int:debate_id>/obustava/", methods=["GET", "POST"])
@allow("debates.publish")
def abandon(debate_id: int) -> Any:
    """Give up the draft, with a reason for everybody."""
    debate = the_debate(debate_id, LEADERS)
    form = ReasonForm(request.form, seen=debate.version)

    def act(db: Session, me: Person) -> Debate:
        reasons = {"reason_sr": form.reason_sr.data or "", "reason_en": form.reason_en.data or ""}
        return actions.abandon(db, debate_id, by=me, seen=form.seen.data or 0, **reasons)

    if form.is_sent() and (done := _done(form, debate, act, _("Given up. The page says why."))):
        return done
    html = render_template("portal/debates/staff/abandon.html", form=form, debate=debate)
    return html, 422 if request.method == "POST" else 200


@pages.route("/sto/<int:debate_id>/usvajanje/", methods=["GET", "POST"])
@allow("debates.publish")
def adopt(debate_id: int) -> Any:
    """Enter the act to which the debate led."""
    debate = the_debate(debate_id, LEADERS)
    form = AdoptForm(request.form, seen=debate.version)

    def act(db: Session, me: Person) -> Debate:
        said = {"title": form.title.data or "", "address": form.address.data or ""}
        return actions.adopt(db, debate_id, by=me, seen=form.seen.data or 0, **said)

    if form.is_sent() and (done := _done(form, debate, act, _("Saved. Followers get a letter."))):
        return done
    html = render_template("portal/debates/staff/adopt.html", form=form, debate=debate)
    return html, 422 if request.method == "POST" else 200
