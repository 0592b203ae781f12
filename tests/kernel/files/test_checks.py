"""A file is what its bytes say, or it is not taken."""

import io
import time

import pytest

from portal.kernel.files import checks
from portal.kernel.files.checks import clean_name, examine
from portal.kernel.files.refusals import DamagedFile, EmptyFile, HasMacros, MisnamedFile, TooLarge, UnknownKind
from tests.kernel.files import samples
from tests.kernel.files.samples import claiming, crowded, docx_with, locked, packed

pytestmark = pytest.mark.one_engine

HONEST = {
    "odluka.pdf": samples.PDF,
    "slika.jpg": samples.JPEG,
    "slika.JPEG": samples.JPEG,
    "slika.png": samples.PNG,
    "dopis.docx": samples.DOCX,
    "tabela.xlsx": samples.XLSX,
    "dopis.odt": samples.ODT,
    "tabela.ods": samples.ODS,
    "белешка.txt": samples.TEXT,
    "с ознаком.txt": b"\xef\xbb\xbf" + samples.TEXT,
}


@pytest.mark.parametrize("name", HONEST)
def test_honest_files_of_each_kind_pass(name):
    kind = examine(HONEST[name], name)
    assert name.rpartition(".")[2].lower() in kind.endings


@pytest.mark.parametrize("name", HONEST)
@pytest.mark.parametrize("other", ["pdf", "docx", "xlsx", "odt", "ods", "jpg", "png", "txt"])
def test_under_the_name_of_another_kind_nothing_passes(name, other):
    if other in examine(HONEST[name], name).endings:
        return
    with pytest.raises(MisnamedFile):
        examine(HONEST[name], f"x.{other}")


HOSTILE = {
    "a page named as a document": ("x.pdf", samples.HTML, MisnamedFile),
    "a page before a document": ("x.pdf", samples.HTML + samples.PDF, MisnamedFile),
    "a page before a zip": ("x.docx", samples.HTML + samples.DOCX, MisnamedFile),
    "a drawing with a program": ("x.svg", samples.SVG, UnknownKind),
    "a drawing named as a picture": ("x.png", samples.SVG, MisnamedFile),
    "a program": ("x.exe", b"MZ" + bytes(100), UnknownKind),
    "a program named as a document": ("x.pdf", b"MZ" + bytes(100), MisnamedFile),
    "a page": ("x.html", samples.HTML, UnknownKind),
    "a name without an end": ("readme", samples.TEXT, UnknownKind),
    "two ends": ("x.pdf.exe", samples.PDF, UnknownKind),
    "nothing": ("x.pdf", b"", EmptyFile),
    "text with a null byte": ("x.txt", b"abc\x00def", MisnamedFile),
    "text in an unknown encoding": ("x.txt", "Ражањ".encode("cp1251"), MisnamedFile),
    "text of sixteen bits": ("x.txt", "Ражањ".encode("utf-16"), MisnamedFile),
    "a zip of anything": ("x.docx", packed({"a.txt": "a"}), MisnamedFile),
    "a zip": ("x.zip", packed({"a.txt": "a"}), UnknownKind),
    "a document in no known programme": ("x.docx", packed(samples.OFFICE), MisnamedFile),
    "both kinds at once": ("x.docx", docx_with({"xl/workbook.xml": "<workbook/>"}), MisnamedFile),
    "an open document that hides its kind": (
        "x.odt",
        packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}, stored=()),
        MisnamedFile,
    ),
    "an open document of another kind": (
        "x.odt",
        packed({"mimetype": "application/vnd.oasis.opendocument.graphics", "content.xml": ""}),
        MisnamedFile,
    ),
    "a bomb": ("x.docx", claiming(samples.DOCX, 201 * 1024 * 1024), DamagedFile),
    "a large bomb": ("x.docx", claiming(samples.DOCX, 0xFFFFFFF0), DamagedFile),
    "an entry outside": ("x.docx", docx_with({"../../etc/passwd": "x"}), DamagedFile),
    "an entry outside, below": ("x.docx", docx_with({"word/../../x": "x"}), DamagedFile),
    "an entry at the root": ("x.docx", docx_with({"/etc/passwd": "x"}), DamagedFile),
    "an entry outside on another system": ("x.docx", docx_with({"..\\x": "x"}), DamagedFile),
    "an entry on a drive": ("x.docx", docx_with({"C:x": "x"}), DamagedFile),
    "a locked entry": ("x.docx", locked(samples.DOCX), DamagedFile),
    "macros": ("x.docx", docx_with({"word/vbaProject.bin": "x"}), HasMacros),
    "macros elsewhere": (
        "x.xlsx",
        packed({**samples.OFFICE, "xl/workbook.xml": "", "a/VBAPROJECT.BIN": "x"}),
        HasMacros,
    ),
    "a cut zip": ("x.docx", samples.DOCX[:-30], DamagedFile),
    "the begin of a zip": ("x.docx", b"PK\x03\x04", DamagedFile),
    "a zip of many entries": ("x.docx", docx_with({f"word/{n}": "" for n in range(2001)}), DamagedFile),
    "a table of contents without end": ("x.docx", crowded(200_000), DamagedFile),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_hostile_is_refused_quickly(case):
    name, content, refusal = HOSTILE[case]
    begin = time.perf_counter()
    with pytest.raises(refusal):
        examine(content, name)
    assert time.perf_counter() - begin < 2


