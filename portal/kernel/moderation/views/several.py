"""Several items with one press: chosen on the desk, looked at once more, decided with one reason; and what undoes a press."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from portal.kernel.access import allow
from portal.kernel.accounts.session import me_in
from portal.kernel.db import session, work
from portal.kernel.forms import Press, number
from portal.kernel.moderation import actions
from portal.kernel.moderation import queries as waiting
from portal.kernel.moderation.forms import SeveralForm
from portal.kernel.moderation.models import Item, Reason, Verdict
from portal.kernel.moderation.queue import Queue
from portal.kernel.moderation.views.blueprint import MOST, pages, queues
from portal.kernel.refusals import NotFound, Refusal
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _
from portal.kernel.words import ngettext

TOGETHER = frozenset({Verdict.APPROVE, Verdict.RETURN, Verdict.REFUSE})
"""What can be said about several at once; black bars belong to one text."""


@dataclass(frozen=True)
class Chosen:
    """An item ticked on the desk, in the version that was seen there."""

    id: int
    seen: int


def _chosen() -> list[Chosen]:
    pairs = [text.partition(".") for text in request.form.getlist("item")[:MOST]]
    return [Chosen(number(id) or 0, number(seen) or 0) for id, _dot, seen in pairs]


@pages.route("/moderacija/vise/", methods=["POST"])
@allow("moderation.decide")
def several() -> Any:
    """Show what is about to be decided and with which words; the press on that page decides."""
    form, chosen = SeveralForm(request.form), _chosen()
    if form.verdict.data not in TOGETHER:
        raise NotFound
    if not chosen:
        say(_("Tick the items first."), "error")
        return redirect(url_for(".moderation"), 303)
    if request.form.get("sure") == "yes" and form.is_sent():
        _decide_all(form, chosen)
        return redirect(url_for(".moderation"), 303)
    return _preview(form, chosen)


def _preview(form: SeveralForm, chosen: Sequence[Chosen]) -> Any:
    db = session()
    me, verdict = me_in(db), Verdict(form.verdict.data or "")
    found, _more = waiting.waiting(db, queues(), me, only=[each.id for each in chosen], most=MOST)
    seen = {each.id: each.seen for each in chosen}
    reason = next((r for r in waiting.reasons(db, verdict) if r.key == form.reason.data), None)
    ready = [w for w in found if not (w.holder and not w.mine) and not w.barred and _grounded(w.queue, verdict, reason)]
    return render_template(
        "portal/desk/several.html",
        form=form,
        ready=ready,
        left=[w for w in found if w not in ready],
        gone=len(chosen) - len(found),
        seen=seen,
        verdict=verdict,
        reason=reason,
        needs_reason=verdict is not Verdict.APPROVE and reason is None and not (form.words.data or "").strip(),
    )


def _grounded(queue: Queue, verdict: Verdict, reason: Reason | None) -> bool:
    """Tell whether a submission of a kind can be decided on with a reason, or with the moderator's own words alone."""
    return verdict is Verdict.APPROVE or (not queue.own_reasons if reason is None else queue.offers(reason))


def _decide_all(form: SeveralForm, chosen: Sequence[Chosen]) -> None:
    """Decide each in a transaction of its own: one that somebody else has decided meanwhile stops none of the others."""
    batch, done, left = uuid.uuid4().hex, 0, []
    for each in chosen:
        try:
            with work() as db:
                _decide(db, each, form, batch)
            done += 1
        except Refusal as refusal:
            left.append(str(refusal))
    if done:
        say(ngettext("%(num)s item is decided.", "%(num)s items are decided.", done))
    if left:
        say(
            ngettext(
                "%(num)s item was left as it is. %(why)s",
                "%(num)s items were left as they are. %(why)s",
                len(left),
                why=left[0],
            ),
            "error",
        )


def _decide(db: Session, each: Chosen, form: SeveralForm, batch: str) -> None:
    item = db.get(Item, each.id)
    if item is None or item.kind not in queues():
        raise NotFound
    actions.decide(
        db,
        queues()[item.kind],
        item.id,
        seen=each.seen,
        verdict=Verdict(form.verdict.data or ""),
        by=me_in(db),
        reason_key=form.reason.data or "",
        reason_text=form.words.data or "",
        batch=batch,
    )


@pages.route("/moderacija/opoziv/", methods=["POST"])
@allow("moderation.decide")
def undo() -> Any:
    """Take back one's last press within half a minute: all that it decided waits again, in one's hands."""
    if Press(request.form).is_sent():
        try:
            _say_undone(_undo_all(request.form.get("batch", "")[:32]))
        except Refusal as refusal:
            say(str(refusal), "error")
    return redirect(url_for(".moderation", moje="da"), 303)


def _undo_all(batch: str) -> int:
    """Take back every decision of a press, or none, and return how many. Raises `TooLate`, `Stale`."""
    with work() as db:
        me = me_in(db)
        items = waiting.of_batch(db, me, batch)
        if not items:
            raise actions.TooLate
        for kind, id in items:
            actions.undo(db, queues()[kind], id, by=me)
    return len(items)


def _say_undone(number: int) -> None:
    say(
        ngettext(
            "Taken back: %(num)s item waits again, in your hands.",
            "Taken back: %(num)s items wait again, in your hands.",
            number,
        )
    )
