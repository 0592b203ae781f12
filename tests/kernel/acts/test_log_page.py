"""The page of the audit log: read by those who answer for the portal, in words, whole or said not to be."""

import contextvars

import pytest
from sqlalchemy import select, update

from portal.kernel import audit, house
from portal.kernel.accounts.models import Role
from portal.kernel.acts import queries, words
from portal.kernel.audit import AuditLine
from portal.kernel.db import session, work

LOG = "/en/radni-sto/dnevnik/"


@pytest.fixture
def writes(app):
    """A function that writes lines, in a transaction of its own."""

    def act(*lines):
        def run():
            with app.app_context(), work() as db:
                for name, kind, id, by, details in lines:
                    audit.note(db, name, kind, id, by=by, **details)

        contextvars.Context().run(run)

    return act


@pytest.fixture
def checkpoint(app):
    """A function that notes today's checkpoint, as the timetable does."""

    def act():
        def run():
            with app.app_context(), work() as db:
                house.checkpoint(db, {})

        contextvars.Context().run(run)

    return act


def told(page):
    return [title.get_text(strip=True) for title in page.select("main .cards .entry__title")]


@pytest.mark.parametrize("role", sorted(Role))
def test_head_and_administrators_read_it_and_nobody_else(people, role):
    visitor = people.someone(*([] if role is Role.CITIZEN else [role]))
    may = role in {Role.HEAD, Role.ADMINISTRATOR}
    assert visitor.asks(LOG).status_code == (200 if may else 403)
    if role is not Role.CITIZEN:
        page = visitor.opens("/en/radni-sto/")
        assert bool(page.select(f'main a[href="{LOG}"]')) is may


def test_strangers_sign_in_first(nobody):
    assert nobody.asks(LOG).status_code == 303


def test_it_is_kept_by_nobody_and_nothing_on_it_acts(people):
    head = people.someone(Role.HEAD)
    answer = head.asks(LOG)
    assert answer.headers["Cache-Control"] == "no-store"
    assert {form["method"] for form in head.opens(LOG).select("main form")} == {"get"}
    head.sends(LOG, expects=405)


def test_newest_first_in_words_with_who_and_what(people, writes):
    administrator, ana = people.administrator(), people.citizen("Ана Анић")
    writes(
        ("questions.answered", "question", 7, ana.id, {"answer": 3}),
        ("guests.unheard_of", "guest_thing", "x-1", None, {}),
    )
    page = administrator.opens(LOG)
    assert told(page)[:2] == ["guests.unheard_of", "Question answered"]
    assert page.select_one(".entry__title code")["lang"] == "en"
    assert administrator.sees(f"Ана Анић (#{ana.id})") and administrator.sees("Question 7") and administrator.sees("answer: 3")
    assert administrator.sees("somebody without an account")
    assert "Питање одговорено" in " ".join(told(administrator.opens("/sr/radni-sto/dnevnik/")))
    latin = " ".join(told(administrator.opens("/lat/radni-sto/dnevnik/")))
    assert "Pitanje odgovoreno" in latin


def test_it_is_read_by_act_person_and_thing(people, writes):
    administrator, ana, petar = people.administrator(), people.citizen("Ана Анић"), people.citizen("Петар Перић")
    writes(
        ("questions.ask", "question", 7, ana.id, {}),
        ("questions.withdraw", "question", 7, petar.id, {}),
        ("questions.ask", "question", 8, petar.id, {}),
        ("questions.draft", "question", 9, None, {}),
    )

    def rows(**asked):
        administrator.opens(LOG + "?" + "&".join(f"{name}={value}" for name, value in asked.items()))
        return told(administrator.page)

    asked, withdrawn = "Question asked", "Question withdrawn"
    assert rows(radnja="questions.ask") == [asked, asked]
    assert rows(vrsta="question", broj="7") == [withdrawn, asked]
    assert rows(ko="petar") == rows(ko="Перић") == rows(ko=f"%23{petar.id}") == [asked, withdrawn]
    assert rows(ko="petar", radnja="questions.ask") == [asked]
    assert rows(ko="nobody-of-this-name") == [] and administrator.sees("Nothing like this stands in the log.")
    rows(vrsta="question", broj="8")
    link = administrator.page.select_one(f'main .entry a[href*="ko=%23{petar.id}"]')
    administrator.opens(link["href"])
    assert told(administrator.page) == [asked, withdrawn]


