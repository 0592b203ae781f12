"""The one screen on which a clerk corrects how a draft was split: in portions, by plain forms."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.features.debates import actions, queries
from portal.features.debates.forms import PassageForm
from portal.features.debates.models import Edition, Passage
from portal.features.debates.views.blueprint import pages
from portal.features.debates.views.shared import the_debate, the_edition
from portal.kernel.access import allow
from portal.kernel.accounts.session import me_in
from portal.kernel.db import session, work
from portal.kernel.municipality.forms import SeenPress
from portal.kernel.refusals import NotFound, Refusal, Stale
from portal.kernel.site.messages import say
from portal.kernel.words import gettext as _

ACTS: dict[str, Callable[..., Edition]] = {
    "join": actions.join,
    "split": actions.split,
    "add": actions.add,
    "remove": actions.remove,
}
"""The buttons at a passage; each saves the whole portion first."""


@pages.route("/sto/<int:debate_id>/verzije/<int:number>/podela/", methods=["GET", "POST"])
@allow("debates.prepare")
def passages(debate_id: int, number: int) -> Any:
    """A portion of the passages, each with its fields and its buttons."""
    edition = the_edition(debate_id, number)
    if edition.is_published:
        raise NotFound
    begins = _begins()
    rows = queries.portion(session(), edition.id, begins)
    forms = [PassageForm(request.form, row) for row in rows]
    press = SeenPress(request.form, seen=edition.version)
    if request.method == "POST" and _is_right(press, forms) and (done := _saved(edition, press, forms, begins)):
        return done
    return _page(edition, press, forms, begins), 422 if request.method == "POST" else 200


def _begins() -> int:
    word = request.args.get("od", "1")[:6]
    return max(1, int(word)) if word.isascii() and word.isdigit() else 1


def _is_right(press: SeenPress, forms: Sequence[PassageForm]) -> bool:
    sent = [form.validate() for form in forms if form.text.raw_data]
    return press.validate() and all(sent)


def _saved(edition: Edition, press: SeenPress, forms: Sequence[PassageForm], begins: int) -> Response | None:
    """Save the portion and do what the button says; nothing where the rules do not allow it: then the page says why."""
    name, id = _button()
    seen = press.seen.data or 0
    try:
        with work() as db:
            said = [form.correction for form in forms if form.text.raw_data]
            made = actions.correct_passages(db, edition.id, said, by=me_in(db), seen=seen)
            if name:
                made = ACTS[name](db, edition.id, id, by=me_in(db), seen=made.version)
    except Stale:
        raise
    except Refusal as refusal:
        form = next((each for each in forms if refusal.field == each.text.name), None)
        if form is None:
            press.form_errors.append(str(refusal))
        else:
            form.text.errors = [str(refusal)]
        return None
    say(_("Saved."))
    where = begins + queries.PORTION if request.form.get("next") else begins
    anchor = f"p{id}" if name in {"split", "add"} else None
    return redirect(url_for(".passages", debate_id=edition.debate_id, number=edition.number, od=where, _anchor=anchor), 303)


def _button() -> tuple[str, int]:
    for name in ACTS:
        word = request.form.get(name, "")
        if word.isascii() and word.isdigit() and len(word) < 12:
            return name, int(word)
    return "", 0


def _page(edition: Edition, press: SeenPress, forms: Sequence[PassageForm], begins: int) -> str:
    size = queries.size(session(), edition.id)
    return render_template(
        "portal/debates/staff/passages.html",
        debate=the_debate(edition.debate_id),
        edition=edition,
        press=press,
        forms=forms,
        first=_first(forms),
        begins=begins,
        size=size,
        portion=queries.PORTION,
        portions=list(range(1, size + 1, queries.PORTION)),
        errors=_errors(press, forms),
    )


def _first(forms: Sequence[PassageForm]) -> Passage | None:
    return forms[0].passage if forms else None


def _errors(press: SeenPress, forms: Sequence[PassageForm]) -> list[tuple[str, str, Passage | None]]:
    """Return what is wrong: the sentence, the field it leads to, and the passage it is about."""
    found: list[tuple[str, str, Passage | None]] = [(str(sentence), "", None) for sentence in press.form_errors]
    for form in forms:
        found += [(str(field.errors[0]), field.id, form.passage) for field in form if field.errors]
    return found
