"""Files that are not what they say, hide more than they show, or bring what a text does not need."""

import io
import random
import zipfile

import pytest

from portal.kernel.documents import read, refusals
from tests.kernel.documents.files import odt, packed, part, repacked, saved, word

pytestmark = pytest.mark.one_engine

DOCX, ODT = saved(word("Члан 1.")), saved(odt("Члан 1."))
HTML = "<!doctype html><html><body><p>Члан 1.</p></body></html>".encode()


def refused(content, name, refusal):
    with pytest.raises(refusal) as told:
        read(content, name)
    sentence = told.value.sentence._args[0] % told.value.words
    assert name in sentence


@pytest.mark.parametrize(
    "content, name",
    [(DOCX, "a.odt"), (ODT, "a.docx"), (DOCX, "a.txt"), (HTML, "a.docx"), (HTML, "a.txt"), ("Члан".encode(), "a.docx"), (packed(a="b"), "a.docx")],
)
def test_content_and_name_must_agree(content, name):
    refused(content, name, refusals.MisnamedFile)


@pytest.mark.parametrize("content, name", [(b"%PDF-1.7 x", "a.pdf"), (b"%PDF-1.7", "a.docx"), (packed(a="b"), "a.zip"), (b"\x00\x01\x02abc", "a.txt"), (DOCX, "a.xlsx")])
def test_other_kinds_are_not_read(content, name):
    refused(content, name, refusals.UnknownDocument)


def test_macros_are_refused_by_content_and_by_name():
    refused(DOCX, "a.docm", refusals.HasMacros)
    refused(repacked(DOCX, word__vbaProject_dot_bin="x"), "a.docx", refusals.HasMacros)
    types = part(DOCX, "[Content_Types].xml").replace(b"wordprocessingml.document.main", b"wordprocessingml.document.macroEnabled.main")
    refused(repacked(DOCX, **{"[Content_Types]_dot_xml": types}), "a.docx", refusals.HasMacros)
    refused(repacked(ODT, Basic__Standard__a_dot_xml="x"), "a.odt", refusals.HasMacros)


def test_locked_ones_are_refused():
    manifest = part(ODT, "META-INF/manifest.xml").replace(b"</manifest:manifest>", b"<manifest:encryption-data/></manifest:manifest>")
    refused(repacked(ODT, **{"META-INF__manifest_dot_xml": manifest}), "a.odt", refusals.LockedDocument)
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    refused(old + "EncryptedPackage".encode("utf-16-le"), "a.docx", refusals.LockedDocument)
    refused(old, "a.doc", refusals.OldWord)


class TestBombs:
    def test_what_unpacks_to_a_flood_is_refused_before_it_is_unpacked(self, monkeypatch):
        bomb = repacked(DOCX, word__document_dot_xml=b"<a>" + bytes(60_000_000))
        assert len(bomb) < 200_000
        monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_, **__: pytest.fail("unpacked"))
        refused(bomb, "a.docx", refusals.PackedToDeceive)

    def test_many_middling_parts_are_a_flood_too(self):
        noise = random.Random(1).randbytes(20_000) * 50
        parts = {f"word__media__{n}_dot_png": noise for n in range(130)}
        refused(repacked(DOCX, **parts), "a.docx", refusals.PackedToDeceive)

    def test_too_many_entries(self):
        refused(repacked(DOCX, **{f"x{n}": "" for n in range(2100)}), "a.docx", refusals.PackedToDeceive)

    def test_a_package_in_a_package(self):
        refused(repacked(DOCX, word__inner_dot_zip=DOCX), "a.docx", refusals.PackedToDeceive)

    def test_a_table_of_contents_that_lies_about_sizes(self):
        content = bytearray(repacked(DOCX, word__document_dot_xml=b"<a>" + b"b" * 900_000 + b"</a>"))
        size = (900_007).to_bytes(4, "little")
        assert content.count(size) >= 1
        with pytest.raises((refusals.DamagedFile, refusals.PackedToDeceive)):
            read(bytes(content.replace(size, (500).to_bytes(4, "little"))), "a.docx")

    def test_a_paragraph_of_countless_elements(self):
        body = part(DOCX, "word/document.xml")
        runs = b"".join(b'<w:r w:rsidR="%08x"/>' % number for number in range(0, 2_000_000_000, 9_000))
        refused(repacked(DOCX, word__document_dot_xml=body.replace(b"<w:body>", b"<w:body><w:p>" + runs + b"</w:p>")), "a.docx", refusals.PackedToDeceive)

    def test_a_leading_path(self):
        refused(repacked(DOCX, **{"..__..__etc__x": "y"}), "a.docx", refusals.DamagedFile)


