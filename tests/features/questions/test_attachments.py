"""An office attaches documents to an answer."""

import io
from urllib.parse import quote

import pytest
from sqlalchemy import select

from portal.features.questions import actions
from portal.features.questions.models import ANSWER, DRAFT, Answer, AnswerKind, Draft, Question
from portal.features.questions.refusals import NotYours
from portal.kernel import files, worker
from portal.kernel.cache import wrap
from portal.kernel.db import session, work
from portal.kernel.files import store
from portal.kernel.files.clamd import Verdict
from portal.kernel.files.models import FileState, StoredFile
from portal.kernel.refusals import NotFound, Stale
from tests.features.questions.asking import MAYOR
from tests.kernel.files import samples
from tests.kernel.files.keeping import attached

NAME = "Извештај о ђачком аутобусу.pdf"


@pytest.fixture
def mayor(people):
    return people.official(MAYOR)


@pytest.fixture
def clerk(people):
    return people.clerk(MAYOR)


@pytest.fixture
def noise(db):
    """A file of something else, which no feature speaks for."""
    return attached(samples.PDF, "туђ.pdf", kind="nothing", id=1)


def asks(reader, where, **headers):
    """The bare answer, read to its end."""
    answer = reader.asks(where, **headers)
    answer.get_data()
    answer.close()
    return answer


def sent(*named):
    return [(io.BytesIO(content), name) for name, content in named]


def writes(person, id, *named, button="Сачувајте нацрт", text="Радови почињу у мају.", expects=200):
    person.opens(f"/sr/pitanja/{id}/odgovor/")
    person.submits(button=button, text=text, files=sent(*named), expects=expects)
    for answer in (*person.answer.history, person.answer):
        answer.request.environ["wsgi.input"].close()  # the test client leaves large bodies open


def kept(db):
    db.rollback()
    db.expire_all()
    return db.scalars(
        select(StoredFile).where(StoredFile.about_kind.in_([DRAFT, ANSWER])).order_by(StoredFile.id)
    ).all()


def address(file):
    return f"/uploads/{file.id}/{quote(file.name)}"


def test_a_clerk_attaches_the_mayor_approves_and_everybody_downloads(app, clerk, mayor, nobody, asking, noise, db):
    id = asking.published()
    other = asking.answered(mayor, "Друго питање?")
    writes(clerk, id, (f"/home/mara/../{NAME}", samples.PDF), button="Пошаљите на одобрење")
    worker.once(app)
    [file] = kept(db)
    assert (file.about_kind, file.by_id, file.state, file.kind) == (DRAFT, clerk.id, FileState.CLEAN, "application/pdf")
    mayor.opens("/sr/pitanja/sto/")
    assert mayor.sees(NAME), "who approves sees what comes with the answer"
    mayor.submits(form="form[action*=nacrt]")

    page = nobody.opens(f"/sr/pitanja/{id}/")
    assert nobody.sees("Прилози") and nobody.sees("(PDF, 1 КБ)")
    link = page.select_one("a[href*=uploads]")
    assert link.text == NAME
    answer = asks(nobody, link["href"])
    assert answer.status_code == 200 and answer.data == samples.PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    said = answer.headers["Content-Disposition"]
    assert said == f"attachment; filename=\"Izvestaj o djackom autobusu.pdf\"; filename*=UTF-8''{quote(NAME)}"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert not nobody.opens(f"/sr/pitanja/{other}/").select("a[href*=uploads]")
    assert db.scalar(select(Draft)) is None


@pytest.mark.parametrize(
    ("key", "name", "words"), [("lat", "Izveštaj o đačkom autobusu.pdf", "(PDF, 1 KB)"), ("en", NAME, "(PDF, 1 KB)")]
)
def test_the_other_versions_name_it_too(app, mayor, nobody, asking, db, key, name, words):
    id = asking.published()
    writes(mayor, id, (NAME, samples.PDF), button="Објавите одговор")
    worker.once(app)
    nobody.opens(f"/{key}/pitanja/{id}/")
    assert nobody.sees(name) and nobody.sees(words)


