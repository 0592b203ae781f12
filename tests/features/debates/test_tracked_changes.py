"""A file of Word with tracked changes and comments: the clerk sees them, says which text holds, and readers see neither."""

import io

import pytest
from sqlalchemy import select

from portal.features.debates import actions
from portal.features.debates.models import Edition
from portal.features.debates.refusals.debates import ChoiceNeeded
from tests.features.debates.debating import DRAFT
from tests.kernel.documents.files import part, repacked, saved, word

RULE = "Одлуке се држе сви."
TRACKED = (
    '<w:t xml:space="preserve">Одлуке се држе </w:t></w:r>'
    '<w:del w:id="1" w:author="Мирјана Ж." w:date="2026-05-01T10:00:00Z"><w:r><w:delText>сви</w:delText></w:r></w:del>'
    '<w:ins w:id="2" w:author="Мирјана Ж." w:date="2026-05-01T10:01:00Z"><w:r><w:t>сви и гости</w:t></w:r></w:ins>'
    "<w:r><w:t>.</w:t>"
)


def tracked():
    """The draft as Word keeps it where somebody changed a paragraph with the changes on."""
    content = saved(word(*DRAFT.splitlines()))
    body = part(content, "word/document.xml").decode()
    assert f"<w:t>{RULE}</w:t>" in body
    return repacked(content, word__document_dot_xml=body.replace(f"<w:t>{RULE}</w:t>", TRACKED))


@pytest.fixture
def read(debating):
    """A debate whose first version came as such a file, by the upload page."""
    debating.drafted(debating.prepared(title_sr="Туђи нацрт"))
    id = debating.prepared()
    debating.clerk.opens(f"/sr/rasprave/sto/{id}/verzije/nova/")
    debating.clerk.submits(file=(io.BytesIO(tracked()), "nacrt.docx"))
    return id


def edition_of(debating, debate):
    return debating.acts(lambda db, _me: db.scalars(select(Edition.id).where(Edition.debate_id == debate)).one())


@pytest.mark.parametrize(("reading", "text"), [("accept", "Одлуке се држе сви и гости."), ("reject", RULE)])
def test_the_clerk_sees_who_changed_what_and_says_which_text_holds(debating, nobody, read, reading, text):
    edition = edition_of(debating, read)
    assert debating.clerk.page.select_one("main a[href$='/izmene/']")
    with pytest.raises(ChoiceNeeded):
        debating.published(edition)
    page = debating.clerk.opens(f"/sr/rasprave/sto/{read}/verzije/1/izmene/")
    assert debating.clerk.sees("Мирјана Ж.")
    assert "сви и гости" in page.select_one("main ins").text and "сви" in page.select_one("main del").text
    debating.clerk.submits(reading=reading)
    assert debating.passage(edition, "Члан 1, став 2").text == text
    debating.published(edition)
    debating.acts(lambda db, me: actions.announce(db, read, by=me), as_head=True)
    page = nobody.opens(f"/sr/rasprave/{read}/tekst/")
    assert text in page.text and "Мирјана" not in page.text
