"""A citizen asks."""

import re

import pytest
from sqlalchemy import select

from portal.features.questions import actions, queries
from portal.features.questions.models import Question, State
from portal.features.questions.refusals import TooManyOpen
from portal.kernel.accounts.models import Person
from portal.kernel.db import work
from portal.kernel.moderation.models import Item, ItemState, Verdict
from tests.features.questions.asking import MAYOR

TITLE = "Када ће бити поправљен пут Ражањ – Скорица?"


def asks(browser, title=TITLE, version="sr", **more):
    browser.opens(f"/{version}/pitanja/pitaj/")
    fields = {"title": title, "office": MAYOR, "name": "Марија Петровић", "email": "marija@test.example"} | more
    return browser.submits(form="main form[novalidate]", **fields)


def test_a_guest_asks_confirms_and_gets_a_number(nobody, mailbox, db):
    asks(nobody)
    assert nobody.sees("Још један корак")
    assert db.scalar(select(Question)).reference == "", "no number before the address is confirmed"
    nobody.opens(mailbox.link("marija@test.example", "potvrda"))
    assert db.scalar(select(Question)).state is State.UNCONFIRMED, "opening the link does nothing"
    nobody.submits()
    db.rollback()
    question = db.scalar(select(Question))
    assert (question.state, question.reference) == (State.WAITING, "2026-1")
    assert nobody.sees("2026-1")
    assert "2026-1" in mailbox.last("marija@test.example")["Subject"]


def test_a_confirmed_link_works_once(nobody, mailbox):
    asks(nobody)
    link = mailbox.link("marija@test.example", "potvrda")
    nobody.opens(link)
    nobody.submits()
    nobody.opens(link, expects=404)


def test_numbers_have_no_gaps_although_some_never_confirm(asking, db):
    asking.asked()
    first = asking.waiting(email="a@test.example")
    asking.asked()
    second = asking.waiting(email="b@test.example")
    assert [db.get(Question, id).number for id in (first, second)] == [1, 2]


def test_a_signed_in_citizen_needs_no_confirmation_and_no_name(people, db):
    citizen = people.citizen(name="Јована Јовић")
    citizen.opens("/sr/pitanja/pitaj/")
    citizen.submits(form="main form[novalidate]", title=TITLE, topic="putevi" if "putevi" in topics(citizen) else topics(citizen)[0])
    question = db.scalar(select(Question))
    assert (question.state, question.asker_name, question.shown_name) == (State.WAITING, "Јована Јовић", "Ј. Ј.")


def topics(browser):
    return [o["value"] for o in browser.page.select("#topic option") if o["value"]]


def test_the_topic_finds_the_office(nobody, db):
    nobody.opens("/sr/pitanja/pitaj/")
    topic = topics(nobody)[0]
    asks(nobody, office="", topic=topic)
    question = db.scalar(select(Question))
    assert question.office_id == question.topic.office_id


def test_neither_office_nor_topic_is_a_sentence_beside_the_field(nobody, db):
    nobody.opens("/sr/pitanja/pitaj/")
    nobody.submits(form="main form[novalidate]", expects=422, title=TITLE, name="Марија Петровић", email="marija@test.example")
    assert nobody.page.select_one("#office-error")
    assert nobody.page.select_one("#title")["value"] == TITLE, "what was typed stays"
    assert db.scalar(select(Question)) is None


@pytest.mark.parametrize("version", ["sr", "lat", "en"])
def test_an_empty_form_says_at_each_field_what_to_write(nobody, version):
    nobody.opens(f"/{version}/pitanja/pitaj/")
    nobody.submits(form="main form[novalidate]", expects=422)
    summary = nobody.page.select(".govuk-error-summary a")
    assert len(summary) == 3
    for link in summary:
        assert nobody.page.select_one(link["href"]), "the summary leads to the field"


BAD = {
    "over-long": ("title", "а" * 151),
    "very over-long": ("text", "реч " * 100_000),
    "ten thousand lines": ("text", "ред\n" * 400),
    "no address": ("email", "marija"),
    "address with a line": ("email", "marija@test.example\nBcc: a@b.rs"),
    "unknown office": ("office", "no-such-office"),
    "unknown settlement": ("settlement", "99999"),
    "unknown shown_as": ("shown_as", "alias"),
}


