"""The one screen on which a clerk confirms where each passage of a new version comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.features.debates import actions, queries
from portal.features.debates.law import changes
from portal.features.debates.models import Edition, Passage, Proposal
from portal.features.debates.views.blueprint import pages
from portal.features.debates.views.shared import the_debate, the_edition
from portal.kernel.access import allow
from portal.kernel.accounts.session import me_in
from portal.kernel.db import session, work
from portal.kernel.forms import ForeignForm
from portal.kernel.municipality.forms import SeenPress
from portal.kernel.refusals import NotFound, Refusal, Stale
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _

SHOWN = 25
NEW = "novo"


@dataclass(frozen=True)
class Question:
    """A passage whose past is asked for: what is proposed, what was chosen, and what differs from the likeliest past."""

    passage: Passage
    proposal: Proposal
    old: Any
    parts: Sequence[changes.Part]
    chosen: str
    typed: str
    error: str

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"past-{self.passage.id}"


@pages.route("/sto/<int:debate_id>/verzije/<int:number>/poredjenje/", methods=["GET", "POST"])
@allow("debates.prepare")
def mapping(debate_id: int, number: int) -> Any:
    """What is in doubt first; what is sure can be confirmed with one press, and all of it taken back."""
    edition = the_edition(debate_id, number)
    if edition.is_published or number == 1:
        raise NotFound
    press = SeenPress(request.form, seen=edition.version)
    faults: dict[str, str] = {}
    if request.method == "POST":
        if not press.validate():
            raise ForeignForm
        if done := _decided(edition, press, faults):
            return done
    return _page(edition, press, faults), 422 if request.method == "POST" else 200


def _decided(edition: Edition, press: SeenPress, faults: dict[str, str]) -> Response | None:
    """Do what the button says; nothing where the rules do not allow it: then the page says why."""
    seen = press.seen.data or 0
    try:
        with work() as db:
            me = me_in(db)
            if "compare" in request.form:
                actions.compare(db, edition.id, by=me, seen=seen)
            elif "sure" in request.form:
                actions.confirm_sure(db, edition.id, by=me, seen=seen)
            elif "undo" in request.form:
                undone = request.form["undo"]
                ids = [int(undone)] if undone.isascii() and undone.isdigit() and len(undone) < 12 else None
                actions.take_back_past(db, edition.id, ids, by=me, seen=seen)
            else:
                actions.confirm_past(db, edition.id, _choices(), by=me, seen=seen)
    except Stale:
        raise
    except Refusal as refusal:
        faults[refusal.field or ""] = str(refusal)
        return None
    say(_("Saved."))
    where = {"sta": request.args["sta"]} if request.args.get("sta") in {"sigurno", "potvrdjeno"} else {}
    return redirect(url_for(".mapping", debate_id=edition.debate_id, number=edition.number, **where), 303)  # type: ignore[arg-type]


def _choices() -> dict[int, int | None]:
    """Read which line each passage of the page continues; one without an answer is left as it is."""
    found: dict[int, int | None] = {}
    for name, word in request.form.items():
        id = name.removeprefix("past-")
        if name == id or not _is_number(id) or not word:
            continue
        other = request.form.get(f"other-{id}", "").partition(":")[0].strip()
        line = other if word == "other" else word
        if line == NEW or _is_number(line):
            found[int(id)] = None if line == NEW else int(line)
    return found


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 10


def _page(edition: Edition, press: SeenPress, faults: Mapping[str, str]) -> str:
    db, kind = session(), request.args.get("sta", "")
    before = queries.published_before(db, edition)
    found = queries.proposals(db, edition.id)
    groups = {
        "": [pair for pair in found if pair[1].chosen_at is None and not pair[1].is_sure],
        "sigurno": [pair for pair in found if pair[1].chosen_at is None and pair[1].is_sure],
        "potvrdjeno": [pair for pair in found if pair[1].chosen_at is not None],
    }
    kind = kind if kind in groups else ""
    rows = {row.line: row for row in queries.text_of(db, before.id)} if before is not None else {}
    begins = request.args.get("od", "")[:6]
    first = int(begins) if _is_number(begins) else 0
    shown = [_question(pair, rows, faults) for pair in groups[kind][first : first + SHOWN]]
    taken = {each.chosen_line for _passage, each in groups["potvrdjeno"]}
    return render_template(
        "portal/debates/staff/mapping.html",
        debate=the_debate(edition.debate_id),
        edition=edition,
        before=before,
        press=press,
        faults=faults,
        groups=groups,
        kind=kind,
        shown=shown,
        first=first,
        most=SHOWN,
        rows=rows,
        lost=[row for line, row in rows.items() if line not in taken] if edition.mapped_at else [],
        new=NEW,
    )


def _question(pair: tuple[Passage, Proposal], rows: Mapping[int, Any], faults: Mapping[str, str]) -> Question:
    passage, proposal = pair
    line = proposal.chosen_line if proposal.chosen_at is not None else proposal.line
    old = rows.get(line) if line is not None else None
    sent = request.form.get(f"past-{passage.id}")
    held = (NEW if line is None else str(line)) if proposal.chosen_at is not None or proposal.is_sure else ""
    parts = changes.words(old.text if old is not None else "", passage.text)
    chosen, typed = held if sent is None else sent, request.form.get(f"other-{passage.id}", "")[:200]
    return Question(passage, proposal, old, parts, chosen, typed, faults.get(f"past-{passage.id}", ""))
