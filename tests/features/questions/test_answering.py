"""An office answers."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.features.questions import actions, queries
from portal.features.questions.models import Answer, Answered, AnswerKind, Draft, DraftState, EventKind, Question
from portal.features.questions.refusals import AlreadyAnswered, NotPublished, NotYours
from portal.kernel.clock import last_day
from portal.kernel.db import work
from portal.kernel.municipality.models import Office, Term
from portal.kernel.municipality.queries import office
from portal.kernel.quantiles import quantile
from portal.kernel.refusals import Stale
from tests.features.questions.asking import MAYOR


@pytest.fixture
def mayor(people):
    return people.official(MAYOR)


def test_a_clerk_drafts_the_mayor_approves_and_everybody_reads_it(people, mayor, asking, nobody, mailbox, db):
    clerk = people.clerk(MAYOR)
    id = asking.published(email="a@test.example")
    clerk.opens(f"/sr/pitanja/{id}/odgovor/")
    clerk.submits(button="Пошаљите на одобрење", text="Радови почињу у мају.")
    nobody.opens(f"/sr/pitanja/{id}/")
    assert not nobody.sees("Радови почињу"), "a draft is not public"
    assert mailbox.last(mayor.email)
    mayor.opens("/sr/pitanja/sto/")
    assert mayor.sees("Радови почињу у мају.")
    mayor.submits(form="form[action*=nacrt]")
    nobody.opens(f"/sr/pitanja/{id}/")
    assert nobody.sees("Радови почињу у мају.")
    nobody.opens(f"/lat/pitanja/{id}/")
    assert nobody.sees("Radovi počinju u maju.")
    nobody.opens(f"/en/pitanja/{id}/")
    assert nobody.page.select_one('.card--reply [lang="sr-Cyrl"]'), "Serbian shown in the English version is marked"
    assert "2026-1" in mailbox.last("a@test.example")["Subject"]


def test_the_mayor_changes_a_sentence_and_publishes_at_once(mayor, asking, db):
    id = asking.published()
    mayor.opens(f"/sr/pitanja/{id}/odgovor/")
    mayor.submits(button="Објавите одговор", text="У мају.")
    assert db.get(Question, id).answered is Answered.ANSWERED


def test_a_draft_goes_back_with_a_remark(people, mayor, asking, mailbox, db):
    clerk = people.clerk(MAYOR)
    id = asking.published()
    clerk.opens(f"/sr/pitanja/{id}/odgovor/")
    clerk.submits(button="Пошаљите на одобрење", text="Не знамо.")
    draft = db.scalar(select(Draft))
    mayor.opens(f"/sr/pitanja/nacrt/{draft.id}/")
    mayor.submits(form="form[action*=vracanje]", remark="Напишите датум.")
    db.rollback()
    assert db.get(Draft, draft.id).state is DraftState.SENT_BACK
    clerk.opens("/sr/pitanja/sto/")
    assert clerk.sees("Напишите датум.")
    assert mailbox.last(clerk.email)


def test_two_who_write_one_draft_do_not_overwrite_each_other(people, mayor, asking, db):
    one, other = people.clerk(MAYOR), people.clerk(MAYOR)
    id = asking.published()
    one.opens(f"/sr/pitanja/{id}/odgovor/")
    one.submits(button="Сачувајте нацрт", text="Прва верзија.")
    one.opens(f"/sr/pitanja/{id}/odgovor/")
    other.opens(f"/sr/pitanja/{id}/odgovor/")
    one.submits(button="Сачувајте нацрт", text="Друга верзија.")
    other.submits(button="Сачувајте нацрт", text="Моја верзија.", expects=409)
    assert other.sees("Моја верзија.") and other.sees("Друга верзија."), "the page shows both"
    assert db.scalar(select(Draft)).text == "Друга верзија."


def test_another_offices_people_cannot_answer(people, asking, db):
    stranger = people.official("odbornik-1")
    id = asking.published()
    stranger.opens(f"/sr/pitanja/{id}/odgovor/", expects=403)
    with pytest.raises(NotYours), work() as writing:
        actions.save_draft(writing, writing.get(Question, id), kind=AnswerKind.ANSWER, text="х", by=stranger.person(writing))


def test_a_citizen_cannot_answer(people, nobody, asking):
    id = asking.published()
    people.citizen().opens(f"/sr/pitanja/{id}/odgovor/", expects=403)
    assert nobody.asks(f"/sr/pitanja/{id}/odgovor/").status_code == 303, "nobody is led to the sign-in"


def test_what_is_not_public_is_not_answered(mayor, asking, db):
    id = asking.waiting()
    with pytest.raises(NotPublished), work() as writing:
        actions.save_draft(writing, writing.get(Question, id), kind=AnswerKind.ANSWER, text="х", by=mayor.person(writing))


@pytest.mark.parametrize("kind, state", [(AnswerKind.HOLDING, Answered.HOLDING), (AnswerKind.STANDARD, Answered.STANDARD)])
def test_holding_and_standard_replies_do_not_stop_the_clock(mayor, asking, db, kind, state):
    id = asking.answered(mayor, kind=kind)
    question = db.get(Question, id)
    assert question.answered is state
    assert question.first_answered_at is None and question.is_open
    figures = queries.figures(db)
    assert figures.answered == 0 and figures.published == 1
    asking.answers(id, mayor)
    db.rollback()
    assert db.get(Question, id).answered is Answered.ANSWERED


def test_a_correction_is_a_new_version_and_the_first_date_stays(mayor, asking, nobody, clock, db):
    id = asking.answered(mayor, answer="У мају 2026.")
    first = db.get(Question, id).first_answered_at
    clock.moves(days=3)
    mayor.signs_in_again()
    mayor.opens(f"/sr/pitanja/{id}/ispravka/")
    mayor.submits(text="У јуну 2027.", note="Исправљен рок.")
    db.rollback()
    question = db.get(Question, id)
    assert question.first_answered_at == first
    assert [a.text for a in question.answers] == ["У мају 2026.", "У јуну 2027."]
    nobody.opens(f"/sr/pitanja/{id}/")
    assert nobody.sees("У мају 2026.") and nobody.sees("У јуну 2027.") and nobody.sees("Исправљен рок.")


def test_an_answer_is_given_once(mayor, asking, db):
    id = asking.answered(mayor)
    with pytest.raises(AlreadyAnswered), work() as writing:
        actions.save_draft(writing, writing.get(Question, id), kind=AnswerKind.ANSWER, text="х", by=mayor.person(writing))


def test_the_approver_publishes_the_draft_that_was_read(people, mayor, asking, db):
    clerk = people.clerk(MAYOR)
    id = asking.published()

    def draft(text):
        with work() as writing:
            return actions.save_draft(writing, writing.get(Question, id), kind=AnswerKind.ANSWER, text=text, by=clerk.person(writing)).id

    draft_id = draft("Прочитано.")
    draft("Промењено после читања.")
    with pytest.raises(Stale), work() as writing:
        actions.approve(writing, writing.get(Draft, draft_id), by=mayor.person(writing), seen=1)


def test_a_deputy_answers_while_the_holder_is_away(people, mayor, asking, clock, nobody, db):
    deputy = people.citizen()
    with work() as writing:
        from portal.kernel.accounts import actions as accounts
        from portal.kernel.accounts.models import Person, Role

        accounts.grant(writing, writing.get(Person, deputy.id), Role.OFFICIAL, "", by=None)
    with work() as writing:
        term = office(writing, MAYOR).term_on(clock.moment.date())
        term.deputy_id = deputy.id
    id = asking.published()
    with pytest.raises(NotYours):
        asking.answers(id, deputy)
    with work() as writing:
        term = office(writing, MAYOR).term_on(clock.moment.date())
        term.absent_from = clock.moment.date()
    asking.answers(id, deputy)
    assert db.scalar(select(Answer)).as_deputy
    nobody.opens(f"/sr/pitanja/{id}/")
    assert nobody.sees("заменик")


def test_a_councillor_without_an_account_answers_by_a_one_time_link(people, nobody, asking, mailbox, db):
    councillor = "odbornik-4"
    moderator = people.moderator()
    id = asking.published(office=councillor, email="a@test.example")
    moderator.opens(f"/sr/pitanja/{id}/uredi/")
    moderator.submits(form="form[action*=veza]")
    address = db.scalar(select(Office).where(Office.key == councillor)).email
    link = mailbox.link(address, "veza")
    nobody.opens(link)
    nobody.submits(text="Тражио сам на седници.")
    nobody.opens(link, expects=404)
    nobody.opens(f"/sr/pitanja/{id}/")
    assert not nobody.sees("Тражио сам"), "a moderator looks first"
    assert nobody.sees("веза за одговор") or nobody.sees("веза"), "the timeline says that a link was sent"
    moderator.opens("/sr/radni-sto/moderacija/")
    moderator.submits(button=approve_button(moderator))
    nobody.opens(f"/sr/pitanja/{id}/")
    assert nobody.sees("Тражио сам на седници.")
    db.rollback()
    assert db.scalar(select(Answer)).by_link


def approve_button(browser):
    return next(" ".join(b.text.split()) for b in browser.page.select("button[value=approve]"))


def test_a_new_link_takes_the_old_one_back(nobody, people, asking, mailbox, db):
    id = asking.published(office="odbornik-4")
    moderator = people.moderator()
    asking.does(actions.send_link, id, "o@test.example", by=moderator.person(db))
    old = mailbox.link("o@test.example", "veza")
    asking.does(actions.send_link, id, "o@test.example", by=moderator.person(db))
    nobody.opens(old, expects=404)
    nobody.opens(mailbox.link("o@test.example", "veza"))


def test_the_promise_counts_working_days_from_publication_and_is_kept_with_the_question(asking, db, clock):
    id = asking.published()
    question = db.get(Question, id)
    assert str(last_day(question.answer_due_at)) == "2026-12-07", "ten working days after Monday 23 November"
    assert question.answer_promise.rules["working_days"] == 10


def test_reminders_come_once_before_and_at_the_deadline_to_office_and_head(people, mayor, asking, clock, mailbox, db):
    from portal.kernel.accounts.models import Role

    head = people.someone(Role.HEAD)
    id = asking.published()
    due = db.get(Question, id).answer_due_at

    def passes():
        for _ in range(2):
            with work() as writing:
                actions.remind(writing)
        return [len(mailbox.letters(p.email)) for p in (mayor, head)]

    assert passes() == [1, 0], "only the letter of the assignment"
    clock.moves_to(2026, 12, 2, 8, 0)
    assert passes() == [2, 0]
    clock.moment = due - timedelta(minutes=1)
    assert passes() == [3, 0]
    clock.moment = due
    assert passes() == [4, 1]


def test_terms_split_the_figures_and_questions_stay_with_person_and_office(people, asking, clock, db):
    official = people.official("odbornik-6")
    asking.answered(official, office="odbornik-6")
    terms = db.scalars(select(Term).join(Office).where(Office.key == "odbornik-6").order_by(Term.began_on)).all()
    chair = office(db, "odbornik-6")
    by_term = [queries.figures(db, office_id=chair.id, term_id=term.id).published for term in terms]
    assert by_term == [0, 1]


def test_no_percentage_below_ten(asking, mayor, nobody, db):
    for n in range(9):
        asking.answered(mayor, f"Питање број {n}?", email=f"x{n}@test.example")
    assert queries.figures(db).share is None
    asking.published("Десето питање?")
    db.rollback()
    assert queries.figures(db).share == 90.0


def test_open_questions_count_as_waiting_in_the_median():
    assert quantile({1: 1}, {30: 49}, 0.5) is None, "one answered of fifty is no fast office"
    assert quantile({2: 3, 5: 2}, {}, 0.5) == 2
    assert quantile({}, {}, 0.5) is None


def test_merged_questions_are_answered_together_and_can_be_separated(people, mayor, asking, nobody, mailbox, db):
    lead = asking.published(email="a@test.example")
    other = asking.published("Зашто нема аутобуса?", email="b@test.example")
    moderator = people.moderator()
    moderator.opens(f"/sr/pitanja/{other}/uredi/")
    moderator.submits(form="form[action*=spajanje]", into="2026-1")
    assert nobody.asks(f"/sr/pitanja/{other}/").headers["Location"].endswith(f"/{lead}/")
    db.rollback()
    assert db.get(Question, lead).same_count == 1
    asking.answers(lead, mayor)
    assert "2026" in mailbox.last("b@test.example")["Subject"]
    before = len(mailbox.letters("b@test.example"))
    asking.does(actions.unmerge, other, by=moderator.person(db))
    db.rollback()
    assert db.get(Question, lead).same_count == 0
    asking.does(actions.correct, lead, text="Исправка.", note="х", by=mayor.person(db))
    assert len(mailbox.letters("b@test.example")) == before, "after the separation no more letters of the other question"


def test_a_question_goes_to_another_office_and_the_promise_runs_on(people, asking, mailbox, db):
    head = people.official("nacelnik-uprave")
    id = asking.published(email="a@test.example")
    due = db.get(Question, id).answer_due_at
    moderator = people.moderator()
    moderator.opens(f"/sr/pitanja/{id}/premestanje/")
    moderator.submits(office="nacelnik-uprave")
    db.rollback()
    question = db.get(Question, id)
    assert question.office.key == "nacelnik-uprave" and question.answer_due_at == due
    assert EventKind.REROUTED in [event.kind for event in question.events]
    assert mailbox.last(head.email) and mailbox.last("a@test.example")


def test_the_feed_is_atom_and_has_the_question(asking, nobody):
    import feedparser

    id = asking.published()
    found = feedparser.parse(nobody.asks("/sr/pitanja/novo.atom").data)
    assert not found.bozo and found.entries[0].link.endswith(f"/{id}/")
    assert not feedparser.parse(nobody.asks("/sr/pitanja/novo.atom?funkcija=odbornik-1").data).entries


def test_the_list_pages_by_key_and_filters(asking, mayor, nobody, clock):
    ids = []
    for n in range(25):
        clock.moves(minutes=1)
        ids.append(asking.published(f"Питање број {n}?", email=f"x{n}@test.example"))
    asking.answers(ids[3], mayor)
    nobody.opens("/sr/pitanja/")
    first = [a["href"] for a in nobody.page.select(".entry__title a")]
    assert first == [f"/sr/pitanja/{id}/" for id in reversed(ids[5:])]
    older = next(a["href"] for a in nobody.page.select("a") if "posle=" in a.get("href", ""))
    nobody.opens(older)
    assert [a["href"] for a in nobody.page.select(".entry__title a")] == [f"/sr/pitanja/{id}/" for id in reversed(ids[:5])]
    newer = next(a["href"] for a in nobody.page.select("a") if "pre=" in a.get("href", ""))
    nobody.opens(newer)
    assert [a["href"] for a in nobody.page.select(".entry__title a")] == first
    nobody.opens("/sr/pitanja/?odgovor=da")
    assert len(nobody.page.select(".entry")) == 1
    nobody.opens("/sr/pitanja/?posle=x.y&od=2026-99-99&tema=%00&naselje=-1")
    assert len(nobody.page.select(".entry")) == 20, "rubbish in the address counts as not chosen"


def test_days_of_the_list_are_typed_as_people_write_them_and_what_is_none_is_said_beside_it(asking, nobody):
    asking.published()
    nobody.opens("/sr/pitanja/?od=1. 3. 2026.&do=2031-01-01")
    assert len(nobody.page.select(".entry")) == 1 and nobody.page.select_one("#f-od")["value"] == "1. 3. 2026."
    nobody.opens("/sr/pitanja/?od=24.11.2026")
    assert not nobody.page.select(".entry"), "it was published the day before"
    nobody.opens("/sr/pitanja/?od=март")
    assert nobody.page.select_one("#f-od")["value"] == "март" and nobody.page.select_one("#f-od")["aria-invalid"] == "true"
    assert nobody.page.select_one("#f-od-error").text == "Упишите дан као 1. 3. 2026."


def test_the_office_page_shows_its_record(asking, mayor, nobody):
    asking.answered(mayor)
    nobody.opens(f"/sr/pitanja/funkcije/{MAYOR}/")
    assert nobody.sees("мање од десет питања")
    nobody.opens("/en/pitanja/funkcije/")
    assert re.search("Mayor", nobody.page.select_one("main").text)