def test_it_is_read_page_by_page_and_every_line_once(people, writes):
    administrator = people.administrator()
    writes(*[("questions.ask", "question", number, None, {}) for number in range(120)])
    writes(("questions.draft", "question", 1, None, {}))
    administrator.opens(f"{LOG}?radnja=questions.ask")
    seen = []
    for _ in range(3):
        seen += [time.text for time in administrator.page.select("main .entry .meta span:last-child")]
        onward = administrator.page.select_one("main .pager .next")
        if onward:
            administrator.opens(onward["href"])
    assert onward is None and len(seen) == len(set(seen)) == 120


@pytest.mark.parametrize("words", ["posle=x", "posle=99999999999", "ko=%00&vrsta=%ED%A0%80", "radnja=%27--", "broj=" + "9" * 500])
def test_whatever_stands_in_the_address_there_is_a_page(people, words):
    people.administrator().opens(f"{LOG}?{words}")


def test_it_says_how_it_stands_to_the_last_checkpoint(app, people, writes, checkpoint):
    administrator = people.administrator()
    administrator.opens(LOG)
    assert administrator.sees("No checkpoint yet")
    writes(("questions.ask", "question", 7, None, {}))
    checkpoint()
    writes(("questions.ask", "question", 8, None, {}))
    administrator.opens(LOG)
    assert administrator.sees("Agrees with the last checkpoint") and administrator.sees("23 November 2026")


@pytest.mark.parametrize("tail", [0, 1], ids=["rewritten", "cut"])
def test_it_says_when_the_log_was_changed(app, people, writes, checkpoint, tail):
    administrator = people.administrator()
    writes(("questions.ask", "question", 7, None, {}))
    checkpoint()

    def change():
        with app.app_context(), work() as db:
            last = db.scalars(select(AuditLine).order_by(AuditLine.seq.desc()).limit(1)).one()
            if tail:
                db.delete(last)
            else:
                db.execute(update(AuditLine).where(AuditLine.seq == last.seq).values(hash="0" * 64))

    contextvars.Context().run(change)
    administrator.opens(LOG)
    assert administrator.sees("Does not agree")


def test_the_name_of_a_deleted_account_is_not_shown(app, people, writes):
    administrator, ana = people.administrator(), people.citizen("Ана Анић")
    writes(("questions.ask", "question", 7, ana.id, {}))

    def delete():
        from portal.kernel.accounts.actions import delete_account

        with app.app_context(), work() as db:
            delete_account(db, ana.person(db), [])

    contextvars.Context().run(delete)
    administrator.opens(f"{LOG}?radnja=questions.ask")
    assert administrator.sees(f"deleted account (#{ana.id})") and not administrator.sees("Ана")


def test_every_act_and_thing_of_the_demonstration_has_words(told):
    app, _people = told

    def find():
        with app.app_context():
            lines = session().execute(select(AuditLine.act, AuditLine.subject_kind).distinct()).all()
            spoken = {act.partition(".")[0] for act in words.acts()}
            ours = [(act, kind) for act, kind in lines if act.partition(".")[0] in spoken]
            return [line for line in ours if line[0] not in words.acts() or line[1] not in words.things()], len(ours)

    silent, count = contextvars.Context().run(find)
    assert silent == [] and count > 15


def test_a_wish_without_words_is_everything():
    assert queries.Wish.read({"posle": "3"}).is_empty and not queries.Wish.read({"ko": "a"}).is_empty
