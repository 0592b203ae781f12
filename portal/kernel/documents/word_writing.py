"""Reports as DOCX, written as a stream: a table of ten thousand rows needs no more memory than one of ten."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import IO, Final

from portal.kernel.documents.word_lists import W
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
    runs_of,
    shares,
    told,
)

SPACE: Final = f'xmlns:w="{W[1:-1]}"'
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
KINDS: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PAGE_WIDTH: Final = 9638
"""Twentieths of a point between the margins of an A4 page."""
LOOKS: Final = {
    Look.PLAIN: "",
    Look.BOLD: '<w:rPr><w:rStyle w:val="Strong"/></w:rPr>',
    Look.INSERTED: '<w:rPr><w:rStyle w:val="Inserted"/></w:rPr>',
    Look.DELETED: '<w:rPr><w:rStyle w:val="Deleted"/></w:rPr>',
}
SECTION: Final = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
)


def write_docx(
    target: IO[bytes],
    parts: Iterable[Written],
    *,
    title: str,
    version: str = "sr",
    author: str = "",
    at: datetime | None = None,
) -> None:
    """Write a report for Word into a stream.

    In: headings, paragraphs and tables in their order, each asked for once; `version` is sr, lat or en; `at` stands in
    the properties, and no other time does, so that the same report has the same bytes. Memory does not grow with rows.
    """
    with zipfile.ZipFile(target, "w") as packed:
        for name, content in _frame(title, version, author, at):
            packed.writestr(entry(name), content)
        with packed.open(entry("word/document.xml"), "w", force_zip64=True) as stream:
            for piece in _document(parts):
                stream.write(piece.encode())


def _document(parts: Iterable[Written]) -> Iterator[str]:
    yield f'{HEAD}<w:document {SPACE} xmlns:r="{RELATIONS}"><w:body>'
    for part in parts:
        match part:
            case Heading():
                yield _paragraph(part.text, f"Heading{max(1, min(part.level, 4))}")
            case Paragraph():
                yield _paragraph(part.text)
            case Table():
                for rows in portions(part.rows):
                    yield from _table(part, rows)
    yield f"{SECTION}</w:body></w:document>"


def _paragraph(text: Text, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{''.join(map(_run, runs_of(text)))}</w:p>"


def _run(run: Run) -> str:
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(told(run.text).split("\n"))
    return f'<w:r>{LOOKS[run.look]}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def _table(table: Table, rows: Iterable[Sequence[Text]]) -> Iterator[str]:
    widths = shares(table, PAGE_WIDTH)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Report"/><w:tblW w:w="5000" w:type="pct"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    )
    header = [(Run(text, Look.BOLD),) for text in table.header]
    yield _row(header, widths, "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
    for row in rows:
        yield _row(fitted(row, len(widths)), widths)
    yield '</w:tbl><w:p><w:pPr><w:pStyle w:val="Between"/></w:pPr></w:p>'


def _row(cells: Iterable[Text], widths: list[int], properties: str = "") -> str:
    written = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_paragraph(cell, "Cell")}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{properties}{written}</w:tr>"


def _frame(title: str, version: str, author: str, at: datetime | None) -> Iterator[tuple[str, str]]:
    """Everything around the text: types, relations, properties, styles, the foot of the page."""
    types = {
        "/word/document.xml": f"{KINDS}.document.main+xml",
        "/word/styles.xml": f"{KINDS}.styles+xml",
        "/word/footer1.xml": f"{KINDS}.footer+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    listed = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in types.items())
    yield (
        "[Content_Types].xml",
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{listed}</Types>',
    )
    yield (
        "_rels/.rels",
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
        "</Relationships>",
    )
    yield (
        "word/_rels/document.xml.rels",
        f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="rId2" Type="{RELATIONS}/footer" Target="footer1.xml"/></Relationships>',
    )
    yield "docProps/core.xml", _properties(title, LANGUAGES[version][0], author, at)
    yield "word/styles.xml", _styles(LANGUAGES[version][0])
    yield "word/footer1.xml", _footer(*PAGE_OF[version])


def _properties(title: str, language: str, author: str, at: datetime | None) -> str:
    made = f'<dcterms:created xsi:type="dcterms:W3CDTF">{at:%Y-%m-%dT%H:%M:%SZ}</dcterms:created>' if at else ""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{told(title)}</dc:title><dc:creator>{told(author)}</dc:creator><dc:language>{language}</dc:language>{made}"
        "</cp:coreProperties>"
    )


def _footer(page: str, of: str) -> str:
    def field(name: str) -> str:
        return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    def word(text: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'

    return (
        f'{HEAD}<w:ftr {SPACE}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        f"{word(f'{page} ')}{field('PAGE')}{word(f' {of} ')}{field('NUMPAGES')}</w:p></w:ftr>"
    )


def _styles(language: str) -> str:
    def style(key: str, name: str, kind: str, inner: str, base: str = "") -> str:
        based = f'<w:basedOn w:val="{base}"/>' if base else ""
        default = ' w:default="1"' if key == "Normal" else ""
        return f'<w:style w:type="{kind}"{default} w:styleId="{key}"><w:name w:val="{name}"/>{based}<w:qFormat/>{inner}</w:style>'

    headings = "".join(
        style(
            f"Heading{level}",
            f"heading {level}",
            "paragraph",
            f'<w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="{level - 1}"/></w:pPr>'
            f'<w:rPr><w:b/><w:bCs/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>',
            "Normal",
        )
        for level, size in ((1, 36), (2, 30), (3, 26), (4, 24))
    )
    lines = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    cell = '<w:pPr><w:spacing w:after="40"/></w:pPr><w:rPr><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr>'
    inserted = '<w:rPr><w:color w:val="0B5D1E"/><w:u w:val="single"/></w:rPr>'
    deleted = '<w:rPr><w:strike/><w:color w:val="9C1C1C"/></w:rPr>'
    return (
        f'{HEAD}<w:styles {SPACE}><w:docDefaults><w:rPrDefault><w:rPr>'
        '<w:rFonts w:ascii="Liberation Sans" w:hAnsi="Liberation Sans" w:cs="Liberation Sans" w:eastAsia="Liberation Sans"/>'
        '<w:sz w:val="22"/><w:szCs w:val="22"/>'
        f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="{language}"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        + style("Normal", "Normal", "paragraph", "")
        + headings
        + style("Cell", "Cell", "paragraph", cell, "Normal")
        + style("Between", "Between", "paragraph", '<w:pPr><w:spacing w:after="0" w:line="20" w:lineRule="exact"/></w:pPr>')
        + style("Footer", "footer", "paragraph", '<w:pPr><w:jc w:val="center"/></w:pPr>', "Normal")
        + style("Strong", "Strong", "character", "<w:rPr><w:b/><w:bCs/></w:rPr>")
        + style("Inserted", "Inserted", "character", inserted)
        + style("Deleted", "Deleted", "character", deleted)
        + style(
            "Report",
            "Report",
            "table",
            f'<w:tblPr><w:tblBorders>{lines}</w:tblBorders><w:tblCellMar><w:left w:w="80" w:type="dxa"/>'
            '<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>',
        )
        + "</w:styles>"
    )
