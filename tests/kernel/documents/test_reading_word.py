"""DOCX as Word writes it: headings, lists with their numbers, tables, tracked changes, comments."""

import docx
import pytest
from docx.oxml import parse_xml

from portal.kernel.documents import Change, Oddity, Style, Track, read
from tests.kernel.documents.files import W, converted_by_libreoffice, part, repacked, saved, word

pytestmark = pytest.mark.one_engine

NUMBERING = f"""<w:numbering {W}>
<w:abstractNum w:abstractNumId="7">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1)"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="(%2)"/></w:lvl>
 <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="ГЛАВА %1"/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2."/></w:lvl>
</w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="8"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="9"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>
</w:numbering>"""


def with_numbers(*lines):
    """Lines as (list, level, text), numbered by Word itself."""
    document = docx.Document()
    for number, level, text in lines:
        paragraph = document.add_paragraph(text)
        if number:
            properties = paragraph._p.get_or_add_pPr()
            properties.append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'))
    return repacked(saved(document), word__numbering_dot_xml=NUMBERING)


def with_body(inner):
    document = saved(word("x"))
    body = part(document, "word/document.xml").decode()
    start = body.index("<w:body>") + len("<w:body>")
    return repacked(document, word__document_dot_xml=body[:start] + inner + body[body.index("<w:sectPr") :])


def shown(content, **more):
    return [block.shown for block in read(content, "nacrt.docx", **more).blocks]


def test_headings_paragraphs_and_tables_come_in_their_order():
    document = docx.Document()
    document.add_heading("Одлука", 0)
    document.add_heading("Глава I", 2)
    document.add_paragraph("Члан 1.")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 0).text = "Улица", "Дан", "Прва"
    document.add_paragraph("Крај")
    blocks = read(saved(document), "nacrt.docx").blocks
    assert [(b.style, b.level, b.text) for b in blocks] == [
        (Style.HEADING, 1, "Одлука"),
        (Style.HEADING, 2, "Глава I"),
        (Style.PARAGRAPH, 0, "Члан 1."),
        (Style.TABLE, 0, "Улица\tДан\nПрва\t"),
        (Style.PARAGRAPH, 0, "Крај"),
    ]
    assert blocks[3].rows == (("Улица", "Дан"), ("Прва", ""))


def test_numbers_that_word_puts_by_itself_are_not_lost():
    content = with_numbers(
        (8, 0, "ОПШТЕ ОДРЕДБЕ"), (8, 1, "прво"), (7, 0, "чистоћа"), (7, 1, "улица"), (7, 1, "тргова"), (7, 2, "лево"), (7, 0, "мир"),
        (None, 0, "без броја"), (7, 0, "зеленило"), (9, 0, "од четири"), (8, 0, "КАЗНЕ"), (8, 1, "друго"),
    )  # fmt: skip
    assert shown(content) == [
        "ГЛАВА I ОПШТЕ ОДРЕДБЕ", "1.1. прво", "1) чистоћа", "(1) улица", "(2) тргова", "• лево", "2) мир", "без броја",
        "3) зеленило", "4) од четири", "ГЛАВА II КАЗНЕ", "2.1. друго",
    ]  # fmt: skip


def test_lists_of_styles_count_as_well():
    document = docx.Document()
    for line in ("прва", "друга"):
        document.add_paragraph(line, style="List Number")
    assert shown(saved(document)) == ["1. прва", "2. друга"]


TRACKED = """<w:p><w:r><w:t xml:space="preserve">Рок је </w:t></w:r>
<w:del w:id="1" w:author="Ана" w:date="2026-05-01T10:00:00Z"><w:r><w:delText>15</w:delText></w:r></w:del>
<w:ins w:id="2" w:author="Ана" w:date="2026-05-01T10:01:00Z"><w:r><w:t>3</w:t></w:r><w:r><w:t>0</w:t></w:r></w:ins>
<w:r><w:t xml:space="preserve"> дана.</w:t></w:r></w:p>
<w:p><w:pPr><w:rPr><w:ins w:id="3" w:author="Бора"/></w:rPr></w:pPr><w:ins w:id="4" w:author="Бора"><w:r><w:t>Нови став.</w:t></w:r></w:ins></w:p>
<w:p><w:pPr><w:rPr><w:del w:id="5" w:author="Бора"/></w:rPr></w:pPr><w:del w:id="6" w:author="Бора"><w:r><w:delText>Стари став.</w:delText></w:r></w:del></w:p>
<w:p><w:r><w:t>Крај.</w:t></w:r></w:p>"""


