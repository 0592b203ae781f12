"""A moderator joins a waiting question to one that was asked before, straight from the desk."""

import pytest
from sqlalchemy import func, select

from portal.features.questions import actions
from portal.features.questions.models import KIND, EventKind, Question, State
from portal.features.questions.refusals import NotMergeable, NotPublished
from portal.kernel.audit import AuditLine
from portal.kernel.db import counted, work
from portal.kernel.follows.models import Follow
from portal.kernel.moderation.actions import InOtherHands, OwnSubmission, claim
from portal.kernel.moderation.models import Decision, ItemState, Verdict
from portal.kernel.moderation.queries import item_of
from portal.kernel.outbox import Recipient
from portal.kernel.outbox.models import Notice
from portal.kernel.refusals import Stale
from tests.features.questions.asking import MAYOR

BUS = "Када ће аутобус поново ићи из Витошевца?"


def joins(id, lead, by, *, seen=None):
    with work() as db:
        item = item_of(db, KIND, id)
        actions.join(
            db, db.get(Question, id), db.get(Question, lead), seen=seen or item.version, by=by.person(db)
        )


def letters(db, to):
    return list(db.scalars(select(Notice.kind).where(Notice.email == to).order_by(Notice.id)))


def test_a_moderator_joins_from_the_desk_and_the_author_gets_one_letter(asking, people, nobody, mailbox, db):
    lead, noise = asking.published(BUS), asking.published("Ко чисти снег у Скорици?")
    id = asking.waiting("Да ли ће аутобус ићи из Витошевца?", email="b@test.example")
    moderator = people.moderator()
    moderator.opens("/sr/radni-sto/moderacija/")
    moderator.opens(next(a["href"] for a in moderator.page.select("[data-item] a[data-act=join_to]")))
    offered = [radio["value"] for radio in moderator.page.select("input[type=radio]")]
    assert str(lead) in offered and str(noise) not in offered
    before = counted(db, "moderation.open")
    moderator.submits(like=str(lead))
    db.rollback()
    question, other = db.get(Question, id), db.get(Question, lead)
    assert (question.state, question.merged_into_id, other.same_count) == (State.PUBLISHED, lead, 1)
    assert item_of(db, KIND, id).state is ItemState.APPROVED and counted(db, "moderation.open") == before - 1
    assert letters(db, "b@test.example") == ["questions.confirm", "questions.received", "questions.joined"], "one letter about it, not two"
    assert db.scalar(select(func.count()).select_from(Notice).where(Notice.kind == "questions.assigned", Notice.about_id == id)) == 0
    acts = db.scalars(select(AuditLine.act).where(AuditLine.subject_kind == KIND, AuditLine.subject_id == str(id))).all()
    assert {"moderation.approve", "questions.merge"} <= set(acts)
    assert [event.kind for event in question.events][-1] is EventKind.MERGED
    assert BUS in " ".join(mailbox.last("b@test.example").get_body(("plain",)).get_content().split())
    assert f"/pitanja/{lead}/" in mailbox.link("b@test.example", f"pitanja/{lead}")
    nobody.opens(f"/sr/pitanja/{id}/")
    assert nobody.address == f"/sr/pitanja/{lead}/"


def test_the_author_hears_of_the_answer(asking, people, db):
    mayor, lead = people.official(MAYOR), asking.published(BUS)
    id = asking.waiting(email="b@test.example")
    joins(id, lead, asking.moderator)
    asking.answers(lead, mayor)
    db.rollback()
    assert letters(db, "b@test.example")[-1] == "questions.answered"
    assert letters(db, "b@test.example").count("questions.answered") == 1


def test_one_that_was_answered_already_says_so_in_the_letter(asking, people, mailbox, db):
    lead = asking.answered(people.official(MAYOR), BUS)
    id = asking.waiting(email="b@test.example")
    joins(id, lead, asking.moderator)
    assert "На њега је већ одговорено" in mailbox.last("b@test.example").get_body(("plain",)).get_content()


def test_undone_it_stands_for_itself_and_its_office_is_told(asking, people, db):
    mayor, lead = people.official(MAYOR), asking.published(BUS)
    id = asking.waiting(email="b@test.example")
    joins(id, lead, asking.moderator)
    asking.does(actions.unmerge, id, by=asking.moderator)
    db.rollback()
    question, other = db.get(Question, id), db.get(Question, lead)
    assert question.is_open and question.answer_due_at and other.same_count == 0
    assert not db.scalar(select(Follow.id).where(Follow.subject_id == lead, Follow.email == "b@test.example"))
    told = select(func.count()).where(Notice.kind == "questions.assigned", Notice.about_id == id, Notice.email == mayor.email)
    assert db.scalar(told) == 1


