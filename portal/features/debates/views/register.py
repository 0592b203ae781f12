"""The register as everybody reads it: its pages, one remark, the figures, the paper form."""

from functools import partial
from typing import Any

from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from portal.features.debates.actions.remarks_shared import tag
from portal.features.debates.law import changes
from portal.features.debates.models import REMARK, Channel, Debate, Disposition, Passage, Remark
from portal.features.debates.queries import answers, lines
from portal.features.debates.queries import remarks as register
from portal.features.debates.views.blueprint import pages
from portal.features.debates.views.remarks_shared import difference, the_debate, the_remark
from portal.features.debates.words.remarks import CHANNELS, COLOURS, DISPOSITIONS
from portal.kernel import cache, files
from portal.kernel.access import ANYONE, allow, may
from portal.kernel.accounts.session import current_person
from portal.kernel.clock import now
from portal.kernel.db import session
from portal.kernel.forms import number as read_number
from portal.kernel.municipality.serving import serves
from portal.kernel.paging import Way
from portal.kernel.refusals import NotFound
from portal.kernel.site.shown import depends

WORDS: dict[str, Any] = {
    "ishod": {"": None, "bez": register.UNANSWERED, **{one.value: one for one in Disposition}},
    "put": {"": None, **{one.value: one for one in Channel}},
}
"""The words of the address by which the register is filtered."""
SHOWN = {"channels": CHANNELS, "dispositions": DISPOSITIONS, "colours": COLOURS}
"""What the pages call ways and outcomes."""


@pages.route("/<int:debate_id>/primedbe/")
@allow(ANYONE)
def remarks(debate_id: int) -> str:
    """The register of a debate by number, with filters that survive without JavaScript."""
    db = session()
    debate = the_debate(db, debate_id)
    depends(tag(debate_id), "municipality")
    cache.until(debate.next_change(now()))
    given = {word: request.args.get(word, "")[:20] for word in ("na", "ishod", "put")}
    chosen, known = _chosen(given), lines.places(db, debate)
    kept = {word: text for word, text in given.items() if text}
    page = register.listed(db, debate_id, chosen, Way.read(request.args)).at(partial(_address, debate_id, kept))
    return render_template(
        "portal/debates/remarks.html",
        debate=debate,
        page=page,
        counts=register.counts(db, debate_id),
        given=kept,
        place=known.get(chosen.line or 0),
        line=chosen.line,
        editions=lines.editions(db, debate_id),
        takes=debate.takes_remarks(now()),
        **SHOWN,
    )


def _chosen(given: dict[str, str]) -> register.Chosen:
    return register.Chosen(
        line=read_number(given["na"]),
        disposition=WORDS["ishod"].get(given["ishod"]),
        channel=WORDS["put"].get(given["put"]),
    )


def _address(debate_id: int, kept: dict[str, str], **words: str) -> str:
    found: dict[str, Any] = {name: word for name, word in {**kept, **words}.items() if word}
    return url_for("portal.debates.remarks", debate_id=debate_id, **found)


@pages.route("/<int:debate_id>/primedbe/<int:number>/")
@allow(ANYONE)
def remark(debate_id: int, number: int) -> str:
    """One remark: on what it was written, what it would change, what became of it."""
    db = session()
    found = the_remark(db, debate_id, number)
    debate = the_debate(db, debate_id)
    depends(tag(debate_id), files.tag(REMARK, found.id), "municipality")
    cache.until(debate.next_change(now()))
    return render_template(
        "portal/debates/remark.html",
        debate=debate,
        remark=found,
        attached=files.of(db, REMARK, found.id) if found.is_public else [],
        parts=difference(found.passage, found.public_wording),
        answer=register.answer_of(found),
        said=answers.said_of(db, found.id),
        staff=may(current_person(), "debates.answer") and serves(db, current_person(), debate.unit),
        **SHOWN,
        **_then_and_now(db, debate, found),
    )


def _then_and_now(db: Session, debate: Debate, remark: Remark) -> dict[str, Any]:
    """Return where the passage of a remark stands now, how its text has changed since, and what the answer changed."""
    numbers = lines.editions(db, debate.id)
    stands = lines.present(db, debate, remark.line) if remark.line else None
    was, answer = remark.passage, register.answer_of(remark)
    differs = was is not None and stands is not None and was.text_key != stands.text_key
    return {
        "written_on": numbers.get(remark.edition_id, 1),
        "stands": stands,
        "since": changes.words(_whole(was), _whole(stands)) if differs and was and stands else (),
        "gone": was is not None and stands is None,
        "changed": lines.present(db, debate, answer.changed_line) if answer and answer.changed_line else None,
    }


def _whole(passage: Passage) -> str:
    return "\n".join(part for part in (passage.heading, passage.text) if part)


@pages.route("/<int:debate_id>/primedbe/statistika/")
@allow(ANYONE)
def statistics(debate_id: int) -> str:
    """How many remarks came by which way, and what became of them."""
    db = session()
    debate = the_debate(db, debate_id)
    depends(tag(debate_id), "municipality")
    return render_template(
        "portal/debates/statistics.html",
        debate=debate,
        counts=register.counts(db, debate_id),
        shelves=answers.shelves(db, debate),
        channels=CHANNELS,
        dispositions=DISPOSITIONS,
        now=now(),
    )


@pages.route("/<int:debate_id>/obrazac/")
@allow(ANYONE)
def paper_form(debate_id: int) -> str:
    """A form to print: for the draft as a whole, or for one article (`?na=`) with its code."""
    db = session()
    debate = the_debate(db, debate_id)
    depends(tag(debate_id), "municipality")
    line, known = read_number(request.args.get("na", "")) or 0, lines.places(db, debate)
    if line and line not in known:
        raise NotFound
    return render_template(
        "portal/debates/paper_form.html",
        debate=debate,
        place=known.get(line),
        code=f"{debate.reference}/{line}",
        articles=lines.articles(db, debate),
    )
