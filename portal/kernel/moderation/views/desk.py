"""The desk: what waits, oldest first; everything works with plain forms, keys are an extra."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from portal.kernel.access import allow, may
from portal.kernel.accounts.session import me_in
from portal.kernel.db import counted, session, work
from portal.kernel.forms import Press, number
from portal.kernel.jobs import oldest_waiting
from portal.kernel.moderation import actions
from portal.kernel.moderation import queries as waiting
from portal.kernel.moderation.forms import DecideForm, SeveralForm
from portal.kernel.moderation.models import OUTCOME, Item, Verdict
from portal.kernel.moderation.queue import Queue
from portal.kernel.moderation.signals import PERSONAL
from portal.kernel.moderation.views.blueprint import MOST, pages, queues
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.site.messages import say
from portal.kernel.site.shown import Link
from portal.kernel.words import gettext as _
from portal.kernel.words import ngettext


@pages.route("/")
@allow("desk.see")
def index() -> str:
    """Where a staff member begins: what waits for them."""
    db = session()
    me = me_in(db)
    links = [
        Link(str(item.label), url_for(item.endpoint), count=item.waiting(db, me) if item.waiting else None)
        for feature in current_app.extensions["portal"].features
        for item in sorted(feature.desk, key=lambda item: item.place)
        if may(me, item.permission) and (item.offered is None or item.offered(db, me))
    ]
    if may(me, "moderation.decide"):
        links.insert(0, Link(_("Moderation"), url_for(".moderation"), count=counted(db, "moderation.open")))
    if may(me, "municipality.change"):
        links.append(Link(_("Administration of the municipality"), url_for("portal.administration.index")))
    elif may(me, "moderation.reasons"):
        links.append(Link(_("Reasons of the moderators"), url_for("portal.administration.reasons")))
    links += [Link(label, url_for(endpoint)) for permission, label, endpoint in _of_the_house() if may(me, permission)]
    return render_template("portal/desk/index.html", links=links, me=me, oldest_job=oldest_waiting())


def _of_the_house() -> Sequence[tuple[str, str, str]]:
    """Return the places of the desk that count nothing: who may see them, what they are called, where they lead."""
    return (
        ("moderation.authors", _("Rules for single authors"), "portal.desk.author_rules"),
        ("outbox.see", _("Letters that did not arrive"), "portal.letters.index"),
        ("audit.see", _("Audit log"), "portal.acts.index"),
        ("people.manage", _("People and roles"), "portal.accounts.people"),
        ("organisations.manage", _("Organisations"), "portal.organisations.register"),
    )


def _place() -> tuple[int, int] | None:
    rank, _dot, id = request.args.get("posle", "")[:45].partition(".")
    try:
        found = int(rank), int(id)
    except ValueError:
        return None
    return found if all(abs(number) < 2**62 for number in found) else None


@pages.route("/moderacija/")
@allow("moderation.decide")
def moderation() -> Any:
    """The queue: every kind in one list, oldest first."""
    return _queue_page()


def _address(words: Mapping[str, Any]) -> str:
    return url_for(".moderation", **{name: word for name, word in words.items() if word})


def _queue_page(refused: Mapping[int, DecideForm] | None = None, status: int = 200) -> Any:
    db, me = session(), me_in(session())
    chosen = {name: request.args.get(name, "")[:40] for name in ("vrsta", "moje", "kasni", "slicna")}
    alike = number(chosen["slicna"])
    found, after = waiting.waiting(
        db,
        queues(),
        me,
        kind=chosen["vrsta"] if chosen["vrsta"] in queues() else "",
        mine=chosen["moje"] == "da",
        late=chosen["kasni"] == "da",
        alike=alike,
        most=waiting.PAGE if alike is None else MOST,
        after=_place(),
        only=list(refused or ()),
    )
    page = render_template(
        "portal/desk/moderation.html",
        waiting=found,
        forms={w.item.id: (refused or {}).get(w.item.id) or DecideForm(seen=str(w.item.version)) for w in found},
        older=_address({**chosen, "posle": f"{after[0]}.{after[1]}"}) if after else "",
        chosen=chosen,
        kinds=[Link(str(q.label), "", count=counted(db, f"moderation.open.{k}"), key=k) for k, q in queues().items()],
        total=counted(db, "moderation.open"),
        late=waiting.late_count(db),
        reasons={verdict: waiting.reasons(db, verdict) for verdict in (Verdict.REFUSE, Verdict.RETURN)},
        several=SeveralForm(),
        undoable=waiting.undoable(db, me),
        press=Press(),
        personal=PERSONAL,
    )
    return page, status


@pages.route("/moderacija/uzimanje/", methods=["POST"])
@allow("moderation.decide")
def claim() -> Any:
    """Take ten in hand."""
    if Press(request.form).is_sent():
        with work() as db:
            taken = actions.claim(db, me_in(db), request.form.get("vrsta") or None)
        say(ngettext("You have taken %(num)s item in hand.", "You have taken %(num)s items in hand.", taken))
    return redirect(url_for(".moderation", moje="da"), 303)


@pages.route("/moderacija/vracanje/", methods=["POST"])
@allow("moderation.decide")
def release() -> Any:
    """Give back what is in hand."""
    if Press(request.form).is_sent():
        with work() as db:
            actions.release(db, me_in(db))
        say(_("What you had in hand is free for others again."))
    return redirect(url_for(".moderation"), 303)


@pages.route("/moderacija/<int:item_id>/", methods=["GET", "POST"])
@allow("moderation.decide")
def decide(item_id: int) -> Any:
    """Decide on one item; a refusal of the rules shows beside the item, with everything that was typed."""
    form = DecideForm(request.form).at(item_id)
    if request.method == "GET":
        return _queue_page({item_id: form})
    try:
        if form.is_sent():
            _decide(item_id, form)
            back = request.form.get("next", "")
            return redirect(back if back.startswith(url_for(".moderation")) else url_for(".moderation"), 303)
    except Refusal as refusal:
        if refusal.status in {404, 409}:
            raise
        form.refuse(refusal)
    return _queue_page({item_id: form}, 422)


def _decide(item_id: int, form: DecideForm) -> None:
    with work() as db:
        item = db.get(Item, item_id)
        if item is None or item.kind not in queues() or form.verdict.data not in OUTCOME:
            raise NotFound
        queue, verdict = queues()[item.kind], Verdict(form.verdict.data)
        actions.decide(
            db,
            queue,
            item_id,
            seen=number(form.seen.data) or 0,
            verdict=verdict,
            by=me_in(db),
            reason_key=form.reason.data or "",
            reason_text=form.words.data or "",
            redactions=_spans(db, queue, item.subject_id, form.black.data or "") if verdict is Verdict.REDACT else {},
            batch=uuid.uuid4().hex,
        )
    say(DONE[verdict]())


DONE = {
    Verdict.APPROVE: lambda: _("Published."),
    Verdict.REDACT: lambda: _("Published with redaction."),
    Verdict.RETURN: lambda: _("Returned to the author with the reason."),
    Verdict.REFUSE: lambda: _("Refused. The author gets the reason and can appeal."),
}


def _spans(db: Session, queue: Queue, subject_id: int, black: str) -> dict[str, Sequence[tuple[int, int]]]:
    """Find where the words to black out stand in the redactable texts of a submission."""
    entry = queue.entries(db, [subject_id])[subject_id]
    wanted = [line.strip() for line in black.splitlines() if line.strip()]
    return {
        text.name: [(at, at + len(words)) for words in wanted for at in _occurrences(text.value, words)]
        for text in entry.texts
        if text.redactable
    }


def _occurrences(text: str, words: str) -> Sequence[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + len(words))
    return found
