"""An office changes hands: what the earlier holder left unanswered is offered to the new one."""

from datetime import date

import pytest
from sqlalchemy import func, select

from portal.features.questions import actions, queries
from portal.features.questions.models import Answer, AnswerKind, EventKind, Question
from portal.features.questions.refusals import NotOffered, NotTakenOver, NotYours
from portal.kernel.accounts.models import Role
from portal.kernel.audit import AuditLine
from portal.kernel.db import work
from portal.kernel.municipality import actions as municipality
from portal.kernel.municipality.queries import office
from portal.kernel.outbox.models import Notice
from tests.features.questions.asking import MAYOR

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def earlier(people):
    return people.official(MAYOR)


def follows(people, begins=TUESDAY, email=None):
    """Appoint a new holder from a day on."""
    new = people.someone(Role.OFFICIAL, scope=MAYOR)
    with work() as db:
        municipality.appoint(
            db, office(db, MAYOR).id, holder_sr="Нови председник", began_on=begins, email=email or new.email, by=None
        )
    return new


def ids(found):
    return [one.id if isinstance(one, Question) else one.question.id for one in found]


def the_office(db):
    db.rollback()
    return [office(db, MAYOR).id]


def test_what_was_left_is_offered_and_not_mixed_with_the_rest(asking, people, earlier, clock, db):
    left, done = asking.published(), asking.answered(earlier)
    elsewhere = asking.published(office="nacelnik-uprave")
    new = follows(people)
    assert ids(queries.tasks(db, the_office(db))) == [left], "until its last day the term owes its answers"
    assert not queries.offered(db, the_office(db))
    clock.moves(days=1)
    own = asking.published()
    assert ids(queries.offered(db, the_office(db))) == [left] and queries.offered_count(db, the_office(db)) == 1
    assert ids(queries.tasks(db, the_office(db))) == [own]
    new.signs_in_again()
    new.opens("/sr/radni-sto/")
    assert new.sees("2"), "the desk counts both"
    new.opens("/sr/pitanja/sto/")
    section = new.page.select_one("section[aria-labelledby=offered]")
    assert section.select_one(f"a[href*='/{left}/']") and not section.select_one(f"a[href*='/{own}/']")
    assert {done, elsewhere}.isdisjoint(ids(queries.offered(db, the_office(db))))


def test_the_new_holder_takes_one_over_and_answers_it(asking, people, earlier, clock, nobody, db):
    left, other = asking.published(), asking.published()
    owed = db.get(Question, left).term_id
    new = follows(people)
    clock.moves(days=1)
    new.signs_in_again()
    new.opens("/sr/pitanja/sto/")
    new.submits(form=f"form[action*='/{left}/preuzimanje']")
    assert new.address == f"/sr/pitanja/{left}/odgovor/"
    assert ids(queries.tasks(db, the_office(db))) == [left] and ids(queries.offered(db, the_office(db))) == [other]
    asking.answers(left, new)
    db.rollback()
    question, answer = db.get(Question, left), db.scalar(select(Answer))
    current = question.office.term_on(TUESDAY)
    assert question.term_id == owed != current.id, "the question counts for the term that owed it"
    assert answer.term_id == current.id == question.taken_term_id, "the answer is the successor's"
    assert queries.figures(db, term_id=owed).published == 2 and queries.figures(db, term_id=current.id).published == 0
    assert EventKind.TAKEN_OVER in [event.kind for event in question.events]
    line = db.scalar(select(AuditLine).where(AuditLine.act == "questions.take_over"))
    assert (line.actor_id, line.details) == (new.id, {"before": owed, "term": current.id})
    for version, sentence in (("sr", "Преузео нови"), ("lat", "Preuzeo novi"), ("en", "Taken over by the new holder")):
        nobody.opens(f"/{version}/pitanja/{left}/")
        assert nobody.sees(sentence)


def test_before_it_is_taken_over_it_is_not_answered(asking, people, earlier, clock, db):
    left = asking.published()
    asking.does(actions.save_draft, left, kind=AnswerKind.ANSWER, text="Не знамо.", by=earlier.person(db))
    new = follows(people)
    clock.moves(days=1)
    with pytest.raises(NotTakenOver):
        asking.answers(left, new)
    with work() as writing, pytest.raises(NotTakenOver):
        actions.approve(writing, queries.draft_of(writing, left), by=new.person(writing))
    new.signs_in_again()
    new.opens(f"/sr/pitanja/{left}/odgovor/")
    assert new.address == "/sr/pitanja/sto/" and "Прво га преузмите" in new.page.text