class TestTrackedChanges:
    def test_both_readings_can_be_had(self):
        content = with_body(TRACKED)
        assert shown(content, changes="accept") == ["Рок је 30 дана.", "Нови став.", "Крај."]
        assert shown(content, changes="reject") == ["Рок је 15 дана.", "Стари став.", "Крај."]

    @pytest.mark.parametrize("reading", ["accept", "reject"])
    def test_who_changed_what_is_told_in_both(self, reading):
        changes = read(with_body(TRACKED), "nacrt.docx", changes=reading).changes
        assert [(c.kind, c.author, c.text) for c in changes] == [
            (Track.DELETED, "Ана", "15"),
            (Track.INSERTED, "Ана", "30"),
            (Track.INSERTED, "Бора", "Нови став."),
            (Track.DELETED, "Бора", "Стари став."),
        ]
        assert changes[0] == Change(kind=Track.DELETED, author="Ана", at="2026-05-01T10:00:00Z", text="15", block=0)

    def test_a_deleted_row_of_a_table_is_read_on_rejection_only(self):
        row = '<w:tr>{}<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>'
        gone = '<w:trPr><w:del w:id="1" w:author="А"/></w:trPr>'
        table = f"<w:tbl>{row.format('', 'остаје')}{row.format(gone, 'иде')}</w:tbl>"
        assert read(with_body(table), "a.docx").blocks[0].rows == (("остаје", ""),)
        assert read(with_body(table), "a.docx", changes="reject").blocks[0].rows == (("остаје", ""), ("иде", ""))


def test_comments_say_who_said_what_beside_which_block():
    document = word("Члан 1.", "Овом одлуком.")
    document.add_comment(document.paragraphs[1].runs, text="Да ли је ово довољно?", author="Вера", initials="В")
    found = read(saved(document), "nacrt.docx")
    assert [(r.author, r.text, r.block) for r in found.remarks] == [("Вера", "Да ли је ово довољно?", 1)]
    assert "довољно" not in found.text


def test_fields_breaks_and_links_keep_their_words():
    body = (
        "<w:p><w:r><w:t>Члан</w:t></w:r><w:r><w:noBreakHyphen/></w:r><w:r><w:tab/><w:t>7.</w:t><w:br/><w:t>назив</w:t></w:r>"
        '<w:r><w:instrText>PAGE</w:instrText></w:r><w:hyperlink w:anchor="x"><w:r><w:t>веза</w:t></w:r></w:hyperlink></w:p>'
    )
    assert shown(with_body(body)) == ["Члан\u2011 7.\nназиввеза"]


def test_a_table_of_one_column_is_text():
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Члан 1.</w:t></w:r></w:p><w:p><w:r><w:t>Ред.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    assert shown(with_body(table)) == ["Члан 1.", "Ред."]


def test_the_clerk_is_told_what_is_not_taken():
    document = word("Члан 1.")
    document.sections[0].header.paragraphs[0].text = "Нацрт"
    assert read(saved(document), "nacrt.docx").warnings == (Oddity.HEADERS,)


def test_libreoffice_and_we_read_alike(tmp_path):
    """Numbers, changes and comments of a file for Word that LibreOffice writes anew, as ODT."""
    content = with_numbers((8, 0, "ОПШТЕ"), (7, 0, "чистоћа"), (7, 1, "улица"), (7, 2, "лево"), (7, 0, "мир"), (9, 0, "четири"))
    converted = converted_by_libreoffice(content, "docx", "odt", tmp_path)
    assert [b.shown for b in read(converted, "a.odt").blocks] == shown(content)
    tracked = with_body(TRACKED)
    converted = converted_by_libreoffice(tracked, "docx", "odt", tmp_path)
    for reading in ("accept", "reject"):
        assert [b.shown for b in read(converted, "a.odt", changes=reading).blocks] == shown(tracked, changes=reading)
    assert [(c.author, c.text.strip()) for c in read(converted, "a.odt").changes] == [(c.author, c.text) for c in read(tracked, "a.docx").changes]