def test_a_file_of_a_draft_is_nobodys_to_see_but_its_offices(app, clerk, mayor, people, nobody, asking, db):
    id = asking.published()
    writes(clerk, id, (NAME, samples.PDF))
    worker.once(app)
    [file] = kept(db)
    stranger, official = people.citizen(), people.official("odbornik-1")
    for reader in (nobody, stranger, official, mayor):
        assert asks(reader, address(file)).status_code == 404
    inside = mayor.opens(f"/sr/pitanja/{id}/odgovor/").select_one("a[href*=prilog]")["href"]
    assert asks(mayor, inside).data == samples.PDF
    assert asks(clerk, inside).headers["Content-Disposition"].startswith("attachment")
    assert asks(official, inside).status_code == 403
    assert asks(stranger, inside).status_code == 403
    assert asks(nobody, inside).status_code == 303, "nobody is led to the sign-in"
    assert asks(mayor, inside.replace(quote(NAME), "x.pdf")).status_code == 404


def test_a_file_of_another_thing_is_not_served_by_a_drafts_address(app, clerk, asking, noise, db):
    id = asking.published()
    writes(clerk, id, (NAME, samples.PDF))
    worker.once(app)
    draft = db.scalar(select(Draft.id))
    other = db.get(StoredFile, noise)
    assert asks(clerk, f"/sr/pitanja/nacrt/{draft}/prilog/{noise}/{quote(other.name)}").status_code == 404
    assert asks(clerk, f"/uploads/{noise}/{quote(other.name)}").status_code == 404, "no feature speaks for it"


def test_what_waits_for_the_check_is_not_even_its_offices(clerk, asking, db):
    id = asking.published()
    writes(clerk, id, (NAME, samples.PDF))
    [file] = kept(db)
    clerk.opens(f"/sr/pitanja/{id}/odgovor/")
    assert clerk.sees("Проверава се") and not clerk.page.select("a[href*=prilog]")
    inside = f"/sr/pitanja/nacrt/{file.about_id}/prilog/{file.id}/{quote(NAME)}"
    assert asks(clerk, inside).status_code == 404
    with work() as writing:
        files.actions.decide(writing, file.id, Verdict.CLEAN)
    assert asks(clerk, inside).status_code == 200


def test_the_one_rule_of_what_is_public_asks_for_both(app, mayor, asking, noise, db):
    id = asking.published()
    writes(mayor, id, (NAME, samples.PDF), button="Објавите одговор")
    [file] = kept(db)
    assert not files.is_public(db, file), "its answer is public, nobody has looked at it"
    with work() as writing:
        files.actions.decide(writing, file.id, Verdict.CLEAN)
        files.actions.decide(writing, noise, Verdict.CLEAN)
    assert files.is_public(db, db.get(StoredFile, file.id))
    assert not files.is_public(db, db.get(StoredFile, noise)), "clean, of nothing that anybody may see"


def test_what_waits_for_the_check_is_served_to_nobody(app, mayor, nobody, asking, db):
    id = asking.published()
    writes(mayor, id, (NAME, samples.PDF), button="Објавите одговор")
    [file] = kept(db)
    assert (file.about_kind, file.state) == (ANSWER, FileState.WAITING)
    assert asks(nobody, address(file)).status_code == 404
    assert asks(mayor, address(file)).status_code == 404
    nobody.opens(f"/sr/pitanja/{id}/")
    assert not nobody.sees(NAME) and not nobody.sees("Прилози")
    mayor.opens(f"/sr/pitanja/{id}/")
    assert mayor.sees(NAME) and mayor.sees("Проверава се")
    worker.once(app)
    assert asks(nobody, address(file)).status_code == 200


def test_what_was_refused_is_served_to_nobody(app, mayor, nobody, asking, db):
    id = asking.published()
    writes(mayor, id, (NAME, samples.PDF), button="Објавите одговор")
    [file] = kept(db)
    with work() as writing:
        files.actions.decide(writing, file.id, Verdict.INFECTED)
    for reader in (nobody, mayor):
        assert asks(reader, address(file)).status_code == 404
    nobody.opens(f"/sr/pitanja/{id}/")
    assert not nobody.sees(NAME)
    mayor.opens(f"/sr/pitanja/{id}/")
    assert mayor.sees("Одбијена")


def test_a_kept_page_shows_the_file_as_soon_as_it_was_checked(app, mayor, asking):
    from werkzeug.test import Client

    id = asking.published()
    writes(mayor, id, (NAME, samples.PDF), button="Објавите одговор")
    client = Client(wrap(app))
    for _ in range(2):
        assert "uploads" not in client.get(f"/sr/pitanja/{id}/").text
    worker.once(app)
    assert "uploads" in client.get(f"/sr/pitanja/{id}/").text


