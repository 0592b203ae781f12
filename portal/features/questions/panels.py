"""What questions show on the home page, on the desk and in the plan."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import current_app, render_template, request
from markupsafe import Markup
from sqlalchemy import Row
from sqlalchemy.orm import Session

from portal.features.questions import queries
from portal.kernel import cache
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import counted
from portal.kernel.feature import Measure
from portal.kernel.municipality.models import OfficeKind
from portal.kernel.site.shown import depends
from portal.kernel.words import version

MOST_CARDS = 1000


def cards(rows: Sequence[Row[Any]], names: queries.Names, level: int = 2) -> Markup:
    """Show questions as cards, with titles of a level.

    A card is made once and kept as long as nothing of what it shows is different: that is what it is found by.
    """
    known: dict[Any, Markup] = current_app.extensions.setdefault("portal_question_cards", {})
    if len(known) > MOST_CARDS:
        known.clear()
    return Markup("").join(_card(known, row, names, level) for row in rows)


def _card(known: dict[Any, Markup], row: Row[Any], names: queries.Names, level: int) -> Markup:
    office, topic = names.offices[row.office_id], names.topics.get(row.topic_id)
    place, moment = names.settlements.get(row.settlement_id), now()
    late = row.answer_due_at is not None and row.answer_due_at <= moment
    shown = [(thing.name_sr, thing.name_en) for thing in (office, topic, place) if thing is not None]
    key = (version().key, request.script_root, level, late, tuple(row), *shown)
    found = known.get(key)
    if found is None:
        page = render_template("portal/questions/_one.html", row=row, names=names, now=moment, level=level)
        found = known[key] = Markup(page)
    return found


def newest(db: Session) -> Markup:
    """The four newest questions as cards."""
    depends("questions")
    rows = queries.listed(db, queries.Filter(), most=4).rows
    return Markup(render_template("portal/questions/_newest.html", cards=cards(rows, queries.names(db), 3)))


def record(db: Session) -> Markup:
    """How much of what was asked is answered, in the same figures as everywhere."""
    cache.until(queries.next_change(db))
    return Markup(render_template("portal/questions/_figures.html", figures=queries.figures(db)))


def waiting_for(db: Session, person: Person) -> int:
    """How many questions wait for this person's office."""
    office_ids = queries.offices_of(db, person)
    return len(queries.tasks(db, office_ids)) + queries.offered_count(db, office_ids)


def asked_mayor(db: Session, since: datetime, until: datetime) -> int:
    """Questions put to the mayor in a time."""
    return queries.used(db, OfficeKind.MAYOR, since, until)


def asked_councillor(db: Session, since: datetime, until: datetime) -> int:
    """Questions put to councillors in a time."""
    return queries.used(db, OfficeKind.COUNCILLOR, since, until)


def assisted_share(db: Session, at: datetime) -> Measure:
    """Questions typed in by a clerk, of all that were confirmed: activity 5.1.5; from counters, one read each."""
    return Measure(numerator=counted(db, "questions.assisted"), denominator=counted(db, "questions.confirmed"), at=at)