@pytest.mark.parametrize("field, value", BAD.values(), ids=BAD)
def test_bad_input_is_refused_beside_the_field_and_nothing_typed_is_lost(nobody, db, field, value):
    asks_refused(nobody, **{field: value})
    assert nobody.page.select_one(f"#{field}-error"), nobody.page.select_one("main").text
    assert nobody.page.select_one("#title")["value"]
    assert db.scalar(select(Question)) is None


def asks_refused(browser, **more):
    browser.opens("/sr/pitanja/pitaj/")
    fields = {"title": TITLE, "office": MAYOR, "name": "Марија Петровић", "email": "marija@test.example"} | more
    return browser.submits(form="main form[novalidate]", expects=422, **fields)


def test_control_characters_are_taken_out(nobody, db):
    asks(nobody, title="Пут\x00 Ража\u202eњ\u200b – Скорица?", text="ред\r\nдва\x07")
    question = db.scalar(select(Question))
    assert question.title == "Пут Ражањ – Скорица?"
    assert not re.search(r"[\x00-\x08\u202e]", question.text)


def test_a_closed_office_is_refused_in_a_sentence(nobody, db, app):
    from portal.kernel.municipality.queries import offices

    closed = next(o.key for o in offices(db) if not o.open)
    nobody.opens("/sr/pitanja/pitaj/")
    assert closed not in [o["value"] for o in nobody.page.select("#office option")], "it is not offered"
    asks_refused(nobody, office=closed)


def test_pressing_twice_makes_one_question(nobody, db):
    nobody.opens("/sr/pitanja/pitaj/")
    page = nobody.page
    fields = {"title": TITLE, "office": MAYOR, "name": "Марија Петровић", "email": "marija@test.example"}
    first = nobody.submits(form="main form[novalidate]", **fields)
    nobody.page, nobody.address = page, "/sr/pitanja/pitaj/"
    second = nobody.submits(form="main form[novalidate]", **fields)
    assert first.select_one("main").text == second.select_one("main").text
    assert len(db.scalars(select(Question)).all()) == 1


def test_a_request_from_another_site_is_refused(nobody, db):
    nobody.sends("/sr/pitanja/pitaj/", expects=403, headers={"Origin": "https://evil.example"}, title=TITLE)
    nobody.sends("/sr/pitanja/pitaj/", expects=403, headers={}, title=TITLE)


def test_an_asker_has_a_published_number_of_open_questions(asking, people, db):
    for n in range(3):
        asking.waiting(email="a@test.example", title=f"Питање {n}?")
    asking.waiting(email="noise@test.example")
    with pytest.raises(TooManyOpen) as refused:
        asking.asked(email="A@test.example ")
    assert "3" in str(refused.value)


def test_similar_questions_are_shown_in_both_scripts_before_sending(nobody, asking, db):
    known = asking.published("Када ће поново ићи аутобус из Витошевца?")
    asking.published("Расвета у парку не ради", email="noise@test.example")
    nobody.opens("/lat/pitanja/pitaj/")
    nobody.submits(form="main form[novalidate]", title="autobus vitosevac", office=MAYOR, name="Ana Anić", email="ana@test.example")
    links = [a["href"] for a in nobody.page.select(".similar a, .similar-list a, section a")]
    assert f"/lat/pitanja/{known}/" in links
    assert db.scalar(select(Question).where(Question.asker_email == "ana@test.example")) is None
    nobody.submits(button="Niko nije pitao ovo: pošaljite moje pitanje")
    assert db.scalar(select(Question).where(Question.asker_email == "ana@test.example"))


def test_i_have_this_question_too_counts_after_the_confirmation(nobody, asking, mailbox, db):
    known = asking.published()
    nobody.opens(f"/sr/pitanja/{known}/i-ja/")
    nobody.submits(email="ja@test.example")
    assert db.get(Question, known).same_count == 0
    nobody.opens(mailbox.link("ja@test.example", "i-ja"))
    nobody.submits()
    db.rollback()
    assert db.get(Question, known).same_count == 1


def test_a_follower_leaves_with_one_click_of_the_mail_program(nobody, asking, people, mailbox, db):
    mayor = people.official(MAYOR)
    known = asking.published()
    reader = people.citizen()
    reader.opens(f"/sr/pitanja/{known}/i-ja/")
    reader.submits()
    asking.answers(known, mayor)
    letter = mailbox.last(reader.email)
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = re.search(r"<http://localhost(\S+)>", letter["List-Unsubscribe"])[1]
    nobody.opens(link)
    nobody.sends(link, headers={}, **{"List-Unsubscribe": "One-Click"})
    asking.does(actions.correct, known, text="Исправљено", note="датум", by=mayor.person(db))
    assert "исправљен" not in mailbox.last(reader.email)["Subject"].lower()


