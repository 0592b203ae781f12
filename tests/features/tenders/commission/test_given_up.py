"""An opening that one member began and nobody joined: given up by hand or lapsed, said in the audit log and the minutes."""

import pytest
from sqlalchemy import select

from portal.features.tenders.actions import opening as verbs
from portal.features.tenders.models import GivenUp, Part
from portal.features.tenders.personal import export
from portal.features.tenders.queries import tasks
from portal.features.tenders.refusals import commission as refusals
from portal.kernel.accounts.models import Person
from portal.kernel.audit import AuditLine
from tests.features.tenders.commission.commissioning import PDF


@pytest.fixture
def begun(commissioning, noise, clock):
    """A call whose opening the first member has begun."""
    found = commissioning.open_call()
    commissioning.applies(found.call, commissioning.people.citizen("Прва Пријава"), ("понуда.pdf", PDF))
    clock.moves(days=20, hours=2)
    commissioning.begins(found, found.people[0])
    return found


def given_up(commissioning):
    wanted = select(GivenUp).order_by(GivenUp.id)
    return commissioning.reads(lambda db: [(each.begun_by_id, each.by_id, each.at - each.begun_at) for each in db.scalars(wanted)])


def waits(commissioning, who) -> int:
    return commissioning.reads(lambda db: tasks.waiting(db, db.get(Person, who.id)))


def test_after_half_an_hour_it_lapses_and_is_begun_again_by_anybody(commissioning, begun, clock):
    one, other, third = begun.people
    clock.moves(minutes=29)
    commissioning.works()
    assert commissioning.opening(begun.call) is not None and waits(commissioning, one) == 0 and waits(commissioning, other) == 1
    clock.moves(minutes=1)
    with pytest.raises(refusals.Lapsed):
        commissioning.meets(begun, other)
    assert waits(commissioning, one) == 1
    commissioning.works()
    assert commissioning.opening(begun.call) is None
    assert [(by, ended, passed.seconds) for by, ended, passed in given_up(commissioning)] == [(one.id, None, 1800)]
    commissioning.begins(begun, other)
    commissioning.meets(begun, third)
    commissioning.works()
    content = commissioning.opening(begun.call).minutes
    assert [(line["begun_by"]["number"], line["by"]) for line in content["given_up"]] == [(1, None)]
    assert content["begun_by"]["number"] == 2


def test_nobody_waits_for_the_worker_to_begin_again(commissioning, begun, clock):
    clock.moves(minutes=31)
    commissioning.begins(begun, begun.people[1])
    assert commissioning.opening(begun.call).begun_by_id == begun.people[1].id
    commissioning.works()
    assert commissioning.opening(begun.call) is not None and len(given_up(commissioning)) == 1


def test_a_member_gives_it_up_by_hand_and_everybody_reads_who(commissioning, begun, clock):
    one, other, third = begun.people
    other.signs_in_again()
    address = f"/en/konkursi/komisija/{begun.call}/otvaranje/1/"
    other.opens(address)
    other.submits(button="Give the opening up")
    assert other.sees("The opening is given up.") and other.page.find("button", string="Begin the opening")
    lines = select(AuditLine.actor_id).where(AuditLine.act == "tenders.give_up_opening")
    assert commissioning.reads(lambda db: db.scalars(lines).all()) == [other.id]
    commissioning.begins(begun, one)
    commissioning.meets(begun, third)
    commissioning.works()
    one.signs_in_again()
    page = one.opens(f"/en/konkursi/komisija/{begun.call}/zapisnik/1/")
    said = page.select_one("#given-up").find_parent("section").text
    assert "gave it up on" in said
    document = one.asks(page.select_one('a[href$="-en.docx"]')["href"])
    assert document.status_code == 200
    did = commissioning.reads(lambda db: [line["did"] for line in export(db, db.get(Person, other.id))["call_openings"]])
    assert did == ["gave up"]


def test_strangers_secretaries_and_the_hasty_give_up_nothing(commissioning, begun, noise, clock):
    secretary = commissioning.joins(begun, Part.SECRETARY)

    def act(who):
        return commissioning.acts(lambda db, me: verbs.give_up(db, begun.call, 1, by=me), who)

    for who, refusal in ((noise.people[0], refusals.NotMember), (secretary, refusals.SecretaryOpensNothing)):
        with pytest.raises(refusal):
            act(who)
    commissioning.meets(begun, begun.people[1])
    with pytest.raises(refusals.AlreadyOpened):
        act(begun.people[0])
    clock.moves(hours=1)
    commissioning.works()
    assert commissioning.opening(begun.call).finished_at and given_up(commissioning) == []
