"""The demonstration shows an answer with a document that anybody may open at once."""

import contextvars

from sqlalchemy import select

from portal.features.questions.demo import pdf
from portal.features.questions.models import ANSWER, Answer
from portal.kernel.db import session
from portal.kernel.files.models import StoredFile
from tests.support.browser import Browser


def test_one_answer_carries_a_document_that_opens_without_a_worker(told):
    app, _people = told
    nobody = Browser(app)

    def find():
        with app.app_context():
            file = session().scalars(select(StoredFile).where(StoredFile.about_kind == ANSWER)).one()
            return file.name, session().get_one(Answer, file.about_id).question_id

    name, question_id = contextvars.Context().run(find)
    for version in ("sr", "lat", "en"):
        nobody.opens(f"/{version}/pitanja/{question_id}/")
        link = nobody.page.select_one('main a[href*="/uploads/"]')
        assert link is not None and link.text.endswith(".pdf")
    answer = nobody.asks(link["href"])
    assert answer.status_code == 200 and answer.data.startswith(b"%PDF-") and name.endswith(".pdf")
    assert "attachment" in answer.headers["Content-Disposition"]
    answer.close()


def test_its_document_is_the_same_each_time_and_each_part_stands_where_its_table_says():
    made = pdf("Red vožnje", ["Subotom ne vozi."])
    assert made == pdf("Red vožnje", ["Subotom ne vozi."])
    start = int(made.split(b"startxref\n")[1].split(b"\n")[0])
    assert made[start:].startswith(b"xref\n0 7\n")
    for number, line in enumerate(made[start:].split(b"\n")[3:9], 1):
        assert made[int(line[:10]) :].startswith(b"%d 0 obj\n" % number)
    stream = made.split(b"stream\n")[1].removesuffix(b"\nend")
    assert b"/Length %d " % len(stream) in made
    assert b"Subotom ne vozi.".hex().encode() in stream