def test_a_returned_question_is_mended_and_waits_again(nobody, asking, mailbox, db):
    id = asking.waiting(email="a@test.example")
    asking.decided(id, Verdict.RETURN, reason_text="Питање није јасно.")
    nobody.opens(mailbox.link("a@test.example", "moje"))
    assert nobody.sees("Питање није јасно.")
    nobody.submits(form="form[action*=izmena]", title="Јасније питање?", text="")
    db.rollback()
    assert (db.get(Question, id).state, db.get(Question, id).revision) == (State.WAITING, 2)
    assert [i.state for i in db.scalars(select(Item).order_by(Item.id))] == [ItemState.RETURNED, ItemState.PENDING]


def test_the_asker_withdraws_and_the_queue_forgets(asking, db):
    id, other = asking.waiting(), asking.waiting()
    asking.does(actions.withdraw, id)
    assert db.get(Question, id).state is State.WITHDRAWN
    assert db.scalar(select(Item).where(Item.subject_id == id)).state is ItemState.WITHDRAWN
    assert db.scalar(select(Item).where(Item.subject_id == other)).state is ItemState.PENDING


def test_a_mistyped_address_is_corrected_and_the_letter_goes_again(nobody, asking, mailbox):
    id = asking.asked(email="maria@tset.example")
    nobody.opens(mailbox.link("maria@tset.example", "potvrda"))
    asking.does(actions.change_address, id, "marija@test.example")
    nobody.opens(nobody.address, expects=404)
    nobody.opens(mailbox.link("marija@test.example", "potvrda"))


def test_the_unconfirmed_are_reminded_once_and_expire(asking, clock, mailbox, db):
    id = asking.asked(email="a@test.example")
    clock.moves(days=3)
    for _ in range(2):
        with work() as writing:
            actions.expire(writing)
    assert len(mailbox.letters("a@test.example")) == 2
    clock.moves(days=5)
    with work() as writing:
        actions.expire(writing)
    question = db.get(Question, id)
    assert (question.state, question.asker_email, question.text) == (State.EXPIRED, "", "")


def test_a_clerk_enters_a_question_for_somebody_without_an_address(people, nobody, db):
    clerk = people.clerk()
    clerk.opens("/sr/pitanja/unos/")
    clerk.submits(form="main form[novalidate]", title=TITLE, office=MAYOR, name="Петар Симић", email="", channel="phone")
    question = db.scalar(select(Question))
    assert question.state is State.WAITING and question.asker_email == ""
    code = clerk.page.select_one(".code").text
    nobody.opens("/sr/pitanja/prati/")
    nobody.submits(reference=question.reference, code=code.upper())
    assert nobody.sees(TITLE)
    nobody.opens("/sr/pitanja/prati/")
    nobody.submits(reference=question.reference, code="aaaaa aaaaa", expects=422)


def test_a_stranger_cannot_open_anothers_question(nobody, asking):
    id = asking.waiting()
    nobody.opens(f"/sr/pitanja/{id}/", expects=404)
    nobody.opens(f"/sr/pitanja/moje/{id}/aaaaaaaaaa/", expects=404)


def test_one_follow_up_after_the_answer(nobody, asking, people, mailbox, db):
    mayor = people.official(MAYOR)
    id = asking.answered(mayor, email="a@test.example")
    own = next(link for letter in mailbox.letters("a@test.example") for link in re.findall(r"http://localhost(\S*/moje/\S+)", letter.get_body(("plain",)).get_content()))
    nobody.opens(own)
    nobody.submits(form="form[action*=jos-jedno]", title="А када тачно?")
    child = db.scalar(select(Question).where(Question.parent_id == id))
    assert child.state is State.WAITING
    nobody.submits(form="form[action*=jos-jedno]", title="И још једно?", expects=422)
    asking.decided(child.id, Verdict.APPROVE)
    nobody.opens(f"/sr/pitanja/{id}/")
    assert nobody.sees("А када тачно?")


def test_the_open_ones_are_counted_by_asker_not_by_address_spelling(asking, db):
    asking.waiting(email="a@test.example")
    key = db.scalar(select(Question.asker_key))
    assert queries.open_of_asker(db, key) == 1
    assert db.scalar(select(Person).where(Person.email == "a@test.example")) is None
