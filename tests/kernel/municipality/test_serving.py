"""Whose work a thing of a unit is: one rule for debates and public calls."""

import pytest
from sqlalchemy import select

from portal.kernel.accounts.models import Grant, Person, Role
from portal.kernel.municipality.models import Unit
from portal.kernel.municipality.serving import LEADERS, belongs, serves, serving, units_of


@pytest.fixture
def units(db):
    return db.scalars(select(Unit).order_by(Unit.id)).all()[:2]


def test_a_role_tied_to_a_unit_serves_that_unit_and_no_other(db, people, units):
    own, other = units
    people.clerk(other.key)
    clerk = people.clerk(own.key).person(db)
    assert serves(db, clerk, own)
    assert not serves(db, clerk, other)
    assert not serves(db, clerk, own, LEADERS)
    assert units_of(db, clerk) == {own.key}
    assert not serves(db, None, own)


@pytest.mark.parametrize("office", ["predsednik-opstine", "nacelnik-uprave"])
def test_an_official_of_the_mayor_or_of_the_head_of_administration_serves_every_unit(db, people, units, office):
    official = people.official(office).person(db)
    assert units_of(db, official) is None
    assert all(serves(db, official, unit, LEADERS) for unit in units)
    assert belongs(db, official)


def test_whose_role_is_tied_to_a_councillors_office_or_to_a_cabinet_as_clerk_serves_nothing(db, people, units):
    for one in (people.official("odbornik-1"), people.clerk("predsednik-opstine")):
        person = one.person(db)
        assert not belongs(db, person)
        assert not any(serves(db, person, unit) for unit in units)


def test_the_condition_on_roles_finds_exactly_those_who_serve_a_unit(db, people, units):
    own, other = units
    made = [people.clerk(), people.clerk(own.key), people.clerk(other.key), people.clerk("predsednik-opstine"), people.citizen()]
    made += [people.official("predsednik-opstine"), people.official("odbornik-1"), people.someone(Role.HEAD, scope=other.key)]
    made += [people.someone(Role.OFFICIAL), people.someone(Role.OFFICIAL, scope=own.key), people.moderator()]
    found = set(db.scalars(select(Grant.person_id).where(serving(own))))
    assert found == {one.id for one in made if serves(db, db.get(Person, one.id), own)}
    assert len(found) == 6
