"""What moderators do, for everybody to see: by month, kind and reason, how fast, and what appeals changed."""

from flask import Blueprint, render_template, request

from portal.kernel.access import ANYONE, allow
from portal.kernel.clock import now
from portal.kernel.db import counted, session
from portal.kernel.moderation import figures, queries
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
        waiting=counted(db, "moderation.open"),
        oldest=queries.oldest(db),
        definition=figures.DEFINITION,
    )


def _month(text: str) -> int:
    digits = text[:7].replace("-", "")
    return int(digits) if digits.isascii() and digits.isdigit() else 0
