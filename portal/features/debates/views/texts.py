"""The text of a draft: as it is read now, as an earlier version was, and two versions beside each other."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from flask import render_template, request
from markupsafe import Markup
from sqlalchemy import Row

from portal.features.debates import queries
from portal.features.debates.models import Debate, Edition, PassageKind
from portal.features.debates.rules import comparing
from portal.features.debates.rules.splitting import HEADS
from portal.features.debates.views.blueprint import pages
from portal.features.debates.views.shared import the_public
from portal.features.debates.words.debates import PHASES
from portal.kernel import cache
from portal.kernel.access import ANYONE, allow
from portal.kernel.clock import now
from portal.kernel.db import session
from portal.kernel.refusals import NotFound
from portal.kernel.site.shown import depends, told
from portal.kernel.words import gettext as _
from portal.kernel.words import ngettext

TEXTS = frozenset(kind.value for kind in frozenset(PassageKind) - HEADS - {PassageKind.TABLE})
"""What is read as plain text: neither a heading nor a table."""


@pages.route("/<int:debate_id>/tekst/")
@allow(ANYONE)
def text(debate_id: int) -> str:
    """The draft as it is read now, with a button at each passage while remarks are taken."""
    debate = _debate(debate_id)
    found = next((each for each in queries.editions(session(), debate_id) if each.id == debate.edition_id), None)
    if found is None:
        raise NotFound
    return _text_page(debate, found, takes=debate.takes_remarks(now()))


@pages.route("/<int:debate_id>/verzije/<int:number>/")
@allow(ANYONE)
def edition(debate_id: int, number: int) -> str:
    """The draft as a version of it was; the present one, too, has this permanent address."""
    debate = _debate(debate_id)
    found = _edition(debate, number)
    return _text_page(debate, found, takes=found.id == debate.edition_id and debate.takes_remarks(now()))


@pages.route("/<int:debate_id>/uporedni-prikaz/")
@allow(ANYONE)
def compare(debate_id: int) -> str:
    """Two versions passage by passage (упоредни приказ), word by word; `?od=1&do=2`, else the last two."""
    debate, db = _debate(debate_id), session()
    editions = queries.editions(db, debate_id)
    if len(editions) < 2:
        raise NotFound
    old, new = _chosen(editions, "od", editions[-2]), _chosen(editions, "do", editions[-1])
    pairs = comparing.beside(queries.text_of(db, old.id), queries.text_of(db, new.id))
    whole = request.args.get("sve") == "da"
    return render_template(
        "portal/debates/compare.html",
        debate=debate,
        editions=editions,
        old=old,
        new=new,
        pairs=pairs if whole else [pair for pair in pairs if not pair.is_same and not pair.is_renumbered],
        renumbered=[pair for pair in pairs if pair.is_renumbered],
        whole=whole,
        figures=_figures(pairs),
    )


def _figures(pairs: Sequence[comparing.Pair]) -> dict[str, int]:
    return {
        "changed": sum(1 for pair in pairs if pair.before and pair.after and not pair.is_same and not pair.is_renumbered),
        "renumbered": sum(1 for pair in pairs if pair.is_renumbered),
        "new": sum(1 for pair in pairs if pair.before is None),
        "gone": sum(1 for pair in pairs if pair.after is None),
        "same": sum(1 for pair in pairs if pair.is_same),
    }


def _debate(debate_id: int) -> Debate:
    depends(f"debate.{debate_id}", f"debate.{debate_id}.remarks", "municipality")
    debate = the_public(debate_id)
    cache.until(debate.next_change(now()))
    return debate


def _edition(debate: Debate, number: int) -> Edition:
    found = queries.edition(session(), debate.id, number)
    if found is None or not found.is_published:
        raise NotFound
    return found


def _chosen(editions: Sequence[Edition], word: str, otherwise: Edition) -> Edition:
    number = request.args.get(word, "")[:6]
    return next((each for each in editions if str(each.number) == number), otherwise)


def _text_page(debate: Debate, shown: Edition, *, takes: bool) -> str:
    db = session()
    rows, counts = queries.text_of(db, shown.id), queries.counts_by_line(db, debate.id)
    return render_template(
        "portal/debates/text.html",
        debate=debate,
        edition=shown,
        editions=queries.editions(db, debate.id),
        phase=debate.phase(now()),
        phases=PHASES,
        rows=rows,
        contents=contents(rows),
        counts=counts,
        said={count: ngettext("%(num)s remark", "%(num)s remarks", count) for count in set(counts.values())},
        takes=takes,
        on=on,
        around=_("on %(passage)s", passage=GAP).split(GAP),
        texts=TEXTS,
    )


LEADING = {"Глава": "главу", "Тачка": "тачку", "Подтачка": "подтачку", "Алинеја": "алинеју", "Табела": "табелу"}
"""What is feminine changes after „на“; Serbian says „примедба на главу II“."""


GAP = "\0"
"""Where the address of a passage comes in a sentence that a page of 400 passages says once."""


def on(row: Any) -> Markup:
    """Return the address of a passage as it stands after "remark on"."""
    return told(*_on(row.label, row.label_en))


@lru_cache(maxsize=2000)
def _on(label: str, label_en: str) -> tuple[str, str]:
    first, blank, rest = label.partition(" ")
    leading = LEADING.get(first, first[:1].lower() + first[1:])
    return f"{leading}{blank}{rest}", f"{label_en[:1].lower()}{label_en[1:]}"


def contents(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Return what stands in the list of contents: what names a part of the text."""
    return [row for row in rows if row.kind in HEADS]
