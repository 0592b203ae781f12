"""Who works on a call: people of its unit, and officials who stand over every unit; the rule is the kernel's."""

import pytest
from sqlalchemy import select

from portal.features.tenders.actions import destroying, dropping
from portal.features.tenders.models import Call
from portal.features.tenders.queries import destruction
from portal.features.tenders.refusals.calls import OtherUnit
from portal.kernel.accounts.models import Grant, Person, Role
from portal.kernel.db import work
from portal.kernel.municipality.models import Unit


@pytest.fixture
def units(calling):
    """The key of the unit whose the calls are, and that of another."""
    return calling.acts(lambda db, _me: db.scalars(select(Unit.key).order_by(Unit.id)).all()[:2])


def test_an_official_of_the_mayor_or_of_the_head_of_administration_leads_the_calls_of_every_unit(calling, people, units):
    for office in ("predsednik-opstine", "nacelnik-uprave"):
        call = calling.prepared(title_sr=f"Припрема за {office}")
        official = people.official(office)
        assert official.opens("/sr/radni-sto/").select('a[href="/sr/konkursi/sto/"]')
        assert f"Припрема за {office}" in official.opens("/sr/konkursi/sto/").text
        official.opens(f"/sr/konkursi/sto/{call}/objava/")
        calling.acts(lambda db, me, id=call: dropping.drop(db, id, by=me, seen=calling.seen(db, id)), by=official)


def test_people_of_another_unit_neither_prepare_nor_publish(calling, people, units):
    call = calling.prepared()
    for who in (people.clerk(units[1]), people.someone(Role.OFFICIAL, scope=units[1])):
        who.opens(f"/sr/konkursi/sto/{call}/", expects=403)
        assert not who.opens("/sr/konkursi/sto/").select(f'a[href="/sr/konkursi/sto/{call}/"]')
        with pytest.raises(OtherUnit):
            calling.acts(lambda db, me: dropping.drop(db, call, by=me, seen=calling.seen(db, call)), by=who)


def test_a_clerk_here_who_leads_elsewhere_prepares_and_does_not_publish(app, calling, people, units):
    call, clerk = calling.prepared(), people.clerk(units[0])
    with app.app_context(), work() as db:
        db.add(Grant(person_id=clerk.id, role=Role.OFFICIAL, scope="odbornik-1"))
    clerk.opens(f"/sr/konkursi/sto/{call}/")
    clerk.opens(f"/sr/konkursi/sto/{call}/objava/", expects=403)
    clerk.sends(f"/sr/konkursi/sto/{call}/objava/", expects=403)


def test_whose_role_is_tied_to_a_councillors_office_reads_that_departments_prepare_calls(calling, people):
    call = calling.prepared()
    councillor = people.official("odbornik-1")
    assert not councillor.opens("/sr/radni-sto/").select("a[href='/sr/konkursi/sto/']")
    for page in ("sto/", f"sto/{call}/", f"sto/{call}/komisija/"):
        councillor.opens(f"/sr/konkursi/{page}", expects=403)
        assert councillor.sees("Ваша улога је везана за функцију, а јавне позиве припремају одељења.")


def test_who_is_asked_to_let_applications_be_destroyed_are_those_who_publish_calls_of_the_unit(calling, people, units):
    call = calling.prepared()
    mayor, own = people.official("predsednik-opstine"), people.someone(Role.OFFICIAL, scope=units[0])
    strangers = [people.someone(Role.OFFICIAL, scope=units[1]), people.official("odbornik-1"), people.clerk(units[0])]

    def asked(db, _me):
        found = db.get(Call, call)
        allowed = [each.id for each in [mayor, own, *strangers] if destroying.may_destroy(db, found, db.get(Person, each.id))]
        return {each.id for each in destruction.proposed_to(db, found)}, allowed

    proposed, allowed = calling.acts(asked)
    assert {mayor.id, own.id, calling.official.id} == proposed
    assert allowed == [mayor.id, own.id]
