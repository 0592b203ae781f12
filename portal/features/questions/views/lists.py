"""The public list as its address says it: filters and place."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import request, url_for
from sqlalchemy import Row
from sqlalchemy.orm import Session

from portal.features.questions import queries
from portal.kernel.forms import day_of
from portal.kernel.paging import Page, Way
from portal.kernel.site.shown import plainly
from portal.kernel.words import gettext as _


@dataclass(frozen=True)
class Wanted:
    """What the address asks for: the filter, the same in words of the address, and the days that nobody can read."""

    filter: queries.Filter
    words: dict[str, str]
    unread: dict[str, str]

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything was chosen."""
        return bool(self.words or self.unread)


def reading(names: queries.Names) -> Wanted:
    """Read the filter out of the address; what is unknown there counts as not chosen."""
    given = {name: request.args.get(name, "")[:80] for name in ("funkcija", "tema", "naselje", "odgovor", "od", "do")}
    offices = {o.key: o.id for o in names.offices.values()}
    topics = {t.key: t.id for t in names.topics.values()}
    settlements = {str(id): id for id in names.settlements}
    found = queries.Filter(
        office_id=offices.get(given["funkcija"]),
        topic_id=topics.get(given["tema"]),
        settlement_id=settlements.get(given["naselje"]),
        answered={"da": "yes", "ne": "no"}.get(given["odgovor"], ""),
        since=day_of(given["od"]),
        until=day_of(given["do"]),
    )
    known = {
        "funkcija": found.office_id,
        "tema": found.topic_id,
        "naselje": found.settlement_id,
        "odgovor": found.answered,
        "od": found.since,
        "do": found.until,
    }
    unread = {name: given[name] for name in ("od", "do") if given[name].strip() and not known[name]}
    return Wanted(found, {name: given[name] for name, value in known.items() if value}, unread)


def address_of(wanted: Wanted, **change: str) -> str:
    """Return the address of the list with some words changed; an empty word is left out."""
    words: dict[str, Any] = {name: word for name, word in {**wanted.words, **change}.items() if word}
    return url_for("portal.questions.index", **words)


def page_of(db: Session, wanted: Wanted) -> Page[Row[Any]]:
    """Return the page that the address asks for."""
    return queries.listed(db, wanted.filter, Way.read(request.args)).at(partial(address_of, wanted))


def choices_of(names: queries.Names) -> dict[str, list[tuple[str, str]]]:
    """Return what the filters offer."""

    def all_of(things: Any, first: str, key: str = "key") -> list[tuple[str, str]]:
        return [("", first), *((str(getattr(t, key)), plainly(t.name_sr, t.name_en)) for t in things)]

    return {
        "funkcija": all_of(names.offices.values(), _("All offices")),
        "tema": all_of(names.topics.values(), _("All topics")),
        "naselje": all_of(names.settlements.values(), _("All settlements"), key="id"),
        "odgovor": [("", _("All questions")), ("da", _("Answered")), ("ne", _("Not answered yet"))],
    }
