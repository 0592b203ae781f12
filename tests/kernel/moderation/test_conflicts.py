"""Nobody decides on what is about their office, their unit or themselves; the desk says so, and others see to it."""

import pytest
from sqlalchemy import select

from portal.features.problems.models import KIND as PROBLEM
from portal.features.questions.models import KIND
from portal.kernel.accounts.models import Grant, Role
from portal.kernel.db import work
from portal.kernel.moderation import actions, queries
from portal.kernel.moderation.conflicts import names
from portal.kernel.moderation.models import Concern, Lease, Verdict
from portal.kernel.texts import fold
from tests.features.problems.reporting import Reporting
from tests.features.questions.asking import MAYOR, Asking


@pytest.fixture
def asking(app):
    return Asking(app)


def decides(app, kind, id, by, verdict=Verdict.APPROVE):
    with work() as db:
        item = queries.item_of(db, kind, id)
        actions.decide(db, app.extensions["portal"].queues[kind], item.id, seen=item.version, verdict=verdict, by=by.person(db))


def takes(by):
    with work() as db:
        actions.claim(db, by.person(db))
    with work() as db:
        return set(db.scalars(select(Lease.item_id).where(Lease.person_id == by.id)))


def also_moderates(visitor):
    with work() as db:
        db.add(Grant(person_id=visitor.id, role=Role.MODERATOR))
    return visitor


def test_the_mayor_who_moderates_does_not_decide_on_questions_to_the_mayor(app, asking, people, db):
    mayor = also_moderates(people.official(MAYOR))
    id, noise = asking.waiting(), asking.waiting(office="odbornik-1")
    with pytest.raises(actions.ConflictOfInterest):
        decides(app, KIND, id, mayor)
    assert takes(mayor) == {queries.item_of(db, KIND, noise).id}
    decides(app, KIND, noise, mayor)
    decides(app, KIND, id, people.moderator())


def test_who_works_in_a_unit_does_not_decide_on_its_reports_and_the_next_units_people_neither(app, people, db):
    reporting = Reporting(app)
    id = reporting.reported()
    about = set(db.scalars(select(Concern.about)))
    assert len(about) == 1, "the unit it was passed to"
    unit = about.pop().removeprefix("unit:")
    worker = people.someone(Role.CLERK, Role.MODERATOR, scope=unit)
    with pytest.raises(actions.ConflictOfInterest):
        decides(app, PROBLEM, id, worker)
    assert takes(worker) == set()
    decides(app, PROBLEM, id, people.moderator())


def test_who_is_named_does_not_decide(app, asking, people, db):
    named, other = people.moderator(name="Петар Пробић"), people.moderator(name="Ана Анић")
    id = asking.waiting("Zašto Petar Probić ne radi subotom?")
    with pytest.raises(actions.ConflictOfInterest):
        decides(app, KIND, id, named)
    decides(app, KIND, id, other)


@pytest.mark.parametrize("text", ["Петра Пробића", "Petru Probiću", "Пробићу Петру", "П. Пробића", "PETAR PROBIĆ"])
def test_a_name_is_known_in_each_case_and_script(text):
    assert names("Петар Пробић", [fold(word) for word in f"Питао сам {text.replace('.', '')} за пут".split()])


@pytest.mark.parametrize("text", ["Јован Пробић", "Петар Јовић", "Пробић", "Петар и Пробић", "Петар Пробићевски"])
def test_another_name_is_not_theirs(text):
    assert not names("Петар Пробић", [fold(word) for word in text.split()])


@pytest.mark.parametrize(("version", "sentence"), [("sr", "има везе с Вашом"), ("lat", "ima veze s Vašom"), ("en", "Another moderator must decide")])
def test_the_desk_says_so_and_offers_no_decision(asking, people, db, version, sentence):
    mayor = also_moderates(people.official(MAYOR))
    asking.waiting()
    mayor.opens(f"/{version}/radni-sto/moderacija/")
    card = mayor.page.select_one("[data-item]")
    assert sentence in card.text and not card.select("button, input[type=checkbox]")


def test_several_at_once_leave_out_what_is_ones_own(asking, people, db):
    mayor = also_moderates(people.official(MAYOR))
    ids = [asking.waiting(), asking.waiting(office="odbornik-1")]
    mayor.opens("/sr/radni-sto/moderacija/")
    items = [queries.item_of(db, KIND, id) for id in ids]
    field = mayor.page.select("input[name=item]")
    assert [each["value"] for each in field] == [f"{items[1].id}.1"], "what is one's own has no box to tick"
    token = mayor.page.select_one("#several input[name=csrf_token]")["value"]
    mayor.sends("/sr/radni-sto/moderacija/vise/", verdict="approve", csrf_token=token, item=[f"{item.id}.{item.version}" for item in items])
    assert [each["value"] for each in mayor.page.select("input[type=hidden][name=item]")] == [f"{items[1].id}.1"]