def test_no_bytes_flipped_or_cut_make_a_fault():
    """Whatever is in it, the answer is a kind or a refusal."""
    import random

    from portal.kernel.refusals import Refusal

    chance = random.Random(7)
    for _ in range(600):
        name, content = chance.choice(list(HONEST.items()))
        hurt = bytearray(content[: chance.randint(1, len(content))] if chance.random() < 0.3 else content)
        for _ in range(chance.randint(1, 6)):
            hurt[chance.randrange(len(hurt))] = chance.randrange(256)
        try:
            examine(bytes(hurt), name)
        except Refusal:
            pass


def test_ten_megabytes_are_the_most():
    assert examine(samples.PDF.ljust(checks.LARGEST, b" "), "x.pdf") is checks.PDF
    with pytest.raises(TooLarge):
        examine(samples.PDF.ljust(checks.LARGEST + 1, b" "), "x.pdf")


class Watched(io.BytesIO):
    """A file that remembers the most it was asked for at once."""

    most = 0

    def read(self, size=-1):
        found = super().read(size)
        self.most = max(self.most, len(found))
        return found


def test_however_large_a_file_is_no_more_of_it_is_in_memory_than_a_step_or_a_table_of_contents():
    """The most is what a request brings; what lies on the disk has none."""
    large = b"a" * (3 * 1024 * 1024)
    letters = "ш".encode() * (1024 * 1024 + 1)
    files = {
        "x.txt": Watched(large),
        "ш.txt": Watched(b" " + letters),
        "x.pdf": Watched(samples.PDF + large),
        "x.docx": Watched(samples.docx_and(large * 2)),
    }
    for name, file in files.items():
        assert name.endswith(examine(file, name, largest=None).endings)
        assert file.most <= checks.STEP + 100, name
    assert checks.largest_inside(files["x.docx"]) == 2 * len(large)
    assert files["x.docx"].most <= checks.STEP + 100


def test_a_table_of_contents_longer_than_any_honest_one_is_not_read():
    file = Watched(crowded(200_000))
    with pytest.raises(DamagedFile):
        examine(file, "x.docx")
    assert checks.largest_inside(file) == 0
    assert file.most <= checks.STEP + 100


def test_two_thousand_entries_pass():
    assert examine(docx_with({f"word/{n}": "" for n in range(1997)}), "x.docx") is checks.DOCX


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Извештај о раду.pdf", "Извештај о раду.pdf"),
        ("C:\\Users\\mara\\Извештај.pdf", "Извештај.pdf"),
        ("../../../etc/passwd.txt", "passwd.txt"),
        ("/etc/x.txt", "x.txt"),
        ("a\r\nSet-Cookie: x=1\r\n.pdf", "a Set-Cookie x=1.pdf"),
        ('a";filename="b.exe".pdf', "a ;filename= b.exe.pdf"),
        ("<script>.txt", "script.txt"),
        ("a\x00b.pdf", "ab.pdf"),
        ("izve\u202efdp.exe.pdf", "izvefdp.exe.pdf"),
        (".htaccess", "dokument.htaccess"),
        ("", "dokument"),
        ("...", "dokument"),
        ("a%2fb?c#d.pdf", "a 2fb c d.pdf"),
        ("й.pdf", "й.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("x." + "y" * 300, "x." + "y" * 10),
        ("\ud800.pdf", "dokument.pdf"),
    ],
)
def test_names_are_cleaned(sent, kept):
    assert clean_name(sent) == kept
    assert clean_name(kept) == kept
    assert len(kept) <= 150
