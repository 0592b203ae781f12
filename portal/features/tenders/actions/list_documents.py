"""A list as a document to print and sign (DOCX, ODT) and as a spreadsheet, in Cyrillic, Latin and English."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import IO, Any

from portal.features.tenders.models import ListKind
from portal.features.tenders.rules import points
from portal.features.tenders.words.assessing import LISTS
from portal.features.tenders.words.commission import PARTS
from portal.kernel.documents import write_docx, write_odt
from portal.kernel.documents.writing import Heading, Paragraph, Table, Written
from portal.kernel.site.shown import plainly
from portal.kernel.words import gettext as _
from portal.kernel.words import shown_moment, speaking, version

WRITERS = {"docx": write_docx, "odt": write_odt}
Line = Mapping[str, Any]


def digits(kept: str) -> str:
    """Return points that were kept as a fraction with two decimals, as the version writes numbers."""
    return points.in_digits(points.read(kept), "," if version().is_serbian else ".") if kept else "–"


def write_list_document(out: IO[bytes], content: Mapping[str, Any], digest: str, *, version_key: str, what: str) -> None:
    """Write a list in one version and format."""
    with speaking(version_key):
        WRITERS[what](out, _parts(content, digest), title=_title(content), version=version_key)


def _title(content: Mapping[str, Any]) -> str:
    call = content["call"]
    return f"{LISTS[ListKind(content['kind'])]}: {plainly(call['title_sr'], call['title_en'])} ({call['reference']})"


def _parts(content: Mapping[str, Any], digest: str) -> Iterator[Written]:
    yield Heading(_title(content))
    yield Paragraph(_("Published on %(moment)s.", moment=shown_moment(datetime.fromisoformat(content["at"]))))
    if content.get("text_sr"):
        yield Paragraph(plainly(content["text_sr"], content["text_en"]))
    if content.get("act"):
        yield Paragraph(_("Act number: %(act)s.", act=plainly(content["act"])))
    for lot, rows in by_lot(content):
        if lot:
            yield Heading(lot, 2)
        yield Table(header(content), [row(content, line) for line in rows])
    for line in content["lines"]:
        if line.get("reason"):
            yield Paragraph(f"{line['number']}. {plainly(line['name_sr'], line['name_en'])}: {plainly(line['reason'])}")
    yield Heading(_("Commission"), 2)
    for member in content["members"]:
        yield Paragraph(f"{_member(member)}: ______________________________")
    yield Paragraph(_("Digest (sha256) of the content of this list: %(digest)s", digest=digest))


def _member(member: Mapping[str, Any]) -> str:
    barred = ", ".join(map(str, member["barred"]))
    said = f"{member['number']}. {plainly(member['name'])}, {PARTS[member['part']]}"
    return f"{said} ({_('barred from applications: %(numbers)s', numbers=barred)})" if barred else said


def by_lot(content: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[Line]]]:
    """Return the lines of each lot with its title; without lots all of them, with none."""
    titles = {each["number"]: plainly(each["title_sr"], each["title_en"]) for each in content["lots"]}
    for lot in dict.fromkeys(line["lot"] for line in content["lines"]):
        title = f"{_('Lot %(number)s', number=lot)}: {titles.get(lot, '')}" if lot else ""
        yield title, [line for line in content["lines"] if line["lot"] == lot]


def header(content: Mapping[str, Any]) -> list[str]:
    """Return the heads of the columns."""
    found = [_("Place"), _("Applicant"), *(plainly(each["title_sr"], each["title_en"]) for each in content["criteria"])]
    return [*found, _("Points"), *([_("Amount")] if _has_amounts(content) else [])]


def row(content: Mapping[str, Any], line: Line) -> list[str]:
    """Return a line as cells of text."""
    name = f"{line['number']}. {plainly(line['name_sr'], line['name_en'])}"
    if not line["eligible"]:
        cells = [_("not eligible"), name, *("–" for _each in content["criteria"]), "–"]
    else:
        cells = [str(line["place"]), name, *(digits(each) for each in line["criteria"]), digits(line["points"])]
    return [*cells, *([plainly(line["amount"])] if _has_amounts(content) else [])]


def _has_amounts(content: Mapping[str, Any]) -> bool:
    return any(line["amount"] for line in content["lines"])


def write_sheet(out: IO[bytes], content: Mapping[str, Any], *, version_key: str) -> None:
    """Write a list as a spreadsheet: numbers as numbers, names as text that never becomes a formula."""
    import xlsxwriter

    with speaking(version_key):
        book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
        head, number = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "0.00"})
        table = book.add_worksheet(_("List")[:31])
        table.write_row(0, 0, [_("Lot"), *header(content)], head)
        for place, line in enumerate(content["lines"], 1):
            cells = [str(line["lot"] or ""), *row(content, line)]
            for column, cell in enumerate(cells):
                table.write_string(place, column, cell)
            for column, kept in enumerate([*line["criteria"], line["points"]] if line["eligible"] else [], 3):
                table.write_number(place, column, float(points.read(kept)), number)
        table.set_column(2, 2, 40)
        table.freeze_panes(1, 3)
        _given(book, head, content)
        book.close()


def _given(book: Any, head: Any, content: Mapping[str, Any]) -> None:
    """Write the points of each member on a sheet of their own, where the list has them."""
    rows = [(line, each) for line in content["lines"] for each in line.get("given", ())]
    if not rows:
        return
    sheet = book.add_worksheet(_("Points of members")[:31])
    titles = [plainly(each["title_sr"], each["title_en"]) for each in content["criteria"]]
    sheet.write_row(0, 0, [_("Applicant"), _("Member"), *titles], head)
    for place, (line, each) in enumerate(rows, 1):
        sheet.write_string(place, 0, f"{line['number']}. {plainly(line['name_sr'], line['name_en'])}")
        sheet.write_number(place, 1, each["member"])
        sheet.write_row(place, 2, each["points"])