def test_the_earlier_deadline_is_kept(asking, clock, db):
    lead = asking.published(BUS)
    due = db.get(Question, lead).answer_due_at
    clock.moves(days=3)
    joins(asking.waiting(), lead, asking.moderator)
    db.rollback()
    assert db.get(Question, lead).answer_due_at == due


def test_a_merge_writes_each_asker_one_letter_about_the_answer(asking, people, db):
    mayor, lead, id = people.official(MAYOR), asking.published(BUS, email="a@test.example"), asking.published(email="b@test.example")
    asking.does(actions.follow_too, lead, Recipient("f@test.example"), confirmed=False)
    asking.does(lambda db, q: actions.merge(db, q, db.get(Question, lead), by=asking.moderator.person(db)), id)
    asking.answers(lead, mayor)
    db.rollback()
    for to, times in (("a@test.example", 1), ("b@test.example", 1), ("f@test.example", 0)):
        assert letters(db, to).count("questions.answered") == times


def test_nobody_joins_their_own_question(asking, people, db):
    lead, moderator = asking.published(BUS), people.moderator()
    id = asking.waiting(by=moderator)
    with pytest.raises(OwnSubmission):
        joins(id, lead, moderator)
    db.rollback()
    assert db.get(Question, id).state is State.WAITING and not db.get(Question, lead).same_count


def test_the_slower_of_two_is_told(asking, people, db):
    lead, id = asking.published(BUS), asking.waiting()
    one = people.moderator()
    one.opens(f"/sr/pitanja/{id}/pridruzivanje/")
    asking.decided(id, Verdict.REFUSE, reason_text="Није питање.")
    one.submits(like=str(lead), expects=409)
    with pytest.raises(Stale):
        joins(id, lead, one, seen=1)
    db.rollback()
    assert db.get(Question, id).state is State.REFUSED and db.scalar(select(func.count()).select_from(Decision)) == 2


def test_what_somebody_else_has_in_hand_stays_theirs(asking, people, db):
    lead, id, other = asking.published(BUS), asking.waiting(), people.moderator()
    with work() as writing:
        claim(writing, other.person(writing))
    with pytest.raises(InOtherHands):
        joins(id, lead, asking.moderator)
    joins(id, lead, other)


@pytest.mark.parametrize("which", ["itself", "waiting", "merged"])
def test_only_a_public_question_that_stands_for_itself_can_be_joined_to(asking, db, which):
    lead, id = asking.published(BUS), asking.waiting()
    into = {"itself": id, "waiting": asking.waiting(), "merged": asking.waiting()}[which]
    if which == "merged":
        joins(into, lead, asking.moderator)
    with pytest.raises((NotMergeable, NotPublished)):
        joins(id, into, asking.moderator)
    db.rollback()
    assert db.get(Question, id).state is State.WAITING, "all or nothing: it is not published either"


@pytest.mark.parametrize(
    ("version", "sentence"),
    [("sr", "Изаберите питање или упишите"), ("lat", "Izaberite pitanje ili upišite"), ("en", "Choose a question, or write")],
)
def test_a_form_that_names_none_or_two_is_refused_beside_the_number(asking, people, db, version, sentence):
    lead, id = asking.published(BUS), asking.waiting()
    moderator = people.moderator()
    moderator.opens(f"/{version}/pitanja/{id}/pridruzivanje/")
    moderator.submits(expects=422)
    assert sentence in moderator.page.select_one("#number-error").text
    moderator.submits(like=str(lead), number="2026-99", expects=422)
    assert moderator.page.select_one("#number")["value"] == "2026-99", "what was typed stays"
    moderator.submits(number="2026-99", expects=422)
    assert moderator.page.select_one("#number-error"), "nobody has this number"


def test_a_number_will_do_where_nothing_is_alike(asking, people, db):
    lead, id = asking.published("Ко чисти снег у Скорици?"), asking.waiting("Зашто нема воде?")
    moderator = people.moderator()
    moderator.opens(f"/en/pitanja/{id}/pridruzivanje/")
    assert not moderator.page.select("input[type=radio]")
    moderator.submits(number=db.get(Question, lead).reference)
    db.rollback()
    assert db.get(Question, id).merged_into_id == lead


def test_joining_is_for_moderators(asking, people, nobody):
    asking.published(BUS)
    id = asking.waiting()
    people.official(MAYOR).opens(f"/sr/pitanja/{id}/pridruzivanje/", expects=403)
    assert nobody.asks(f"/sr/pitanja/{id}/pridruzivanje/").status_code == 303


