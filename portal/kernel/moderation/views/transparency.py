"""What moderators do, for everybody to see: by month, kind and reason, how fast, and what appeals changed."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request

from portal.kernel.access import ANYONE, allow
from portal.kernel.clock import now
from portal.kernel.db import counted, session
from portal.kernel.forms import number
from portal.kernel.moderation import authors, figures, queries
from portal.kernel.moderation import statements as reasoned
from portal.kernel.moderation.views.blueprint import queues
from portal.kernel.site.shown import depends

pages = Blueprint("transparency", __name__)


@pages.route("/")
@allow(ANYONE)
def index() -> str:
    """One month of moderation, the present one unless `?mesec=2026-10` says otherwise."""
    depends(figures.TAG, "municipality")
    db = session()
    months, wanted = figures.months(db), _month(request.args.get("mesec", ""))
    shown = wanted if wanted in months else figures.month_of(now())
    found = figures.of_month(db, shown)
    return render_template(
        "portal/transparency.html",
        day=figures.first_day(shown),
        shown=shown,
        months=[(month, figures.first_day(month)) for month in months],
        all=found.get("", figures.Sums()),
        by_kind=[(queue.label, found[kind]) for kind, queue in queues().items() if kind in found],
        reasons={reason.key: reason for reason in queries.every_reason(db)},
        own_words=figures.OWN_WORDS,
        single=authors.of_month(db, shown),
        waiting=counted(db, "moderation.open"),
        oldest=queries.oldest(db),
        definition=figures.DEFINITION,
    )


@pages.route("/obrazlozenja.<any(csv, json):form>")
@allow(ANYONE)
def statements(form: str) -> Response:
    """The statements of reasons of a month as open data, without anything personal; the oldest first, 5,000 a page."""
    depends(figures.TAG)
    db, month = session(), _month(request.args.get("mesec", "")) or figures.month_of(now())
    found = reasoned.of_month(db, month, after=number(request.args.get("posle")) or 0)
    kinds = {kind: str(queue.label) for kind, queue in queues().items()}
    names = {reason.key: (reason.name_sr, reason.name_en) for reason in queries.every_reason(db)}
    rows = reasoned.as_data(found, kinds, names)
    return _csv(rows) if form == "csv" else jsonify(rows)


def _csv(rows: Sequence[Mapping[str, Any]]) -> Response:
    """Write rows as a spreadsheet program reads them: with a byte order mark, so that Cyrillic stays Cyrillic."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(reasoned.FIELDS)
    writer.writerows([_cell(row[name]) for name in reasoned.FIELDS] for row in rows)
    return Response("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")


def _cell(value: object) -> str:
    """Write one cell; a sign that a spreadsheet program would take for a formula is kept from beginning it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    said = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{said}" if said.startswith(("=", "+", "-", "@", "\t", "\r")) else said


def _month(text: str) -> int:
    digits = text[:7].replace("-", "")
    return int(digits) if digits.isascii() and digits.isdigit() else 0
