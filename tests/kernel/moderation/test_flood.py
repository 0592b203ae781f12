"""Two moderators clear a flood at the same time: nothing is decided twice, nothing is lost, every counter is right."""

import os
from contextlib import suppress

import pytest
from sqlalchemy import event, func, select, text

from portal.features.questions import actions as questions
from portal.features.questions.models import KIND
from portal.kernel import audit, house
from portal.kernel.accounts.models import Person
from portal.kernel.clock import now
from portal.kernel.db import counted, session, work
from portal.kernel.moderation import actions, figures, queries
from portal.kernel.moderation.models import OPEN, Decision, Item, ItemState, Lease, Verdict
from portal.kernel.refusals import Refusal
from tests.support.together import together

MANY = pytest.param(10_000, marks=pytest.mark.slow)


def asks(app, number):
    with app.app_context():
        for start in range(0, number, 50):
            with work() as db:
                for n in range(start, min(start + 50, number)):
                    asked = questions.Asked(title=f"Питање број {n}?", text="Молим за одговор.", name="Ана", email=f"a{n}@test.example", office_key="predsednik-opstine")
                    questions.confirm(db, questions.ask(db, asked, by=None))


def clears(app, person_id, refused, take=10):
    """Take ten in hand, decide them, until nothing is left that another does not hold; every tenth press is undone."""

    def act(gate):
        queue, pressed = app.extensions["portal"].queues[KIND], 0
        while True:
            with work() as db:
                taken = actions.claim(db, db.get_one(Person, person_id), batch=take)
            if not pressed:
                gate.wait()
            mine = session().scalars(select(Lease.item_id).where(Lease.person_id == person_id, Lease.until > now())).all()
            session().rollback()
            if not taken and not mine:
                return
            for id in mine:
                pressed += 1
                try:
                    with work() as db:
                        item = db.get_one(Item, id)
                        verdict = Verdict.APPROVE if id % 3 else Verdict.REFUSE
                        actions.decide(db, queue, id, seen=item.version, verdict=verdict, by=db.get_one(Person, person_id), reason_text="Није питање.", batch=f"b{person_id}.{pressed}")
                    if pressed % 10 == 0:
                        with work() as db:
                            actions.undo(db, queue, id, by=db.get_one(Person, person_id))
                except Refusal as refusal:
                    refused.append(f"{person_id} {id}: {type(refusal).__name__}")

    return act


@pytest.mark.parametrize("number", [120, MANY])
def test_two_at_once(app, db, people, number):
    asks(app, number)
    moderators, refused = [people.moderator(), people.moderator()], []
    assert together(app, *[clears(app, moderator.id, refused) for moderator in moderators], within=number) == []
    db.rollback()
    assert refused == [], "each worked on items of their own"
    assert db.scalar(select(func.count()).select_from(Item).where(text(OPEN))) == counted(db, "moderation.open") == 0
    items = db.scalars(select(Item)).unique().all()
    assert len(items) == number and {len(item.standing) for item in items} == {1}
    assert {item.state for item in items} == {ItemState.APPROVED, ItemState.REFUSED}
    deciders = set(db.scalars(select(Decision.by_id)))
    assert deciders == {moderator.id for moderator in moderators}, "both had work"
    db.rollback()
    assert figures.drift() == {} and questions.drift() == {}
    with work() as writing:
        house.recount(writing, {})
        assert writing.scalar(select(func.count()).select_from(audit.AuditLine).where(audit.AuditLine.act == "house.recount")) == 0
    assert list(audit.verify(db)) == []


def test_two_who_take_in_hand_at_once_never_take_the_same(app, db, people):
    asks(app, 20)
    moderators, hands = [people.moderator().id, people.moderator().id], []

    def takes(person_id):
        def act(gate):
            for _ in range(40):
                gate.wait()
                with work() as db:
                    took = actions.claim(db, db.get_one(Person, person_id))
                gate.wait()
                held = session().scalars(select(Lease.item_id).where(Lease.person_id == person_id)).all()
                session().rollback()
                gate.wait()
                hands.append((took, len(held)))
                with work() as db:
                    actions.release(db, db.get_one(Person, person_id))

        return act

    assert together(app, *map(takes, moderators)) == []
    assert set(hands) == {(10, 10)}


