"""Reports that Word and LibreOffice open, of any length, with the same bytes for the same report."""

import io
import subprocess
import tracemalloc
from datetime import datetime

import docx
import odfdo
import pytest

from portal.kernel.documents import Heading, Look, Paragraph, Run, Style, Table, read, write_docx, write_odt
from tests.kernel.documents.files import converted_by_libreoffice

pytestmark = pytest.mark.one_engine

WRITERS = {"docx": write_docx, "odt": write_odt}
AT = datetime(2026, 5, 1, 12, 30)


def report(rows):
    yield Heading("Извештај о јавној расправи")
    yield Paragraph("Примљено је <десет> примедаба & предлога.\nДруги  ред")
    yield Heading("Упоредни приказ", 2)
    yield Paragraph([Run("Рок је "), Run("15", Look.DELETED), Run("30", Look.INSERTED), Run(" дана", Look.BOLD)])
    yield Table(("Број", "Примедба", "Одговор"), ((f"П-{n:05}", f"Текст {n}. " * 5, [Run("Прихвата се", Look.BOLD)]) for n in range(rows)), (1, 4, 2))
    yield Paragraph("Потпис")


def written(kind, rows=3, **more):
    stream = io.BytesIO()
    WRITERS[kind](stream, report(rows), title="Извештај „о реду“ & миру", at=AT, **more)
    return stream.getvalue()


@pytest.mark.parametrize("kind", WRITERS)
def test_what_is_written_is_read_back(kind):
    found = read(written(kind), f"izvestaj.{kind}")
    assert [(b.style, b.text) for b in found.blocks if b.style is not Style.TABLE] == [
        (Style.HEADING, "Извештај о јавној расправи"),
        (Style.PARAGRAPH, "Примљено је <десет> примедаба & предлога.\nДруги ред"),
        (Style.HEADING, "Упоредни приказ"),
        (Style.PARAGRAPH, "Рок је 1530 дана"),
        (Style.PARAGRAPH, "Потпис"),
    ]
    (table,) = (b for b in found.blocks if b.style is Style.TABLE)
    assert table.rows[0] == ("Број", "Примедба", "Одговор") and len(table.rows) == 4


def test_word_as_another_library_sees_it():
    document = docx.Document(io.BytesIO(written("docx", version="lat")))
    assert document.core_properties.title == "Извештај „о реду“ & миру"
    assert document.core_properties.language == "sr-Latn-RS"
    assert document.core_properties.created.replace(tzinfo=None) == AT
    assert [p.style.name for p in document.paragraphs if p.text][:3] == ["Heading 1", "Normal", "Heading 2"]
    (table,) = document.tables
    assert len(table.rows) == 4 and "w:tblHeader" in table.rows[0]._tr.xml
    assert [(r.text, r.style.name) for r in document.paragraphs[3].runs[1:3]] == [("15", "Deleted"), ("30", "Inserted")]
    assert "PAGE" in document.sections[0].footer._element.xml


def test_open_document_as_another_library_sees_it():
    document = odfdo.Document(io.BytesIO(written("odt", version="en")))
    assert document.meta.title == "Извештај „о реду“ & миру"
    assert document.meta.language == "en-GB"
    assert document.get_type() == "text"
    (table,) = document.body.tables
    assert table.height == 4


@pytest.mark.parametrize("kind", WRITERS)
def test_the_same_report_has_the_same_bytes(kind):
    assert written(kind) == written(kind)


@pytest.mark.parametrize("kind", WRITERS)
def test_signs_that_xml_forbids_do_not_spoil_it(kind):
    stream = io.BytesIO()
    WRITERS[kind](stream, [Paragraph("а\x00\x0b\ud800б]]>"), Table(("x",), [["1", "2"], []])], title='"<&\x01')
    assert read(stream.getvalue(), f"a.{kind}").blocks[0].text == "аб]]>"


@pytest.mark.parametrize("kind", WRITERS)
def test_memory_does_not_grow_with_rows(kind):
    class Nowhere(io.RawIOBase):
        def writable(self):
            return True

        def write(self, data):
            return len(data)

    peaks = []
    for rows in (200, 4000):
        tracemalloc.start()
        WRITERS[kind](Nowhere(), report(rows), title="х")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 400_000


def as_pdf_text(content, kind, folder):
    """What LibreOffice makes of it, by words."""
    (folder / "r.pdf").write_bytes(converted_by_libreoffice(content, kind, "pdf", folder))
    return subprocess.run(["pdftotext", folder / "r.pdf", "-"], check=True, capture_output=True, text=True).stdout


def assert_every_row_once(text, rows):
    numbers = [word for word in text.split() if word.startswith("П-")]
    assert sorted(numbers) == [f"П-{n:05}" for n in range(rows)]
    assert "Страна 1 од" in " ".join(text.split())
    assert text.count("Примедба") > 1, "the header row is repeated on every page"


@pytest.mark.parametrize("kind", WRITERS)
def test_libreoffice_opens_it_and_every_row_is_there_once(kind, tmp_path):
    assert_every_row_once(as_pdf_text(written(kind, 60), kind, tmp_path), 60)


@pytest.mark.slow
@pytest.mark.parametrize("kind", WRITERS)
def test_libreoffice_opens_ten_thousand_rows(kind, tmp_path):
    assert_every_row_once(as_pdf_text(written(kind, 10_000), kind, tmp_path), 10_000)
