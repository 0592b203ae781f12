"""ODT as LibreOffice writes it, HTML, Markdown and plain text."""

import odfdo
import pytest

from portal.kernel.documents import Style, Track, read
from tests.kernel.documents.files import odt, part, repacked, saved

pytestmark = pytest.mark.one_engine


def with_body(inner, *, styles=""):
    content = saved(odt("x"))
    text = part(content, "content.xml").decode()
    start, end = text.index(">", text.index("<office:text")) + 1, text.index("</office:text>")
    text = text[:start] + inner + text[end:]
    if styles:
        text = text.replace("</office:automatic-styles>", styles + "</office:automatic-styles>")
        text = text.replace("<office:automatic-styles/>", f"<office:automatic-styles>{styles}</office:automatic-styles>")
    return repacked(content, content_dot_xml=text)


def shown(content, name="nacrt.odt", **more):
    return [block.shown for block in read(content, name, **more).blocks]


def test_paragraphs_lists_and_tables_of_odfdo():
    document = odt("Члан 1.")
    document.body.append(odfdo.List(["прва", "друга"]))
    table = odfdo.Table("Т", width=2, height=1)
    table.set_value((0, 0), "улица")
    table.set_value((1, 0), "дан")
    document.body.append(table)
    blocks = read(saved(document), "nacrt.odt").blocks
    assert [(b.style, b.text) for b in blocks] == [
        (Style.PARAGRAPH, "Члан 1."),
        (Style.ITEM, "прва"),
        (Style.ITEM, "друга"),
        (Style.TABLE, "улица\tдан"),
    ]


STYLES = """<text:list-style style:name="T"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix=")"/>
<text:list-level-style-number text:level="2" style:num-format="1" style:num-prefix="(" style:num-suffix=")"/>
<text:list-level-style-bullet text:level="3" text:bullet-char="–"/></text:list-style>"""


def test_numbers_of_lists_are_not_lost_and_lists_go_on():
    item = "<text:list-item><text:p>{}</text:p>{}</text:list-item>".format
    inner = f'<text:list>{item("улица", "")}{item("тргова", "<text:list>" + item("лево", "") + "</text:list>")}</text:list>'
    body = (
        f'<text:list text:style-name="T" xml:id="l1">{item("чистоћа", inner)}</text:list><text:p>став</text:p>'
        f'<text:list text:style-name="T" text:continue-list="l1">{item("мир", "")}</text:list>'
        f'<text:list text:style-name="T">{item("изнова", "")}</text:list>'
    )
    content = with_body(body, styles=STYLES)
    assert shown(content) == ["1) чистоћа", "(1) улица", "(2) тргова", "– лево", "став", "2) мир", "1) изнова"]


def test_tracked_changes_and_annotations():
    info = "<office:change-info><dc:creator>Ана</dc:creator><dc:date>2026-05-01T10:00:00</dc:date></office:change-info>"
    body = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:insertion>' + info + "</text:insertion></text:changed-region>"
        '<text:changed-region text:id="c2"><text:deletion>' + info + "<text:p>15</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>Рок је <text:change text:change-id="c2"/><text:change-start text:change-id="c1"/>30<text:change-end text:change-id="c1"/> дана.'
        "<office:annotation><dc:creator>Вера</dc:creator><text:p>Зашто?</text:p></office:annotation></text:p>"
    )
    content = with_body(body)
    assert shown(content) == ["Рок је 30 дана."]
    assert shown(content, changes="reject") == ["Рок је 15 дана."]
    found = read(content, "nacrt.odt")
    assert [(c.kind, c.author, c.text, c.block) for c in found.changes] == [(Track.DELETED, "Ана", "15", 0), (Track.INSERTED, "Ана", "30", 0)]
    assert [(r.author, r.text) for r in found.remarks] == [("Вера", "Зашто?")]


def test_blanks_of_the_format_are_bounded():
    assert shown(with_body('<text:p>а<text:s text:c="2000000000"/>б<text:tab/>в</text:p>')) == ["а б в"]
    cell = '<table:table-cell table:number-columns-repeated="1000000"><text:p>x</text:p></table:table-cell>'
    rows = read(with_body(f"<table:table><table:table-row>{cell}</table:table-row></table:table>"), "a.odt").blocks[0].rows
    assert len(rows[0]) == 50


def test_html_keeps_lists_tables_and_lines_and_leaves_scripts_out():
    page = """<!DOCTYPE html><html><head><title>не</title><style>p{}</style></head><body><!-- не --><h1>Одлука</h1>
    <p>Члан&nbsp;1.<br>Ред <b>и</b> мир &amp; зеленило</p><script>alert("не")</script>
    <ol type="I" start="3"><li>прва<li>друга<ol><li>унутра</li></ol></li></ol><ul><li>тачка</ul>
    <table><tr><th>а</th><th>б</th></tr><tr><td>в<p>г</p></td></tr></table>крај</body></html>"""
    assert shown(page.encode(), "nacrt.html") == [
        "Одлука", "Члан\xa01.\nРед и мир & зеленило", "III. прва", "IV. друга", "1. унутра", "• тачка", "а\tб\nв\nг", "крај",
    ]  # fmt: skip


def test_letters_of_a_page_are_those_it_says():
    page = '<html><head><meta charset="windows-1250"></head><body>čšž</body></html>'
    assert shown(page.encode("windows-1250"), "a.htm") == ["čšž"]


def test_markdown_and_pasted_text():
    text = "# Одлука\n\nЧлан 1.\nПрви **важан** ред\nкоји тече.\n1) прва;\n2) друга.\n\n* звезда\n\n| а | б |\n|---|---|\n| в | г |\n"
    assert shown(text.encode(), "nacrt.md") == [
        "Одлука", "Члан 1. Први важан ред који тече.", "1) прва;", "2) друга.", "• звезда", "а\tб\nв\tг",
    ]  # fmt: skip
    assert shown("Члан 1.\r\nПрви став.\n\n  – алинеја\n____".encode(), "") == ["Члан 1.", "Први став.", "– алинеја", "____"]


def test_inserted_and_deleted_words_of_a_page_are_tracked_changes():
    page = b"<html><body><p>a <del>b</del><ins>c</ins> d</p><table><tr><td><td>e</tr></table></body></html>"
    assert shown(page, "a.html") == ["a c d", "\te"] and shown(page, "a.html", changes="reject") == ["a b d", "\te"]
    assert [(c.kind, c.text) for c in read(page, "a.html").changes] == [(Track.DELETED, "b"), (Track.INSERTED, "c")]
