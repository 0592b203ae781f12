"""The report as LibreOffice opens it: DOCX and ODT, headings in Cyrillic, Latin and English, every remark once."""

import re
import subprocess

import pytest

from portal.features.debates import actions
from portal.features.debates.models import Disposition
from portal.features.debates.queries import reports
from portal.kernel import worker
from portal.kernel.accounts.models import Person
from portal.kernel.files import store
from portal.kernel.moderation.models import Verdict
from portal.kernel.texts import to_latin
from tests.kernel.documents.files import converted_by_libreoffice

pytestmark = pytest.mark.one_engine

SERBIAN = (
    "Предлагач акта", "Примедбе и шта је било са њима", "Нацрт у целини", "Члан 1", "Одредбе којих више нема у тексту",
    "Измењени текст", "Потпис",
)  # fmt: skip
ENGLISH = (
    "Who proposed the act", "Remarks and what became of them", "The draft as a whole", "Article 1",
    "Passages that are no longer in the text", "Changed text", "Signature",
)  # fmt: skip
HEADINGS = {"sr": SERBIAN, "lat": tuple(map(to_latin, SERBIAN)), "en": ENGLISH}
ALL = [(what, key) for what in ("docx", "odt") for key in HEADINGS]


def made(drafting, clock, number) -> dict[tuple[str, str], bytes]:
    """The documents of a report on so many remarks: on the whole, on articles, on what is gone, and one that was refused."""
    debate = drafting.debate(closes=1)
    drafting.published(drafting.debate(title="Туђа расправа"), "ПРИМ9999 је туђа.")
    ids = [drafting.published(debate, f"ПРИМ{n:04} каже своје.", line=(None, 3, 4, 6)[n % 4]) for n in range(number)]
    drafting.decided(drafting.waiting(debate, "ПРИМ8888 је реклама."), Verdict.REFUSE, reason_key="remark_advert")
    drafting.edition(debate, l3="Траву на јавним површинама коси јавно предузеће три пута годишње.", l4=None)
    clock.moves(days=5)
    drafting.answered(*ids[::2], reason_sr="Прихвата се.")
    drafting.answered(*ids[1::2], disposition=Disposition.NOT_ACCEPTED, reason_sr="Не прихвата се.")
    clerk = drafting.clerk
    report = drafting.works(lambda db: actions.begin_report(db, debate, by=db.get(Person, clerk.id)).id)
    while worker.once(drafting.app):
        pass
    found = drafting.works(lambda db: [(one.what, one.version_key, one.digest) for one in reports.files_of(db, report)])
    with drafting.app.app_context():
        return {(what, key): store.read(digest) for what, key, digest in found}


def assert_holds_each_once(content, what, key, number, folder) -> None:
    (folder / "r.pdf").write_bytes(converted_by_libreoffice(content, what, "pdf", folder))
    read = subprocess.run(["pdftotext", "-layout", folder / "r.pdf", "-"], check=True, capture_output=True, text=True).stdout
    word = "PRIM" if key == "lat" else "ПРИМ"
    assert sorted(re.findall(rf"{word}\d{{4}}", read)) == [f"{word}{n:04}" for n in range(number)]
    plain = subprocess.run(["pdftotext", folder / "r.pdf", "-"], check=True, capture_output=True, text=True).stdout
    text = " ".join(plain.split())
    assert [heading for heading in HEADINGS[key] if heading not in text] == []


def test_libreoffice_opens_a_report_and_each_remark_stands_in_it_once(drafting, clock, tmp_path):
    files = made(drafting, clock, 8)
    assert sorted(files) == sorted(ALL)
    assert_holds_each_once(files["docx", "lat"], "docx", "lat", 8, tmp_path)


@pytest.mark.slow
def test_all_documents_of_a_long_report_say_the_same(drafting, clock, tmp_path):
    files = made(drafting, clock, 600)
    for what, key in ALL:
        folder = tmp_path / f"{what}-{key}"
        folder.mkdir()
        assert_holds_each_once(files[what, key], what, key, 600, folder)