def test_only_the_holder_takes_over_and_only_what_is_offered(asking, people, earlier, clock, db):
    left = asking.published()
    follows_now = follows(people)
    clerk, moderator = people.clerk(MAYOR), people.moderator()
    with pytest.raises(NotOffered):
        asking.does(actions.take_over, left, by=earlier.person(db))
    clock.moves(days=1)
    for by in (clerk, moderator, earlier):
        with pytest.raises(NotYours):
            asking.does(actions.take_over, left, by=by.person(db))
    clerk.signs_in_again()
    clerk.opens("/sr/pitanja/sto/")
    assert clerk.sees("може да преузме носилац") and not clerk.page.select("form[action*=preuzimanje]")
    asking.does(actions.take_over, left, by=follows_now.person(db))
    with pytest.raises(NotOffered):
        asking.does(actions.take_over, left, by=follows_now.person(db))
    with pytest.raises(NotOffered):
        asking.does(actions.take_over, asking.published(), by=follows_now.person(db))


def test_a_holder_who_stays_keeps_what_they_owe(asking, people, earlier, clock, db):
    left = asking.published()
    follows(people, email=earlier.email)
    clock.moves(days=1)
    assert ids(queries.tasks(db, the_office(db))) == [left] and not queries.offered(db, the_office(db))
    asking.answers(left, earlier)


def test_taken_over_once_it_is_offered_again_when_that_term_ends_too(asking, people, earlier, clock, db):
    left, second = asking.published(), follows(people)
    clock.moves(days=1)
    asking.does(actions.take_over, left, by=second.person(db))
    third = follows(people, date(2026, 11, 26))
    clock.moves(days=2)
    assert ids(queries.offered(db, the_office(db))) == [left]
    asking.does(actions.take_over, left, by=third.person(db))
    assert ids(queries.tasks(db, the_office(db))) == [left]


def test_sent_to_another_office_it_is_that_offices_own(asking, people, earlier, clock, db):
    left, new = asking.published(), follows(people)
    clock.moves(days=1)
    asking.does(actions.take_over, left, by=new.person(db))
    asking.does(actions.reroute, left, office(db, "nacelnik-uprave"), by=asking.moderator)
    db.rollback()
    assert db.get(Question, left).taken_term_id is None and not queries.is_offered(db.get(Question, left))


def test_an_answer_by_link_takes_the_question_over(asking, people, earlier, clock, nobody, mailbox, db):
    left = asking.published()
    follows(people)
    clock.moves(days=1)
    asking.does(actions.send_link, left, "novi@test.example", by=None)
    nobody.opens(mailbox.link("novi@test.example", "veza"))
    nobody.submits(text="Радови почињу у мају.")
    with work() as writing:
        from portal.kernel.moderation import actions as moderation
        from portal.kernel.moderation.models import Item, Verdict

        queue = asking.app.extensions["portal"].queues["question_link_answer"]
        item = writing.scalars(select(Item).where(Item.kind == queue.kind)).one()
        moderation.decide(writing, queue, item.id, seen=item.version, verdict=Verdict.APPROVE, by=asking.moderator.person(writing))
    db.rollback()
    question = db.get(Question, left)
    assert question.first_answered_at and question.taken_term_id == db.scalar(select(Answer.term_id)) != question.term_id


def test_the_new_holder_and_the_head_are_told_once_when_the_term_begins(asking, people, earlier, clock, mailbox, db):
    asking.published(), asking.published(), asking.answered(earlier)
    head = people.someone(Role.HEAD)
    new = follows(people)

    def told():
        with work() as writing:
            actions.tell_successors(writing)
        db.rollback()
        return sorted(db.scalars(select(Notice.email).where(Notice.kind == "questions.offered")))

    assert told() == [], "the term has not begun"
    clock.moves(days=1)
    assert told() == sorted([new.email, head.email]) == told()
    assert "2 питања без одговора" in mailbox.last(new.email)["Subject"]
    assert "/pitanja/sto/" in mailbox.link(new.email, "sto") and mailbox.last(head.email)
    clock.moves(days=1)
    assert len(told()) == 2
    assert db.scalar(select(func.count()).where(Notice.kind == "questions.offered", Notice.email == earlier.email)) == 0


def test_nobody_is_told_of_nothing(asking, people, earlier, clock, db):
    asking.answered(earlier)
    follows(people)
    clock.moves(days=1)
    with work() as writing:
        actions.tell_successors(writing)
    assert not db.scalar(select(Notice.id).where(Notice.kind == "questions.offered"))
