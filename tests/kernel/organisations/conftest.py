"""What tests of organisations share: numbers that fit, an association with somebody who looks after it, and a stranger's firm."""

from itertools import count

import pytest

from portal.kernel.db import work
from portal.kernel.organisations import actions, queries
from portal.kernel.organisations.models import MemberRole, Organisation, OrganisationKind
from portal.kernel.organisations.numbers import pib_check, registration_check

NUMBERS = count(1)


def numbers() -> dict[str, str]:
    """A registration number and a PIB that nobody has yet."""
    number = next(NUMBERS)
    registration, pib = f"98{number:05}", f"98{number:06}"
    return {"registration_number": f"{registration}{registration_check(registration)}", "pib": f"{pib}{pib_check(pib)}"}


def details(name: str = "Удружење пчелара „Багрем”", **other) -> actions.Details:
    given = {"kind": OrganisationKind.ASSOCIATION, "name_sr": name, "settlement": "Скорица", "address": "Главна 1", "email": "posta@primer.rs"}
    return actions.Details(**{**given, **other})


class Office:
    """Acts of people in organisations, each in a transaction of its own."""

    def __init__(self, db) -> None:
        self.db = db

    def does(self, verb, *args, by, **more):
        with work() as db:
            found = verb(db, *args, by=by.person(db), **more)
            return getattr(found, "id", found)

    def makes(self, by, name="Удружење пчелара „Багрем”", **given) -> int:
        return self.does(actions.make, details(name), actions.Numbers(**{**numbers(), **given}), by=by)

    def joins(self, organisation_id, who, role=MemberRole.PREPARER, *, owner) -> int:
        invitation = self.does(actions.invite, organisation_id, who.email, role, by=owner)
        return self.does(actions.accept_own, invitation, by=who)

    def place(self, organisation_id, who):
        self.db.rollback()
        return queries.membership(self.db, who.id, organisation_id)

    def the(self, organisation_id) -> Organisation:
        self.db.rollback()
        return self.db.get(Organisation, organisation_id)

    def may(self, organisation_id, who) -> tuple[bool, bool]:
        """Whether somebody may prepare, and submit."""
        self.db.rollback()
        person = who.person(self.db)
        return queries.may_prepare(self.db, person, organisation_id), queries.may_submit(self.db, person, organisation_id)


@pytest.fixture
def office(db):
    return Office(db)


@pytest.fixture
def mira(people):
    return people.citizen("Мира Марић")


@pytest.fixture
def zoran(people):
    return people.citizen("Зоран Зорић")


@pytest.fixture
def bees(office, people, mira):
    """Mira's association; beside it a firm of somebody else."""
    stranger = people.citizen("Страни Човек")
    office.makes(stranger, "Фирма неког другог")
    return office.makes(mira)
