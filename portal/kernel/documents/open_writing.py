"""Reports as ODT, written as a stream like those for Word."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO, Final

from portal.kernel.documents.writing import (
    LANGUAGES,
    PAGE_OF,
    Heading,
    Look,
    Paragraph,
    Run,
    Table,
    Text,
    Written,
    entry,
    fitted,
    portions,
    quoted,
    runs_of,
    shares,
    told,
)

MEDIA: Final = "application/vnd.oasis.opendocument.text"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_BASE: Final = "urn:oasis:names:tc:opendocument:xmlns"
SPACES: Final = " ".join(
    [
        *(f'xmlns:{name}="{_BASE}:{name}:1.0"' for name in ("office", "text", "table", "style", "meta")),
        f'xmlns:fo="{_BASE}:xsl-fo-compatible:1.0"',
        f'xmlns:svg="{_BASE}:svg-compatible:1.0"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'office:version="1.3"',
    ]
)
PAGE_WIDTH: Final = 17000
"""Hundredths of a millimetre between the margins of an A4 page."""
LOOKS: Final = {Look.BOLD: "Strong", Look.INSERTED: "Inserted", Look.DELETED: "Deleted"}


def write_odt(
    target: IO[bytes],
    parts: Iterable[Written],
    *,
    title: str,
    version: str = "sr",
    author: str = "",
    at: datetime | None = None,
) -> None:
    """Write a report as an OpenDocument text into a stream; everything else as for `write_docx`."""
    with zipfile.ZipFile(target, "w") as packed:
        packed.writestr(entry("mimetype", packed=False), MEDIA)
        packed.writestr(entry("META-INF/manifest.xml"), _manifest())
        packed.writestr(entry("meta.xml"), _meta(title, LANGUAGES[version][0], author, at))
        packed.writestr(entry("styles.xml"), _styles(version))
        with packed.open(entry("content.xml"), "w", force_zip64=True) as stream:
            for piece in _content(parts):
                stream.write(piece.encode())


def _content(parts: Iterable[Written]) -> Iterator[str]:
    # Widths of columns are styles of their own, known only when a table comes: shares of the page stand before all.
    widths = "".join(
        f'<style:style style:name="W{share}" style:family="table-column"><style:table-column-properties '
        f'style:rel-column-width="{share}*"/></style:style>'
        for share in range(1, 101)
    )
    yield (
        f"{HEAD}<office:document-content {SPACES}><office:automatic-styles>{widths}"
        '<style:style style:name="Report" style:family="table"><style:table-properties style:width="17cm" table:align="margins"/>'
        '</style:style><style:style style:name="Framed" style:family="table-cell"><style:table-cell-properties '
        'fo:border="0.5pt solid #808080" fo:padding="0.1cm"/></style:style></office:automatic-styles><office:body><office:text>'
    )
    for place, part in enumerate(parts):
        match part:
            case Heading():
                level = max(1, min(part.level, 4))
                yield f'<text:h text:style-name="Heading_{level}" text:outline-level="{level}">{told(part.text)}</text:h>'
            case Paragraph():
                yield _paragraph(part.text, "Standard")
            case Table():
                for portion, rows in enumerate(portions(part.rows)):
                    yield from _table(part, rows, f"T{place}-{portion}")
    yield "</office:text></office:body></office:document-content>"


def _paragraph(text: Text, style: str) -> str:
    return f'<text:p text:style-name="{style}">{"".join(map(_run, runs_of(text)))}</text:p>'


def _run(run: Run) -> str:
    text = _spaced(told(run.text)).replace("\n", "<text:line-break/>").replace("\t", "<text:tab/>")
    look = LOOKS.get(run.look)
    return f'<text:span text:style-name="{look}">{text}</text:span>' if look else text


def _spaced(text: str) -> str:
    """OpenDocument takes several blanks for one, unless it is told."""
    text = text.replace("  ", " <text:s/>")
    return f"<text:s/>{text[1:]}" if text.startswith(" ") else text


def _table(table: Table, rows: Iterable[Sequence[Text]], name: str) -> Iterator[str]:
    columns = len(table.header)
    widths = shares(table, 100)
    yield f'<table:table table:name={quoted(name)} table:style-name="Report">'
    yield "".join(f'<table:table-column table:style-name="W{max(1, width)}"/>' for width in widths)
    header = [(Run(text, Look.BOLD),) for text in table.header]
    yield f"<table:table-header-rows>{_row(header)}</table:table-header-rows>"
    for row in rows:
        yield _row(fitted(row, columns))
    yield "</table:table>"


def _row(cells: Iterable[Text]) -> str:
    written = "".join(
        f'<table:table-cell table:style-name="Framed" office:value-type="string">{_paragraph(cell, "Cell")}</table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row>{written}</table:table-row>"


def _manifest() -> str:
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{part}" manifest:media-type="{kind}"/>'
        for part, kind in (("/", MEDIA), ("content.xml", "text/xml"), ("styles.xml", "text/xml"), ("meta.xml", "text/xml"))
    )
    return f'{HEAD}<manifest:manifest xmlns:manifest="{_BASE}:manifest:1.0" manifest:version="1.3">{listed}</manifest:manifest>'


def _meta(title: str, language: str, author: str, at: datetime | None) -> str:
    made = f"<meta:creation-date>{at:%Y-%m-%dT%H:%M:%S}</meta:creation-date>" if at else ""
    return (
        f"{HEAD}<office:document-meta {SPACES}><office:meta><dc:title>{told(title)}</dc:title>"
        f"<dc:creator>{told(author)}</dc:creator><dc:language>{language}</dc:language>{made}</office:meta></office:document-meta>"
    )


def _styles(version: str) -> str:
    _, language, country, script = LANGUAGES[version]
    page, of = PAGE_OF[version]
    told_in = f'fo:language="{language}" fo:country="{country}" fo:script="{script}"'

    def style(name: str, family: str, inner: str, more: str = "") -> str:
        return f'<style:style style:name="{name}" style:family="{family}"{more}>{inner}</style:style>'

    headings = "".join(
        style(
            f"Heading_{level}",
            "paragraph",
            '<style:paragraph-properties fo:margin-top="0.42cm" fo:margin-bottom="0.21cm" fo:keep-with-next="always"/>'
            f'<style:text-properties fo:font-weight="bold" fo:font-size="{size}pt"/>',
            f' style:display-name="Heading {level}" style:parent-style-name="Standard" style:default-outline-level="{level}"',
        )
        for level, size in ((1, 18), (2, 15), (3, 13), (4, 12))
    )
    line = 'style:text-underline-style="solid" style:text-underline-width="auto"'
    return (
        f"{HEAD}<office:document-styles {SPACES}><office:font-face-decls>"
        "<style:font-face style:name=\"Sans\" svg:font-family=\"'Liberation Sans'\"/></office:font-face-decls><office:styles>"
        '<style:default-style style:family="paragraph">'
        f'<style:text-properties style:font-name="Sans" fo:font-size="11pt" {told_in}/></style:default-style>'
        + style("Standard", "paragraph", '<style:paragraph-properties fo:margin-bottom="0.21cm" fo:line-height="115%"/>')
        + headings
        + style(
            "Cell",
            "paragraph",
            '<style:paragraph-properties fo:margin-bottom="0.07cm"/><style:text-properties fo:font-size="10pt"/>',
            ' style:parent-style-name="Standard"',
        )
        + style("Footer", "paragraph", '<style:paragraph-properties fo:text-align="center"/>')
        + style("Strong", "text", '<style:text-properties fo:font-weight="bold"/>')
        + style("Inserted", "text", f'<style:text-properties fo:color="#0b5d1e" {line}/>')
        + style("Deleted", "text", '<style:text-properties fo:color="#9c1c1c" style:text-line-through-style="solid"/>')
        + '</office:styles><office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties '
        'fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"/></style:page-layout></office:automatic-styles>'
        '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"><style:footer>'
        f'<text:p text:style-name="Footer">{page} <text:page-number text:select-page="current">1</text:page-number> {of} '
        "<text:page-count>1</text:page-count></text:p></style:footer></style:master-page></office:master-styles>"
        "</office:document-styles>"
    )