def test_the_file_goes_out_of_sight_with_its_question(app, mayor, nobody, asking, people, db):
    lead = asking.published("Главно питање?")
    id = asking.published()
    writes(mayor, id, (NAME, samples.PDF), text="Одговорићемо.", button="Објавите одговор")
    worker.once(app)
    [file] = kept(db)
    assert asks(nobody, address(file)).status_code == 200
    with work() as writing:
        writing.get(Question, id).first_answered_at = None
    moderator = people.moderator()
    asking.does(
        lambda writing, question: actions.merge(
            writing, question, writing.get(Question, lead), by=moderator.person(writing)
        ),
        id,
    )
    assert asks(nobody, address(file)).status_code == 404


def test_another_name_in_the_address_is_another_file(app, mayor, nobody, asking, db):
    id = asking.published()
    writes(mayor, id, (NAME, samples.PDF), button="Објавите одговор")
    worker.once(app)
    [file] = kept(db)
    assert asks(nobody, f"/uploads/{file.id}/lazno.pdf").status_code == 404
    assert asks(nobody, "/uploads/99999999999999/x.pdf").status_code == 404
    assert asks(nobody, "/uploads/999/x.pdf").status_code == 404


def test_a_download_is_read_in_parts_and_not_twice(app, mayor, nobody, asking, db):
    id = asking.published()
    writes(mayor, id, (NAME, samples.PDF), button="Објавите одговор")
    worker.once(app)
    [file] = kept(db)
    whole = asks(nobody, address(file))
    assert asks(nobody, address(file), **{"If-None-Match": whole.headers["ETag"]}).status_code == 304
    part = asks(nobody, address(file), Range="bytes=5-7")
    assert (part.status_code, part.data) == (206, samples.PDF[5:8])
    assert part.headers["Content-Disposition"].startswith("attachment")


def test_a_correction_brings_its_own_files_and_the_earlier_ones_stay_with_their_version(app, mayor, nobody, asking, db):
    id = asking.published()
    writes(mayor, id, (NAME, samples.PDF), button="Објавите одговор")
    mayor.opens(f"/sr/pitanja/{id}/ispravka/")
    mayor.submits(text="У јуну.", note="Нов рок.", files=sent(("нов.odt", samples.ODT)))
    worker.once(app)
    page = nobody.opens(f"/sr/pitanja/{id}/")
    newer, older = page.select("section[aria-labelledby^=answer-]")
    assert [a.text for a in newer.select("a[href*=uploads]")] == ["нов.odt"]
    assert [a.text for a in older.select("a[href*=uploads]")] == [NAME]


def test_several_files_in_the_order_in_which_they_came(app, mayor, nobody, asking, db):
    id = asking.published()
    named = [("в.txt", samples.TEXT), ("а.png", samples.PNG), ("б.xlsx", samples.XLSX)]
    writes(mayor, id, *named, button="Објавите одговор")
    worker.once(app)
    page = nobody.opens(f"/sr/pitanja/{id}/")
    assert [a.text for a in page.select("a[href*=uploads]")] == [name for name, _ in named]
    types = [asks(nobody, a["href"]).headers["Content-Type"] for a in page.select("a[href*=uploads]")]
    assert types[:2] == ["text/plain; charset=utf-8", "image/png"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("лажан.pdf", samples.HTML, "није оно што каже њен назив"),
        ("цртеж.svg", samples.SVG, "врсте која се не прима"),
        ("празан.pdf", b"", "је празна"),
        ("велик.pdf", samples.PDF.ljust(10 * 1024 * 1024 + 1), "превелика"),
        ("клопка.docx", samples.docx_with({"../x": "x"}), "не може проверити"),
        ("<b>x</b>.pdf", samples.HTML, "није оно што каже"),
    ],
)
def test_a_refused_file_is_said_beside_the_field_and_the_text_stays(clerk, asking, db, name, content, sentence):
    id = asking.published()
    writes(clerk, id, ("добар.pdf", samples.PDF), (name, content), text="Мој дуги текст.", expects=422)
    assert sentence in clerk.page.select_one("#files-error").text
    assert clerk.page.select_one("textarea[name=text]").text.strip() == "Мој дуги текст."
    assert not kept(db)
    assert not [file for file in store.folder().rglob("*") if file.is_file()], "nothing of it is stored"


def test_chosen_files_are_asked_for_again_when_the_page_comes_back(clerk, asking, db):
    id = asking.published()
    writes(clerk, id, (NAME, samples.PDF), text="", expects=422)
    assert "Изаберите датотеке поново" in clerk.page.select_one("#files-error").text
    assert not kept(db)