def test_two_who_decide_on_the_same_item_at_once_are_told_apart(app, db, people):
    asks(app, 1)
    id, moderators, ends = db.scalars(select(Item.id)).one(), [people.moderator() for _ in range(2)], []
    db.rollback()

    def decides(person_id, verdict):
        def act(gate):
            queue = app.extensions["portal"].queues[KIND]
            gate.wait()
            with suppress(Refusal), work() as writing:
                actions.decide(writing, queue, id, seen=1, verdict=verdict, by=writing.get_one(Person, person_id), reason_text="Није питање.")
                ends.append(verdict)

        return act

    assert together(app, decides(moderators[0].id, Verdict.APPROVE), decides(moderators[1].id, Verdict.REFUSE)) == []
    db.rollback()
    assert len(ends) == 1 == db.scalar(select(func.count()).select_from(Decision))


ADVERTISEMENT = "Najpovoljniji krediti bez žiranta, isplata odmah, zovite agenciju u centru već danas i ponesite ličnu kartu"


def floods(app, ordinary, advertised):
    """Ordinary questions, and among them one advertisement in both scripts from many addresses, a word changed in each."""
    from portal.kernel.texts import to_cyrillic

    with app.app_context(), work() as db:
        for n in range(ordinary):
            asked = questions.Asked(title=f"Када ће бити поправљена улица број {n} у селу?", text=f"Рупа број {n * 7} је код куће {n * 3}.", name="Ана", email=f"a{n}@test.example", office_key="predsednik-opstine")
            questions.confirm(db, questions.ask(db, asked, by=None))
        for n in range(advertised):
            text = ADVERTISEMENT.replace("odmah", f"za {n} dana")
            asked = questions.Asked(title="Povoljno!", text=to_cyrillic(text) if n % 2 else text, name="Ана", email=f"s{n}@test.example", office_key="predsednik-opstine")
            questions.confirm(db, questions.ask(db, asked, by=None))


@pytest.mark.parametrize(("ordinary", "advertised"), [(30, 22), pytest.param(340, 60, marks=pytest.mark.slow)])
def test_what_is_alike_in_a_flood_is_refused_with_one_press_and_taken_back_with_another(app, db, people, ordinary, advertised):
    floods(app, ordinary, advertised)
    moderator = people.moderator()
    family = db.scalars(select(Item.alike).group_by(Item.alike).order_by(func.count().desc())).first()
    moderator.opens("/en/radni-sto/moderacija/?posle=0." + str(db.scalar(select(func.max(Item.id))) - 5))
    link = moderator.page.select_one("a[data-act=alike]")
    assert f"Decide on {advertised} texts like this one together" in link.text and link["href"].endswith(f"slicna={family}")
    moderator.opens(link["href"])
    ticked = moderator.page.select("input[name=item][checked]")
    assert len(ticked) == advertised == len(moderator.page.select("[data-item]"))
    press = {"verdict": "refuse", "reason": "other", "words": "An advertisement.", "csrf_token": token(moderator), "item": [box["value"] for box in ticked]}
    moderator.sends("/en/radni-sto/moderacija/vise/", **press)
    assert moderator.sees(f"Refuse {advertised} items?") and counted(db, "moderation.open") == ordinary + advertised, "nothing is decided before one has looked"
    moderator.sends("/en/radni-sto/moderacija/vise/", **press, sure="yes")
    db.rollback()
    assert counted(db, "moderation.open") == ordinary
    moderator.opens("/en/radni-sto/moderacija/")
    moderator.submits(form="form.undo")
    db.rollback()
    assert counted(db, "moderation.open") == ordinary + advertised == db.scalar(select(func.count()).select_from(Item).where(text(OPEN)))
    assert figures.drift() == {}


def token(browser):
    return browser.page.select_one("#several input[name=csrf_token]")["value"]


@pytest.mark.skipif(os.environ.get("PORTAL_TEST_ENGINE") == "postgresql", reason="the plan is SQLite's")
def test_a_page_far_into_the_queue_is_a_seek(app, db, people):
    asks(app, 3)
    person = db.get_one(Person, people.moderator().id)
    said = []
    event.listen(db.get_bind(), "before_cursor_execute", lambda _c, _cursor, sql, parameters, *_more: said.append((sql, parameters)))
    found, more = queries.waiting(db, app.extensions["portal"].queues, person, after=(0, 2), most=1)
    assert [each.item.id for each in found] == [3] and more is None
    pages = [(sql, parameters) for sql, parameters in said if "FROM portal_moderation_item" in sql and "ORDER BY" in sql and "rank" in sql]
    plans = [" ".join(row[-1] for row in db.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)) for sql, parameters in pages]
    assert len(plans) == 2 and "ix_portal_moderation_item_open (rank=? AND id>?)" in plans[0] and "(rank>?)" in plans[1], plans
    assert not any("TEMP B-TREE" in plan for plan in plans)
