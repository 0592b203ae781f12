"""The monthly reports of System 48: the list, one report as page and print, and as a spreadsheet."""

import io
import json
from datetime import datetime
from typing import Any

from flask import Response, render_template, send_file
from sqlalchemy import select

from portal.features.problems import queries
from portal.features.problems.models import Month
from portal.features.problems.queries import monthly
from portal.features.problems.views.blueprint import pages
from portal.features.problems.words import CHANNELS, OUTCOMES
from portal.kernel.access import allow
from portal.kernel.db import session
from portal.kernel.refusals import NotFound
from portal.kernel.site.shown import plainly
from portal.kernel.words import gettext as _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.route("/izvestaji/")
@allow("problems.report")
def months() -> str:
    """Every frozen month, newest first, with its share answered in time."""
    kept = session().scalars(select(Month).order_by(Month.year.desc(), Month.month.desc())).all()
    return render_template("portal/problems/months.html", months=[(month, json.loads(month.content)) for month in kept])


@pages.route("/izvestaji/<month>/")
@allow("problems.report")
def month(month: str) -> str:
    """One frozen month beside the one before it; fit to print and hand out."""
    kept = _kept(month)
    before = queries.month_before(session(), kept)
    content = json.loads(kept.content)
    return render_template(
        "portal/problems/month.html",
        kept=kept,
        content=content,
        late=[{**row, "due": _moment(row["due"]), "answered": _moment(row["answered"])} for row in content["late"]],
        before=json.loads(before.content) if before else None,
        named=_Names(),
        outcomes=OUTCOMES,
        channels=CHANNELS,
        LATE_LISTED=monthly.LATE_LISTED,
    )


@pages.route("/izvestaji/<month>/tabela.xlsx")
@allow("problems.report")
def month_xlsx(month: str) -> Response:
    """The same numbers as a spreadsheet."""
    kept = _kept(month)
    return send_file(
        _spreadsheet(json.loads(kept.content)),
        mimetype=XLSX,
        as_attachment=True,
        download_name=f"sistem48-{kept.key}.xlsx",
        max_age=0,
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _kept(month: str) -> Month:
    year, _dash, number = month.partition("-")
    if not (year.isdigit() and number.isdigit() and len(month) == 7):
        raise NotFound
    found = session().scalar(select(Month).where(Month.year == int(year), Month.month == int(number)))
    if found is None:
        raise NotFound
    return found


class _Names:
    """Units and categories of a frozen report in the version spoken now, by the ids it was frozen with."""

    def __init__(self) -> None:
        self._known = queries.names(session())

    def unit(self, id: int | None) -> str:
        unit = self._known.units.get(id or 0)
        return plainly(unit.name_sr, unit.name_en) if unit else _("no unit")

    def category(self, id: int | None) -> str:
        category = self._known.categories.get(id or 0)
        return plainly(category.name_sr, category.name_en) if category else "–"


def _spreadsheet(content: dict[str, Any]) -> io.BytesIO:
    import xlsxwriter

    out, named = io.BytesIO(), _Names()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "text_wrap": True})
    table = book.add_worksheet(_("Units and topics")[:31])
    columns = [_("Unit"), _("Topic"), *(str(OUTCOMES[name]) for name in monthly.OUTCOMES)]
    table.write_row(0, 0, columns, head)
    for place, row in enumerate(content["table"], 1):
        numbers = [row[name] for name in monthly.OUTCOMES]
        table.write_row(place, 0, [named.unit(row["unit"]), named.category(row["category"]), *numbers])
    late = book.add_worksheet(_("Late")[:31])
    late.write_row(0, 0, [_("Number"), _("Unit"), _("Topic"), _("Promised by"), _("Answered"), _("Reason")], head)
    for place, row in enumerate(content["late"], 1):
        moments = [row["due"] or "", row["answered"] or ""]
        what = [row["reference"], named.unit(row["unit"]), named.category(row["category"])]
        late.write_row(place, 0, [*what, *moments, row["why"]])
    for sheet in (table, late):
        sheet.set_column(0, 1, 34)
        sheet.freeze_panes(1, 0)
    book.close()
    out.seek(0)
    return out