def test_a_field_left_empty_as_browsers_send_it_is_no_file(clerk, asking, db):
    id = asking.published()
    writes(clerk, id, ("", b""))
    assert not kept(db)
    assert db.scalar(select(Draft)).text == "Радови почињу у мају."


def test_five_files_are_the_most_at_once_and_together(clerk, asking, db):
    id = asking.published()
    named = [(f"{n}.txt", samples.TEXT) for n in range(6)]
    writes(clerk, id, *named, expects=422)
    assert "Превише датотека" in clerk.page.select_one("#files-error").text
    writes(clerk, id, *named[:3])
    writes(clerk, id, *named[:3], text="Измењен текст.", expects=422)
    assert "Превише датотека" in clerk.page.select_one("#files-error").text
    assert clerk.page.select_one("textarea[name=text]").text.strip() == "Измењен текст."
    assert len(kept(db)) == 3
    assert db.scalar(select(Draft.text)) == "Радови почињу у мају.", "all of it or nothing"


def test_five_large_files_pass_where_the_sites_own_limit_is_lower(clerk, people, asking, db, app):
    assert app.config["MAX_CONTENT_LENGTH"] < 5 * 9 * 1024 * 1024
    id = asking.published()
    writes(clerk, id, *[(f"{n}.pdf", samples.PDF.ljust(9 * 1024 * 1024, str(n).encode())) for n in range(5)])
    assert len(kept(db)) == 5
    stranger = people.citizen()
    stranger.sends("/sr/pitanja/pitaj/", text=io.BytesIO(b"x" * 17 * 1024 * 1024).read().decode(), expects=413)


def test_a_disk_that_takes_nothing_is_said_and_the_text_stays(clerk, asking, db, monkeypatch):
    def full(_content):
        raise OSError(28, "No space left on device")

    id = asking.published()
    monkeypatch.setattr(store, "put", full)
    writes(clerk, id, (NAME, samples.PDF), text="Мој текст.", expects=422)
    assert "тренутно не могу да се сачувају" in clerk.page.select_one("#files-error").text
    assert clerk.page.select_one("textarea[name=text]").text.strip() == "Мој текст."


def test_a_disk_that_takes_no_correction_is_said_and_the_text_stays(mayor, asking, monkeypatch):
    def full(_content):
        raise OSError(28, "No space left on device")

    id = asking.answered(mayor)
    mayor.opens(f"/sr/pitanja/{id}/ispravka/")
    monkeypatch.setattr(store, "put", full)
    mayor.submits(text="У јуну.", note="Рок.", files=sent((NAME, samples.PDF)), expects=422)
    assert "тренутно не могу да се сачувају" in mayor.page.select_one("#files-error").text
    assert mayor.page.select_one("textarea[name=text]").text.strip() == "У јуну."


def test_a_file_is_removed_and_what_was_typed_meanwhile_stays(app, clerk, asking, db):
    id = asking.published()
    writes(clerk, id, (NAME, samples.PDF), ("други.txt", samples.TEXT))
    clerk.opens(f"/sr/pitanja/{id}/odgovor/")
    first = clerk.page.select_one("button[name=remove]")
    assert " ".join(first.text.split()) == f"Уклоните {NAME}", "each button says what it removes"
    clerk.submits(button=f"Уклоните {NAME}", text="Ново.")
    assert clerk.address.endswith("/odgovor/") and not clerk.sees(NAME) and clerk.sees("други.txt")
    assert db.scalar(select(Draft.text)) == "Ново."
    assert [file.name for file in kept(db)] == ["други.txt"]


def test_enter_in_the_form_saves_and_removes_nothing(clerk, mayor, asking):
    """Browsers press the first button of a form."""
    id = asking.published()
    writes(clerk, id, (NAME, samples.PDF))
    for person in (clerk, mayor):
        person.opens(f"/sr/pitanja/{id}/odgovor/")
        assert person.page.select("main form button")[0]["name"] == "save"


def test_nobody_removes_a_file_of_something_else(clerk, mayor, asking, noise, db):
    id, other = asking.published(), asking.published("Друго питање?")
    writes(clerk, id, (NAME, samples.PDF))
    writes(clerk, other, ("друго.pdf", samples.PDF))
    mine = db.scalar(select(Draft.id).where(Draft.question_id == id))
    theirs = db.scalar(select(StoredFile.id).where(StoredFile.name == "друго.pdf"))
    for file_id in (theirs, noise, 999):
        with pytest.raises(NotFound), work() as writing:
            actions.detach(writing, writing.get(Draft, mine), file_id, by=clerk.person(writing))
    assert len(kept(db)) == 2