LAUGHS = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ха">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "markup",
    [
        LAUGHS + ']><w:document xmlns:w="w"><w:body>&i;</w:body></w:document>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>',
        "<a>" * 500 + "</a>" * 500,
    ],
)
@pytest.mark.parametrize("content, name, target", [(DOCX, "a.docx", "word__document_dot_xml"), (DOCX, "a.docx", "word__styles_dot_xml"), (ODT, "a.odt", "content_dot_xml")])
def test_declarations_entities_and_endless_nesting(markup, content, name, target):
    refused(repacked(content, **{target: markup}), name, refusals.UnsafeMarkup)


def test_the_same_in_another_encoding():
    refused(repacked(DOCX, word__document_dot_xml=(LAUGHS + "]><a>&i;</a>").replace('"1.0"', '"1.0" encoding="utf-16"', 1).encode("utf-16")), "a.docx", refusals.UnsafeMarkup)


def test_broken_ones():
    refused(DOCX[: len(DOCX) // 2], "a.docx", refusals.DamagedFile)
    refused(repacked(DOCX, word__document_dot_xml="<w:document"), "a.docx", refusals.DamagedFile)
    broken = bytearray(DOCX)
    place = DOCX.index(b"word/document.xml") + 60
    broken[place : place + 40] = bytes(40)
    with pytest.raises((refusals.DamagedFile, refusals.PackedToDeceive)):
        read(bytes(broken), "a.docx")
    refused("Одлука ć".encode("utf-16-le")[1:] + b"\xff", "a.txt", refusals.UnreadableLetters)


def test_empty_ones():
    refused(b"", "a.docx", refusals.EmptyFile)
    refused(b" \n", "a.txt", refusals.EmptyFile)
    refused(saved(word()), "a.docx", refusals.NoText)
    refused(saved(odt()), "a.odt", refusals.NoText)
    refused(b"<html><body><img src='x'></body></html>", "a.html", refusals.NoText)


def test_too_long_ones():
    refused(b"a\n" * 5001, "a.txt", refusals.TooManyBlocks)
    refused(b"a" * 3_100_000, "a.txt", refusals.TooManyBlocks)
    refused(b"a" * 10_500_000, "a.txt", refusals.TooLarge)


@pytest.mark.parametrize("seed", range(4))
def test_spoiled_files_end_in_a_refusal_or_a_text(seed):
    chance = random.Random(seed)
    for content, name in ((DOCX, "a.docx"), (ODT, "a.odt")):
        for _ in range(25):
            spoiled = bytearray(content)
            for _ in range(chance.randint(1, 12)):
                spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
            try:
                read(bytes(spoiled), name)
            except refusals.Refusal:
                continue


@pytest.mark.parametrize(
    "text",
    ["<!--" * 200_000, "<!" * 400_000, "<a '" * 200_000, "<p " * 250_000, "&" * 900_000, "<table>" * 100_000, "<ol><li>" * 4000],
    ids=["comments", "declarations", "quotes", "tags", "signs", "tables", "lists"],
)
def test_pages_made_to_be_slow_are_not(text):
    """A quadratic reader would take hours here, and the run would fall."""
    try:
        read(f"<html>x{text}".encode(), "a.html")
    except refusals.Refusal:
        pass


def test_a_zip_that_is_no_document():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    refused(stream.getvalue(), "a.odt", refusals.DamagedFile)