def test_another_offices_people_neither_attach_nor_remove(people, clerk, asking, db):
    stranger = people.official("odbornik-1")
    id = asking.published()
    writes(clerk, id, (NAME, samples.PDF))
    draft, file = db.scalar(select(Draft.id)), kept(db)[0]
    received = files.Received(digest=file.digest, size=1, kind=file.kind, name="x.pdf")
    with pytest.raises(NotYours), work() as writing:
        actions.attach(writing, writing.get(Draft, draft), received, by=stranger.person(writing))
    with pytest.raises(NotYours), work() as writing:
        actions.detach(writing, writing.get(Draft, draft), file.id, by=stranger.person(writing))
    assert len(kept(db)) == 1


def test_the_approver_publishes_the_files_that_were_seen(clerk, mayor, asking, db):
    id = asking.published()
    writes(clerk, id, (NAME, samples.PDF), button="Пошаљите на одобрење")
    draft, file = db.scalar(select(Draft)), kept(db)[0]
    draft_id, seen = db.scalar(select(Draft.id)), db.scalar(select(Draft.version))
    received = files.Received(digest=file.digest, size=1, kind=file.kind, name="подметнут.pdf")
    with work() as writing:
        actions.attach(writing, writing.get(Draft, draft_id), received, by=clerk.person(writing))
    with pytest.raises(Stale), work() as writing:
        actions.approve(writing, writing.get(Draft, draft_id), by=mayor.person(writing), seen=seen)
    assert draft is not None


def test_the_files_of_a_draft_that_is_dropped_are_released_and_no_later_draft_has_them(app, clerk, people, asking, db):
    id, other = asking.published(), asking.published("Друго питање?")
    writes(clerk, other, ("друго.pdf", samples.PDF))
    writes(clerk, id, (NAME, samples.PDF))
    moderator = people.moderator()
    moderator.opens(f"/sr/pitanja/{id}/premestanje/")
    moderator.submits(office="nacelnik-uprave")
    assert [file.name for file in kept(db)] == ["друго.pdf"]


def test_the_files_of_a_merged_questions_draft_are_released(clerk, people, asking, db):
    lead, id = asking.published("Главно питање?"), asking.published()
    writes(clerk, id, (NAME, samples.PDF))
    moderator = people.moderator()
    asking.does(
        lambda writing, question: actions.merge(
            writing, question, writing.get(Question, lead), by=moderator.person(writing)
        ),
        id,
    )
    assert not kept(db)


def test_an_answer_by_link_does_not_publish_what_the_clerk_had_laid_beside_the_draft(
    clerk, nobody, asking, mailbox, people, db
):
    id = asking.published()
    writes(clerk, id, (NAME, samples.PDF))
    asking.does(actions.send_link, id, "predsednik@test.example", by=people.moderator().person(db))
    nobody.opens(mailbox.link("predsednik@test.example", "veza"))
    nobody.submits(text="Одговарам преко везе.")
    assert not kept(db)


def test_the_promise_of_a_holding_reply_has_its_files_and_the_answer_its_own(app, mayor, nobody, asking, db):
    id = asking.published()
    mayor.opens(f"/sr/pitanja/{id}/odgovor/")
    mayor.submits(
        button="Објавите одговор", kind=AnswerKind.HOLDING.value, text="Стиже.", files=sent(("рок.pdf", samples.PDF))
    )
    writes(mayor, id, ("одговор.pdf", samples.PDF), button="Објавите одговор")
    worker.once(app)
    page = nobody.opens(f"/sr/pitanja/{id}/")
    shown = [
        [a.text for a in section.select("a[href*=uploads]")]
        for section in page.select("section[aria-labelledby^=answer-]")
    ]
    assert shown == [["одговор.pdf"], ["рок.pdf"]]
    assert len(db.scalars(select(Answer)).all()) == 2


def test_the_chain_of_acts_holds_and_names_no_file(app, clerk, asking, db):
    from portal.kernel import audit
    from portal.kernel.audit import AuditLine

    id = asking.published()
    writes(clerk, id, (NAME, samples.PDF))
    clerk.opens(f"/sr/pitanja/{id}/odgovor/")
    clerk.submits(button=f"Уклоните {NAME}")
    lines = session().scalars(select(AuditLine).where(AuditLine.act.like("files.%"))).all()
    assert [(line.act, line.actor_id, set(line.details)) for line in lines] == [
        ("files.attach", clerk.id, {"file"}),
        ("files.release", clerk.id, {"file"}),
    ]
    assert not list(audit.verify(session()))
